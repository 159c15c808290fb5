"""Eight reviewers at once, one server that is killed again and again: what was acknowledged must be there.

Each reviewer is a process with a session of its own; it works from what it last saw, so that corrections
conflict, and repeats an unanswered correction under the same client id until the server answers. The server
is killed with SIGKILL at random times and started again on the same port.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.labeling_follow import processed_sample
from benchmarks.labeling_server import signed_in, start

REVIEWERS = 8
CORRECTIONS = 5000
MOMENTS = 300
KILLS = 5
_LABELS = ("block", "steal", "shot.made.dunk", "foul.personal", "timeout")
_STALE = 0.3
"""Share of corrections that a reviewer makes without looking again first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    acknowledged: int
    conflicts: int
    kills: int
    seconds: float
    lost: int
    """Acknowledged corrections that the record does not hold, or holds otherwise than it was answered."""
    twice: int
    overwritten: int
    """Corrections that were written upon another revision than the one that their author saw."""
    broken: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--reviewer", nargs=4)
    chosen = parser.parse_known_args()[0].reviewer
    if chosen:
        address, out, count, seed = chosen
        _review(address, Path(out), int(count), int(seed))
        return
    with tempfile.TemporaryDirectory() as folder:
        game = Path(folder) / "game"
        shutil.copytree(processed_sample(), game)
        show(stress(game, Path(folder)))


def show(outcome: Outcome) -> None:
    print(f"reviewers, server kills                       {REVIEWERS}, {outcome.kills}")
    print(f"acknowledged corrections, conflicts refused   {outcome.acknowledged}, {outcome.conflicts}")
    print(f"corrections a second                          {outcome.acknowledged / outcome.seconds:.0f}")
    print(f"acknowledged corrections lost                 {outcome.lost}   (goal 0)")
    print(f"written twice                                 {outcome.twice}   (goal 0)")
    print(f"silent overwrites                             {outcome.overwritten}   (goal 0)")
    print(f"histories that do not replay                  {len(outcome.broken)}   (goal 0)")


