"""What a request lets through: which moments may be known, which plays are wanted.

Comes in: a request, moments, candidates. Goes out: the candidates that its filters let through, and
those that they keep out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from edc.errors import UsageError
from edc.importance.rank import rank
from edc.importance.winprob import DEFAULT, Model
from edc.moments import Moment
from edc.playbyplay.play import Feed
from edc.recap.candidates import Candidate, single
from edc.recap.request import RecapRequest
from edc.recap.showing import LeftOut


def known_moments(
    request: RecapRequest, moments: Sequence[Moment], feed: Feed | None = None, model: Model = DEFAULT
) -> list[Moment]:
    """What may be used: with `up_to_s`, what has happened by then, weighed anew as if nothing followed."""
    if request.up_to_s is None:
        return list(moments)
    known = [m for m in moments if m.anchor_s is not None and m.anchor_s < request.up_to_s]
    return rank(known, known_feed(request, known, feed), model)


def known_feed(request: RecapRequest, known: Sequence[Moment], feed: Feed | None) -> Feed | None:
    """The feed as it stood when the last of the moments that may be known had just happened."""
    if feed is None or request.up_to_s is None:
        return feed
    numbers = {moment.play_number for moment in known}
    last = max((place for place, play in enumerate(feed.plays) if play.action_number in numbers), default=-1)
    return replace(feed, plays=feed.plays[: last + 1], complete=False)


def check_ids(request: RecapRequest, moments: Sequence[Moment]) -> None:
    ids = {moment.moment_id for moment in moments}
    unknown = [id_ for id_ in (*request.must_have, *request.exclude) if id_ not in ids]
    if unknown:
        raise UsageError(f"This game has no moment {unknown[0]!r}: `moments.parquet` and the report list them.")


def wanted_plays(
    request: RecapRequest, found: Sequence[Candidate], moments: Sequence[Moment]
) -> tuple[list[Candidate], list[LeftOut]]:
    wanted: list[Candidate] = []
    unwanted: list[LeftOut] = []
    for candidate in found:
        if set(candidate.ids) & set(request.exclude):
            unwanted.append(LeftOut(moment=candidate.lead, reason="it was excluded by the request"))
        elif set(candidate.ids) & set(request.must_have) or matches(candidate, request):
            wanted.append(candidate)
    have = {id_ for candidate in wanted for id_ in candidate.ids}
    extra = [m for m in moments if m.moment_id in request.must_have and m.moment_id not in have]
    return sorted([*wanted, *(single(m) for m in extra if m.anchor_s is not None)],
                  key=lambda c: c.acts[0].first_s), unwanted  # fmt: skip


def matches(candidate: Candidate, request: RecapRequest) -> bool:
    """Whether the filters of a request let a play through."""
    names = {name.casefold() for name in request.players}
    acting = {word.casefold() for actor in candidate.acting for word in (actor.id, actor.name)}
    labels = [moment.label for moment in candidate.moments]
    return (
        (request.team is None or (candidate.lead.team or "").casefold() == request.team.casefold())
        and (not names or bool(names & acting))
        and (not request.labels or any(label == node or label.startswith(f"{node}.")
                                       for label in labels for node in request.labels))
        and (not request.periods or candidate.lead.period in request.periods)
        and (request.since_s is None or candidate.acts[0].first_s >= request.since_s)
    )  # fmt: skip


def nothing_message(request: RecapRequest, wanted: Sequence[Candidate]) -> str:
    if request.filtered and not wanted:
        return "No play of this game is what the request asks for: widen its team, players, labels, periods or stretch."
    return "No play of this game can be shown: none was found and placed in the pictures of the game."
