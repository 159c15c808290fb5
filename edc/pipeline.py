"""The one list of stages, and running it.

Comes in: a `Job` (video, feed, folder, configuration). Goes out: a game folder whose
`manifest.json` says for every stage what it read and wrote. A stage is skipped when its inputs and
outputs (content hashes), its part of the configuration and its code version are unchanged: that is
the only caching mechanism, and what makes a run that was killed go on where it stopped.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from edc.config import Config
from edc.errors import InputError, InvariantError, from_os_error
from edc.files import write_json
from edc.gamefolder import GameFolder, open_game_folder
from edc.manifest import read_manifest
from edc.metering import Meter
from edc.progress import Reporter
from edc.spotter.weights import backbone_fingerprint, fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A function from files of the game folder to files of the game folder."""

    name: str
    title: str
    """What a person reads beside the progress bar."""
    version: int
    """Grows when the stage's code would write something else for the same input."""
    inputs: tuple[str, ...]
    """Names of `GameFolder` properties, or of `Job` fields for what comes from outside."""
    outputs: tuple[str, ...]
    weights: tuple[str, ...] = ()
    """Packages whose models the stage uses (another release has other weights); "spotter" is our own, and
    "spotter:backbone" the part of it that looks at pictures."""

    def load(self) -> Callable[..., None]:
        run: Callable[..., None] = importlib.import_module(f"edc.stages.{self.name}").run
        return run