def stress(
    game: Path, folder: Path, *, corrections: int = CORRECTIONS, kills: int = KILLS, reviewers: int = REVIEWERS,
    database: str | None = None,
) -> Outcome:  # fmt: skip
    """Runs it on a game folder; `folder` keeps the project and the reviewers' notes."""
    names = tuple(f"R{n}:labeler" for n in range(reviewers))
    server, addresses = start([game], folder / "project", people=names, database=database)
    port = int(addresses["Review"].partition("/?")[0].rpartition(":")[2])
    began = time.monotonic()
    working = [
        subprocess.Popen([sys.executable, "-m", "benchmarks.labeling_stress", "--reviewer", addresses[f"R{n}"],
                          str(folder / f"acknowledged-{n}.jsonl"), str(corrections // reviewers), str(n)])
        for n in range(reviewers)
    ]  # fmt: skip
    try:
        killed = _kill_again_and_again(server, working, game, folder, port, corrections, kills, database)
    finally:
        for process in working:
            process.kill()
            process.wait()
    seconds = time.monotonic() - began
    return _judged(folder, reviewers, killed, seconds, database)


def _kill_again_and_again(
    server: subprocess.Popen[str], working: list[subprocess.Popen[bytes]], game: Path, folder: Path, port: int,
    corrections: int, kills: int, database: str | None,
) -> int:  # fmt: skip
    """Kills whenever another part of the work is done; gives how often."""
    killed = 0
    while any(process.poll() is None for process in working):
        time.sleep(0.05)
        done = sum(1 for path in folder.glob("acknowledged-*.jsonl") for _ in path.open())
        if killed < kills and done >= corrections * (killed + 1) / (kills + 1):
            os.kill(server.pid, signal.SIGKILL)
            server.wait()
            killed += 1
            server, _ = start([game], folder / "project", port=port, database=database)
    server.kill()
    server.wait()
    return killed


def _review(address: str, out: Path, count: int, seed: int) -> None:
    """One reviewer."""
    client, draw = signed_in(address), random.Random(seed)
    game_id = _patiently(client, "GET", "/api/games").json()[0]["game_id"]
    seen = _seen(client, game_id)
    with out.open("w", buffering=1) as notes:
        done = 0
        while done < count:
            moment = seen[draw.choice(sorted(seen))]
            if draw.random() > _STALE:
                moment = _patiently(client, "GET", f"/api/games/{game_id}/moments/{moment['moment_id']}").json()
            body = {"client_id": str(uuid.uuid4()), "game_id": game_id, "moment_id": moment["moment_id"],
                    **_wish(moment, draw)}  # fmt: skip
            headers = {"If-Match": f'"{moment["revision"]}"'}
            answer = _patiently(client, "POST", "/api/corrections", json=body, headers=headers)
            told = answer.json()
            notes.write(json.dumps({"status": answer.status_code, "client_id": body["client_id"],
                                    "base": moment["revision"], "answer": told}) + "\n")  # fmt: skip
            done += answer.status_code == 200
            now = told.get("moment") or told.get("theirs")
            if now:
                seen[now["moment_id"]] = now


def _seen(client: httpx.Client, game_id: str) -> dict[str, dict[str, Any]]:
    moments = _patiently(client, "GET", f"/api/games/{game_id}/moments").json()
    placed = sorted((m for m in moments), key=lambda m: (m["anchor_s"] is None, m["moment_id"]))
    return {m["moment_id"]: m for m in placed[:MOMENTS]}


def _wish(moment: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    if moment["deleted"]:
        return {"action": "restore"}
    action = draw.choices(["confirm", "relabel", "move", "flag", "delete", "cannot_tell"], [4, 4, 3, 1, 1, 1])[0]
    if action == "move" and moment["anchor_s"] is None:
        action = "confirm"
    at_s = max(0.5, (moment["anchor_s"] or 10.0) + draw.uniform(-0.5, 0.5))
    change = {"relabel": {"label": draw.choice(_LABELS)}, "flag": {"note": f"note {draw.random()}"},
              "move": {"start_s": max(0.0, at_s - 3), "anchor_s": at_s, "end_s": at_s + 2}}  # fmt: skip
    return {"action": action, "change": change.get(action, {})}


def _patiently(client: httpx.Client, method: str, path: str, **more: Any) -> httpx.Response:
    """The same request until the server answers it."""
    for _ in range(2000):
        try:
            answer = client.request(method, path, **more)
            if answer.status_code != 503:
                return answer
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise RuntimeError("the server did not come back")


def _judged(folder: Path, reviewers: int, kills: int, seconds: float, database: str | None) -> Outcome:
    from sqlalchemy import select

    from labeling.record.database import open_database, reading
    from labeling.record.history import broken_histories
    from labeling.record.tables import ACT, EFFECT, GAME

    notes = [json.loads(line) for n in range(reviewers)
             for line in (folder / f"acknowledged-{n}.jsonl").read_text().splitlines()]  # fmt: skip
    acknowledged = {note["client_id"]: note for note in notes if note["status"] == 200}
    unexpected = Counter(note["status"] for note in notes) - Counter({200: len(notes), 412: len(notes)})
    if unexpected:
        raise RuntimeError(f"answers that nobody expected: {dict(unexpected)}")
    with reading(open_database(database or f"sqlite:///{folder / 'project' / 'review.db'}")) as connection:
        acts = {row["client_id"]: dict(row) for row in connection.execute(select(ACT)).mappings()}
        count = Counter(connection.execute(select(ACT.c.client_id)).scalars())
        written = {row.act_id: row.revision for row in connection.execute(
            select(EFFECT.c.act_id, EFFECT.c.revision).join(ACT, ACT.c.act_id == EFFECT.c.act_id)
            .where(ACT.c.moment_id == EFFECT.c.moment_id))}  # fmt: skip
        broken = tuple(line for game_id in connection.execute(select(GAME.c.game_id)).scalars()
                       for line in broken_histories(connection, game_id))  # fmt: skip
    lost = [id_ for id_, note in acknowledged.items()
            if id_ not in acts or not _same(acts[id_]["answer"], note["answer"])]  # fmt: skip
    over = [id_ for id_, note in acknowledged.items()
            if id_ in acts and written.get(acts[id_]["act_id"], note["base"] + 1) != note["base"] + 1]  # fmt: skip
    return Outcome(acknowledged=len(acknowledged), conflicts=len(notes) - len(acknowledged), kills=kills,
                   seconds=seconds, lost=len(lost), twice=sum(n > 1 for id_, n in count.items() if id_),
                   overwritten=len(over), broken=broken)  # fmt: skip


def _same(kept: dict[str, Any], told: dict[str, Any]) -> bool:
    """What the record keeps of an answer is what was answered; the page's extras stand beside it."""
    moment = told["moment"]
    return kept["correction_id"] == told["correction_id"] and all(
        moment[name] == value for name, value in kept["moment"].items()
    )


if __name__ == "__main__":
    main()
