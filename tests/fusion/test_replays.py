"""Which play a replay shows, on what really happened in simulated games."""

from __future__ import annotations

from edc.fusion.replays import attach_replays
from edc.moments import Moment
from sample_media.simulation.programme import make_programme
from sample_media.simulation.truth import truth


def _moment(label: str, anchor_s: float, name: str = "") -> Moment:
    return Moment(
        moment_id=name or f"{label} {anchor_s}", game_id="g", label=label, start_s=anchor_s - 3.0, anchor_s=anchor_s,
        end_s=anchor_s + 2.0, anchor_sd_s=0.1, period=1, clock_s=None, confidence=0.9, importance=0.2, stars=2,
        evidence=(), label_version="1", model_version="none",
    )  # fmt: skip


def _owner(moments: list[Moment], start_s: float) -> str:
    return next(m.label for m in attach_replays(moments, [(start_s, start_s + 5.0)]) if m.replays)


def test_a_replay_right_after_a_basket_shows_it_and_not_the_dunk_before() -> None:
    assert _owner([_moment("shot.made.dunk.cutting", 12.0), _moment("shot.made.mid.pullup", 20.0)], 22.0) \
        == "shot.made.mid.pullup"  # fmt: skip


def test_a_replay_in_the_stoppage_of_a_foul_shows_what_was_before_it() -> None:
    assert _owner([_moment("shot.made.dunk.cutting", 12.0), _moment("foul.personal", 20.0)], 24.0) \
        == "shot.made.dunk.cutting"  # fmt: skip


def test_a_block_and_the_shot_it_ends_are_one_play() -> None:
    assert _owner([_moment("block", 20.0), _moment("shot.missed.two", 20.1)], 23.0) == "block"


def test_replays_of_simulated_games_hang_on_their_plays() -> None:
    right = shown = 0
    for seed in range(100, 120):
        told = truth(make_programme(seed, kind="bench"))
        plays = sorted((p for p in told["plays"] if p["on_screen"]), key=lambda p: float(p["anchor_s"]))
        moments = [_moment(p["label"], float(p["anchor_s"]), str(p["action_number"])) for p in plays]
        spans = [(float(r["start_s"]), float(r["end_s"])) for r in told["replays"]]
        owners = {span.start_s: m.moment_id for m in attach_replays(moments, spans) for span in m.replays}
        known = {m.moment_id for m in moments}
        for replay in told["replays"]:
            if (wanted := str(replay["of_action_number"])) in known:
                shown, right = shown + 1, right + (owners.get(float(replay["start_s"])) == wanted)
    assert shown > 30
    assert right >= 0.95 * shown
