"""Recaps of simulated games (moments without video), six kinds of request each: which promises hold.

    python -m benchmarks.recaps --count 24 --first 20000

Prints the share or the count of each promise over all recaps, how well the default recap tells the game against
1,000 random feasible ones, and whether a catch-up uses nothing of what came later. Figures of processor time and
of rendered files are `python -m benchmarks recap_speed`.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from math import ceil, floor

import numpy as np

from benchmarks.recap_games import Game, cut_off, simulated
from benchmarks.recap_questions import answered, divergence, lead_r2
from edc.errors import InputError
from edc.moments import Moment
from edc.recap.acts import released_s
from edc.recap.candidates import find_candidates
from edc.recap.cuts import LEAST_LEAD_S, LEAST_TRAIL_S, NEAR_CUT_FRAMES
from edc.recap.footage import GAME_KINDS, Footage
from edc.recap.givenup import Rule
from edc.recap.plan import Plan, PlannedClip, make_plan
from edc.recap.request import RecapRequest
from edc.recap.rules import outcomes
from edc.recap.selection import crowds
from edc.recap.showing import as_options, show_plays
from edc.recap.soundcuts import reachable, sound_joins
from edc.recap.story import scoring, waved_off

FIRST_SEED = 20_000
RANDOM_RECAPS = 1000
_MIDDLE_S = 3.0
_FAR_BEFORE_S, _FAR_AFTER_S = 6.0, 4.0
"""How far from its play an edge may look for a pause."""
_TORN, _LATE = "joins where one of two calls had to be cut", "plays that the broadcast itself shows too late"
"""Both are recorded in the recap as given up."""


@dataclass(slots=True)
class Tally:
    recaps: int = 0
    nothing: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    count: Counter[str] = field(default_factory=Counter)
    clips_s: list[float] = field(default_factory=list)
    solve_s: list[float] = field(default_factory=list)


def requests(game: Game) -> dict[str, RecapRequest]:
    star = Counter(p.name for m in scoring(game.moments) for p in m.players if p.role == "shooter").most_common(1)[0][0]
    return {
        "default": RecapRequest(), "30 s": RecapRequest(seconds=30),
        "one team": RecapRequest(seconds=90, team=game.feed.home.tricode),
        "one player": RecapRequest(seconds=60, players=(star,)),
        "every three": RecapRequest(seconds=90, labels=("shot.made.three",)),
        "up to now": RecapRequest(seconds=60, up_to_s=round(game.duration_s * 0.62, 1)),
    }  # fmt: skip


def check(plan: Plan, game: Game, footage: Footage, tally: Tally) -> None:
    """Each promise looked at in the plan itself, against the simulation's truth where it has one."""
    fps = footage.source.fps
    spans = [(float(c.span.first / fps), float(c.span.stop / fps)) for c in plan.clips]
    shown = [m.moment_id for c in plan.clips for m in c.moments]
    tally.recaps += 1
    tally.clips_s += [b - a for a, b in spans]
    wrong = {
        "longer than asked for": plan.frames / fps > plan.request.seconds,
        "a must-have missing though it can be shown": any(
            must not in plan.choice.missing and must.moment_id not in shown for must in plan.musts),
        "out of order": any(b[0] < a[1] for a, b in pairwise(spans)),
        "the same play twice": len(set(shown)) < len(shown),
        "a rule of recap.json broken": any(
            row.holds is False for row in outcomes(plan, footage)
            if row.rule.startswith(("only", "no ", "in the order"))),
    }  # fmt: skip
    tally.wrong.update(name for name, is_wrong in wrong.items() if is_wrong)
    board = game.board()
    tally.count["seconds of advertisement, studio, intro, replay"] += round(_elsewhere(spans, game))
    tally.count["waved-off baskets shown"] += sum(waved_off(m) for c in plan.clips for m in c.moments)
    for clip, span in zip(plan.clips, spans, strict=True):
        tally.count["cuts inside a play's last 3 s"] += _in_play(clip, span, game)
        tally.count[_LATE] += _joined_late(clip)
    _in_speech(plan, game, footage, tally)
    tally.count["clips without period and score"] += sum(
        board.standing(a + 0.5) is None and not board.readable(a, a + 1.0) for a, _ in spans)  # fmt: skip
    tally.count["clips"] += len(spans)


def _elsewhere(spans: Sequence[tuple[float, float]], game: Game) -> float:
    return sum(max(0.0, min(b, row["end_s"]) - max(a, row["start_s"])) for a, b in spans
               for row in game.truth["segments"] if row["kind"] not in GAME_KINDS)  # fmt: skip


def _in_play(clip: PlannedClip, span: tuple[float, float], game: Game) -> int:
    """Edges of the clip that lie in the last seconds before a basket that counted, its own result included."""
    if any(given.rule is Rule.NEIGHBOUR for given in clip.cut.given_up):
        return 0  # two baskets within five seconds: recorded as given up
    anchors = [m.anchor_s for m in scoring(game.moments) if m.anchor_s is not None]
    own = [m.anchor_s for m in clip.moments if m.anchor_s is not None]
    ends = sum(any(at - _MIDDLE_S < edge < at - 0.05 for at in anchors) for edge in span[1:])
    return ends + (not _joined_late(clip) and any(at - 2.5 < span[0] for at in own))


