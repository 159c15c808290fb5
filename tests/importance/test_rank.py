"""Ranking real games: comparable stars, and the words for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from edc.config import Config
from edc.files import write_json
from edc.gamefolder import GameFolder
from edc.importance.rank import rank
from edc.keymoments.entries import one_a_play
from edc.moments import Evidence, Moment, read_moments, write_moments
from edc.playbyplay.feed import feed_to_json
from edc.progress import Silent
from edc.stages import rank as stage
from tests.importance.games import REAL, feed, moments, without_feed


@pytest.mark.parametrize("name", REAL)
def test_a_game_has_a_usual_number_of_key_moments(data: Path, name: str) -> None:
    official = feed(data, name)
    ranked = rank(moments(official), official)
    worth = [m for m in one_a_play(ranked) if (m.stars or 0) >= 2]
    assert 20 <= len(worth) <= 65
    assert sum((m.stars or 0) == 5 for m in worth) <= 6
    assert all(m.importance is not None and 0.0 <= m.importance <= 1.0 and m.why for m in ranked)


def test_a_close_game_has_more_stars_than_a_blowout(data: Path) -> None:
    def stars(name: str) -> int:
        official = feed(data, name)
        return sum((m.stars or 0) >= 4 for m in rank(moments(official), official))

    assert stars("v3_0022400001.json") > 4 * stars("live_0022000001.json")


def test_the_game_winner_is_the_top_moment(data: Path) -> None:
    official = feed(data, "v3_0022400001.json")
    top = max(rank(moments(official), official), key=lambda m: m.importance or 0.0)
    assert (top.stars, top.label) == (5, "shot.made.layup.tip")
    assert top.why is not None and top.why.startswith("Wins it for ATL with 0:06.1 left")


def test_the_loudest_crowd_lifts_a_moment(data: Path) -> None:
    official = feed(data, "live_0022400500.json")
    known = moments(official)

    def loud(scores: dict[int, float]) -> list[Moment]:
        heard = [replace(m, evidence=(Evidence(source="crowd", media_s=None, score=scores.get(i, 1.0), note=""),))
                 for i, m in enumerate(known)]  # fmt: skip
        return rank(heard, official)

    same, lifted = loud({}), loud({50: 9.0})
    assert (lifted[50].importance or 0.0) > (same[50].importance or 0.0)
    assert [m.stars for m in same] == [m.stars for m in rank(known, official)]


def test_retracted_moments_and_moments_outside_the_game_weigh_nothing(data: Path) -> None:
    official = feed(data, "live_0022400500.json")
    known = moments(official)
    gone = replace(known[50], status="retracted")
    replayed = Moment(moment_id="r", game_id="x", label="replay", start_s=1.0, anchor_s=2.0, end_s=3.0)
    ranked = rank([gone, replayed], official)
    assert [(m.importance, m.stars, m.flags) for m in ranked] == [(0.0, 1, ()), (0.0, 1, ())]


def test_few_moments_without_a_feed(data: Path) -> None:
    seen = without_feed(feed(data, "live_0022400500.json"))[:7]
    ranked = rank(seen, None)
    assert all(m.stars and m.wp_after is not None for m in ranked)
    assert rank([], None) == []


def test_the_stage_writes_ranked_moments(data: Path, tmp_path: Path) -> None:
    game = GameFolder(tmp_path)
    official = feed(data, "live_0022400500.json")
    write_json(game.feed, feed_to_json(official))
    write_moments(game.fused, moments(official))
    stage.run(game, Config(), Silent())
    ranked = read_moments(game.ranked)
    assert len(ranked) == len(moments(official))
    assert max(m.stars or 0 for m in ranked) == 5
