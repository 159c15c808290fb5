"""`edc playbyplay` and `edc keymoments` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from edc.captions.caption import caption
from edc.cli.keymoments import keymoments
from edc.cli.playbyplay import playbyplay
from edc.errors import InputError
from edc.files import write_json
from edc.gamefolder import GameFolder
from edc.importance.rank import rank
from edc.keymoments.document import key_moments_json
from edc.keymoments.entries import key_moments
from edc.keymoments.game import game_json
from edc.moments import write_moments
from tests.importance.games import feed, moments

MEDIA = {"uri": "s3://games/g.mp4", "duration_s": 9000.0, "fps": "30/1", "width": 1280, "height": 720,
         "sha256": "0" * 64}  # fmt: skip


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    made = typer.Typer(pretty_exceptions_enable=False)
    made.command()(playbyplay)
    made.command()(keymoments)
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, data: Path) -> GameFolder:
    game = GameFolder(tmp_path_factory.mktemp("game"))
    official = feed(data, "v3_0022400001.json")
    told = caption(rank(moments(official), official), official, ("en",))
    facts = game_json(game_id="g", media=MEDIA, feed=official, alignment={}, public_url=None)
    chosen = key_moments(told)
    document = key_moments_json(facts, chosen, language="en", generated_at="2026-01-01T00:00:00Z")
    write_json(game.key_moments, {**document, "revision": 1})
    write_moments(game.moments, told)
    return game


def run(app: typer.Typer, *arguments: object) -> str:
    done = CliRunner().invoke(app, list(map(str, arguments)), env={"COLUMNS": "220"}, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_feed_is_checked(app: typer.Typer, data: Path) -> None:
    file = data / "playbyplay" / "v2_technical_before_period_start.json"
    told = json.loads(run(app, "playbyplay", file, "--json"))
    assert told["home"] == {"tricode": "POR", "score": 112} and told["away"] == {"tricode": "DAL", "score": 132}
    assert told["periods"] == 4 and told["provider"] == "stats_v2" and told["plays"] == sum(told["counts"].values())
    assert {r["kind"] for r in told["repairs"]} == {"unknown", "order", "score"}
    shown = run(app, "playbyplay", file)
    assert "DAL 132 at POR 112" in shown and "repairs" in shown


def test_the_index_is_listed(app: typer.Typer, folder: GameFolder) -> None:
    shown = run(app, "keymoments", folder.root)
    assert "ATL at BOS" in shown and "O. Okongwu tip-in wins it" in shown and "117-116" in shown
    assert json.loads(run(app, "keymoments", folder.root, "--json"))["schema"] == "edc.key_moments/1"


def test_the_hidden_list_tells_no_score(app: typer.Typer, folder: GameFolder) -> None:
    shown = run(app, "keymoments", folder.root, "--spoiler", "hidden")
    assert "wins" not in shown and "117" not in shown and "★" not in shown
    watched = json.loads(run(app, "keymoments", folder.root, "--spoiler", "watched", "--watched-s", "900", "--json"))
    assert watched["moments"] and all(m["end_s"] <= 900 for m in watched["moments"])


def test_a_folder_that_is_no_game(app: typer.Typer, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="edc process"):
        run(app, "keymoments", tmp_path)