def _joined_late(clip: PlannedClip) -> bool:
    """The broadcast itself comes to the play when it has begun."""
    return any(given.rule is Rule.WHOLE for given in clip.cut.start_given_up)


def _in_speech(plan: Plan, game: Game, footage: Footage, tally: Tally) -> None:
    """Edges in speech although a pause was within reach: of the picture in the window that the play leaves, of the
    sound at a join within the second by which it may lead or trail."""
    for (before, after), join in zip(pairwise(plan.clips), sound_joins(plan.clips, footage), strict=True):
        ends, starts = (float(footage.source.seconds(at)) for at in (before.span.stop, after.span.first))
        shifts = np.array([float(shift) for shift in reachable(before, after, footage)])
        both = ~footage.speaking(ends + shifts) & ~footage.speaking(starts + shifts)
        at = float(join.shift_s)
        spoken = footage.speaking(np.array([ends + at, starts + at])).any()
        tally.count["edges in speech, a pause within reach"] += int(spoken and both.any())
        tally.count[_TORN] += int(spoken and not both.any())
    for clip in plan.clips:
        for kind in ("start", "end"):
            tally.count["edges in speech, a pause within reach"] += _pause_missed(clip, kind, game, footage)


def _pause_missed(clip: PlannedClip, kind: str, game: Game, footage: Footage) -> int:
    """Whether the picture could have been cut at a pause instead: where the play is seen whole, the broadcast shows the
    game and no cut and no other basket is near."""
    seconds, others = footage.source.seconds, [m.anchor_s for m in scoring(game.moments) if m.anchor_s is not None]
    here = float(seconds(clip.span.first if kind == "start" else clip.span.stop))
    run = footage.run_at(here, 0.0)
    own = [m for m in clip.moments if m.anchor_s is not None]
    if run is None or not own or not footage.speaking(np.array([here]))[0]:
        return 0
    if kind == "start":
        first = min(map(released_s, own))
        low = max(run.start_s, first - _FAR_BEFORE_S, *(at + 1.0 for at in others if at < first - 0.05))
        high = first - LEAST_LEAD_S - max(m.anchor_sd_s or 0.0 for m in own)
    else:
        last = max(m.anchor_s or 0.0 for m in own)
        low = last + LEAST_TRAIL_S + max(m.anchor_sd_s or 0.0 for m in own)
        high = min(run.end_s, last + _FAR_AFTER_S, *(at - 3.0 for at in others if at > last + 0.05))
    fps = footage.source.fps
    window = np.arange(ceil(low * fps), floor(high * fps) + 1) / float(fps)  # an edge lies on a frame
    near = np.abs(footage.frames_to_cut(window)) <= NEAR_CUT_FRAMES
    return int((~footage.speaking(window) & ~near).any()) if len(window) else 0


def random_recaps(plan: Plan, game: Game, footage: Footage, rng: random.Random) -> list[list[Moment]]:
    """Feasible ones: as long, plays whole and apart, one of each period, the deciding play in."""
    found, _ = find_candidates(game.moments)
    scores = [m.anchor_s for m in scoring(game.moments) if m.anchor_s is not None]
    shown = [item for item in show_plays(found, footage, scores, (), tight=False)[0] if len(item.candidates) == 1]
    options = as_options(shown)
    clash = {frozenset(pair) for crowd in crowds(options, 30) for pair in combinations(crowd, 2)}
    musts = [at for at, o in enumerate(options) if {m.moment_id for m in plan.musts} & set(o.moment_ids)]
    by_period = {o.period: [at for at, other in enumerate(options) if other.period == o.period] for o in options}
    room = plan.frames - plan.card_frames
    recaps = []
    for _ in range(RANDOM_RECAPS):
        order = [*musts, *(rng.choice(members) for members in by_period.values()),
                 *rng.sample(range(len(options)), len(options))]  # fmt: skip
        chosen: list[int] = []
        used = 0
        for at in order:
            fits = used + options[at].frames <= room and at not in chosen
            if fits and not any(frozenset((at, other)) in clash for other in chosen):
                chosen.append(at)
                used += options[at].frames
        recaps.append([m for at in chosen for m in shown[at].moments])
    return recaps


@dataclass(slots=True)
class Telling:
    answers: list[int] = field(default_factory=list)
    better: list[float] = field(default_factory=list)
    r2: list[float] = field(default_factory=list)
    divergence: list[float] = field(default_factory=list)
    gap: list[float] = field(default_factory=list)


