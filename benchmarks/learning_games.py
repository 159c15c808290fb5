"""Games for the learning loop: rendered drills as a project whose labels are partly wrong.

Comes in: the drills of `benchmarks.spotter_games` and a seed. Goes out: game folders with moments of which 15 % are
wrong, as a feed with errors would leave them; and folders to validate and test on, with their truth. Pictures and
features are shared by all: they are made once.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from benchmarks.spotter_games import draw, games
from edc.files import read_json, write_json
from edc.gamefolder import GameFolder
from edc.media.media import Media
from edc.moments import Evidence, Moment, write_moments
from edc.scorebug.layout import Layout
from edc.scorebug.ocr import Box
from edc.spotter.classes import EVENTS, class_of
from edc.spotter.heard import rows_of
from edc.spotter.splits import split_of as drill_split
from edc.tables import SEGMENTS, SOUND, write_table
from labeling.formats.dataset import split_of as project_split

SHARE = 0.15
_KINDS: tuple[tuple[Literal["class", "place", "false"], float], ...] = (("class", 0.6), ("place", 0.8), ("false", 1.0))
"""Of the wrong ones: another class, another place, or nothing there at all."""
_MISPLACED_S = (1.5, 4.0)
_APART_S = 3.0
_CONFIDENCE = 0.9
LABELS = {
    "dunk": "shot.made.dunk", "layup": "shot.made.layup", "jumper": "shot.made.mid", "three": "shot.made.three",
    "missed": "shot.missed.two", "free_throw": "free_throw.made", "block": "block", "steal": "steal",
    "rebound": "rebound.defensive", "foul": "foul.personal",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the truth says about a moment of the project."""

    moment_id: str
    said: tuple[str, float]
    """Class and place as the moment has them."""
    true: tuple[str, float] | None
    """None: nothing happened there."""

    @property
    def right(self) -> bool:
        return self.said == self.true


def drawn_drills(split: str) -> list[Path]:
    """Rendered where they are not there yet: two minutes of a core each."""
    assert all(class_of(label) == name for name, label in LABELS.items()) and set(LABELS) == set(EVENTS)
    found = list(games(split))
    for game in found:
        draw(game)
    return [game.folder for game in found]


def named(stem: str, split: Callable[[str], str], wanted: str) -> str:
    """A name for a game that falls into this split."""
    return next(name for n in range(10_000) if split(name := f"{stem}.{n}") == wanted)


def judged_folder(drill: Path, wanted: str, out: Path) -> Path:
    """The drill under a name of the split `wanted` (val or test), its video a link."""
    truth = read_json(drill / "truth.json")
    rest = f"-{truth['seed']}-{truth['bug']['look']}"
    kind = next(kind for n in range(10_000) if drill_split(f"{(kind := f'drill.{n}')}{rest}") == wanted)
    folder = out / f"{kind}{rest}"
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "truth.json", {**truth, "kind": kind})
    _link(folder / truth["media"]["file"], drill / truth["media"]["file"])
    return folder


def _link(link: Path, target: Path) -> None:
    if not link.exists():
        link.symlink_to(target.resolve())


def project_name(drill: Path) -> str:
    return named(drill.name, project_split, "training")


def true_events(truth: Mapping[str, Any]) -> list[tuple[str, float]]:
    found = [(name, float(play["anchor_s"])) for play in truth["plays"]
             if play["on_screen"] and (name := class_of(play["label"]))]  # fmt: skip
    return sorted(found, key=lambda event: event[1])


def with_errors(truth: Mapping[str, Any], draw_from: random.Random) -> list[Answer]:
    """A game's moments, `SHARE` of them wrong."""
    events = true_events(truth)
    last_s = float(truth["media"]["duration_s"])
    answers = []
    for number, event in enumerate(events):
        said: tuple[str, float] = event
        true: tuple[str, float] | None = event
        if draw_from.random() < SHARE:
            said, true = _wrong(event, events, last_s, draw_from)
        answers.append(Answer(moment_id=f"m-{number:04d}", said=said, true=true))
    return answers


