"""The learning loop, step by step: corrections, dataset, training, gate, and the games looked at anew.

Comes in: the record, its games, other games to learn from, the weights in use. Goes out: below one folder the
dataset (`clips/`, `reviews/`), trainings (`runs/<dataset>-<seed>/`) and weights (`weights/`); game folders brought up
to date. Each step goes on where an earlier run of it stopped: pictures are decoded once, a training continues, a game
whose features are of the same backbone is not decoded again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from edc.errors import InputError, UsageError
from edc.files import atomic_write, read_json, write_json
from edc.gamefolder import GameFolder, require_game_folder
from edc.progress import Reporter
from edc.spotter.gather import build
from edc.spotter.weights import NAMED_BY, Weights, shipped
from labeling.formats.dataset import dataset
from labeling.record.changes import Present, all_present
from labeling.record.database import open_database, reading
from labeling.record.following import follow

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from edc.spotter.promote import Verdict

STEPS, CLIPS, CLIP = 600, 8, 192
"""Of a training of the head alone: two and a half minutes on one core."""
_EVERY = 100
"""Steps from one validation, and one checkpoint, to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    games: tuple[Path, ...]
    """Game folders that the record knows."""
    database: str
    out: Path
    also: tuple[Path, ...] = ()
    """Other folders to learn from and to be judged on: rendered broadcasts with their truth, processed games."""
    steps: int = STEPS
    seed: int = 0

    @property
    def clips(self) -> Path:
        return self.out / "clips"

    @property
    def weights(self) -> Weights:
        """The project's own; those of the installation are left alone."""
        return Weights(self.out / "weights")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    version: str
    """Of the dataset: the hash of its labels."""
    corrections: int
    """Answers of people in it: labels, what they deleted, what they could not tell."""
    games: int
    pictures: int
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """A game that was looked at with new weights."""

    game_id: str
    moments: int
    changed: tuple[str, ...]
    """Moments of which the machine now says something else."""
    conflicts: int
    """Of these, moments that a person had decided otherwise: they are asked about again."""
    stale: tuple[str, ...] = field(default=())
    """Recaps that would be cut otherwise now."""


def begin(loop: Loop) -> None:
    """Takes a copy of the weights in use, once.

    Raises:
        UsageError: there are none to start from.
    """
    if loop.weights.complete:
        return
    present = shipped()
    if present is None:
        raise UsageError("There are no weights of the spotter to start from: train some with `edc train`, then "
                         f"`edc models promote`, or name a folder with {NAMED_BY}.")  # fmt: skip
    loop.weights.folder.mkdir(parents=True, exist_ok=True)
    for path in present.files:
        with atomic_write(loop.weights.folder / path.name) as temporary:
            temporary.write_bytes(path.read_bytes())


def gather(loop: Loop, told: Callable[[str], None]) -> Gathered:
    """Corrections of all games, and what the machine says where nobody corrected, as one dataset.

    Raises:
        InputError: a game that the record does not know, or nothing that can be learnt from.
    """
    engine, reviews, corrections = open_database(loop.database), [], 0
    for folder in loop.games:
        game = require_game_folder(folder)
        facts = read_json(game.game)
        with reading(engine) as connection:
            content = dataset(connection, facts["game_id"], PurePosixPath(str(facts["media"]["uri"])).name)
        reviews.append(loop.out / "reviews" / f"{facts['game_id']}.json")
        reviews[-1].parent.mkdir(parents=True, exist_ok=True)
        write_json(reviews[-1], content)
        corrections += sum(len(content[name]) for name in ("labels", "negatives", "unsure"))
    built = build([*loop.games, *loop.also], reviews, loop.clips, told)
    return Gathered(version=built.version, corrections=corrections, games=built.games, pictures=built.pictures,
                    skipped=tuple(built.skipped))  # fmt: skip


def train_head(loop: Loop, reporter: Reporter) -> Path:
    """Trains the temporal head on features computed once; gives its best weights.

    Raises:
        InputError: no game to train on, or none to validate on.
    """
    from edc.spotter.dataset import read_dataset
    from edc.spotter.recipe import head_recipe
    from edc.spotter.train import train

    clips = read_dataset(loop.clips)
    often = min(_EVERY, loop.steps)
    recipe = head_recipe(str(loop.weights.torch), steps=loop.steps, clips=CLIPS, clip=CLIP, seed=loop.seed,
                         validate_every=often, checkpoint_every=often)  # fmt: skip
    return train(clips, recipe, loop.out / "runs" / f"{clips.version}-{loop.seed}", reporter)


def judge(loop: Loop, candidate: Path, reporter: Reporter) -> Verdict:
    """The gate: the candidate becomes the project's weights where it is no worse on the dataset's test games.

    Raises:
        InputError: the dataset has no validation or no test games.
    """
    from edc.spotter.dataset import read_dataset
    from edc.spotter.promote import promote

    return promote(candidate, read_dataset(loop.clips), loop.weights, reporter)


def renew(loop: Loop, folder: Path) -> Renewed:
    """Looks at a game with the project's weights; human decisions stand, and conflicts are asked about again.

    Raises:
        EdcError: what a stage raises; TransientError where another process works on the folder.
    """
    engine = open_database(loop.database)
    game_id = str(read_json(GameFolder(folder).game)["game_id"])
    before = _machine(engine, game_id)
    with in_use(loop.weights):
        stale = follow(engine, folder, game_id, first="scan")
    with reading(engine) as connection:
        now = all_present(connection, game_id)
    after = _machine(engine, game_id)
    changed = sorted(id_ for id_ in set(before) | set(after) if before.get(id_) != after.get(id_))
    return Renewed(game_id=game_id, moments=len(now), changed=tuple(changed), stale=stale,
                   conflicts=sum(bool(now[id_].state.get("conflict")) for id_ in changed if id_ in now))  # fmt: skip


def _machine(engine: Engine, game_id: str) -> dict[str, Any]:
    """What processing says of each moment: label, whether it stands, and its place to a tenth of a second."""
    with reading(engine) as connection:
        moments: Mapping[str, Present] = all_present(connection, game_id)
    return {id_: _said(moment.state.get("machine") or {}) for id_, moment in moments.items()}


def _said(machine: Mapping[str, Any]) -> tuple[Any, ...]:
    anchor_s = machine.get("anchor_s")
    return machine.get("label"), machine.get("status"), None if anchor_s is None else round(anchor_s, 1)


@contextmanager
def in_use(weights: Weights) -> Iterator[None]:
    """While it lasts, stages take these weights.

    Raises:
        InputError: one of the files is missing.
    """
    if not weights.complete:
        raise InputError(f"{weights.folder} lacks files of the spotter's weights: run the loop from its beginning.")
    before = os.environ.get(NAMED_BY)
    os.environ[NAMED_BY] = str(weights.folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[NAMED_BY]
        else:
            os.environ[NAMED_BY] = before


def open_loop(
    games: Sequence[Path], project: Path, *, database: str | None = None, also: Sequence[Path] = (), steps: int = STEPS,
    seed: int = 0,
) -> Loop:  # fmt: skip
    """The loop of a review project, in its folder `learning`."""
    return Loop(games=tuple(games), also=tuple(also), steps=steps, seed=seed, out=project / "learning",
                database=database or f"sqlite:///{(project / 'review.db').resolve()}")  # fmt: skip
