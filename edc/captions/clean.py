"""Text from outside (names, notes) made harmless: it is data, whatever it says.

Comes in: what a feed wrote. Goes out: one line without control characters and braces, of limited length; None
where nothing is left that could be a name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_NAME = 40
MOST_WORDS = 5
_NOT_OF_A_NAME = re.compile(r"[{}<>\[\]|\\`\"“”=;:#*_~^$%@!?/]|https?|\n")


def one_line(text: str, longest: int) -> str:
    """Without control and format characters, spaces joined, cut at `longest` characters."""
    kept = "".join(" " if unicodedata.category(c) in ("Zs", "Zl", "Zp") or c in "\t\n\r" else c
                   for c in unicodedata.normalize("NFC", text)
                   if c in "\t\n\r" or unicodedata.category(c)[0] != "C")  # fmt: skip
    return " ".join(kept.split())[:longest].strip()


@lru_cache(maxsize=16384)
def clean_name(text: str | None) -> str | None:
    """A name as it may be printed; None for what is none: too long, too many words, signs that names do not have.

    A name that carries instructions is still only a name: it stands in a slot or it is dropped.
    """
    if not text:
        return None
    name = one_line(text, LONGEST_NAME + 1)
    wrong = len(name) > LONGEST_NAME or len(name.split()) > MOST_WORDS or _NOT_OF_A_NAME.search(name)
    return None if wrong or not any(c.isalnum() for c in name) else name
