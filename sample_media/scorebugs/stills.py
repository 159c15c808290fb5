"""Random stills of score bugs, for the development of their reading and its tests.

In: a random generator. Out: a picture with a bug over some background, and what the bug says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.random import Generator

from sample_media.scene import Bug, Side, TeamLook
from sample_media.scorebugs import DEVELOPMENT, LOOKS, Box, Look, draw_bug
from sample_media.scorebugs.layers import Pixels
from sample_media.scorebugs.look import Rgb
from sample_media.scorebugs.wording import clock_text, period_text, shot_clock_text

_TEAMS = (
    ("HBR", "Harbor City", "Herons", (18, 62, 122), (250, 250, 250)),
    ("IRN", "Ironvale", "Forge", (196, 44, 34), (255, 236, 200)),
    ("PIN", "Pine Ridge", "Owls", (20, 96, 62), (244, 232, 140)),
    ("SUN", "Sunfield", "Comets", (246, 176, 28), (40, 22, 78)),
    ("LAK", "Lakemont", "Pike", (238, 240, 244), (20, 70, 130)),
    ("NGT", "Nightfall", "Ravens", (26, 24, 34), (206, 170, 90)),
    ("COR", "Coral Bay", "Tides", (0, 150, 160), (255, 255, 255)),
    ("VIO", "Viola", "Thunder Cats", (92, 40, 140), (255, 255, 255)),
)
_SIZES = ((1280, 720), (1280, 720), (1920, 1080), (854, 480), (960, 540))


@dataclass(frozen=True, slots=True, kw_only=True)
class StillFacts:
    """What a still's bug says, as displayed."""

    look: str
    box: Box
    first_team: Side  # the one further left or further up
    home: TeamLook
    away: TeamLook
    bug: Bug
    period_text: str
    clock_text: str  # the status text where there is one
    shot_clock_text: str


def random_still(
    rng: Generator, *, looks: Sequence[str] = DEVELOPMENT, size: tuple[int, int] | None = None,
    flashing: float = 0.1, status: float = 0.05, vary: bool = False,
) -> tuple[Pixels, StillFacts]:
    """One still and its facts. `vary` moves, scales and recolours the look a little."""
    look = LOOKS[str(rng.choice(list(looks)))]
    if vary:
        look = varied(look, rng)
    width, height = size or _SIZES[int(rng.integers(len(_SIZES)))]
    home, away = random_teams(rng)
    bug = random_bug(rng, flashing=flashing, status=status)
    picture = random_background(rng, width, height)
    series = "" if rng.random() < 0.5 else f"GAME {rng.integers(1, 8)} · SERIES TIED"
    box = draw_bug(picture, look, bug, home, away, series)
    picture = _compressed(picture, int(rng.integers(45, 95)))
    facts = StillFacts(
        look=look.name, box=box, first_team=first_team(look), home=home, away=away, bug=bug,
        period_text="" if bug.status else period_text(bug.period, look.period_style),
        clock_text=bug.status or clock_text(bug.clock_s, look.clock_style),
        shot_clock_text="" if bug.status else shot_clock_text(bug.shot_clock_s, look.shot_clock_style),
    )
    return picture, facts


def first_team(look: Look) -> Side:
    """The team whose score a reader meets first: in the row further up, or further left in the same row."""
    scores = sorted((cell for cell in look.texts if cell.what == "score"), key=lambda cell: (cell.y, cell.x))
    return scores[0].side or "away"


