"""How long a caption may be: two lines, as subtitles are set, and no more than is read while its clip runs.

A line has 42 columns, in Chinese and Japanese 16 full-width characters (32 columns): the language's data
say which. Wide characters count two.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LINE_COLUMNS = 42
LINES = 2
TITLE_COLUMNS = 59

_PIECE = re.compile(r"[^\W\u3040-\u30ff\u4e00-\u9fff][^\s\u3040-\u30ff\u4e00-\u9fff，、。]*|\s+|.", re.UNICODE)
"""A word of an alphabet, a space, or any single character: a line may break between pieces."""


@lru_cache(maxsize=65536)
def columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def lines(text: str, line_columns: int = LINE_COLUMNS) -> list[str]:
    """The caption set in lines, each as full as words allow; a mark never begins a line."""
    result = [""]
    for piece in _PIECE.findall(text):
        hangs = not piece[0].isalnum() and not piece.isspace()
        if hangs or columns((result[-1] + piece).rstrip()) <= line_columns:
            result[-1] += piece
        else:
            result.append(piece)
    return [line.strip() for line in result if line.strip()]


def fits_caption(text: str, line_columns: int = LINE_COLUMNS) -> bool:
    """Whether the text fits in two lines; marks that hang over must fit as well."""
    width = columns(text)
    if width <= line_columns:
        return True
    if width > LINES * line_columns + 1:
        return False
    set_lines = lines(text, line_columns)
    return len(set_lines) <= LINES and all(columns(line) <= line_columns for line in set_lines)


def fits_title(text: str) -> bool:
    return columns(text) <= TITLE_COLUMNS


def readable(text: str, seconds: float | None, columns_a_second: float) -> bool:
    """Whether a viewer can read the text while the clip runs; where its length is unknown nothing is asked."""
    return seconds is None or columns(text) <= seconds * columns_a_second
