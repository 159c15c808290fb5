"""`edc sample`: clear words for wrong wishes."""

from __future__ import annotations

from pathlib import Path

import pytest

from edc.cli.sample import sample
from edc.errors import UsageError


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"kind": "season"}, "'season'.*sample, bench, full"),
        ({"size": "large"}, "'large'.*1280x720"),
        ({"size": "397x224"}, "even"),
        ({"look": ["nosuch"]}, "'nosuch'.*harbour"),
    ],
)
def test_a_wrong_wish_is_named_with_what_is_allowed(wish: dict[str, object], words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=words):
        sample(tmp_path / "game", **wish)  # type: ignore[arg-type]
    assert not list(tmp_path.rglob("*.mp4"))
