"""The pictures of a sample broadcast: the same for the same scene, complete, and true to the geometry."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_media.drawing import Painter, default_style, random_style
from sample_media.drawing.view import View
from sample_media.scene import RIMS, Ball, Bug, Camera, Figure, Pose, Scene, ShotKind, TeamLook

HOME = TeamLook(
    team_id=1, tricode="HAR", city="Harbor", nickname="Gulls",
    shirt_rgb=(20, 80, 190), number_rgb=(250, 250, 250), accent_rgb=(240, 240, 240),
)  # fmt: skip
AWAY = TeamLook(
    team_id=2, tricode="RID", city="Ridge", nickname="Foxes",
    shirt_rgb=(230, 40, 40), number_rgb=(250, 250, 250), accent_rgb=(40, 10, 10),
)  # fmt: skip
MAIN = Camera(x=47, y=-66, z=31, look_x=24, look_y=21, look_z=3, fov_deg=30)
SMALL, TALL = (320, 180), (240, 426)


def figure(**changes: object) -> Figure:
    base = Figure(side="home", number=23, x=24, y=20, z=0, heading_rad=-1.6, pose=Pose.STAND, phase=0.3)
    return replace(base, **changes)  # type: ignore[arg-type]


def scene(**changes: object) -> Scene:
    base = Scene(
        media_s=12.0, shot=ShotKind.COURT, shot_number=3, camera=MAIN, figures=(), ball=None, bug=None, crowd_energy=0.3
    )
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter(SMALL, HOME, AWAY, seed=5)


def test_the_same_scene_is_the_same_picture_whatever_was_drawn_before(painter: Painter) -> None:
    busy = scene(figures=(figure(), figure(side="away", x=30)), ball=Ball(x=25, y=20, z=3), crowd_energy=0.8)
    first = painter.paint(busy)
    painter.paint(scene(shot=ShotKind.CROWD, media_s=50.0))
    again = painter.paint(busy)
    other = Painter(SMALL, HOME, AWAY, seed=5)
    other.paint(scene(media_s=99.0, crowd_energy=1.0))
    assert np.array_equal(first, again)
    assert np.array_equal(first, other.paint(busy))


def test_another_seed_is_another_hall(painter: Painter) -> None:
    other = Painter(SMALL, HOME, AWAY, seed=6).paint(scene())
    assert np.mean(np.any(other != painter.paint(scene()), axis=2)) > 0.2


@pytest.mark.parametrize("size", [SMALL, TALL, (398, 224)])
@pytest.mark.parametrize("shot", list(ShotKind))
def test_every_kind_of_shot_fills_the_picture(shot: ShotKind, size: tuple[int, int]) -> None:
    picture = _painter(size).paint(
        scene(
            shot=shot, camera=None, subject=figure(), title="Foxes at Gulls", subtitle="Game 3", lower_third="A. Name"
        )
    )
    assert picture.shape == (size[1], size[0], 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 15  # something is there
    assert picture.flags["C_CONTIGUOUS"]


@pytest.mark.parametrize("pose", list(Pose))
def test_every_pose_is_drawn_where_the_figure_stands(painter: Painter, pose: Pose) -> None:
    empty = painter.paint(scene())
    for phase in (0.0, 0.5, 1.0):
        drawn = painter.paint(scene(figures=(figure(pose=pose, phase=phase),)))
        rows, columns = np.nonzero(np.any(drawn != empty, axis=2))
        x, y, depth = View.of(MAIN, SMALL).pixel(24, 20, 3)
        feet = View.of(MAIN, SMALL).focal / depth
        assert abs(columns.mean() - x) < 2.5 * feet
        assert abs(rows.mean() - y) < 3.0 * feet


def test_replay_cameras_see_the_same_court(painter: Painter) -> None:
    cameras = (
        Camera(x=-9, y=8, z=6.5, look_x=12, look_y=24, look_z=6, fov_deg=38),
        Camera(x=22, y=62, z=8, look_x=9, look_y=25, look_z=7, fov_deg=30),
        Camera(x=25, y=-9, z=5.5, look_x=9, look_y=25, look_z=7, fov_deg=36),
        Camera(x=47, y=25, z=90, look_x=47, look_y=25.01, look_z=0, fov_deg=60, roll_deg=3),
    )
    for camera in cameras:
        empty = painter.paint(scene(camera=camera))
        shown = painter.paint(scene(camera=camera, figures=(figure(x=10.0, y=24.0),), ball=Ball(x=10, y=27, z=2)))
        assert np.any(empty != shown)


def test_a_ball_over_the_rim_is_drawn_over_the_rim(painter: Painter) -> None:
    """The brown of the ball appears at the projected place, above the ring's orange."""
    for side, look_x in ((0, 20.0), (1, 74.0)):
        camera = replace(MAIN, look_x=look_x)
        view = View.of(camera, SMALL)
        x, y, z = RIMS[side]
        ball_x, ball_y, _ = view.pixel(x, y, z + 2.0)
        _, rim_y, _ = view.pixel(x, y, z)
        assert ball_y < rim_y
        bare = painter.paint(scene(camera=camera))
        held = painter.paint(scene(camera=camera, ball=Ball(x=x, y=y, z=z + 2.0)))
        changed = np.any(bare != held, axis=2)
        rows, columns = np.nonzero(changed[: round(rim_y)])
        assert abs(columns.mean() - ball_x) < 2.0
        assert abs(rows.mean() - ball_y) < 2.0


