"""A dozen fictional teams with thirteen players each, the same ones for every seed."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Literal, cast

from sample_media.scene import Side, TeamLook
from sample_media.simulation.model import Player, Team
from sample_media.simulation.names import COACHES, FAMILY_NAMES, FIRST_NAMES, SUFFIXES

Rgb = tuple[int, int, int]

# city, nickname, tricode, colour of the away shirt, its numbers, accent
CLUBS: tuple[tuple[str, str, str, Rgb, Rgb, Rgb], ...] = (
    ("Port Alder", "Herons", "PAH", (18, 74, 110), (245, 245, 240), (240, 170, 40)),
    ("Redmesa", "Coyotes", "RMC", (168, 44, 30), (250, 240, 225), (30, 30, 34)),
    ("Northgate", "Foxes", "NGF", (226, 106, 20), (25, 25, 30), (40, 40, 90)),
    ("Saltmarsh", "Pilots", "SMP", (12, 122, 120), (250, 250, 250), (230, 220, 60)),
    ("Ironvale", "Forge", "IVF", (44, 46, 52), (235, 120, 30), (190, 190, 200)),
    ("Lakemont", "Otters", "LKO", (84, 44, 130), (250, 225, 80), (250, 225, 80)),
    ("Cinder Bay", "Comets", "CBC", (20, 24, 84), (120, 220, 255), (220, 40, 60)),
    ("Harrow Falls", "Elks", "HFE", (16, 90, 46), (245, 240, 220), (200, 160, 60)),
    ("Silverpine", "Owls", "SPO", (106, 116, 130), (20, 24, 30), (30, 110, 80)),
    ("Dunmore", "Tides", "DMT", (32, 120, 200), (255, 255, 255), (10, 30, 70)),
    ("Kestrel City", "Kites", "KCK", (190, 24, 84), (255, 255, 255), (20, 20, 20)),
    ("Bellhaven", "Lanterns", "BHL", (236, 190, 30), (30, 30, 40), (120, 20, 30)),
)
FIRST_TEAM_ID = 1_610_690_001
FIRST_PLAYER_ID = 9_700_101
ROSTER_SIZE = 13
_POSITIONS = ("PG", "SG", "SF", "PF", "C", "PG", "SG", "SF", "PF", "C", "SF", "PG", "C")
_BIG = {"PG": 0.0, "SG": 0.2, "SF": 0.45, "PF": 0.75, "C": 1.0}
_NUMBERS = (*range(0, 46), 50, 52, 55, 77, 88, 91, 99)


def _player(index: int, slot: int, number: int, first: str, family: str, rng: Random) -> Player:
    position = _POSITIONS[slot]
    big = _BIG[position]
    starter = slot < 5
    return Player(
        player_id=FIRST_PLAYER_ID + index * 37 + rng.randrange(30),
        first_name=first,
        family_name=family,
        number=number,
        position=cast(Literal["PG", "SG", "SF", "PF", "C"], position),
        skin=round(rng.random(), 3),
        usage=round((1.15 if starter else 0.85) * rng.uniform(0.65, 1.45), 3),
        outside=round((1.25 - 0.75 * big) * rng.uniform(0.8, 1.2), 3),
        inside=round((0.7 + 0.75 * big) * rng.uniform(0.8, 1.2), 3),
        passing=round((1.7 - 1.1 * big) * rng.uniform(0.8, 1.2), 3),
        rebounding=round((0.5 + 1.2 * big) * rng.uniform(0.8, 1.25), 3),
        defence=round(rng.uniform(0.8, 1.25), 3),
    )


@cache
def league() -> tuple[Team, ...]:
    """All teams; the look is that of the away shirt (`dressed` gives the home one)."""
    rng = Random(20_260_117)
    families = list(FAMILY_NAMES)
    rng.shuffle(families)
    teams = []
    for club, (city, nickname, tricode, shirt, numbers_rgb, accent) in enumerate(CLUBS):
        numbers = rng.sample(_NUMBERS, ROSTER_SIZE)
        firsts = rng.sample(FIRST_NAMES, ROSTER_SIZE)
        players = []
        for slot in range(ROSTER_SIZE):
            family = families.pop()
            if rng.random() < 0.05:
                family = f"{family} {rng.choice(SUFFIXES)}"
            index = club * ROSTER_SIZE + slot
            players.append(_player(index, slot, numbers[slot], firsts[slot], family, rng))
        look = TeamLook(
            team_id=FIRST_TEAM_ID + club,
            tricode=tricode,
            city=city,
            nickname=nickname,
            shirt_rgb=shirt,
            number_rgb=numbers_rgb,
            accent_rgb=accent,
        )
        teams.append(Team(look=look, players=tuple(players), coach=COACHES[club % len(COACHES)]))
    return tuple(teams)


def dressed(team: Team, side: Side) -> Team:
    """The team in the shirts it wears: white at home, its colour away, so that they never clash."""
    if side == "away":
        return team
    look = team.look
    white = TeamLook(
        team_id=look.team_id,
        tricode=look.tricode,
        city=look.city,
        nickname=look.nickname,
        shirt_rgb=(240, 240, 236),
        number_rgb=look.shirt_rgb if sum(look.shirt_rgb) < 480 else (40, 40, 48),
        accent_rgb=look.accent_rgb,
    )
    return Team(look=white, players=team.players, coach=team.coach)


def pairing(seed: int) -> tuple[Team, Team]:
    """Home and away for a seed, in the shirts of the evening."""
    rng = Random(seed * 7919 + 11)
    home, away = rng.sample(league(), 2)
    return dressed(home, "home"), dressed(away, "away")