def _wrong(
    event: tuple[str, float], events: Sequence[tuple[str, float]], last_s: float, draw_from: random.Random
) -> tuple[tuple[str, float], tuple[str, float] | None]:
    """What the moment says instead, and what is true of it. Where a false one takes a true one's place, that one is
    missing: nobody who looks at moments alone finds it."""
    name, at_s = event
    place = draw_from.random()
    kind = next(kind for kind, below in _KINDS if place < below)
    if kind == "class":
        return (draw_from.choice([other for other in EVENTS if other != name]), at_s), event
    if kind == "place":
        away_s = draw_from.uniform(*_MISPLACED_S) * draw_from.choice((-1, 1))
        return (name, min(max(at_s + away_s, 0.5), last_s - 0.5)), event
    empty = [at for at in (draw_from.uniform(1.0, last_s - 1.0) for _ in range(200))
             if all(abs(at - other) > _APART_S for _, other in events)]  # fmt: skip
    return (name, empty[0] if empty else at_s), None


def project_folder(drill: Path, answers: Sequence[Answer], out: Path) -> GameFolder:
    """The game as `edc process` would leave it with this feed: what the loop reads of it."""
    truth, name = read_json(drill / "truth.json"), project_name(drill)
    game = GameFolder(out / name)
    game.work.mkdir(parents=True, exist_ok=True)
    video, duration_s = drill / truth["media"]["file"], float(truth["media"]["duration_s"])
    write_json(game.game, {
        "schema": "edc.game/1", "game_id": name, "date": "2026-11-06",
        "playbyplay": {"provider": "drill", "revision": "1"},
        **{side: {**truth["game"][side], "roster": []} for side in ("home", "away")},
        "media": {"uri": video.name, "duration_s": duration_s, "fps": truth["media"]["fps"]},
    })  # fmt: skip
    write_json(game.media, Media(
        path=str(video.resolve()), uri=video.name, sha256="0" * 64, container="mp4", duration_s=duration_s,
        fps=Fraction(truth["media"]["fps"]), variable_rate=False, width=398, height=224, coded_width=398,
        coded_height=224, codec="h264", interlaced=False, primaries="unknown", transfer="unknown", matrix="unknown",
        start_s=0.0, source_start_s=0.0, frames=int(truth["media"]["pictures"]), audio=(), start_timecode=None,
        start_utc=None,
    ).to_json())  # fmt: skip
    write_json(game.layout, {"layouts": [_layout(truth["bug"]["box"]).to_json()]})
    _link(game.sound, _measured_sound(drill, video))
    write_table(game.segments, list(_segments(truth, duration_s)), SEGMENTS)
    write_moments(game.moments, [_moment(answer, name) for answer in answers])
    write_json(game.manifest, {"schema": "edc.manifest/1", "edc": "0", "stages": {}, "files": {}})
    return game


def _measured_sound(drill: Path, video: Path) -> Path:
    """Measured once for all seeds."""
    path = drill / "sound.parquet"
    if not path.exists():
        write_table(path, rows_of(video), SOUND)
    return path


def _layout(bug: Sequence[float]) -> Layout:
    """Where the score bug is; of its fields nothing is read here."""
    x, y, w, h = bug
    box = Box(x=x, y=y, w=w, h=h)
    return Layout(bug=box, clock=None, period=None, shot_clock=None, scores=(box, box), teams=None, team_boxes=None,
                  confidence=1.0, support=1)  # fmt: skip


def _segments(truth: Mapping[str, Any], duration_s: float) -> Iterator[dict[str, Any]]:
    at_s = 0.0
    for replay in sorted(truth["replays"], key=lambda span: float(span["start_s"])):
        if replay["start_s"] > at_s:
            yield {"start_s": at_s, "end_s": replay["start_s"], "kind": "live"}
        yield {"start_s": max(at_s, replay["start_s"]), "end_s": replay["end_s"], "kind": "replay"}
        at_s = float(replay["end_s"])
    if at_s < duration_s:
        yield {"start_s": at_s, "end_s": duration_s, "kind": "live"}


def _moment(answer: Answer, game_id: str) -> Moment:
    name, at_s = answer.said
    return Moment(
        moment_id=answer.moment_id, game_id=game_id, label=LABELS[name], start_s=max(0.0, at_s - 3.0), anchor_s=at_s,
        end_s=at_s + 2.0, anchor_sd_s=0.1, period=1, clock_s=None, confidence=_CONFIDENCE, importance=0.2, stars=2,
        evidence=(Evidence(source="playbyplay", media_s=None, score=None, note="a row"),), label_version="1",
        model_version="feed",
    )  # fmt: skip
