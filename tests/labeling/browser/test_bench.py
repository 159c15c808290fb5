"""The bench in a real browser on the sample game, by keyboard alone."""

from __future__ import annotations

from typing import Any

from tests.labeling.browser.conftest import Review, ready, saved

SHOWN = "edcReview.bench.moment"


def shown(page: Any) -> dict[str, Any]:
    value: dict[str, Any] = page.evaluate(SHOWN)
    return value


def press(page: Any, key: str) -> None:
    """A key, and the next moment playing."""
    before = page.evaluate("edcReview.queue.current?.queue_id")
    page.keyboard.press(key)
    page.wait_for_function("id => edcReview.queue.current?.queue_id !== id || edcReview.view !== 'queue'", arg=before)


def visit(page: Any, moment_id: str) -> None:
    game = page.evaluate("edcReview.games.list[0].game_id")
    page.evaluate("([game, id]) => edcReview.bench.visit(game, id)", [game, moment_id])
    page.wait_for_function("id => edcReview.bench.subject.momentId === id && edcReview.player.playing", arg=moment_id)


def test_one_key_confirms_and_two_relabel(review: Review) -> None:
    page = review.opened()
    confirmed, relabelled = [], []
    for number in range(12):
        ready(page)
        moment = shown(page)
        if number % 3 == 2:
            label, key = ("shot.made.dunk", "d") if moment["label"] != "shot.made.dunk" else ("shot.made.layup", "l")
            page.keyboard.press(key)
            relabelled.append((moment["moment_id"], label))
        else:
            confirmed.append((moment["moment_id"], moment["label"]))
        press(page, "Enter")
    saved(page)
    for moment_id, label in confirmed:
        assert [act["action"] for act in review.history(moment_id)][-1] == "confirm"
        assert review.moment(moment_id)["label"] == label
    for moment_id, label in relabelled:
        assert [act["action"] for act in review.history(moment_id)][-1] == "relabel"
        assert review.moment(moment_id)["label"] == label
    assert len({moment_id for moment_id, _ in confirmed + relabelled}) == 12


def test_a_key_held_down_counts_once_and_a_confirmation_before_the_anchor_is_flagged(review: Review) -> None:
    page = review.opened()
    page.wait_for_function("() => edcReview.player.seen")
    press(page, "Enter")
    ready(page)
    first = page.evaluate("edcReview.bench.done.length")
    page.evaluate("edcReview.player.pause(); edcReview.player.seen = false")
    moment = shown(page)
    page.keyboard.down("Enter")
    for _ in range(5):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    saved(page)
    assert page.evaluate("edcReview.bench.done.length") == first + 1
    assert review.history(moment["moment_id"])[-1]["seen_anchor"] is False
    assert page.get_by_text("Confirmed before its anchor was shown").count() == 1


def test_back_undo_redo(review: Review) -> None:
    page = review.opened()
    moment = shown(page)
    key, label = ("b", "block") if moment["label"] != "block" else ("s", "steal")
    page.keyboard.press(key)
    press(page, "Enter")
    page.keyboard.press("Backspace")
    page.wait_for_function("id => edcReview.bench.moment?.moment_id === id", arg=moment["moment_id"])
    assert shown(page)["label"] == label
    page.keyboard.press("z")
    saved(page)
    page.wait_for_function("label => edcReview.bench.moment.label === label", arg=moment["label"])
    assert review.moment(moment["moment_id"])["label"] == moment["label"]
    page.keyboard.press("Shift+Z")
    page.wait_for_function("label => edcReview.bench.moment.label === label", arg=label)
    saved(page)
    assert review.moment(moment["moment_id"])["label"] == label


def three_frames_on(page: Any) -> float:
    """Stops three frames after the anchor; gives that frame's media second."""
    page.keyboard.press("g")
    page.wait_for_function("() => !edcReview.player.playing && edcReview.player.index === edcReview.player.loop.anchor")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => edcReview.player.index === edcReview.player.loop.anchor + 3")
    return float(page.evaluate("edcReview.player.time"))


