"""What somebody wishes to see: the request that a recap answers.

Comes in: options of the command line, a flow's parameters or the configuration. Goes out: a checked
`RecapRequest`. A wish that cannot be met yet is not accepted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any, Literal, get_args

from edc.errors import UsageError

Spoilers = Literal["full", "watched", "hidden"]
"""full: titles and captions with scores; watched: nothing is told or used that comes after `up_to_s`; hidden: nothing
written beside the pictures tells who won."""

Aspect = Literal["16:9", "9:16", "1:1"]
"""16:9 is the broadcast's own picture, whatever its shape; the others are cut out of it where the action is."""

SHORTEST_S, LONGEST_S = 15.0, 600.0
RAPID = "rapid"


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedClip:
    """A clip of an editor's: shown from exactly here to exactly there."""

    start_s: float
    end_s: float

    def __post_init__(self) -> None:
        if not 0 <= self.start_s < self.end_s:
            raise UsageError(f"A clip must be forward: from {self.start_s:g} s to {self.end_s:g} s is not.")


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
    fixed: tuple[FixedClip, ...] = ()
    """Clips of an editor's, with their in and out points in media seconds: in, as they are."""
    aspect: Aspect = "16:9"
    burn: bool = False
    """The caption of each clip is written into its picture."""
    opening: bool = False
    """Begins with a card that says who plays."""
    lower_third: bool = False
    """The title of each clip is shown at its beginning."""
    closing: bool = True
    """Ends on the final score, where it is known and may be told."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", self.name):
            raise UsageError(f"A recap's name is letters, digits, '.', '_' and '-', not {self.name!r}.")
        if not SHORTEST_S <= self.seconds <= LONGEST_S:
            raise UsageError(f"A recap lasts {SHORTEST_S:g} to {LONGEST_S:g} seconds, not {self.seconds:g}.")
        if self.spoilers not in get_args(Spoilers):
            raise UsageError(f"The spoiler level is one of {', '.join(get_args(Spoilers))}, not {self.spoilers!r}.")
        if self.spoilers == "watched" and self.up_to_s is None:
            raise UsageError("The spoiler level watched needs the second up to which the game was watched (up to).")
        if any(period < 1 for period in self.periods):
            raise UsageError(f"Periods count from 1 (5 is the first overtime), not {min(self.periods)}.")
        since, until = self.since_s or 0.0, self.up_to_s
        if since < 0 or (until is not None and until <= since):
            raise UsageError(f"A recap's stretch must be forward: from {since:g} s to {until} s.")
        if self.aspect not in get_args(Aspect):
            raise UsageError(f"The aspect is one of {', '.join(get_args(Aspect))}, not {self.aspect!r}.")
        self._check_fixed()
        both = set(self.exclude) & set(self.must_have)
        if both:
            raise UsageError(f"The moments {', '.join(sorted(both))} are both excluded and asked for.")

    def _check_fixed(self) -> None:
        ordered = sorted(self.fixed, key=lambda clip: clip.start_s)
        for a, b in pairwise(ordered):
            if b.start_s < a.end_s:
                raise UsageError(f"The clips {a.start_s:g}-{a.end_s:g} and {b.start_s:g}-{b.end_s:g} overlap: "
                                 "move an edge, or join them into one.")
        total = sum(clip.end_s - clip.start_s for clip in ordered)
        if total > self.seconds:
            raise UsageError(f"The fixed clips alone last {total:.2f} s, longer than the {self.seconds:g} s asked for.")
        if ordered and self.up_to_s is not None and ordered[-1].end_s > self.up_to_s:
            raise UsageError(f"The clip {ordered[-1].start_s:g}-{ordered[-1].end_s:g} ends after {self.up_to_s:g} s, "
                             "up to which the game may be known.")

    @property
    def level(self) -> Spoilers:
        """Of the words: up to a live point nobody knows more than somebody who has watched so far."""
        return "watched" if self.spoilers == "full" and self.up_to_s is not None else self.spoilers

    @property
    def plain(self) -> bool:
        """Whether the pool's pictures serve as they are: no other shape, nothing drawn into them."""
        return self.aspect == "16:9" and not self.burn and not self.lower_third

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
                 self.spoilers if self.spoilers == "hidden" else "",
                 "" if self.aspect == "16:9" else self.aspect.replace(":", "x"),
                 *(word for word, asked in (("burn", self.burn), ("opening", self.opening),
                                            ("titles", self.lower_third), ("open-end", not self.closing)) if asked),
                 *(f"clip{clip.start_s:g}to{clip.end_s:g}" for clip in self.fixed),
                 *(f"with-{id_}" for id_ in self.must_have), *(f"no-{id_}" for id_ in self.exclude)]  # fmt: skip
        plain = "-".join(re.sub(r"[^A-Za-z0-9_.]+", "_", word).strip("_.") for word in words if word)
        if len(plain) > 60:
            plain = f"{plain[:50]}-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"
        return plain

    def to_json(self) -> dict[str, Any]:
        value = asdict(self)
        return {key: list(item) if isinstance(item, tuple) else item for key, item in value.items()}


def named(name: str | None, wishes: Mapping[str, Any]) -> RecapRequest:
    """The request; without a name one that says what was wished, so that no recap overwrites another's.

    Raises:
        UsageError: a wish that cannot be met.
    """
    request = RecapRequest(**{**wishes, "name": name or RAPID})
    if name is not None or request == RecapRequest(seconds=request.seconds):
        return request
    return replace(request, name=request.slug())
