"""Lines of a caption."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edc.captions.fit import columns, fits_caption, lines

words = st.lists(st.text(st.characters(categories=("Lu", "Ll", "Nd")), min_size=1, max_size=10), max_size=20)


@given(words)
def test_setting_lines_loses_no_word(parts: list[str]) -> None:
    assert "".join(lines(" ".join(parts))).replace(" ", "") == "".join(parts)


def test_wide_characters_count_two_and_marks_hang() -> None:
    assert columns("扣篮 AB") == 7
    assert all(not line.startswith("，") for line in lines("空接扣篮，" * 12))
    assert not fits_caption("x" * 30 + " " + "y" * 30 + " " + "z" * 30)
    assert fits_caption("x" * 42 + " " + "y" * 42)