def test_a_basket_moves_the_net(painter: Painter) -> None:
    still = painter.paint(scene())
    swinging = painter.paint(scene(net_swish=(0.9, 0.0)))
    rows, columns = np.nonzero(np.any(still != swinging, axis=2))
    x, y, _ = View.of(MAIN, SMALL).pixel(*RIMS[0])
    assert len(rows) > 5
    assert abs(columns.mean() - x) < 6
    assert 0 < rows.mean() - y < 15  # below the ring


def test_home_and_away_wear_their_colours() -> None:
    size = (640, 360)
    painter = _painter(size)
    x, y, _ = View.of(MAIN, size).pixel(24, 20, 4.7)
    box = np.s_[round(y) - 1 : round(y) + 2, round(x) - 1 : round(x) + 2]
    home = painter.paint(scene(figures=(figure(number=1, heading_rad=0.0),)))[box].reshape(-1, 3).mean(axis=0)
    away = (
        painter.paint(scene(figures=(figure(number=1, heading_rad=0.0, side="away"),)))[box].reshape(-1, 3).mean(axis=0)
    )
    assert home[0] > home[2] + 30  # blue
    assert away[2] > away[0] + 30  # red


def test_the_nearer_player_hides_the_farther(painter: Painter) -> None:
    near, far = figure(side="away", y=20.0), figure(side="home", y=23.0)
    assert np.array_equal(painter.paint(scene(figures=(near, far))), painter.paint(scene(figures=(far, near))))


def test_a_close_up_shows_whose_it_is(painter: Painter) -> None:
    shots = [
        painter.paint(scene(shot=ShotKind.CLOSE_UP, subject=figure(side=side, number=number)))
        for side, number in (("home", 23), ("home", 7), ("away", 23))
    ]
    assert not np.array_equal(shots[0], shots[1])
    assert not np.array_equal(shots[0], shots[2])


def test_advertisements_differ_from_each_other_and_from_the_court(painter: Painter) -> None:
    titles = ("NIMBUS COLA", "TUNDRA TRUCKS", "PELICAN AIR", "BRIGHTLEAF BANK", "MOONDOUGH PIZZA")
    films = [painter.paint(scene(shot=ShotKind.ADVERT, title=title)).astype(int) for title in titles]
    court = painter.paint(scene()).astype(int)
    for i, film in enumerate(films):
        assert np.abs(film - court).mean() > 25
        assert all(np.abs(film - other).mean() > 10 for other in films[:i])


def test_the_replay_wipe_covers_everything_half_way(painter: Painter) -> None:
    covered = painter.paint(scene(wipe=0.5))
    assert np.array_equal(covered, painter.paint(scene(wipe=0.5, shot=ShotKind.BENCH)))
    assert np.array_equal(painter.paint(scene(wipe=0.0)), painter.paint(scene()))
    partly = np.any(painter.paint(scene(wipe=0.2)) != painter.paint(scene()), axis=2).mean()
    assert 0.01 < partly < 0.95


