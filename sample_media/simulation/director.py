"""Cuts the game into a programme: main camera, close-ups, replays, advertisements, studio.

In: a game and the windows of it on air. Out: the reel, and the arena time that passes under replays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from sample_media.scene import ShotKind, Side
from sample_media.simulation import fillers
from sample_media.simulation.model import GameLog, Passage, Play, Player
from sample_media.simulation.reel import CameraName, Reel
from sample_media.simulation.windows import ProgrammeKind, Window

REPLAY_LEAD_S = 2.1
REPLAY_TAIL_S = 0.9
REPLAY_CAMERAS: tuple[CameraName, ...] = ("baseline", "far_side", "high", "rail")
_UNSEEN = ("substitution", "rebound.team", "period.start", "review", "game.end")


@dataclass(slots=True)
class Direction:
    """The director at work; `reel` grows from left to right."""

    log: GameLog
    kind: ProgrammeKind
    rng: Random
    reel: Reel = field(default_factory=Reel)
    under: list[tuple[float, float, float]] = field(default_factory=list)
    replayed: set[int] = field(default_factory=set)
    advert: int = 0
    came_back: bool = True


def direct(log: GameLog, kind: ProgrammeKind, shown: list[Window]) -> Direction:
    work = Direction(log, kind, Random(log.seed * 4099 + 1))
    work.advert = work.rng.randrange(len(fillers.ADVERTS))
    for window in shown:
        _bridge(work, window)
        _window(work, window)
    _outro(work)
    return work


# --- between the windows -----------------------------------------------------------------------------


def _bridge(work: Direction, window: Window) -> None:
    match window.bridge:
        case "intro":
            _intro(work)
        case "adverts":
            _adverts(work, work.rng.randint(2, 3))
        case "studio":
            _studio(work, 5.0)
            if work.rng.random() < 0.5:
                _adverts(work, 2)
        case "halftime":
            _adverts(work, 2, work.rng.uniform(4.0, 5.0))
            _halftime(work, 10.0)
        case "cut":
            pass
    work.came_back = True


def _intro(work: Direction) -> None:
    home, away = work.log.home.look, work.log.away.look
    long = 3.0 if work.kind == "full" else 1.0 if work.kind == "sample" else 0.6
    title = f"{away.nickname.upper()} AT {home.nickname.upper()}"
    work.reel.add(4.0 * long, ShotKind.INTRO, "intro", title=title, subtitle=f"{away.city} at {home.city}")
    if work.kind in ("bench", "drill"):
        return
    for team, side in ((work.log.away, "away"), (work.log.home, "home")):
        names = "  ".join(f"{p.number} {p.family_name}" for p in team.players[:5])
        work.reel.add(
            3.5 * long, ShotKind.INTRO, "intro", title=f"{team.look.nickname.upper()} STARTING FIVE", subtitle=names
        )
        assert side


def _adverts(work: Direction, count: int, seconds: float | None = None) -> None:
    for _ in range(count):
        title, line = fillers.ADVERTS[work.advert % len(fillers.ADVERTS)]
        work.advert += 1
        length = seconds or work.rng.uniform(4.0, 7.0)
        work.reel.add(length, ShotKind.ADVERT, "commercial", title=title, subtitle=line)
    work.came_back = True


def _studio(work: Direction, seconds: float) -> None:
    line = work.rng.choice(fillers.STUDIO_LINES)
    work.reel.add(seconds, ShotKind.STUDIO, "studio", title="COURTSIDE TONIGHT", subtitle=line)
    work.came_back = True


def _halftime(work: Direction, seconds: float) -> None:
    lines = work.rng.sample(fillers.HALFTIME_LINES, 2)
    for line in lines:
        work.reel.add(seconds / 2, ShotKind.HALFTIME, "halftime", title="HALF-TIME", subtitle=line)
    work.came_back = True


def _outro(work: Direction) -> None:
    home, away = work.log.home.look, work.log.away.look
    score = work.log.final
    seconds = 20.0 if work.kind == "full" else 5.0 if work.kind == "sample" else 2.5
    final = work.kind != "bench" or work.reel.cuts[-1].wall_1 > work.log.horns[-1]
    line = f"{away.tricode} {score[1]}   {home.tricode} {score[0]}" if final else "Thank you for watching"
    work.reel.add(seconds, ShotKind.OUTRO, "outro", title="FINAL" if final else "GOOD NIGHT", subtitle=line)


# --- a window ------------------------------------------------------------------------------------------


def _window(work: Direction, window: Window) -> None:
    at = window.wall_0
    for passage in work.log.passages:
        if passage.wall_1 <= at:
            continue
        if passage.wall_0 >= window.wall_1:
            break
        end = min(passage.wall_1, window.wall_1)
        if passage.kind == "break":
            _break(work, passage, end)
        else:
            _passage(work, passage, max(at, passage.wall_0), end)
        at = end


def _break(work: Direction, passage: Passage, end: float) -> None:
    """Advertisements; a whole game shows the break at its real length."""
    if passage.break_kind == "end":
        _live(work, passage.wall_0, end)
        return
    play = _notable(work, passage.wall_0, within_s=45.0)
    if play is not None and work.rng.random() < 0.6:
        _replay_cut(work, play, 8.0)
    real = end - passage.wall_0
    if work.kind != "full":
        _adverts(work, work.rng.choice((2, 2, 3)) if work.kind == "sample" else work.rng.randint(2, 4))
        return
    if passage.break_kind == "half":
        spots = 8
        _adverts(work, 4, 25.0)
        _halftime(work, 90.0)
        _studio(work, real - 2 * 100.0 - 90.0)
        _adverts(work, spots - 4, 25.0)
        return
    count = max(2, round(real / 25.0))
    _adverts(work, count, real / count)


def _live(work: Direction, wall_0: float, wall_1: float) -> None:
    """The main camera, joined to the shot before where that was the same camera without a cut."""
    if wall_1 - wall_0 < 1e-6:
        return
    cuts = work.reel.cuts
    last = cuts[-1] if cuts else None
    if (
        last is not None
        and last.shot is ShotKind.COURT
        and last.real_time
        and last.camera == "main"
        and abs(last.wall_1 - wall_0) < 1e-6
        and not work.came_back
    ):
        work.reel.amend_last(media_1=last.media_1 + wall_1 - wall_0)
        return
    slide_in = work.came_back and work.rng.random() < 0.6
    work.reel.add(wall_1 - wall_0, ShotKind.COURT, "game", wall_0=wall_0, bug="live", slide_in=slide_in, camera="main")
    work.came_back = False


def _passage(work: Direction, passage: Passage, wall_0: float, wall_1: float) -> None:
    if passage.kind == "dead":
        _dead(work, passage, wall_0, wall_1)
    elif passage.start == "baseline" and wall_1 == passage.wall_1:
        _bring_up(work, passage, wall_0, wall_1)
    else:
        _live(work, wall_0, wall_1)


def _bring_up(work: Direction, passage: Passage, wall_0: float, wall_1: float) -> None:
    """While the ball is brought up after a basket: at times a short replay of it, or a happy face."""
    at, quiet = wall_0 + 0.3, passage.finish_s - 2.4
    play = _notable(work, wall_0, within_s=4.0)
    share = {"sample": 0.45, "bench": 0.6, "full": 0.3, "drill": 0.5}[work.kind]
    fits = play is not None and play.label.startswith("shot.made") and _nothing_between(work, at, quiet)
    if play is not None and fits and quiet - at > 3.6 and work.rng.random() < share:
        _live(work, wall_0, at)
        at = _replay(work, play, at, min(quiet, at + 6.0))
        wall_0 = at
    elif play is not None and fits and quiet - at > 1.8 and work.rng.random() < 0.4:
        _live(work, wall_0, at)
        wall_0 = _cutaway(work, passage, at, at + work.rng.uniform(1.4, 1.8))
    _live(work, wall_0, wall_1)


def _dead(work: Direction, passage: Passage, wall_0: float, wall_1: float) -> None:
    """While the ball is dead: a replay of what was worth it, a face, the bench, the crowd."""
    first = wall_0 + work.rng.uniform(1.8, 2.8)
    last = wall_1 - 2.2
    _live(work, wall_0, min(first, wall_1))
    at = min(first, wall_1)
    play = _notable(work, wall_0)
    if play is not None and last - at > 4.4 and _nothing_between(work, at, last):
        at = _replay(work, play, at, last)
    if last - at > 2.4 and work.rng.random() < 0.75 and _nothing_between(work, at, last):
        at = _cutaway(work, passage, at, min(last, at + work.rng.uniform(2.2, 3.6)))
    _live(work, at, wall_1)


def _nothing_between(work: Direction, wall_0: float, wall_1: float) -> bool:
    return not any(
        wall_0 - 0.8 < p.wall_s < wall_1 + 0.8
        for p in work.log.plays
        if p.label not in _UNSEEN and p.action_type not in ("substitution",)
    )


def _notable(work: Direction, wall_s: float, within_s: float = 16.0) -> Play | None:
    """The best play of the last seconds that has not been shown again."""
    rated = []
    for play in work.log.plays:
        if play.index in work.replayed or not wall_s - within_s < play.wall_s < wall_s:
            continue
        rated.append((_interest(play), play.index, play))
    best = max(rated, default=None)
    if best is None or best[0] < 0.4:
        return None
    if best[0] < 0.9 and work.rng.random() > (0.8 if work.kind != "full" else 0.6):
        return None
    return best[2]


def _interest(play: Play) -> float:
    if not play.counted:
        return 1.2
    if play.label.startswith("shot.made.dunk"):
        return 1.1
    if play.label.startswith("shot.made.three"):
        return 0.75
    if play.label.startswith("shot.made"):
        return 0.6
    if play.label.startswith("block"):
        return 0.8
    if play.label == "steal":
        return 0.45
    if play.label.startswith("foul"):
        return 0.5
    return 0.0


def _replay(work: Direction, play: Play, at: float, last: float) -> float:
    """Between two wipes; the arena's time goes on underneath."""
    seconds = _replay_cut(work, play, last - at)
    work.under.append((at, at + seconds, work.reel.cuts[-1].media_0))
    return at + seconds


