"""index: work/captioned.parquet, work/captions.json → moments.parquet, game.json, key_moments.* and thumbnails/."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from edc.captions.forms import read_forms
from edc.config import Config
from edc.errors import InputError
from edc.files import atomic_folder, read_json, write_json, write_text
from edc.gamefolder import GameFolder
from edc.keymoments.document import key_moments_json, thumbnail_name
from edc.keymoments.entries import key_moments
from edc.keymoments.game import game_id_of, game_json
from edc.keymoments.outside import outside_files
from edc.keymoments.revisions import document_revision, revised
from edc.keymoments.spoilers import hidden_choice
from edc.keymoments.thumbnails import bug_boxes, write_thumbnails
from edc.manifest import read_manifest
from edc.media.media import media_from_json
from edc.moments import Moment, read_moments, write_moments
from edc.playbyplay.feed import feed_from_json
from edc.progress import Reporter
from edc.tables import SEGMENTS, read_rows

_PICTURE_INPUTS = ("media", "layout", "segments")
"""What the pictures are made from besides the instants."""


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    feed = feed_from_json(read_json(game.feed)) if game.feed.exists() else None
    media = read_json(game.media)
    captioned = read_moments(game.captioned)
    before = _before(game)
    moments = revised(captioned, before)
    chosen = key_moments(moments, config.index.minimum_stars)
    facts = game_json(
        game_id=captioned[0].game_id if captioned else game_id_of(config.probe.game_id, feed, media),
        media=media, feed=feed, alignment=read_json(game.alignment) if game.alignment.exists() else {},
        public_url=config.index.public_url,
    )  # fmt: skip
    _write_thumbnails(game, media, pictured_moments(moments, chosen), before, reporter)
    write_moments(game.moments, moments)
    _write_document(game.game, facts)
    pictured = frozenset(m.moment_id for m in chosen)
    language = config.caption.languages[0]
    document = key_moments_json(facts, chosen, language=language, generated_at=_now(), pictured=pictured,
                                words=read_forms(game.captions))  # fmt: skip
    _write_document(game.key_moments, document)
    for suffix, content in outside_files(document, media.get("start_utc")).items():
        write_text(game.key_moments.with_name(f"key_moments{suffix}"), content)
    reporter.step(1.0, f"{len(chosen)} key moments")


def pictured_moments(moments: Sequence[Moment], chosen: Sequence[Moment]) -> list[Moment]:
    """The key moments, and those shown to a viewer who may know nothing: a missing picture would tell him something."""
    known = {m.moment_id for m in chosen}
    return [*chosen, *(m for m in hidden_choice(moments) if m.moment_id not in known)]


def _before(game: GameFolder) -> list[Moment]:
    """The moments of the last run; none where there was none, or where its file is of another version."""
    try:
        return read_moments(game.moments)
    except InputError:
        return []


def _write_document(path: Path, document: dict[str, Any]) -> None:
    before = _document_before(path)
    revision = document_revision(document, before)
    same = before is not None and revision == before.get("revision")
    stamp = {"generated_at": before["generated_at"]} if same and before and "generated_at" in before else {}
    write_json(path, {**document, **stamp, "revision": revision})


def _document_before(path: Path) -> Mapping[str, Any] | None:
    try:
        value = read_json(path)
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def _write_thumbnails(
    game: GameFolder, media: Mapping[str, Any], shown: Sequence[Moment], before: Sequence[Moment], reporter: Reporter
) -> None:
    boxes = bug_boxes(read_json(game.layout)) if game.layout.exists() else []
    segments = read_rows(game.segments, SEGMENTS) if game.segments.exists() else []
    with atomic_folder(game.thumbnails) as folder:
        kept = _kept_thumbnails(game, shown, before, folder)
        fresh = [moment for moment in shown if moment.moment_id not in kept]
        for done in write_thumbnails(folder, media_from_json(media), fresh, boxes, segments):
            reporter.step(0.95 * done / len(fresh), f"picture {done} of {len(fresh)}")


def _kept_thumbnails(
    game: GameFolder, shown: Sequence[Moment], before: Sequence[Moment], folder: Path
) -> frozenset[str]:
    """Takes over the pictures of moments whose instant is the same; decoding them again is what takes long."""
    manifest = read_manifest(game.manifest)
    made_from = manifest.stages.get("index", {}).get("inputs", {})
    now = manifest.hashes({name: getattr(game, name) for name in _PICTURE_INPUTS}, game.root)
    if any(made_from.get(name) != digest for name, digest in now.items()):
        return frozenset()
    anchors = {moment.moment_id: moment.anchor_s for moment in before}
    kept = set()
    for moment in shown:
        pictures = [game.thumbnails / Path(thumbnail_name(moment.moment_id, safe=safe)).name for safe in (False, True)]
        same = moment.anchor_s is not None and anchors.get(moment.moment_id) == moment.anchor_s
        if same and all(picture.is_file() for picture in pictures):
            for picture in pictures:
                shutil.copy2(picture, folder / picture.name)
            kept.add(moment.moment_id)
    return frozenset(kept)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
