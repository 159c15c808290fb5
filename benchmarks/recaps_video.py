"""Recaps of the twelve rendered games, six kinds of request each, rendered and held against what is true.

Comes in: nothing; games are rendered and processed once into `benchmarks/cache/games` and kept. Goes out: for each
kind of request which promises hold, measured on the files; loudness as ffmpeg's own meter reads it; and how near a
catch-up comes to the recap of a recording and a feed that really end there.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.recap_speed import heard
from benchmarks.rendered_games import broadcast, looks, processed, rendered
from edc.config import load_config
from edc.errors import InputError
from edc.files import read_json, write_json
from edc.gamefolder import GameFolder
from edc.media.assemble import measure_file
from edc.media.ffmpeg import run_ffmpeg
from edc.progress import Silent
from edc.recap.footage import GAME_KINDS
from edc.recap.make import make_recap
from edc.recap.ready import open_game
from edc.recap.request import RecapRequest
from edc.recap.story import points_by_player

CONFIG = load_config().recap
_EDGE_S = 0.1
"""Cuts of the broadcast are known to a frame or two."""
_MIDDLE_S = 3.0
_LIVE_POINT = 0.62


def requests(game: GameFolder) -> dict[str, RecapRequest]:
    ready = open_game(game, CONFIG)
    points = points_by_player(ready.moments)
    up_to_s = round(float(ready.facts["media"]["duration_s"]) * _LIVE_POINT, 1)
    return {
        "default": RecapRequest(), "30 s": RecapRequest(name="short", seconds=30),
        "one team": RecapRequest(name="team", seconds=90, team=ready.facts["home"]["tricode"]),
        "one player": RecapRequest(name="player", seconds=60, players=(max(points, key=lambda actor: points[actor]),)),
        "every three": RecapRequest(name="threes", seconds=90, labels=("shot.made.three",)),
        "up to now": RecapRequest(name="now", seconds=60, up_to_s=up_to_s),
    }  # fmt: skip


def check(document: Mapping[str, Any], game: GameFolder, truth: Mapping[str, Any], count: Counter[str]) -> None:
    request, clips = document["request"], document["clips"]
    spans = [(clip["start_s"], clip["end_s"]) for clip in clips]
    measured = measure_file(game.recap(request["name"]) / "recap.mp4")
    count["recaps"] += 1
    count["clips"] += len(clips)
    count["longer than asked for"] += measured.duration_s > Fraction(request["seconds"])
    count["out of order or overlapping"] += any(b[0] < a[1] for a, b in pairwise(spans))
    count["the same play twice"] += max(Counter(i for clip in clips for i in clip["moment_ids"]).values()) > 1
    count["tenths of a second of break, studio, intro, replay"] += round(10 * _elsewhere(spans, truth))
    count["a waved-off basket as one"] += len(_shown_plays(document, game) & _uncounted(truth))
    count["an edge inside a play's last 3 s"] += sum(_torn(clip, truth) for clip in clips)
    count["period and score unreadable in a clip"] += sum(
        row["holds"] is False for row in document["rules"] if "score can be read" in row["rule"])
    count["a must-have missing"] += sum(
        row["holds"] is False for row in document["rules"] if row["rule"].endswith("is in"))
    if not (request["team"] or request["players"] or request["labels"] or request["up_to_s"]):
        count["the deciding play, in the recording, not in the recap"] += _decider_missing(document, game, truth)


def _elsewhere(spans: Sequence[tuple[float, float]], truth: Mapping[str, Any]) -> float:
    return sum(max(0.0, min(b - _EDGE_S, row["end_s"]) - max(a + _EDGE_S, row["start_s"])) for a, b in spans
               for row in truth["segments"] if row["kind"] not in GAME_KINDS)  # fmt: skip


def _shown_plays(document: Mapping[str, Any], game: GameFolder) -> set[int | None]:
    from edc.moments import read_moments

    numbers = {m.moment_id: m.play_number for m in read_moments(game.moments)}
    return {numbers[id_] for clip in document["clips"] for id_ in clip["moment_ids"]} - {None}


def _uncounted(truth: Mapping[str, Any]) -> set[int | None]:
    return {play["action_number"] or play["retracted_action_number"] for play in truth["plays"] if not play["counted"]}


def _torn(clip: Mapping[str, Any], truth: Mapping[str, Any]) -> bool:
    """Whether it ends shortly before a basket, unless that is said: two within five seconds cannot both be whole."""
    anchors = [p["anchor_s"] for p in truth["plays"] if p["counted"] and p["points"] and p["anchor_s"] is not None]
    said = any("next basket" in text for text in clip["given_up"])
    return not said and any(at - _MIDDLE_S < clip["end_s"] < at - 0.05 for at in anchors)


def _decider_missing(document: Mapping[str, Any], game: GameFolder, truth: Mapping[str, Any]) -> bool:
    number = truth["deciding_action_number"]
    play = next((p for p in truth["plays"] if p["action_number"] == number), None)
    return bool(play and play["on_screen"] and number not in _shown_plays(document, game))


# ------------------------------------------------------------------ a recording and a feed that end there
def cut_off(folder: Path, up_to_s: float, truth: Mapping[str, Any]) -> GameFolder:
    """The same game from a video cut there and a feed that knows no play after it."""
    out = folder / "cut_off"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    video, feed = out / broadcast(folder).name, read_json(folder / "playbyplay.json")
    run_ffmpeg(["-i", str(broadcast(folder)), "-t", f"{up_to_s:.3f}", "-map", "0", "-c", "copy", str(video)],
               doing="cutting the video")  # fmt: skip
    seen = {p["action_number"] for p in truth["plays"] if p["anchor_s"] is not None and p["anchor_s"] < up_to_s}
    actions = feed["game"]["actions"]
    last = max((at for at, action in enumerate(actions) if action["actionNumber"] in seen), default=-1)
    write_json(out / "playbyplay.json", {**feed, "game": {**feed["game"], "actions": actions[: last + 1]}})
    subprocess.run(
        [sys.executable, "-m", "edc", "process", str(video), "--playbyplay", str(out / "playbyplay.json"), "--boxscore",
         str(folder / "boxscore.json"), "--out", str(out / "game"), "--until", "index",
         "--config", str(folder / "with_feed.toml")],  # as the whole game was processed
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return GameFolder(out / "game")


def compare(whole: Mapping[str, Any], game: GameFolder, short: Mapping[str, Any], other: GameFolder) -> dict[str, Any]:
    """Plays of both, and how far the edges of the common ones lie apart, in frames."""
    from edc.moments import read_moments

    def plays(document: Mapping[str, Any], folder: GameFolder) -> dict[tuple[int | None, ...], Mapping[str, Any]]:
        numbers = {m.moment_id: m.play_number for m in read_moments(folder.moments)}
        return {tuple(numbers[i] for i in clip["moment_ids"]): clip for clip in document["clips"]}

    ours, theirs = plays(whole, game), plays(short, other)
    apart = [abs(ours[key][edge] - theirs[key][edge]) for key in ours.keys() & theirs.keys()
             for edge in ("in_frame", "out_frame")]  # fmt: skip
    return {"same plays": ours.keys() == theirs.keys(), "same frames": ours.keys() == theirs.keys() and not any(apart),
            "apart": apart}  # fmt: skip


def main(first: int = 0, stop: int = 12, live_points: int = 4) -> None:
    counts: dict[str, Counter[str]] = {}
    loud, live = [], []
    for number, look in list(enumerate(looks()))[first:stop]:
        folder = rendered(number, look)
        truth, game = read_json(folder / "truth.json"), GameFolder(processed(folder, with_feed=True))
        for name, request in requests(game).items():
            count = counts.setdefault(name, Counter())
            try:
                document = make_recap(game, request, CONFIG, Silent())
            except InputError:
                count["nothing to show"] += 1
                continue
            check(document, game, truth, count)
            if name == "default":
                loud.append(heard(game.recap() / "recap.mp4"))
            if name == "up to now" and len(live) < live_points:
                other = cut_off(folder, request.up_to_s or 0.0, truth)
                live.append(compare(document, game, make_recap(other, request, CONFIG, Silent()), other))
        print(folder.name, "done", file=sys.stderr, flush=True)
    report(counts, loud, live)


def report(
    counts: Mapping[str, Counter[str]], loud: Sequence[tuple[float, float]], live: Sequence[Mapping[str, Any]]
) -> None:
    told = ("recaps", "clips", "nothing to show")
    for name, count in counts.items():
        faults = {what: number for what, number in count.items() if number and what not in told}
        print(f"{name:<14}{count['recaps']:>4} recaps, {count['clips']:>4} clips, {count['nothing to show']} with "
              f"nothing to show; not kept: {json.dumps(faults) if faults else 'nothing'}")
    target = CONFIG.loudness_lufs
    print(f"loudness of {len(loud)} default recaps: at most {max(abs(lufs - target) for lufs, _ in loud):.2f} LU from "
          f"{target:g} (goal 0.5), true peak at most {max(peak for _, peak in loud):.1f} dBTP (goal -1)")
    apart = [frames for each in live for frames in each["apart"]]
    print(f"{len(live)} catch-ups against a recording and a feed cut off there: the same plays in "
          f"{sum(each['same plays'] for each in live)}, the same frames in "
          f"{sum(each['same frames'] for each in live)}; "
          f"edges of common plays apart by {np.median(apart) if apart else 0:.0f} frames at the median, "
          f"{max(apart, default=0)} at most")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--stop", type=int, default=12)
    wanted = parser.parse_args()
    main(wanted.first, wanted.stop)