def _replay_cut(work: Direction, play: Play, room: float) -> float:
    """Slow motion from another camera; returns its length."""
    speed = work.rng.uniform(0.4, 0.5)
    lead, tail = REPLAY_LEAD_S, REPLAY_TAIL_S
    if (lead + tail) / speed > room:
        lead, tail = room * speed * 0.68, room * speed * 0.32
    seconds = (lead + tail) / speed
    draw = work.rng.random()
    bug = "none" if draw < 0.8 else "live" if draw < 0.92 else "frozen"
    if work.rng.random() < 0.3:
        work.reel.amend_last(slide_out=True)
    before = work.reel.cuts[-1]
    work.reel.add(
        seconds, ShotKind.COURT, "replay", wall_0=play.wall_s - lead, speed=speed, bug=bug, of_play=play.index,
        camera=work.rng.choice(REPLAY_CAMERAS), wipe_in=True, wipe_out=True, frozen_wall=before.wall_1,
    )  # fmt: skip
    work.replayed.add(play.index)
    work.came_back = True
    return seconds


def _cutaway(work: Direction, passage: Passage, at: float, until: float) -> float:
    draw = work.rng.random()
    shot = ShotKind.CLOSE_UP if draw < 0.62 else ShotKind.BENCH if draw < 0.8 else ShotKind.CROWD
    subject = _face(work, passage, at) if shot is ShotKind.CLOSE_UP else None
    if shot is ShotKind.BENCH:
        side: Side = "home" if work.rng.random() < 0.5 else "away"
        subject = (side, work.log.team(side).players[work.rng.randrange(5, 13)])
    lower = None
    if shot is ShotKind.CLOSE_UP and subject is not None and work.rng.random() < 0.35:
        lower = _stat_line(work.log, subject[0], subject[1].player_id, at)
    work.reel.add(until - at, shot, "game", wall_0=at, bug="live", subject=subject, lower_third=lower, camera="tight")
    work.came_back = False
    return until


def _face(work: Direction, passage: Passage, at: float) -> tuple[Side, Player]:
    recent = [p for p in work.log.plays if p.actors and p.side and at - 15 < p.wall_s < at and p.label not in _UNSEEN]
    if recent:
        play = recent[-1]
        assert play.player is not None and play.side is not None
        return play.side, play.player
    side: Side = passage.offense
    return side, passage.fives[side][work.rng.randrange(5)]


def _stat_line(log: GameLog, side: Side, player_id: int, wall_s: float) -> str:
    mine = [
        p for p in log.plays
        if p.player is not None and p.player.player_id == player_id and p.wall_s < wall_s and p.counted
    ]  # fmt: skip
    points = sum(p.points for p in mine)
    boards = sum(1 for p in mine if p.label in ("rebound.offensive", "rebound.defensive"))
    player = next(p for p in log.team(side).players if p.player_id == player_id)
    return f"{player.name}  {points} PTS  {boards} REB"
