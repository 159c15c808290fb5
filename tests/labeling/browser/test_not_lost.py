"""Nothing is lost: without a connection, in two tabs, and when two people change the same moment."""

from __future__ import annotations

from typing import Any

from tests.labeling.browser.conftest import Review, ready, saved
from tests.labeling.browser.test_bench import press, shown, visit


def labels_said(review: Review, moment_id: str) -> list[str]:
    return [act["change"]["label"] for act in review.history(moment_id) if act["action"] == "relabel"]


def test_offline_and_back(review: Review) -> None:
    page = review.opened()
    context = review.context("local")
    first = shown(page)
    context.set_offline(True)
    page.keyboard.press("d" if first["label"] != "shot.made.dunk" else "l")
    page.keyboard.press("v")
    page.keyboard.type("who was it?")
    page.keyboard.press("Enter")
    press(page, "Enter")
    second = shown(page)
    page.keyboard.press("b")
    page.wait_for_selector("#saved[data-state=offline]")
    assert "kept on this machine" in page.locator("#saved").inner_text()
    assert int(page.get_attribute("#saved", "data-waiting")) == 3
    assert not labels_said(review, first["moment_id"])
    context.set_offline(False)
    saved(page)
    assert len(labels_said(review, first["moment_id"])) == 1 and labels_said(review, second["moment_id"]) == ["block"]
    assert review.moment(first["moment_id"])["flag"] == "who was it?"


def test_a_page_closed_while_offline_sends_when_it_is_opened_again(review: Review) -> None:
    page = review.opened()
    context = review.context("local")
    moment = shown(page)
    context.set_offline(True)
    page.keyboard.press("s")
    page.keyboard.press("b")
    page.wait_for_selector("#saved[data-waiting='2']")
    page.close()
    context.set_offline(False)
    again = review.opened()
    saved(again)
    assert labels_said(review, moment["moment_id"]) == ["steal", "block"]
    assert review.moment(moment["moment_id"])["label"] == "block"


def test_an_answer_that_got_lost_on_its_way_is_not_written_twice(review: Review) -> None:
    page = review.opened()
    moment = shown(page)
    lost = []

    def lose(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    page.route("**/api/corrections", lose)
    page.keyboard.press("s")
    page.keyboard.press("b")
    page.wait_for_function("() => edcReview.outbox.state.waiting === 0", timeout=20_000)
    saved(page)
    assert lost and lost[0].status == 200
    assert labels_said(review, moment["moment_id"]) == ["steal", "block"]


def test_two_tabs_of_one_person(review: Review) -> None:
    one = review.opened()
    two = review.opened()
    assert shown(one)["moment_id"] != shown(two)["moment_id"]
    moment = shown(one)
    visit(two, moment["moment_id"])
    one.bring_to_front()
    one.keyboard.press("s")
    saved(one)
    two.wait_for_function("() => edcReview.bench.moment.label === 'steal'")
    two.bring_to_front()
    two.keyboard.press("b")
    saved(two)
    assert labels_said(review, moment["moment_id"]) == ["steal", "block"]
    assert two.evaluate("edcReview.outbox.state.conflicts") == 0


def both_change(review: Review, ann: Any, bob: Any, moment_id: str, ann_keys: str) -> None:
    """Ann's page shows the merge view: both changed one moment, Bob (to a block) was first."""
    for page in (ann, bob):
        visit(page, moment_id)
    review.context("Ann").set_offline(True)
    ann.bring_to_front()
    ann.keyboard.press("g")
    ann.wait_for_function("() => !edcReview.player.playing && edcReview.player.index === edcReview.player.loop.anchor")
    ann.keyboard.press("ArrowRight")
    ann.wait_for_function("() => edcReview.player.index === edcReview.player.loop.anchor + 1")
    for key in ann_keys:
        ann.keyboard.press(key)
    bob.bring_to_front()
    bob.keyboard.press("b")
    saved(bob)
    review.context("Ann").set_offline(False)
    ann.bring_to_front()
    ann.wait_for_selector("table.merge", timeout=20_000)
    assert "Theirs (Bob)" in ann.locator("table.merge").inner_text()
    ann.wait_for_timeout(700)  # keys pressed for the bench must not decide


def test_a_conflict_is_shown_and_mine_theirs_or_both_stand(review: Review) -> None:
    ann, bob = review.opened("Ann"), review.opened("Bob")
    mine, theirs, joined = (moment["moment_id"] for moment in review.baskets[:3])
    before = review.moment(mine)
    both_change(review, ann, bob, mine, "as")
    ann.keyboard.press("1")
    saved(ann)
    # the first of her two acts was in conflict: his label is put back, hers is said after it
    assert labels_said(review, mine) == ["block", before["label"], "steal"]
    assert review.moment(mine)["label"] == "steal" and review.moment(mine)["anchor_s"] != before["anchor_s"]
    ann.wait_for_function("() => edcReview.bench.moment.label === 'steal'")
    both_change(review, ann, bob, theirs, "s")
    ann.keyboard.press("2")
    saved(ann)
    assert labels_said(review, theirs) == ["block"]
    ann.wait_for_function("() => edcReview.bench.moment.label === 'block'")
    before = review.moment(joined)
    both_change(review, ann, bob, joined, "a")
    ann.keyboard.press("3")
    saved(ann)
    assert review.moment(joined)["label"] == "block" and review.moment(joined)["anchor_s"] != before["anchor_s"]


def test_a_session_that_ended_keeps_the_work(review: Review) -> None:
    page = review.opened()
    moment = shown(page)
    cookies = review.context("local").cookies()
    review.context("local").clear_cookies()
    page.keyboard.press("s")
    page.get_by_text("Not signed in any more").first.wait_for()
    review.context("local").add_cookies(cookies)
    saved(page)
    assert labels_said(review, moment["moment_id"]) == ["steal"]
    ready(page)
