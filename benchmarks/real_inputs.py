"""Real broadcasts and real play-by-play files against what a person reads and what box scores say.

Comes in: `../shared/data/video` and `../shared/data/playbyplay`, which lie outside the repository. Goes out: for each
clip the share of half seconds read exactly (the clock within a second), for each feed whether score, order and counts
are right, beside the box score or the same game in a second format where there is one.
"""

from __future__ import annotations

import csv
import itertools
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from edc.files import read_json
from edc.playbyplay.feed import load_feed
from edc.playbyplay.play import Feed, Play
from edc.tables import READINGS, read_rows

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
NEAR_S = 0.35
"""The truth's times are good to about 0.3 s."""
COUNTED: Mapping[str, Any] = {
    "points": lambda p: p.points,
    "fieldGoalsMade": lambda p: p.action_type in ("2pt", "3pt") and p.made,
    "fieldGoalsAttempted": lambda p: p.action_type in ("2pt", "3pt"),
    "threePointersMade": lambda p: p.action_type == "3pt" and p.made,
    "freeThrowsMade": lambda p: p.action_type == "freethrow" and p.made,
    "freeThrowsAttempted": lambda p: p.action_type == "freethrow",
    "reboundsOffensive": lambda p: p.label == "rebound.offensive",
    "reboundsDefensive": lambda p: p.label == "rebound.defensive",
    "assists": lambda p: any(player.role == "assist" for player in p.players),
    "steals": lambda p: p.action_type == "steal",
    "blocks": lambda p: p.action_type == "block",
    "turnoversTotal": lambda p: p.action_type == "turnover",
    "foulsPersonal": lambda p: p.action_type == "foul" and not p.label.startswith("foul.technical"),
}
"""The box score's names, and what each counts of a team's plays."""


def main() -> None:
    if not DATA.is_dir():
        print(f"skipped: no real data at {DATA}")
        return
    print(f"{'clip':<22}{'half seconds':>14}{'clock':>8}{'period':>8}{'home':>8}{'away':>8}   (goal: 100 %)")
    for truth in sorted((DATA / "video").glob("*.truth.csv")):
        _clip(truth.name.removesuffix(".truth.csv"), list(csv.DictReader(truth.open(encoding="utf-8"))))
    print(f"\n{'feed':<42}{'provider':<10}{'final':>9}{'plays':>7}  order  points  counts")
    feeds = {path.name: load_feed(path) for path in sorted((DATA / "playbyplay").iterdir())
             if not path.name.startswith("boxscore")}  # fmt: skip
    for name, feed in feeds.items():
        _feed(name, feed, feeds)


def _clip(name: str, truth: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "edc", "process", str(DATA / "video" / f"{name}.mp4"), "--out", f"{folder}/game",
             "--until", "align"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        readings = read_rows(Path(folder) / "game" / "readings.parquet", READINGS)
    right: Counter[str] = Counter()
    for row in truth:
        near = [r for r in readings if abs(r["media_s"] - float(row["media_s"])) <= NEAR_S]
        right["clock"] += any(r["clock_s"] is not None and abs(r["clock_s"] - float(row["clock_s"])) <= 1 for r in near)
        for field in ("period", "home_score", "away_score"):
            right[field] += any(r[field] == int(row[field]) for r in near)
    shares = "".join(f"{right[field] / len(truth):>8.0%}" for field in ("clock", "period", "home_score", "away_score"))
    print(f"{name:<22}{len(truth):>14}{shares}", flush=True)


def _feed(name: str, feed: Feed, feeds: Mapping[str, Feed]) -> None:
    pairs = itertools.pairwise(feed.plays)
    order = all(_in_order(before, play) for before, play in pairs)
    scored: Counter[str | None] = Counter()
    for play in feed.plays:
        scored[play.team] += play.points
    points = (scored[feed.home.tricode], scored[feed.away.tricode]) == feed.final
    final = "–" if feed.final is None else f"{feed.final[0]}-{feed.final[1]}"
    print(f"{name:<42}{feed.provider:<10}{final:>9}{len(feed.plays):>7}  {_said(order)}  {_said(points):<6}  "
          f"{'; '.join(_counts(name, feed, feeds)) or 'nothing to compare with'}")  # fmt: skip


def _said(right: bool) -> str:
    return "right" if right else "WRONG"


def _in_order(before: Play, play: Play) -> bool:
    """Periods never fall, the clock only rises where officials put a little back, no score falls."""
    time = play.period > before.period or (play.period == before.period and play.clock_s <= before.clock_s + 5.0)
    return time and play.home_score >= before.home_score and play.away_score >= before.away_score


def _counts(name: str, feed: Feed, feeds: Mapping[str, Feed]) -> Iterator[str]:
    box = DATA / "playbyplay" / f"boxscore_{Path(name).stem}.json"
    if box.exists():
        teams = [read_json(box)["game"][side] for side in ("homeTeam", "awayTeam")]
        wrong = [f"{team['teamTricode']} {figure}" for team in teams for figure, counts in COUNTED.items()
                 if team["statistics"][figure] != sum(counts(p) for p in feed.plays if p.team == team["teamTricode"])]
        yield f"box score, {2 * len(COUNTED)} figures: {'right' if not wrong else 'WRONG: ' + ', '.join(wrong)}"
    for other, twin in feeds.items():
        if other != name and twin.game_id == feed.game_id:
            # the two files themselves differ in their replay rows
            mine, theirs = (Counter(p.label for p in f.plays if p.action_type != "instantreplay") for f in (feed, twin))
            yield f"{other}, but for replay rows: {'the same counts' if mine == theirs else 'OTHER COUNTS'}"


if __name__ == "__main__":
    main()
