"""All evidence of a game to its moments.

Comes in: the context, the feed and where its plays were placed (or none), corrections, the ledger of ids.
Goes out: moments with ids and revisions, the new ledger, and sentences about what could not be used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from edc.fusion.context import Context
from edc.fusion.corrections import Correction, added_moments, apply, named_moments
from edc.fusion.ledger import Entry, give_ids, revise
from edc.fusion.replays import attach_replays
from edc.fusion.withfeed import moments_of_feed
from edc.fusion.withoutfeed import moments_without_feed
from edc.moments import Moment
from edc.playbyplay.play import Feed
from edc.taxonomy import load_taxonomy

MODEL_VERSION = "rules-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fused:
    moments: tuple[Moment, ...]
    ledger: tuple[Entry, ...]
    warnings: tuple[str, ...]


def fuse(
    context: Context,
    feed: Feed | None,
    placed: Sequence[Mapping[str, Any]],
    corrections: Sequence[Correction] = (),
    ledger: Sequence[Entry] = (),
) -> Fused:
    found = moments_of_feed(feed, placed, context) if feed else moments_without_feed(context)
    found = attach_replays(found, context.replays())
    version = load_taxonomy().version
    found = [replace(m, label_version=version, model_version=MODEL_VERSION) for m in found]
    found += [replace(m, label_version=version) for m in added_moments(corrections, context.game_id)]
    machine = give_ids(found, ledger)
    named = named_moments(corrections, context.game_id, {m.moment_id for m in machine})
    machine += [replace(m, label_version=version) for m in named]
    corrected, lost = apply(machine, corrections)
    moments, entries = revise(machine, corrected, ledger)
    return Fused(moments=tuple(moments), ledger=tuple(entries), warnings=tuple(lost))