def test_a_loud_crowd_moves_more_than_a_quiet_one(painter: Painter) -> None:
    def motion(energy: float) -> float:
        times = [10.0 + 0.1 * i for i in range(8)]
        frames = [painter.paint(scene(media_s=t, crowd_energy=energy)).astype(int) for t in times]
        return float(np.mean([np.abs(a - b).mean() for a, b in pairwise(frames)]))

    assert motion(1.0) > 1.5 * motion(0.1)


def test_the_clock_over_the_board_follows_the_bug(painter: Painter) -> None:
    camera = replace(MAIN, look_x=6, look_y=25, look_z=12, fov_deg=12)
    bug = Bug(
        slide=1, period=1, clock_s=300, shot_clock_s=19.2, home_score=0, away_score=0, home_timeouts=7, away_timeouts=7,
        home_fouls=0, away_fouls=0, home_bonus=False, away_bonus=False, possession="home",
    )  # fmt: skip
    first = painter.paint(scene(camera=camera, bug=bug))
    later = painter.paint(scene(camera=camera, bug=replace(bug, shot_clock_s=8.0)))
    assert np.any(first != later)


def test_grain_is_laid_on_and_moves() -> None:
    clean, grainy = Painter(SMALL, HOME, AWAY, 5), Painter(SMALL, HOME, AWAY, 5, grain=3.0)
    noise = grainy.paint(scene()).astype(int) - clean.paint(scene())
    assert 1.5 < noise.std() < 5.0
    later = grainy.paint(scene(media_s=12.04)).astype(int) - clean.paint(scene(media_s=12.04))
    assert abs(np.corrcoef(noise.ravel(), later.ravel())[0, 1]) < 0.2


def test_default_styles_are_reproducible() -> None:
    assert default_style(4) == default_style(4)
    assert default_style(4) != default_style(5)


def test_random_styles_draw_and_differ() -> None:
    rng = np.random.default_rng(8)
    pictures = [Painter((160, 90), HOME, AWAY, 5, style=random_style(rng)).paint(scene()).astype(int) for _ in range(4)]
    for i, picture in enumerate(pictures):
        assert all(np.abs(picture - other).mean() > 5 for other in pictures[:i])


@settings(max_examples=40, deadline=None)
@given(
    x=st.floats(-30, 124), y=st.floats(-80, 90), z=st.floats(0.5, 60), look_x=st.floats(0, 94), look_y=st.floats(0, 50),
    look_z=st.floats(0, 12), fov=st.floats(8, 90), roll=st.floats(-20, 20),
)  # fmt: skip
def test_any_camera_draws(
    x: float, y: float, z: float, look_x: float, look_y: float, look_z: float, fov: float, roll: float
) -> None:
    camera = Camera(x=x, y=y, z=z, look_x=look_x, look_y=look_y, look_z=look_z, fov_deg=fov, roll_deg=roll)
    people = tuple(figure(x=10.0 * i, y=5.0 * i, side="away") for i in range(9))
    picture = _painter((160, 90)).paint(scene(camera=camera, figures=people, ball=Ball(x=47, y=25, z=5)))
    assert picture.shape == (90, 160, 3)


@given(st.floats(-20, 114), st.floats(-5, 55), st.floats(0, 15))
def test_what_lies_higher_is_drawn_higher(x: float, y: float, z: float) -> None:
    view = View.of(MAIN, SMALL)
    _, low, depth = view.pixel(x, y, z)
    _, high, _ = view.pixel(x, y, z + 1.0)
    assert high < low
    pixels, depths = view.project(np.array([[x, y, z]]))
    assert math.isclose(float(pixels[0, 1]), low, rel_tol=1e-9, abs_tol=1e-6)
    assert math.isclose(float(depths[0]), depth, rel_tol=1e-9)


_PAINTERS: dict[tuple[int, int], Painter] = {}


def _painter(size: tuple[int, int]) -> Painter:
    """One painter a size for the whole module: halls take a moment to build."""
    if size not in _PAINTERS:
        _PAINTERS[size] = Painter(size, HOME, AWAY, seed=5)
    return _PAINTERS[size]
