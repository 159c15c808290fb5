"""What the tests of recaps share: a small video whose pictures say where they are, with and without sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.media.numbered_video import write_video
from tests.recap.test_recap_files import SECONDS


@pytest.fixture(scope="session")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("video") / "game.mp4", seconds=SECONDS)


@pytest.fixture(scope="session")
def silent_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("silent") / "game.mp4", seconds=SECONDS, sound=False)
