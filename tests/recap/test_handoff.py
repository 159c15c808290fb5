"""The hand-off opens in editing programs: each format through OpenTimelineIO's own reader, frame by frame."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest

from edc.errors import UsageError
from edc.moments import Moment
from edc.recap.edl import recap_edl, timecode_at
from edc.recap.interchange import start_frame
from edc.recap.names import safe_name
from edc.recap.plan import Plan, make_plan
from edc.recap.request import RecapRequest
from edc.recap.texts import Words
from edc.recap.xmltimeline import recap_fcpxml
from tests.recap.simulated_game import NTSC, SimulatedGame, moment, simulate

WORDS = Words(language=None)
TIMECODE = "09:58:00;02"


def planned(fps: Fraction = NTSC) -> tuple[SimulatedGame, Plan]:
    game = simulate(4)
    game.moments = [named(m) for m in game.moments]
    source = game.source(fps=fps, frames=int(game.end_s * fps))
    return game, make_plan(RecapRequest(), game.moments, game.footage(source), card=True)


def named(m: Moment) -> Moment:
    return replace(m, title=f"Dončić: “{m.label}” <3 & more / 100 %")


def test_an_edit_decision_list_is_read_back_frame_by_frame(tmp_path: Path) -> None:
    game, plan = planned()
    text = recap_edl(plan, game.source(), WORDS, timecode=TIMECODE, name="Gulls 99, Bears 98")
    assert text.splitlines()[1] == "FCM: DROP FRAME"
    zero = start_frame(TIMECODE, NTSC)
    path = tmp_path / "recap.edl"
    path.write_text(text)
    timeline = otio.adapters.read_from_file(str(path), rate=30000 / 1001)
    track = timeline.video_tracks()[0]
    read = [(round(c.source_range.start_time.value), round(c.source_range.duration.value)) for c in track.find_clips()]
    assert read == [(zero + c.span.first, c.span.length) for c in plan.clips]


def test_the_timecodes_of_a_list_count_as_opentimelineio_does() -> None:
    for frame in (0, 1799, 1800, 1801, 17981, 17982, 17983, 107892, 1078920, 1999999):
        time = otio.opentime.RationalTime(frame, 30000 / 1001)
        ours = timecode_at(frame, NTSC, drop=True)
        assert ours == otio.opentime.to_timecode(time, 30000 / 1001, True)
        assert start_frame(ours, NTSC) == frame
        assert start_frame(timecode_at(frame, Fraction(25), drop=False), Fraction(25)) == frame % (24 * 3600 * 25)


@pytest.mark.parametrize("fps", [Fraction(60000, 1001), Fraction(50), Fraction(60)])
def test_a_list_that_cannot_count_the_frames_is_refused_with_the_remedy(fps: Fraction) -> None:
    game, plan = planned(fps)
    with pytest.raises(UsageError, match=r"recap\.otio or recap\.fcpxml"):
        recap_edl(plan, game.source(fps=fps), WORDS, timecode=None, name="x")


@pytest.mark.parametrize("fps", [NTSC, Fraction(25), Fraction(60000, 1001)])
def test_final_cut_xml_is_read_back_frame_by_frame(fps: Fraction) -> None:
    game, plan = planned(fps)
    timecode = TIMECODE if fps == NTSC else None
    text = recap_fcpxml(plan, game.source(fps=fps, frames=int(game.end_s * fps)), WORDS, url="../../game.mp4",
                        timecode=timecode, name="A recap")  # fmt: skip
    read = otio.adapters.read_from_string(text, "fcpx_xml")
    timeline = next(iter(read.find_children(descended_from_type=otio.schema.Timeline))) \
        if isinstance(read, otio.schema.SerializableCollection) else read  # fmt: skip
    zero = start_frame(timecode, fps)
    track = next(t for t in timeline.tracks if t.kind == otio.schema.TrackKind.Video)
    read_clips = list(track.find_clips())
    assert len(read_clips) == len(plan.clips) and [c.name[:3] for c in read_clips] == [
        f"{n:02d} " for n in range(1, len(plan.clips) + 1)]  # fmt: skip
    for clip, planned_clip in zip(read_clips, plan.clips, strict=True):
        # OpenTimelineIO's reader keeps whole frames of a whole rate (29 for 29.97), so it is a frame off at most
        step = 1.01 / clip.source_range.duration.rate
        assert clip.source_range.duration.to_seconds() == pytest.approx(float(planned_clip.span.length / fps), abs=step)
        start = float((zero + planned_clip.span.first) / fps)
        assert clip.source_range.start_time.to_seconds() == pytest.approx(start, abs=step)
    exact = [tuple(frames_in(piece.attrib[name], fps) for name in ("start", "duration", "offset"))
             for piece in ElementTree.fromstring(text.split("<!DOCTYPE fcpxml>")[1]).iter("asset-clip")]  # fmt: skip
    assert exact == [(zero + c.span.first, c.span.length, c.at) for c in plan.clips]


def frames_in(time: str, fps: Fraction) -> Fraction:
    return Fraction(time.removesuffix("s")) * fps


def test_names_are_safe_for_premiere() -> None:
    assert safe_name("Dončić: “three” <3 & more / 100 %") == "Doncic three 3 more 100"
    assert safe_name("バスケ") == "clip" and len(safe_name("x" * 300)) == 60
    game, plan = planned()
    text = recap_edl(plan, game.source(), WORDS, timecode=None, name="a/b:c")
    assert text.isascii() and "TITLE: a b c" in text


def test_handles_lie_on_both_sides_in_the_broadcasts_own_timecode() -> None:
    game = SimulatedGame(end_s=120.0, segments=[{"start_s": 0.0, "end_s": 120.0, "kind": "live"}])
    game.moments = [moment(1, "shot.made.three.catch", 60.0)]
    plan = make_plan(RecapRequest(), game.moments, game.footage(), card=False)
    text = recap_fcpxml(plan, game.source(), WORDS, url="x.mp4", timecode=TIMECODE, name="A recap")
    zero = start_frame(TIMECODE, NTSC)
    assert f'start="{(zero / NTSC).numerator}/{(zero / NTSC).denominator}s"' in text, "the asset is the whole broadcast"
