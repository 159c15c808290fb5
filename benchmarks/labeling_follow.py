"""How long key moments and a plan take to follow a correction, in a game of 1,000 moments that were all reviewed.

The sample game with moments added by hand up to 1,000, every one of them decided; then one correction after the
other is saved over HTTP, and the game folder is watched until it shows.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import httpx

from benchmarks.labeling_server import running

MOMENTS = 1000
ROUNDS = 10
PATIENCE_S = 60.0
SAMPLE = Path(__file__).parents[1] / "sample_media" / "game"
CACHE = Path(__file__).parent / "cache" / "review"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        game = Path(folder) / "game"
        shutil.copytree(processed_sample(), game)
        with running([game], Path(folder) / "project") as (client, _):
            game_id = client.get("/api/games").json()[0]["game_id"]
            count, answered = _review_all(client, game_id)
            _wait_until_followed(client, game_id)
            seconds = [_one_correction(client, game_id, game, n) for n in range(ROUNDS)]
    print(f"moments in the record                         {count}")
    print(f"a confirmation answered, median               {1000 * statistics.median(answered):.0f} ms")
    print(f"save to key_moments.json, median              {statistics.median(s[0] for s in seconds):.2f} s")
    print(f"save to key_moments.json, worst               {max(s[0] for s in seconds):.2f} s")
    print(f"save to the plan made anew, median            {statistics.median(s[1] for s in seconds):.2f} s")
    print(f"save to the plan made anew, worst             {max(s[1] for s in seconds):.2f} s   (goal 5 s)")


def processed_sample() -> Path:
    """The sample game, processed once."""
    out = CACHE / "sample"
    video, feed, boxscore = (str(SAMPLE / name) for name in ("broadcast.mp4", "playbyplay.json", "boxscore.json"))
    command = [sys.executable, "-m", "edc", "process", video, "--playbyplay", feed, "--boxscore", boxscore]
    subprocess.run([*command, "--out", str(out)], check=True, capture_output=True)
    return out


def _review_all(client: httpx.Client, game_id: str) -> tuple[int, list[float]]:
    """Decides every placed moment, and adds what is missing to `MOMENTS`; their number, and seconds an answer took."""
    answered = []
    moments = client.get(f"/api/games/{game_id}/moments").json()
    for moment in moments:
        if moment["anchor_s"] is not None:
            start = time.monotonic()
            post(client, game_id, "confirm", moment["moment_id"], moment["revision"])
            answered.append(time.monotonic() - start)
    duration_s, draw = client.get(f"/api/games/{game_id}").json()["duration_s"], random.Random(1)
    for _ in range(MOMENTS - len(moments)):
        change = {"label": "steal", "anchor_s": round(draw.uniform(5, duration_s - 5), 3), "team": "KCK"}
        post(client, game_id, "add", None, None, change)
    return len(client.get(f"/api/games/{game_id}/moments").json()), answered


def post(client: httpx.Client, game_id: str, action: str, moment_id: str | None, revision: int | None,
         change: dict[str, object] | None = None) -> dict[str, object]:  # fmt: skip
    body = {"client_id": str(uuid.uuid4()), "game_id": game_id, "action": action, "moment_id": moment_id,
            "change": change or {}}  # fmt: skip
    headers = {} if revision is None else {"If-Match": f'"{revision}"'}
    answer = client.post("/api/corrections", json=body, headers=headers)
    answer.raise_for_status()
    told: dict[str, object] = answer.json()
    return told


def _wait_until_followed(client: httpx.Client, game_id: str) -> None:
    started = time.time()
    while time.time() - started < 120:
        followed = client.get(f"/api/games/{game_id}").json()["followed"]
        if followed and followed["at"] > started:
            return
        time.sleep(0.2)


def _one_correction(client: httpx.Client, game_id: str, game: Path, number: int) -> tuple[float, float]:
    """Relabels a key moment back and forth; seconds until the index shows it, and until the plans were made anew."""
    shown = [m for m in json.loads((game / "key_moments.json").read_text())["moments"] if m["status"] != "retracted"]
    made = [m for m in shown if m["label"].startswith("shot.made")]
    moment_id = made[number % len(made)]["id"]
    now = client.get(f"/api/games/{game_id}/moments/{moment_id}").json()
    label = "shot.made.dunk" if now["label"] != "shot.made.dunk" else "shot.made.dunk.alley_oop"
    start, wall = time.monotonic(), time.time()
    post(client, game_id, "relabel", moment_id, now["revision"], {"label": label})
    while {m["id"]: m["label"] for m in _moments(game)}.get(moment_id) != label:
        _give_up_after(start)
    indexed = time.monotonic() - start
    while True:
        followed = client.get(f"/api/games/{game_id}").json()["followed"]
        if followed and followed["at"] >= wall:
            return indexed, time.monotonic() - start
        _give_up_after(start)


def _give_up_after(start: float) -> None:
    if time.monotonic() - start > PATIENCE_S:
        raise RuntimeError(f"a correction did not show within {PATIENCE_S:.0f} s")
    time.sleep(0.02)


def _moments(game: Path) -> list[dict[str, str]]:
    moments: list[dict[str, str]] = json.loads((game / "key_moments.json").read_text())["moments"]
    return moments


if __name__ == "__main__":
    main()
