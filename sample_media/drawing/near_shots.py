"""People seen from near: one player, a team's bench, the crowd.

In: a scene of these kinds. Out: the picture, changed in place.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import replace

import numpy as np

from sample_media.drawing.backdrop import Backdrop
from sample_media.drawing.bust import TOP, Arms, Person, bust
from sample_media.drawing.people import HAIRS, SKINS
from sample_media.drawing.pixels import Layer, Picture, bgr, scaled, veil
from sample_media.drawing.style import Style, house_colour, readable_on
from sample_media.drawing.wardrobe import HairStyle, Wardrobe, skin_colour
from sample_media.scene import Figure, Pose, Scene, TeamLook

KEPT = 48
HAIR_STYLES: tuple[HairStyle, ...] = ("short", "high", "long", "bald", "short")


class People:
    """Busts by person and size, the latest ones kept."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[Person, int], Layer] = OrderedDict()

    def layer(self, person: Person, unit: float) -> Layer:
        key = (person, max(6, round(unit)))
        if key in self._made:
            self._made.move_to_end(key)
        else:
            self._made[key] = bust(person, key[1])
            if len(self._made) > KEPT:
                self._made.popitem(last=False)
        return self._made[key]

    def put(self, picture: Picture, person: Person, unit: float, x: float, crown_y: float) -> None:
        """The person with the middle of his head at x and its crown at `crown_y`."""
        layer = self.layer(person, unit)
        size = max(6, round(unit))
        layer.over(picture, round(x - layer.size[0] / 2), round(crown_y + TOP * size))


class CloseUp:
    """One player or referee from the waist up before the blurred hall."""

    def __init__(self, backdrop: Backdrop, people: People, wardrobe: Wardrobe, home: TeamLook, away: TeamLook) -> None:
        self._backdrop, self._people, self._wardrobe = backdrop, people, wardrobe
        self._teams = {"home": home, "away": away}

    def paint(self, picture: Picture, scene: Scene) -> None:
        height, width = picture.shape[:2]
        t = scene.media_s
        self._backdrop.onto(picture, scene.shot_number, t)
        subject = scene.subject or next(iter(scene.figures), None)
        if subject is None:
            return
        person = self._person(subject, scene)
        grown = (0.25, 0.27, 0.3)[scene.shot_number % 3] * height
        walk = subject.pose in (Pose.WALK, Pose.RUN, Pose.CELEBRATE)
        sway = math.sin(t * (2.6 if walk else 1.1) + scene.shot_number)
        bob = abs(math.sin(t * 5.2)) if walk else 0.3 * math.sin(t * 1.7)
        x = width * (0.5 + 0.07 * math.sin(scene.shot_number * 2.4)) + 0.016 * width * sway
        self._people.put(picture, person, grown, x, height * (0.16 + 0.012 * bob))

    def _person(self, subject: Figure, scene: Scene) -> Person:
        worn = self._wardrobe.outfit(subject)
        blink = (scene.media_s * 0.31 + subject.number * 0.17) % 1.0 < 0.035
        turn = (-0.7, -0.3, 0.4, 0.8)[scene.shot_number % 4]
        glad = subject.pose is Pose.CELEBRATE
        arms: Arms = "up" if glad else ("hips", "down", "down", "hips")[(scene.shot_number + subject.number) % 4]
        plain = Person(
            skin=worn.skin,
            hair=worn.hair,
            hair_style=worn.hair_style,
            beard=worn.beard,
            cloth=worn.shirt,
            trim=worn.trim,
            ink=bgr(worn.number_rgb),
            number=worn.number,
            headband=worn.headband,
            arms=arms,
            mouth=0.9 if glad else 0.0,
            blink=blink,
            turn=turn,
        )
        if subject.side == "referee":
            return replace(plain, clothes="shirt", number="", cloth=(140, 136, 134), trim=(30, 28, 28), arms="down")
        team = self._teams[subject.side]
        return replace(plain, name=team.nickname.upper())


