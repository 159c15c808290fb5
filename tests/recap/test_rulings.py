"""Plays that are not over with the ball in the basket: reviews, the horn, the throw that ended the last doubt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from edc.moments import Evidence, Moment
from edc.recap.plan import Plan, make_plan
from edc.recap.request import RecapRequest
from edc.recap.rules import checks
from tests.recap.simulated_game import NTSC, SimulatedGame, moment


def planned(game: SimulatedGame) -> Plan:
    return make_plan(RecapRequest(seconds=60), game.moments, game.footage(), card=False)


def live(seconds: float, *away: tuple[float, float, str]) -> SimulatedGame:
    """Two minutes of game pictures with something else in between."""
    game, at = SimulatedGame(end_s=seconds), 0.0
    for start, end, kind in away:
        game.segments += [{"start_s": at, "end_s": start, "kind": "live"},
                          {"start_s": start, "end_s": end, "kind": kind}]  # fmt: skip
        at = end
    game.segments.append({"start_s": at, "end_s": seconds, "kind": "live"})
    return game


def test_a_basket_under_review_is_followed_to_its_ruling() -> None:
    basket = moment(1, "shot.made.layup.other", 40.0, period=4, clock_s=12.4, importance=0.9)
    ruling = moment(2, "review.stands", 75.0, period=4, clock_s=12.4, points=None, players=())
    game = live(120.0, (48.0, 66.0, "replay"))
    game.moments = [basket, ruling]
    shown = planned(game).clips
    assert [[m.moment_id for m in clip.moments] for clip in shown] == [["m0001"], ["m0002"]]
    assert shown[1].span.first / NTSC <= 75.0 <= shown[1].span.stop / NTSC
    hidden = live(120.0, (48.0, 90.0, "commercial"))
    hidden.moments = [basket, ruling]
    (only,) = planned(hidden).clips
    assert any("ruling on it cannot be shown" in given.text for given in only.cut.given_up)
    other = replace(ruling, clock_s=3.0)
    game.moments = [basket, other]
    assert len(planned(game).clips) == 1, "that was another play"


def test_a_basket_at_the_horn_is_seen_until_the_score_says_that_it_counts() -> None:
    def shot(*seen_s: float) -> Moment:
        evidence = tuple(Evidence(source="scorebug", media_s=at, score=0.9, note="") for at in seen_s)
        return moment(1, "shot.made.three.catch", 40.0, clock_s=0.0, flags=("buzzer_beater",), evidence=evidence)

    game = live(120.0)
    game.moments = [shot(48.5)]
    (clip,) = planned(game).clips
    assert 49.0 <= clip.span.stop / NTSC <= 54.0 and not clip.cut.given_up
    game.moments = [shot()]
    (clip,) = planned(game).clips
    assert any("whether the basket at the horn counted" in row["reason"] for row in checks(
        planned(game), game.footage()))  # fmt: skip
    cut_short = live(120.0, (46.0, 60.0, "commercial"))
    cut_short.moments = [shot(48.5)]
    (clip,) = planned(cut_short).clips
    assert any("before the score tells" in given.text for given in clip.cut.given_up)


def test_the_free_throw_after_which_nothing_could_change_is_in() -> None:
    game = live(120.0)
    score: dict[str, Any] = {"period": 4, "home_score": 100, "importance": 0.3}
    game.moments = [
        moment(1, "shot.made.two", 20.0, clock_s=60.0, away_score=98, team="BKN", wp_before=0.5, wp_after=0.8,
               flags=("deciding",), **score),
        moment(2, "free_throw.made", 60.0, clock_s=4.0, away_score=98, team="BKN", wp_before=0.9, wp_after=0.97,
               **{**score, "home_score": 101}),
        moment(3, "free_throw.made", 90.0, clock_s=1.0, away_score=98, team="BKN", wp_before=0.99, wp_after=0.995,
               **{**score, "home_score": 102}),
    ]  # fmt: skip
    shown = {m.moment_id for clip in planned(game).clips for m in clip.moments}
    assert shown == {"m0001", "m0002"}, "a throw that changes nothing more is no play"
    game.moments[0] = replace(game.moments[0], flags=())
    shown = {m.moment_id for clip in planned(game).clips for m in clip.moments}
    assert shown == {"m0001"}, "while the game is on nobody knows which throw will be the last that mattered"
