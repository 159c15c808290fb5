"""What a person or a machine wants to know of a feed at a glance.

Comes in: a `Feed`. Goes out: the dictionary that `edc playbyplay --json` prints.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from edc.playbyplay.play import Feed, is_moment


def feed_summary(feed: Feed) -> dict[str, Any]:
    last = feed.plays[-1]
    return {
        "provider": feed.provider,
        "game_id": feed.game_id,
        "league": feed.league,
        "season": feed.season,
        "date": feed.date,
        "revision": feed.revision,
        "complete": feed.complete,
        "plays": len(feed.plays),
        "moments": sum(map(is_moment, feed.plays)),
        "periods": feed.periods,
        "home": {"tricode": feed.home.tricode, "score": last.home_score},
        "away": {"tricode": feed.away.tricode, "score": last.away_score},
        "counts": dict(Counter(play.action_type for play in feed.plays).most_common()),
        "repairs": [asdict(repair) for repair in feed.repairs],
    }
