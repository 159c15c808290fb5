"""spot: what the backbone made of the pictures, and the sound → `spots.parquet` and the instants behind it.

Without weights, or where the game is never on, both tables are there and empty.
"""

from __future__ import annotations

from edc.config import Config
from edc.gamefolder import GameFolder
from edc.progress import Reporter
from edc.spotter.classes import CLASSES
from edc.spotter.features import read_features
from edc.spotter.spotting import spot
from edc.spotter.weights import shipped
from edc.spotter.windows import onnx_head
from edc.tables import SOUND, SPOTS, SPOTTED, read_rows, write_table


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    """Raises:
    InputError: the scan's features are damaged.
    """
    weights = shipped()
    if weights is None or not config.spot.use or not game.features.exists():
        if config.spot.use:
            reporter.warn("No weights of the action spotter: what no score tells (blocks, steals) is not found.")
        write_table(game.spots, [], SPOTS)
        write_table(game.spotted, [], SPOTTED)
        return
    card = weights.facts()
    sound = read_rows(game.sound, SOUND)
    found = spot(read_features(game.features), sound, onnx_head(weights.head), int(card["reach"]), card)
    write_table(game.spots, (
        {"media_s": float(at), **{name: float(score) for name, score in zip(CLASSES, row, strict=True)}}
        for at, row in zip(found.media_s, found.scores, strict=True)
    ), SPOTS)  # fmt: skip
    rows = ({"label": s.label, "at_s": s.at_s, "score": s.score} for s in found.spots)
    write_table(game.spotted, rows, SPOTTED)
    reporter.step(1.0, f"{sum(s.score > 0.5 for s in found.spots)} actions seen")