def test_every_act_by_key(review: Review) -> None:
    """Anchor, edges, player, split, add, delete, restore, replay: all from the keyboard."""
    page = review.opened()
    chosen = page.evaluate(
        "ids => { const game = edcReview.bench.subject.game;"
        " return ids.find(id => { const m = game.moment(id); return game.replaysAfter(m.anchor_s).some("
        "r => !(m.replays ?? []).some(known => known.start_s === r.start_s)); }); }",
        [moment["moment_id"] for moment in review.baskets],
    )
    before = review.moment(chosen)
    visit(page, chosen)
    player = page.evaluate(
        "([team, name]) => edcReview.bench.subject.game.roster.find(p => p.team === team && p.name !== name)",
        [before["team"], before["players"][0]["name"]],
    )
    at = three_frames_on(page)
    page.keyboard.press("a")
    page.keyboard.press("w")
    page.keyboard.type(player["jersey"])
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    page.keyboard.type("corner")
    page.keyboard.press("Enter")
    page.keyboard.press("y")
    page.keyboard.press("Enter")
    page.keyboard.press("x")
    page.keyboard.press("Shift+X")
    saved(page)
    assert page.evaluate("edcReview.outbox.acts.length") == 0
    moment = review.moment(chosen)
    assert moment["anchor_s"] == round(at, 6) and not moment["deleted"]
    assert moment["players"][0]["name"] == player["name"] and moment["players"][0]["role"] == "shooter"
    assert len(moment["replays"]) == len(before["replays"]) + 1
    acts = [act["action"] for act in review.history(chosen) if act["action"] != "machine"]
    assert [a for a in acts if a in ("move", "set_player", "attach_replay", "delete", "restore")] == [
        "move", "set_player", "attach_replay", "delete", "restore",
    ]  # fmt: skip
    near = page.evaluate("at => edcReview.bench.subject.game.between(at - 0.01, at + 0.01).map(m => m.label)", at)
    assert "shot.made.three.corner" in near


def test_split_and_merge_by_key(review: Review) -> None:
    before = review.baskets[-1]
    moment_id = before["moment_id"]
    page = review.opened()
    visit(page, moment_id)
    at = three_frames_on(page)
    page.keyboard.press("i")
    saved(page)
    first, cut = review.moment(moment_id), round(at, 6)
    (second,) = (m for m in review.moments().values() if m["start_s"] == cut and not m["deleted"])
    assert (first["start_s"], first["anchor_s"], first["end_s"]) == (before["start_s"], before["anchor_s"], cut)
    assert second["end_s"] == before["end_s"] and second["label"] == before["label"]
    page.wait_for_function("id => edcReview.bench.subject.game.moment(id)", arg=second["moment_id"])
    title = page.evaluate("label => edcReview.taxonomy.title(label)", second["label"])
    page.keyboard.press("m")
    page.keyboard.type(title)
    assert f"{second['anchor_s'] - first['anchor_s']:.2f} s" in page.locator(".choices li.at").inner_text()
    page.keyboard.press("Enter")
    saved(page)
    assert review.moment(second["moment_id"])["deleted"]
    merged = review.moment(moment_id)
    assert (merged["start_s"], merged["end_s"]) == (before["start_s"], before["end_s"])
    for _ in range(2):
        page.keyboard.press("z")
    saved(page)
    page.wait_for_function("end => edcReview.bench.moment.end_s === end", arg=before["end_s"])
    assert review.moment(second["moment_id"])["deleted"] and review.moment(moment_id)["said"] == before["said"]
    assert page.evaluate("edcReview.outbox.acts.length") == 0


def test_script_in_a_note_is_text(review: Review) -> None:
    page = review.opened()
    note = "<img src=x onerror='window.run=1'><script>window.run=2</script>'; DROP TABLE act; --"
    page.keyboard.press("v")
    page.keyboard.type(note)
    page.keyboard.press("Enter")
    saved(page)
    assert page.locator("#note").inner_text() == note
    assert page.evaluate("window.run") is None
    assert review.moment(shown(page)["moment_id"])["flag"] == note
    page.keyboard.press("Shift+H")
    page.wait_for_selector("dialog .history li")
    assert page.evaluate("window.run") is None and note in page.locator("dialog .history").inner_text()