def random_bug(rng: Generator, *, flashing: float = 0.1, status: float = 0.05) -> Bug:
    """Any moment of any game: overtimes, the last minute, a change of score."""
    period = int(rng.choice([1, 2, 3, 4, 5, 6], p=[0.24, 0.22, 0.22, 0.22, 0.07, 0.03]))
    length_s = 720.0 if period <= 4 else 300.0
    clock_s = float(rng.uniform(0, 60) if rng.random() < 0.3 else rng.uniform(0, length_s))
    played = (min(period, 4) - 1 + 1 - clock_s / 720) / 4
    home, away = (max(0, int(rng.normal(110 * played, 6))) for _ in range(2))
    side: Side = "home" if rng.random() < 0.5 else "away"
    flash = side if rng.random() < flashing else None
    shot_clock_s = None if rng.random() < 0.15 else float(rng.uniform(0, min(24.0, clock_s + 0.01)))
    fouls = rng.integers(0, 8, 2)
    text = _status_text(period, rng) if rng.random() < status else None
    return Bug(
        slide=1.0, period=period, clock_s=0.0 if text else clock_s, shot_clock_s=shot_clock_s,
        home_score=home, away_score=away,
        home_timeouts=int(rng.integers(0, 8)), away_timeouts=int(rng.integers(0, 8)),
        home_fouls=int(fouls[0]), away_fouls=int(fouls[1]), home_bonus=bool(fouls[1] >= 5),
        away_bonus=bool(fouls[0] >= 5), possession=side if rng.random() < 0.8 else None,
        flash=flash, flash_phase=float(rng.random()) if flash else 0.0, status=text,
    )


def _status_text(period: int, rng: Generator) -> str:
    end = f"END {period_text(period, '1ST')}"
    return str(rng.choice([end, "HALF" if period == 2 else end, "FINAL" if period >= 4 else end]))


def random_teams(rng: Generator) -> tuple[TeamLook, TeamLook]:
    """Two different invented teams."""
    first, second = rng.choice(len(_TEAMS), 2, replace=False)
    return _team(int(first), rng), _team(int(second), rng)


def _team(index: int, rng: Generator) -> TeamLook:
    tricode, city, nickname, shirt, number = _TEAMS[index]
    return TeamLook(team_id=index + 1, tricode=tricode, city=city, nickname=nickname, shirt_rgb=_near(shirt, rng),
                    number_rgb=number, accent_rgb=_near(number, rng))


def _near(rgb: Rgb, rng: Generator) -> Rgb:
    red, green, blue = (int(np.clip(c + rng.integers(-12, 13), 0, 255)) for c in rgb)
    return red, green, blue


def varied(look: Look, rng: Generator) -> Look:
    """The look somewhat larger or smaller, and elsewhere along its edge."""
    scale = float(rng.uniform(0.85, 1.2)) if look.w < 1000 else 1.0
    return replace(
        look, scale=scale, margin_x=look.margin_x + float(rng.uniform(-20, 60)) * (look.w < 1000),
        margin_y=max(0.0, look.margin_y + float(rng.uniform(-16, 24))),
    )


def random_background(rng: Generator, width: int, height: int) -> Pixels:
    """Smooth colours, floor-like stripes, people-like blobs and noise: nothing that reads as a bug."""
    coarse = rng.integers(20, 235, (int(rng.integers(3, 9)), int(rng.integers(4, 14)), 3)).astype(np.uint8)
    picture = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    floor = int(height * rng.uniform(0.3, 0.6))
    wood = np.array([int(rng.integers(90, 160)), int(rng.integers(140, 200)), int(rng.integers(180, 240))])
    stripes = 1 - 0.1 * rng.random((1, width // 16 + 1, 1)).repeat(16, axis=1)[:, :width]
    picture[floor:] = np.clip(wood[None, None, :] * stripes, 0, 255).astype(np.uint8)
    for _ in range(int(rng.integers(8, 40))):
        centre = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        axes = (int(height * rng.uniform(0.008, 0.05)), int(height * rng.uniform(0.02, 0.12)))
        colour = tuple(int(c) for c in rng.integers(0, 255, 3))
        cv2.ellipse(picture, centre, axes, float(rng.uniform(0, 180)), 0, 360, colour, -1, cv2.LINE_AA)
    picture = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.6, 2.0)))
    noise = rng.normal(0, rng.uniform(0, 8), (height, width, 1)).astype(np.float32)
    return np.asarray(np.clip(picture.astype(np.float32) + noise, 0, 255), np.uint8)


def _compressed(picture: Pixels, quality: int) -> Pixels:
    encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), np.uint8)
