"""Makes a game's moments, key moments and plans follow its corrections.

Comes in: the record. Goes out: the game folder brought up to date by the pipeline's own stages, from
`fuse` to `index`, and each recap planned anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from edc.config import Config
from edc.files import read_json
from edc.gamefolder import GameFolder, open_game_folder
from edc.manifest import read_manifest
from edc.pipeline import STAGES, Job, run_stage
from edc.progress import Silent
from labeling.record.processing import take_in
from labeling.record.through import write_through

_FIRST, _LAST = "fuse", "index"


def follow(
    engine: Engine, root: Path, game_id: str, *, moved: bool = False, first: str = _FIRST
) -> tuple[str, ...]:
    """Brings one game folder up to what the record says; gives the recaps that are stale now.

    `moved`: somebody else has processed the game since, so that there is something to take in. `first`: the stage to
    begin with; an earlier one where the weights have changed.

    Raises:
        EdcError: what a stage raises; TransientError where another process works on the folder.
    """
    from edc.recap.stale import mark_stale

    with open_game_folder(root) as game:
        changed = write_through(engine, game_id, game.corrections)
        config, job = config_of(game), _job(game)
        names = [stage.name for stage in STAGES]
        stages = STAGES[names.index(first) : names.index(_LAST) + 1]
        done = [run_stage(stage, game, Job(video=job.video, out=root, config=config), Silent()) for stage in stages]
        if not moved and not changed and all(result.skipped for result in done):
            return tuple(p.parent.name for p in (root / "recaps").glob("*/stale.json"))
        stale = mark_stale(game)
    take_in(engine, GameFolder(root))
    return tuple(name for name, difference in stale.items() if difference is not None)


def config_of(game: GameFolder) -> Config:
    """The configuration with which the game was processed, as its manifest tells."""
    stages = read_manifest(game.manifest).stages
    sections: dict[str, Any] = {name: entry["config"] for name, entry in stages.items() if entry.get("config")}
    known: Mapping[str, Any] = Config.model_fields
    return Config(**{name: section for name, section in sections.items() if name in known})


def _job(game: GameFolder) -> Job:
    return Job(video=Path(read_json(game.media).get("path", "")), out=game.root)
