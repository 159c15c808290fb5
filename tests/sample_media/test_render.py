"""Rendering to a file: exact timestamps, sound in place, whole or not at all."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from edc.errors import UsageError
from sample_media.encode import NTSC, Encoding
from sample_media.render import Rendering, render
from sample_media.scene import Ball, Camera, Figure, Pose, Scene, ShotKind, SoundCue, SoundKind, TeamLook
from sample_media.scorebugs.stills import random_bug, random_teams

SMALL = (256, 144)


@dataclass
class WalkingPass:
    """Four seconds: one player walks up the court with the clock running; a whistle at 2 s."""

    home: TeamLook
    away: TeamLook
    duration_s: float = 4.0
    seed: int = 3
    series_text: str = ""

    def scene_at(self, media_s: float) -> Scene:
        bug = replace(random_bug(np.random.default_rng(1), flashing=0, status=0), clock_s=300 - media_s)
        figure = Figure(
            side="home", number=7, x=30 + 4 * media_s, y=25, z=0, heading_rad=0, pose=Pose.WALK, phase=media_s % 1
        )
        return Scene(
            media_s=media_s, shot=ShotKind.COURT, shot_number=1, figures=(figure,),
            camera=Camera(x=47, y=-60, z=28, look_x=40, look_y=25, look_z=3, fov_deg=34),
            ball=Ball(x=32 + 4 * media_s, y=25, z=abs(math.sin(4 * media_s)) * 3), bug=bug, crowd_energy=0.3,
        )

    def sounds(self) -> Sequence[SoundCue]:
        return (SoundCue(at_s=2.0, kind=SoundKind.WHISTLE),)

    def crowd_level(self, media_s: float) -> float:
        return 0.05


@pytest.fixture(scope="module")
def programme() -> WalkingPass:
    home, away = random_teams(np.random.default_rng(2))
    return WalkingPass(home, away)


@pytest.fixture(scope="module")
def rendered(programme: WalkingPass, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("render") / "broadcast.mp4"
    seen: list[tuple[int, int]] = []
    render(programme, out, Rendering(look="ribbon", encoding=Encoding(size=SMALL)),
           progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (119, 119)
    return out


def decoded(path: Path) -> tuple[list[Fraction], list[np.ndarray]]:
    import av

    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
        return [f.pts * f.time_base for f in frames], [f.to_ndarray(format="bgr24") for f in frames]


def test_every_picture_stands_at_its_exact_time(rendered: Path) -> None:
    times, _ = decoded(rendered)
    assert times == [n / NTSC for n in range(119)]


def test_the_file_is_what_players_expect(rendered: Path) -> None:
    import av

    with av.open(str(rendered)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert video.average_rate == NTSC
        assert (video.width, video.height, video.format.name) == (*SMALL, "yuv420p")
        assert (sound.rate, sound.channels) == (48_000, 2)
    head = rendered.read_bytes()[:4096]
    assert b"moov" in head  # before the media: it plays while it loads


def test_a_whistle_is_heard_when_it_is_blown(rendered: Path) -> None:
    import av

    with av.open(str(rendered)) as container:
        frames = list(container.decode(audio=0))
        start_s = float(frames[0].pts * frames[0].time_base)
        samples = np.concatenate([f.to_ndarray()[0] for f in frames])
    loud = np.abs(np.diff(samples))  # the whistle is high, the murmur low
    envelope = loud[: len(loud) // 480 * 480].reshape(-1, 480).max(axis=1)
    onset_s = start_s + int(np.argmax(envelope > 0.5 * envelope.max())) * 0.01
    assert abs(onset_s - 2.0) < 0.08
    assert abs(start_s + len(samples) / 48_000 - 119 / float(NTSC)) < 0.05


def test_half_the_pictures_may_be_drawn_and_shown_twice(programme: WalkingPass, tmp_path: Path) -> None:
    out = tmp_path / "half.mp4"
    render(programme, out, Rendering(look="corner", draw_every=2, sound=False, encoding=Encoding(size=SMALL)))
    times, pictures = decoded(out)
    assert len(times) == 119
    steps = [float(np.abs(a.astype(int) - b).mean()) for a, b in itertools.pairwise(pictures)]
    assert np.mean(steps[0::2]) < 0.5 * np.mean(steps[1::2])


def test_a_transport_stream_has_the_same_pictures_in_the_same_steps(programme: WalkingPass, tmp_path: Path) -> None:
    out = tmp_path / "feed.ts"
    encoding = Encoding(size=SMALL, container="mpegts", bitrate_kbps=400)
    render(programme, out, Rendering(look="pebble", encoding=encoding))
    times, _ = decoded(out)
    assert len(times) == 119
    steps = np.diff([float(t) for t in times])
    assert np.allclose(steps, 1 / float(NTSC), atol=2e-5)


def test_a_rendering_that_fails_leaves_nothing(programme: WalkingPass, tmp_path: Path) -> None:
    broken = replace(programme)
    broken.home = None  # type: ignore[assignment]
    with pytest.raises(Exception, match="Drawing the broadcast failed"):
        render(broken, tmp_path / "broken.mp4", Rendering(look="wire", encoding=Encoding(size=SMALL)))
    assert list(tmp_path.iterdir()) == []


def test_wrong_wishes_are_named(programme: WalkingPass, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'nosuch'"):
        render(programme, tmp_path / "a.mp4", Rendering(look="nosuch"))
    with pytest.raises(UsageError, match="even"):
        render(programme, tmp_path / "a.mp4", Rendering(look="wire", encoding=Encoding(size=(397, 224))))
