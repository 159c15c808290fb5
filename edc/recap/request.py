"""What somebody wishes to see: the request that a recap answers.

Comes in: options of the command line, a flow's parameters or the configuration. Goes out: a checked
`RecapRequest`. A wish that cannot be met yet is not accepted.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from edc.errors import UsageError

Spoilers = Literal["full", "hidden"]
"""full: titles and captions with scores; hidden: nothing written beside the pictures tells who won."""

SHORTEST_S, LONGEST_S = 15.0, 600.0
RAPID = "rapid"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapRequest:
    name: str = RAPID
    """Folder under `recaps/`."""
    seconds: float = 120.0
    """Longest the rendered file may be."""
    team: str | None = None
    """Tricode: only this team's plays."""
    players: tuple[str, ...] = ()
    """Names or ids: only plays in which one of them acts."""
    labels: tuple[str, ...] = ()
    """Nodes of the taxonomy: only plays below one of them."""
    periods: tuple[int, ...] = ()
    up_to_s: float | None = None
    """Media second up to which the game may be known: nothing later is shown or used."""
    since_s: float | None = None
    """Media second from which plays are wanted."""
    language: str | None = None
    """Of the captions; None is the game's default."""
    spoilers: Spoilers = "full"
    exclude: tuple[str, ...] = ()
    """Moment ids that must not be shown."""
    must_have: tuple[str, ...] = ()
    """Moment ids that must be shown, whatever the filters say."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", self.name):
            raise UsageError(f"A recap's name is letters, digits, '.', '_' and '-', not {self.name!r}.")
        if not SHORTEST_S <= self.seconds <= LONGEST_S:
            raise UsageError(f"A recap lasts {SHORTEST_S:g} to {LONGEST_S:g} seconds, not {self.seconds:g}.")
        if self.spoilers not in get_args(Spoilers):
            raise UsageError(f"The spoiler level is one of {', '.join(get_args(Spoilers))}, not {self.spoilers!r}.")
        if any(period < 1 for period in self.periods):
            raise UsageError(f"Periods count from 1 (5 is the first overtime), not {min(self.periods)}.")
        since, until = self.since_s or 0.0, self.up_to_s
        if since < 0 or (until is not None and until <= since):
            raise UsageError(f"A recap's stretch must be forward: from {since:g} s to {until} s.")
        both = set(self.exclude) & set(self.must_have)
        if both:
            raise UsageError(f"The moments {', '.join(sorted(both))} are both excluded and asked for.")

    @property
    def filtered(self) -> bool:
        """Whether it asks for a part of the game only."""
        return bool(self.team or self.players or self.labels or self.periods
                    or self.since_s is not None or self.up_to_s is not None)  # fmt: skip

    def slug(self) -> str:
        """A name that says what is wished: `30s-GSW-shot.made.three`; the same wishes always get the same."""
        stretch = [f"from{self.since_s:g}" if self.since_s is not None else "",
                   f"upto{self.up_to_s:g}" if self.up_to_s is not None else ""]  # fmt: skip
        words = [f"{self.seconds:g}s", self.team or "", *self.players, *self.labels,
                 *(f"p{period}" for period in self.periods), *stretch, self.language or "",
                 "" if self.spoilers == "full" else self.spoilers,
                 *(f"with-{id_}" for id_ in self.must_have), *(f"no-{id_}" for id_ in self.exclude)]  # fmt: skip
        plain = "-".join(re.sub(r"[^A-Za-z0-9_.]+", "_", word).strip("_.") for word in words if word)
        if len(plain) > 60:
            plain = f"{plain[:50]}-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"
        return plain

    def to_json(self) -> dict[str, Any]:
        value = asdict(self)
        return {key: list(item) if isinstance(item, tuple) else item for key, item in value.items()}
