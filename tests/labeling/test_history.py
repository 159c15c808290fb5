"""Whatever several people do in whatever order: the history adds up to the present, and undoing all leads back."""

from __future__ import annotations

import random
import tempfile
import uuid
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edc.errors import InputError
from labeling.record.changes import Conflict
from labeling.record.history import gone_acts
from labeling.record.processing import take_in
from tests.labeling.conftest import MEMORY, Bench, a_moment, bench_on, write_game

_ACTIONS = ("confirm", "relabel", "move", "set_player", "split", "merge", "delete", "restore", "add", "attach_replay",
            "cannot_tell", "flag", "undo", "redo", "process")  # fmt: skip


def _change(action: str, draw: random.Random, ids: list[str]) -> dict[str, Any]:
    at_s = round(draw.uniform(10, 200), 2)
    return {
        "relabel": {"label": draw.choice(["block", "steal", "shot.made.dunk"]), "team": draw.choice(["KCK", None])},
        "move": draw.choice([{"anchor_s": at_s}, {"start_s": at_s - 3, "anchor_s": at_s, "end_s": at_s + 2}]),
        "set_player": {"players": [{"id": "1", "name": f"P{draw.randrange(3)}", "role": "shooter"}]},
        "split": {"at_s": at_s}, "merge": {"with": draw.choice(ids)},
        "add": {"label": "steal", "anchor_s": at_s},
        "attach_replay": {"start_s": at_s, "end_s": at_s + 2},
        "flag": {"note": draw.choice(["odd", "look"])},
    }.get(action, {})  # fmt: skip


def _play(bench: Bench, steps: list[tuple[str, int, bool]], seed: int) -> int:
    """Does what can be done; gives how many acts went through."""
    draw, done = random.Random(seed), 0
    for action, who, stale in steps:
        if action == "process":
            moments = [a_moment(n, label=draw.choice(["block", "foul.personal", "steal"])) for n in range(1, 5)]
            write_game(bench.game.root, moments[: draw.randrange(2, 5)])
            take_in(bench.engine, bench.game)
            continue
        now = bench.moments()
        id_ = draw.choice(sorted(now)) if action not in ("add", "undo", "redo") else None
        on = now[id_].revision - stale if id_ else None
        try:
            bench.does((bench.ann, bench.bob)[who], action, id_, on=on, **_change(action, draw, sorted(now)))
            done += 1
        except (InputError, Conflict):
            pass
    return done


_steps = st.lists(st.tuples(st.sampled_from(_ACTIONS), st.integers(0, 1), st.sampled_from([False, False, False, True])),
                  min_size=1, max_size=25)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(steps=_steps, seed=st.integers(0, 2**32))
def test_history_replays_to_the_present_state(steps: list[tuple[str, int, bool]], seed: int) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        bench = bench_on(f"sqlite:///{folder}/{uuid.uuid4().hex}.db", Path(folder) / "game", 4)
        _play(bench, steps, seed)
        assert not bench.broken()
        bench.engine.dispose()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(actions=st.lists(st.sampled_from([a for a in _ACTIONS if a not in ("undo", "redo", "process")]), max_size=12),
       seed=st.integers(0, 2**32))  # fmt: skip
def test_one_person_who_undoes_everything_is_back_at_the_start(actions: list[str], seed: int) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        bench = bench_on(f"sqlite:///{folder}/{uuid.uuid4().hex}.db", Path(folder) / "game", 4)
        start = {id_: m.state for id_, m in bench.moments().items()}
        done = _play(bench, [(action, 0, False) for action in actions], seed)
        end = {id_: m.state for id_, m in bench.moments().items()}
        for _ in range(done):
            bench.does(bench.ann, "undo")
        now = {id_: m.state for id_, m in bench.moments().items()}
        assert {id_: now[id_] for id_ in start} == start
        assert all(now[id_].get("deleted") for id_ in now if id_ not in start)
        for _ in range(done):
            bench.does(bench.ann, "redo")
        assert {id_: m.state for id_, m in bench.moments().items()} == end
        assert not bench.broken()
        bench.engine.dispose()


def test_an_undo_that_was_undone_undoes_nothing() -> None:
    chain = [("a", None), ("u1", "a"), ("u2", "u1"), ("u3", "u2")]
    assert gone_acts(chain[:1]) == set()
    assert gone_acts(chain[:2]) == {"a"}
    assert gone_acts(chain[:3]) == {"u1"}
    assert gone_acts(chain) == {"u2", "a"}