def tell(plan: Plan, game: Game, footage: Footage, telling: Telling) -> None:
    shown = [m for clip in plan.clips for m in clip.moments]
    ours = answered(game.moments, shown, card=bool(plan.card_frames))
    others = [answered(game.moments, each, card=bool(plan.card_frames))
              for each in random_recaps(plan, game, footage, random.Random(1))]  # fmt: skip
    telling.answers.append(ours)
    telling.better.append(sum((other < ours) + 0.5 * (other == ours) for other in others) / len(others))
    telling.r2.append(lead_r2(game.moments, shown))
    telling.divergence.append(divergence(game.moments, shown))
    telling.gap.append(plan.choice.gap)


def same_when_cut_off(game: Game, plan: Plan, request: RecapRequest) -> bool:
    """Whether a catch-up equals the plan made where recording and feed ended there."""
    short = cut_off(game, request.up_to_s or 0.0)
    other = make_plan(request, short.moments, short.footage(), card=False, feed=short.feed)

    def essence(made: Plan) -> list[tuple[object, ...]]:
        return [(c.span, c.lead.moment_id, c.lead.flags, c.lead.stars, c.lead.importance, c.lead.why)
                for c in made.clips]  # fmt: skip

    return essence(plan) == essence(other) and plan.choice.objective == other.choice.objective


def measure(first: int, count: int) -> tuple[dict[str, Tally], Telling, list[bool]]:
    tallies: dict[str, Tally] = {}
    telling, same = Telling(), []
    for seed in range(first, first + count):
        game = simulated(seed)
        footage = game.footage()
        for name, request in requests(game).items():
            tally = tallies.setdefault(name, Tally())
            start = time.process_time()
            try:
                plan = make_plan(request, game.moments, footage, card=request.up_to_s is None, feed=game.feed)
            except InputError as error:
                tally.nothing[str(error)] += 1
                continue
            tally.solve_s.append(time.process_time() - start)
            check(plan, game, footage, tally)
            if name == "default":
                tell(plan, game, footage, telling)
            if request.up_to_s is not None:
                same.append(same_when_cut_off(game, plan, request))
    return tallies, telling, same


def report(first: int, count: int) -> None:
    show(count, *measure(first, count))


def show(count: int, tallies: dict[str, Tally], telling: Telling, same: list[bool]) -> None:
    print(f"{count} simulated games, {len(tallies)} kinds of request each")
    print(f"{'request':<14}{'recaps':>7}{'clip, median s':>16}{'new solve, s':>14}{'slowest':>9}   not kept")
    for name, tally in tallies.items():
        faults = ", ".join(f"{what} {number}" for what, number in sorted(tally.wrong.items())) or "nothing"
        nothing = f"; nothing to show {sum(tally.nothing.values())}" if tally.nothing else ""
        print(f"{name:<14}{tally.recaps:>7}{np.median(tally.clips_s):>16.1f}{np.median(tally.solve_s):>14.2f}"
              f"{max(tally.solve_s):>9.2f}   {faults}{nothing}")  # fmt: skip
    counts: Counter[str] = sum((tally.count for tally in tallies.values()), Counter())
    clips = counts.pop("clips")
    names = ("seconds of advertisement, studio, intro, replay", "waved-off baskets shown",
             "cuts inside a play's last 3 s", "edges in speech, a pause within reach",
             "clips without period and score")  # fmt: skip
    for name in names:
        print(f"{name:<50}{counts[name]:>8}   of {clips} clips (goal 0)")
    for name in (_TORN, _LATE):
        print(f"{name:<50}{counts[name]:>8}   of {clips} clips (recorded as given up)")
    _report_telling(telling)
    print(f"{'catch-up equals the plan of the game cut off there':<50}{np.mean(same):>8.1%}   (goal 100 %)")


def _report_telling(telling: Telling) -> None:
    good = np.mean([at >= 10 for at in telling.answers])
    rows = (
        ("gap to the solver's bound, largest", f"{max(telling.gap):.4%}", "goal 0.5 %"),
        ("questions answered of 12, mean and least", f"{np.mean(telling.answers):.1f}, {min(telling.answers)}",
         f"goal 10; {good:.0%} of games"),
        ("better than random feasible recaps, median", f"{np.median(telling.better):.1%}",
         f"goal 99 %; least {min(telling.better):.1%}"),
        ("R² of the lead, median", f"{np.median(telling.r2):.2f}",
         f"goal 0.8; {np.mean([r >= 0.8 for r in telling.r2]):.0%} of games"),
        ("divergence of shares, median", f"{np.median(telling.divergence):.3f}",
         f"goal 0.15; {np.mean([d <= 0.15 for d in telling.divergence]):.0%} of games"),
    )  # fmt: skip
    for name, value, goal in rows:
        print(f"{name:<50}{value:>8}   ({goal})")


def main(first: int = FIRST_SEED, count: int = 24) -> None:
    report(first, count)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--first", type=int, default=FIRST_SEED)
    parser.add_argument("--count", type=int, default=24)
    wanted = parser.parse_args()
    main(wanted.first, wanted.count)
