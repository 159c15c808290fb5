"""A moment's words at every spoiler level, as the caption stage left them.

Comes in: `work/captions.json`. Goes out: `Forms` by moment id and language; nothing where the file is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edc.files import read_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    title: str
    caption: str
    watched_title: str
    """For somebody who has seen the game up to this play and nothing after it."""
    watched_caption: str
    safe_title: str
    """For somebody who may not know how the game goes."""
    alt: str
    """What a picture of the moment shows, for those who do not see it."""
    safe_alt: str


FormsOf = Mapping[str, Mapping[str, Forms]]
"""Moment id → language → its words."""


def read_forms(path: Path) -> FormsOf:
    return forms_from_json(read_json(path)) if path.exists() else {}


def forms_from_json(document: Mapping[str, Any]) -> FormsOf:
    return {id_: {code: _forms(raw) for code, raw in languages.items()}
            for id_, languages in document["moments"].items()}  # fmt: skip


def _forms(raw: Mapping[str, Any]) -> Forms:
    return Forms(
        title=raw["full"]["title"], caption=raw["full"]["caption"], watched_title=raw["watched"]["title"],
        watched_caption=raw["watched"]["caption"], safe_title=raw["hidden"]["title"], alt=raw["alt"],
        safe_alt=raw["safe_alt"],
    )  # fmt: skip
