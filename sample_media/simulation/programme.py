"""A programme that can be drawn at any instant: the implementation of `scene.Broadcast`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from sample_media.scene import Bug, Camera, Figure, Pose, Scene, ShotKind, SoundCue, TeamLook
from sample_media.simulation.atmosphere import CrowdNoise
from sample_media.simulation.board import Board
from sample_media.simulation.cameras import Crew
from sample_media.simulation.choreography.stage import Stage
from sample_media.simulation.director import direct
from sample_media.simulation.game import simulate
from sample_media.simulation.model import GameLog, Play
from sample_media.simulation.reel import WIPE_S, Cut, wall_map
from sample_media.simulation.sounds import sound_cues
from sample_media.simulation.windows import ProgrammeKind, windows, wish_for

SLIDE_S = 0.6
MAX_VARIANTS = 40
ENOUGH_VARIANTS = 10
"""with each so many variants tried, a programme may lack one thing more"""
FULL_GAME_S = 112.0 * 60.0
DURATION_S: dict[ProgrammeKind, tuple[float, float]] = {"sample": (300.0, 358.0), "bench": (148.0, 180.0)}
WANTED: dict[ProgrammeKind, dict[str, int]] = {
    "sample": {"made": 14, "early": 3, "free_throw": 3, "replays": 4, "uncounted": 1, "corrections": 1, "block": 1},
    "bench": {"made": 10, "free_throw": 2, "replays": 2, "ends": 1, "periods": 2},
}
"""what a short programme must at least have in the picture"""
NEVER_SEEN = ("substitution", "rebound.team", "period.start", "game.end", "review", "stoppage")
"""rows that no viewer could point at"""


class Programme:
    """One broadcast: the game, its cuts, and what is on screen and in the air at each instant."""

    def __init__(self, log: GameLog, kind: ProgrammeKind, seed: int) -> None:
        self.log, self.kind, self.seed = log, kind, seed
        work = direct(log, kind, windows(log, kind))
        self.reel = work.reel
        self.walls = wall_map(self.reel.cuts, work.under)
        self.board = Board(log)
        self.stage = Stage(log)
        self.crew = Crew(self.stage, seed)
        self.duration_s = self.reel.end
        self.series_text = _series_text(seed)
        self.variant = 0
        self._noise: CrowdNoise | None = None
        self._sounds: Sequence[SoundCue] | None = None

    @property
    def home(self) -> TeamLook:
        return self.log.home.look

    @property
    def away(self) -> TeamLook:
        return self.log.away.look

    def seen_at(self, play: Play) -> float | None:
        """The media second of a play's anchor where the main showing has it in the picture."""
        if play.label in NEVER_SEEN:
            return None
        at = self.walls.media(play.wall_s)
        if at is None or at >= self.duration_s:
            return None
        cut = self.reel.cuts[self.reel.at(at)]
        return at if cut.shot is ShotKind.COURT and cut.real_time else None

    def scene_at(self, media_s: float) -> Scene:
        """What is drawn at an instant; cheap, and in any order."""
        index = self.reel.at(media_s)
        cut = self.reel.cuts[index]
        energy = self.crowd_level(media_s)
        wipe = self._wipe(index, media_s)
        if cut.wall_0 is None:
            return Scene(
                media_s=media_s, shot=cut.shot, shot_number=index, camera=None, figures=(), ball=None,
                bug=None, crowd_energy=energy, wipe=wipe, title=cut.title, subtitle=cut.subtitle,
            )  # fmt: skip
        wall = cut.wall_at(media_s)
        state = self.stage.at(wall)
        court = cut.shot is ShotKind.COURT
        return Scene(
            media_s=media_s,
            shot=cut.shot,
            shot_number=index,
            camera=self._camera(cut, wall, media_s, energy) if court else None,
            figures=state.figures if court else (),
            ball=state.ball if court else None,
            bug=self.bug_at(index, media_s),
            crowd_energy=energy,
            net_swish=state.net_swish,
            replay=cut.filling == "replay",
            wipe=wipe,
            subject=_subject(cut, wall, state.figures),
            lower_third=cut.lower_third,
        )

    def _camera(self, cut: Cut, wall: float, media_s: float, energy: float) -> Camera:
        basket = 0
        if cut.of_play is not None:
            play = self.log.plays[cut.of_play]
            basket = play.basket if play.basket is not None else int(self.stage.ball_xyz(play.wall_s)[0] > 47)
        return self.crew.camera(cut.camera, wall, media_s, energy, basket)

    def bug_at(self, index: int, media_s: float) -> Bug | None:
        """The bug of a cut; None where the shot carries none or it has slid out."""
        cut = self.reel.cuts[index]
        if cut.bug == "none" or cut.wall_0 is None:
            return None
        slide = 1.0
        if cut.slide_in:
            slide = min(slide, (media_s - cut.media_0 - 0.4) / SLIDE_S)
        if cut.slide_out:
            slide = min(slide, (cut.media_1 - 0.3 - media_s) / SLIDE_S)
        if slide <= 0.0:
            return None
        wall = cut.wall_at(media_s)
        if cut.filling == "replay":
            wall = cut.frozen_wall + (media_s - cut.media_0 if cut.bug == "live" else 0.0)
        return self.board.bug(wall, slide)

    def _wipe(self, index: int, media_s: float) -> float | None:
        cuts, half = self.reel.cuts, WIPE_S / 2
        cut = cuts[index]
        if (cut.wipe_in or (index > 0 and cuts[index - 1].wipe_out)) and media_s - cut.media_0 < half:
            return (media_s - cut.media_0 + half) / WIPE_S
        opening = index + 1 < len(cuts) and cuts[index + 1].wipe_in
        if (cut.wipe_out or opening) and cut.media_1 - media_s <= half:
            return (media_s - cut.media_1 + half) / WIPE_S
        return None

    def sounds(self) -> Sequence[SoundCue]:
        if self._sounds is None:
            self._sounds = sound_cues(self)
        return self._sounds

    def crowd_level(self, media_s: float) -> float:
        if self._noise is None:
            self._noise = CrowdNoise(self)
        return self._noise.at(media_s)