STAGES: tuple[Stage, ...] = (
    Stage(
        name="probe", title="Look at the files", version=1,
        inputs=("video", "playbyplay", "boxscore", "names_file", "ratings_file"),
        outputs=("media", "frames", "feed", "names", "ratings"),
    ),
    Stage(
        name="scan", title="Watch the broadcast", version=8, weights=("rapidocr", "silero-vad", "spotter:backbone"),
        inputs=("media", "frames"), outputs=("layout", "looks", "shots", "sound", "motion", "features"),
    ),
    Stage(
        name="spot", title="See the plays", version=2, weights=("spotter",),
        inputs=("features", "sound"), outputs=("spots", "spotted"),
    ),
    Stage(
        name="align", title="Place the game clock", version=8, weights=("spotter",),
        inputs=("media", "feed", "layout", "looks", "shots", "sound", "motion", "spotted"),
        outputs=("readings", "clock", "segments", "placed", "alignment"),
    ),
    Stage(
        name="fuse", title="Find the moments", version=9,
        inputs=("media", "feed", "clock", "segments", "readings", "placed", "alignment", "shots", "sound",
                "motion", "spotted", "corrections"),
        outputs=("fused", "ids"),
    ),
    Stage(
        name="rank", title="Weigh the moments", version=2,
        inputs=("fused", "feed", "alignment", "sound", "ratings"), outputs=("ranked",),
    ),
    Stage(
        name="caption", title="Write the captions", version=3,
        inputs=("ranked", "feed", "alignment", "names"), outputs=("captioned", "captions"),
    ),
    Stage(
        name="index", title="Index the key moments", version=3,
        inputs=("captioned", "captions", "media", "feed", "alignment", "layout", "segments"),
        outputs=("moments", "game", "key_moments", "thumbnails"),
    ),
    Stage(
        name="recap", title="Cut the recap", version=3,
        inputs=("moments", "captions", "game", "media", "frames", "feed", "names", "ratings", "segments", "shots",
                "sound", "layout", "readings", "clock", "alignment"),
        outputs=("rapid",),
    ),
    Stage(
        name="report", title="Write the report", version=2,
        inputs=("moments", "game", "media", "layout", "readings", "clock", "segments", "placed", "alignment",
                "feed", "rapid", "captions"),
        outputs=("report",),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to process, and where to leave it."""

    video: Path
    out: Path
    playbyplay: Path | None = None
    boxscore: Path | None = None
    names: Path | None = None
    """Names of players and teams in other languages."""
    ratings: Path | None = None
    """How strong teams were before the game."""
    config: Config = field(default_factory=Config)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageResult:
    stage: str
    skipped: bool
    seconds: float
    peak_mb: float
    warnings: tuple[str, ...]


class Observer(Protocol):
    """Who watches a run: the terminal, a Prefect flow, a test."""

    def reporter(self, stage: Stage) -> Reporter: ...

    def finished(self, result: StageResult) -> None: ...


class _Keeping:
    """Passes a stage's progress on and keeps its warnings for the manifest."""

    def __init__(self, inner: Reporter) -> None:
        self._inner = inner
        self.warnings: list[str] = []

    def step(self, done: float, text: str = "") -> None:
        self._inner.step(min(1.0, max(0.0, done)), text)

    def warn(self, message: str) -> None:
        self.warnings.append(message)
        self._inner.warn(message)


def _paths(names: tuple[str, ...], game: GameFolder, job: Job) -> dict[str, Path | None]:
    outside: Mapping[str, Path | None] = {
        "video": job.video, "playbyplay": job.playbyplay, "boxscore": job.boxscore, "names_file": job.names,
        "ratings_file": job.ratings, "rapid": game.recap(),
    }  # fmt: skip
    return {name: outside[name] if name in outside else getattr(game, name) for name in names}


def _release(weights: str) -> str:
    ours = {"spotter": fingerprint, "spotter:backbone": backbone_fingerprint}
    return ours[weights]() if weights in ours else importlib.metadata.version(weights)


def stage_named(name: str) -> Stage:
    return next(stage for stage in STAGES if stage.name == name)


def run_stage(stage: Stage, game: GameFolder, job: Job, reporter: Reporter) -> StageResult:
    """Runs one stage, or skips it when nothing that it depends on has changed.

    Raises:
        EdcError: what the stage raises; nothing is recorded then and earlier outputs stay.
    """
    manifest = read_manifest(game.manifest)
    inputs = _paths(stage.inputs, game, job)
    section: dict[str, Any] = getattr(job.config, stage.name).model_dump(mode="json")
    before = {
        "version": stage.version,
        "weights": {name.partition(":")[0]: _release(name) for name in stage.weights},
        "config": section,
        "inputs": manifest.hashes(inputs, game.root),
    }
    if manifest.is_current(stage.name, before, _paths(stage.outputs, game, job), game.root):
        done = manifest.stages[stage.name]
        for warning in done["warnings"]:
            reporter.warn(warning)
        return StageResult(stage=stage.name, skipped=True, seconds=0.0, peak_mb=0.0, warnings=tuple(done["warnings"]))
    keeping, meter = _Keeping(reporter), Meter()
    extra = {"video": job.video, "playbyplay": job.playbyplay, "boxscore": job.boxscore, "names": job.names,
             "ratings": job.ratings}  # fmt: skip
    with meter, _os_errors(f"{stage.title} ({game.root})"):
        game.work.mkdir(parents=True, exist_ok=True)
        stage.load()(game, job.config, keeping, **(extra if stage.name == "probe" else {}))
    with _os_errors(f"{stage.title} ({game.root})"):
        outputs = manifest.hashes(_paths(stage.outputs, game, job), game.root)
        manifest.record(stage.name, {
            **before, "outputs": outputs, "seconds": round(meter.seconds, 2),
            "cpu_seconds": round(meter.cpu_seconds, 2), "peak_mb": round(meter.peak_mb, 1),
            "warnings": keeping.warnings, "finished_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        })  # fmt: skip
        write_json(game.manifest, manifest.to_json())
    return StageResult(
        stage=stage.name, skipped=False, seconds=meter.seconds, peak_mb=meter.peak_mb,
        warnings=tuple(keeping.warnings),
    )  # fmt: skip


@contextmanager
def _os_errors(doing: str) -> Iterator[None]:
    """A full disk and a forbidden file become errors that say what to do."""
    try:
        yield
    except OSError as error:
        known = from_os_error(error, doing)
        if known is None:
            raise
        raise known from error


def check_sources(job: Job) -> None:
    """Fails before anything is made when a named file is not there.

    Raises:
        InputError: which one, and the remedy.
    """
    for what, path in (("video", job.video), ("play-by-play", job.playbyplay), ("box score", job.boxscore),
                       ("file of names", job.names), ("file of ratings", job.ratings)):  # fmt: skip
        if path is not None and not path.is_file():
            state = "is a folder, not a file" if path.is_dir() else "does not exist"
            raise InputError(f"The {what} {path} {state}: check the path.")


StageRunner = Callable[[Stage, GameFolder, Job, Reporter], StageResult]
"""`run_stage`, or the same inside an orchestrator's task."""


def process(
    job: Job, observer: Observer, *, until: str | None = None, run: StageRunner = run_stage
) -> list[StageResult]:
    """Runs all stages in order (up to and with `until`), holding the game folder's lock.

    A folder that this call made and in which nothing was finished is removed again on failure.
    """
    check_sources(job)
    if until is not None and until not in {stage.name for stage in STAGES}:
        raise InvariantError(f"no stage {until!r}")
    is_new = not job.out.exists()
    results: list[StageResult] = []
    try:
        with open_game_folder(job.out) as game:
            for stage in STAGES:
                results.append(run(stage, game, job, observer.reporter(stage)))
                observer.finished(results[-1])
                if stage.name == until:
                    break
    except BaseException:
        if is_new and not results:
            discard_unfinished(job.out)
        raise
    return results


def discard_unfinished(folder: Path) -> None:
    """Removes a game folder in which no stage has finished: nothing of it is of use to anyone."""
    if folder.is_dir() and not (folder / "manifest.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
