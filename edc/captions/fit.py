"""How long a caption may be: two lines of 42 columns, as subtitles are set; wide characters count two."""

from __future__ import annotations

import re
import unicodedata

LINE_COLUMNS = 42
LINES = 2
TITLE_COLUMNS = 59

_PIECE = re.compile(r"[^\W\u3040-\u30ff\u4e00-\u9fff][^\s\u3040-\u30ff\u4e00-\u9fff，、。]*|\s+|.", re.UNICODE)
"""A word of an alphabet, a space, or any single character: a line may break between pieces."""


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def lines(text: str) -> list[str]:
    """The caption set in lines, each as full as words allow; a mark never begins a line."""
    result = [""]
    for piece in _PIECE.findall(text):
        hangs = not piece[0].isalnum() and not piece.isspace()
        if hangs or columns((result[-1] + piece).rstrip()) <= LINE_COLUMNS:
            result[-1] += piece
        else:
            result.append(piece)
    return [line.strip() for line in result if line.strip()]


def fits_caption(text: str) -> bool:
    """Whether the text fits in two lines; marks that hang over must fit as well."""
    set_lines = lines(text)
    return len(set_lines) <= LINES and all(columns(line) <= LINE_COLUMNS for line in set_lines)


def fits_title(text: str) -> bool:
    return columns(text) <= TITLE_COLUMNS
