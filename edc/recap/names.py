"""Names that every editing program and file system takes.

Comes in: any text. Goes out: plain letters, digits, blanks and `-_.`
"""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 60


def safe_name(text: str, longest: int = _LONGEST) -> str:
    """A name that every editing program and file system takes: plain letters, digits, blanks and `-_.`"""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 _.-]+", " ", plain)
    return re.sub(r"\s+", " ", plain).strip(" .")[:longest].rstrip(" .") or "clip"