def _subject(cut: Cut, wall: float, figures: tuple[Figure, ...]) -> Figure | None:
    if cut.subject is None:
        return None
    side, player = cut.subject
    for figure in figures:
        if figure.side == side and figure.number == player.number:
            return figure
    return Figure(
        side=side, number=player.number, x=30.0, y=48.0, z=0.0, heading_rad=-1.57, pose=Pose.STAND,
        phase=(wall / 3.0) % 1.0, skin=player.skin,
    )  # fmt: skip


def _series_text(seed: int) -> str:
    rng = Random(seed * 53 + 2)
    if rng.random() < 0.5:
        return ""
    game = rng.randint(1, 7)
    wins = rng.randint(max(0, game - 4), min(3, game - 1))
    return f"GAME {game} · SERIES {wins}-{game - 1 - wins}"


def make_programme(seed: int, *, kind: ProgrammeKind = "sample", variant: int | None = None) -> Programme:
    """The programme of a seed; the same seed and kind give the same one everywhere.

    Of several games that the seed can give, the first is taken that shows enough in its windows;
    `variant` (of a programme made before) spares the search.
    """
    if kind == "full":
        return _whole_game(seed)
    if kind == "drill":
        return Programme(simulate(seed, wish_for(kind, seed)), kind, seed)
    best: tuple[float, Programme] | None = None
    for attempt in range(MAX_VARIANTS) if variant is None else (variant,):
        programme = Programme(simulate(seed, wish_for(kind, seed, attempt)), kind, seed)
        programme.variant = attempt
        missing = shortfall(programme)
        if missing <= attempt // ENOUGH_VARIANTS:
            return programme
        if best is None or missing < best[0]:
            best = (missing, programme)
    assert best is not None
    return best[1]


def _whole_game(seed: int) -> Programme:
    """A game whose half-time is as long as it takes to fill the slot."""
    wish = wish_for("full", seed)
    programme = Programme(simulate(seed, wish), "full", seed)
    lacking = FULL_GAME_S - programme.duration_s
    if lacking > 0:
        programme = Programme(simulate(seed, replace(wish, half_s=wish.half_s + lacking)), "full", seed)
    return programme


def shortfall(programme: Programme) -> float:
    """How much of what a short programme should show is missing: 0 when nothing is."""
    wanted = WANTED[programme.kind]
    seen = Counter[str]()
    for play in programme.log.plays:
        at = programme.seen_at(play)
        if at is None:
            continue
        seen[play.label.split(".")[0]] += 1
        seen["made"] += play.label.startswith("shot.made") and play.counted
        seen["early"] += play.label.startswith("shot.made") and play.counted and play.period == 1
        seen["uncounted"] += not play.counted
        seen["ends"] += play.label == "period.end"
        seen[f"period {play.period}"] = 1
    seen["periods"] = sum(seen[f"period {p}"] for p in range(1, 9))
    seen["replays"] = sum(c.filling == "replay" for c in programme.reel.cuts)
    seen["corrections"] = sum(programme.walls.media(w) is not None for w, _ in programme.log.corrections)
    missing = sum(max(0, least - seen[what]) for what, least in wanted.items())
    low, high = DURATION_S[programme.kind]
    outside = max(0.0, low - programme.duration_s, programme.duration_s - high)
    return missing + outside / 4.0