def test_keys_are_shown_and_can_be_changed(review: Review) -> None:
    page = review.opened("Ann")
    page.keyboard.press("?")
    page.locator("dialog [data-command=cannot-tell]").click()
    with page.expect_response("**/api/me/keys"):
        page.keyboard.press("e")
    page.close()
    again = review.opened("Ann")
    moment = shown(again)
    again.keyboard.press("q")
    again.keyboard.press("e")
    saved(again)
    acts = [act["action"] for act in review.history(moment["moment_id"])]
    assert acts.count("cannot_tell") == 1


def test_the_guide_shows_pictures_of_the_games_own_moments_and_of_invented_ones(review: Review) -> None:
    page = review.opened(view="project")
    page.keyboard.press("Shift+G")
    page.wait_for_selector(".card img")
    page.wait_for_function("() => [...document.querySelectorAll('.card img')].slice(0, 3).every(i => i.naturalWidth)")
    labels = page.evaluate("[...document.querySelectorAll('.card')].map(card => card.dataset.label)")
    assert set(labels) >= {row["label"] for row in page.evaluate("edcReview.taxonomy.rows")}
    bare = page.evaluate("[...document.querySelectorAll('.card:has(.none)')].map(card => card.dataset.label)")
    assert sorted(bare) == ["altercation", "anthem", "celebration", "coach", "graphic", "huddle", "injury_delay",
                            "interview"]  # fmt: skip
    invented = page.locator(".card[data-label='shot.made.dunk.alley_oop'] img")
    invented.scroll_into_view_if_needed()
    page.wait_for_function("i => i.naturalWidth", arg=invented.element_handle())


def test_a_sweep_leaves_breaks_out_and_records_what_was_watched(review: Review) -> None:
    from labeling.record.database import reading
    from labeling.record.sweeps import swept

    page = review.opened()
    page.keyboard.press("Shift+S")
    page.wait_for_function("() => edcReview.sweep.active && edcReview.player.playing")
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    assert page.evaluate("edcReview.player.rate") == 4
    start = page.evaluate("edcReview.sweep.stretches[0].from_s")
    # where the browser leaves pictures out, what was passed over has not been watched
    page.wait_for_function("() => edcReview.sweep.furthest - edcReview.sweep.since > 2.5", timeout=90_000)
    page.keyboard.press("b")
    page.keyboard.press("Shift+Q")
    page.wait_for_function("() => edcReview.view === 'queue'")
    saved(page)
    with reading(review.desk.engine) as connection:
        spans = swept(connection, review.game_id, 1e6)
    assert spans and spans[0]["start_s"] > start - 0.01
    assert max(span["end_s"] - span["start_s"] for span in spans) > 2.5
    breaks = page.evaluate("edcReview.sweep.game.segments.filter(s => !['live', 'dead'].includes(s.kind))")
    planned = page.evaluate("edcReview.sweep.stretches")
    assert not any(s["from_s"] < b["end_s"] - 0.01 and s["to_s"] > b["start_s"] + 0.01 for s in planned for b in breaks)
    assert page.evaluate("edcReview.sweep.added.map(row => row.label)") == ["block"]


def test_a_second_look_is_blind(review: Review) -> None:
    from labeling.record.queue_rows import ask_again

    before = review.baskets[0]
    with review.desk.engine.begin() as connection:
        ask_again(connection, review.game_id, before["moment_id"], "second", "a second look", gain=1000.0)
    page = review.opened()
    assert page.evaluate("edcReview.queue.current.blind")
    text = page.locator("#panel").inner_text()
    title = page.evaluate("label => edcReview.taxonomy.title(label)", before["label"])
    assert title not in text and before["players"][0]["name"] not in text and "Model" not in text
    page.keyboard.press("Enter")
    page.get_by_text("Say what it is first").wait_for()
    page.keyboard.press("b")
    press(page, "Enter")
    saved(page)
    assert page.evaluate("edcReview.outbox.acts.length") == 0
    assert review.moment(before["moment_id"])["label"] == before["label"]
    assert page.evaluate("edcReview.queue.past.length") == 1