class BenchShot:
    """A row of substitutes in warm-ups with the coach."""

    def __init__(self, backdrop: Backdrop, people: People, home: TeamLook, away: TeamLook, seed: int) -> None:
        self._backdrop, self._people, self._seed = backdrop, people, seed
        self._teams = (home, away)

    def paint(self, picture: Picture, scene: Scene) -> None:
        height, width = picture.shape[:2]
        self._backdrop.onto(picture, scene.shot_number + 1, scene.media_s, 0.7, 0.6)
        side = scene.shot_number % 2
        if scene.subject is not None and scene.subject.side != "referee":
            side = 0 if scene.subject.side == "home" else 1
        rng = np.random.default_rng([self._seed, 61, side])
        excited = scene.crowd_energy > 0.6
        for i in range(6):
            who = self._substitute(rng, self._teams[side], excited and i % 3 != 2)
            t = scene.media_s * (4.5 if excited else 0.9) + 1.9 * i
            lift = (0.018 if excited else 0.004) * height * math.sin(t)
            x = width * (0.06 + 0.165 * i) + 0.004 * width * math.sin(t * 0.6)
            self._people.put(picture, who, 0.175 * height, x, height * (0.33 + 0.02 * (i % 2)) - lift)
        coach = self._coach(rng, excited)
        place = width * (0.9 if scene.shot_number % 4 < 2 else 0.12) + 0.01 * width * math.sin(scene.media_s * 0.8)
        self._people.put(picture, coach, 0.22 * height, place, height * 0.2)
        veil(picture, 0, round(height * 0.93), width, height, 0.55)

    def _substitute(self, rng: np.random.Generator, team: TeamLook, glad: bool) -> Person:
        rgb = house_colour(team)
        return Person(
            skin=skin_colour(float(rng.random())),
            hair=bgr(HAIRS[int(rng.integers(3))]),
            hair_style=HAIR_STYLES[int(rng.integers(5))],
            beard=bool(rng.random() < 0.4),
            clothes="shirt",
            cloth=bgr(rgb, float(rng.uniform(0.85, 1.05))),
            trim=bgr(team.accent_rgb if team.accent_rgb != rgb else team.number_rgb),
            name=team.tricode,
            ink=bgr(readable_on(rgb)),
            arms="clap" if glad else "down",
            mouth=0.7 if glad else 0.0,
            turn=float(rng.choice([-0.6, 0.2, 0.6])),
        )

    def _coach(self, rng: np.random.Generator, glad: bool) -> Person:
        return Person(
            skin=skin_colour(float(rng.random())),
            hair=bgr(HAIRS[int(rng.integers(6))]),
            hair_style="short",
            clothes="suit",
            cloth=scaled((66, 50, 44), float(rng.uniform(0.6, 1.3))),
            trim=bgr(house_colour(self._teams[0])),
            arms="clap" if glad else "hips",
            mouth=0.3,
            turn=-0.4,
        )


class CrowdShot:
    """Three rows of fans that shout and bounce as loud as the hall is."""

    ROWS = ((0.1, 0.07, 9), (0.125, 0.27, 8), (0.155, 0.5, 6))
    """Head height and crown's place in picture heights, and the number of people."""

    def __init__(self, backdrop: Backdrop, people: People, home: TeamLook, style: Style) -> None:
        self._backdrop, self._people, self._home, self._style = backdrop, people, home, style

    def paint(self, picture: Picture, scene: Scene) -> None:
        height, width = picture.shape[:2]
        self._backdrop.onto(picture, scene.shot_number, scene.media_s, 0.5, 0.55)
        rng = np.random.default_rng([self._style.seed, 67, scene.shot_number % 3])
        shift = 0.02 * math.sin(scene.media_s * 0.4)
        for head, crown, count in self.ROWS:
            for i in range(count):
                fan, zeal, beat = self._fan(rng), float(rng.random()), float(rng.random())
                fan = self._mood(fan, zeal, beat, scene)
                bounce = scene.crowd_energy * abs(math.sin(scene.media_s * 4.4 + 6.3 * beat)) * 0.3 * head
                x = width * ((i + 0.5 + 0.3 * (beat - 0.5)) / count + shift)
                self._people.put(picture, fan, head * height, x, height * (crown - bounce))
            veil(picture, 0, 0, width, height, 0.93)

    def _fan(self, rng: np.random.Generator) -> Person:
        """One of a dozen people, so that each is sculpted once."""
        kind = int(rng.integers(12))
        mine = np.random.default_rng([self._style.seed, 71, kind])
        palette = self._style.crowd_rgb
        rgb = house_colour(self._home) if kind % 2 == 0 else palette[int(mine.integers(len(palette)))]
        return Person(
            skin=bgr(SKINS[kind % len(SKINS)]),
            hair=bgr(HAIRS[int(mine.integers(len(HAIRS)))]),
            hair_style=HAIR_STYLES[int(mine.integers(5))],
            beard=kind % 5 == 1,
            clothes="shirt",
            cloth=bgr(rgb),
            trim=bgr(self._home.accent_rgb),
            name=(self._home.nickname.upper(), "", self._home.tricode)[kind % 3] if kind % 2 == 0 else "",
            ink=bgr(readable_on(rgb)),
            turn=(-0.5, 0.0, 0.5)[kind % 3],
            build=float(mine.uniform(0.85, 1.1)),
        )

    def _mood(self, fan: Person, zeal: float, beat: float, scene: Scene) -> Person:
        if zeal < scene.crowd_energy * 0.75:
            return replace(fan, arms="up" if beat < 0.5 else "clap", mouth=1.0)
        return replace(fan, arms="down", mouth=0.0)
