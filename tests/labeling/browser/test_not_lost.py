"""Nothing is lost: without a connection, in two tabs, and when two people change the same moment."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.labeling.browser.conftest import CHROMIUM, CHROMIUM_OPTIONS, Review, ready, saved
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


def close(page: Any) -> None:
    page.close()


def crash(page: Any) -> None:
    """The tab's process ends at once, as when it runs out of memory."""
    with page.expect_event("crash"), contextlib.suppress(Exception):
        page.goto("chrome://crash")
    page.close()


SLOW_DISK = """() => {
    const put = IDBObjectStore.prototype.put;
    delete IDBTransaction.prototype.commit;
    IDBObjectStore.prototype.put = function (...values) {
      const again = () => (this.count().onsuccess = again);
      again();
      return put.apply(this, values);
    };
}"""
"""No write to the browser's database ends as long as the page is open."""


@pytest.mark.parametrize("leave", [close, crash])
def test_a_page_left_right_after_the_key_while_offline_sends_when_it_is_opened_again(
    review: Review, leave: Callable[[Any], None]
) -> None:
    page = review.opened()
    context = review.context("local")
    moment = shown(page)
    page.evaluate(SLOW_DISK)
    context.set_offline(True)
    page.keyboard.press("s")
    page.keyboard.press("b")
    page.wait_for_selector("#saved[data-waiting='2']")
    assert "2 not kept here yet" in page.locator("#saved").inner_text()
    leave(page)
    context.set_offline(False)
    again = review.opened()
    saved(again)
    assert labels_said(review, moment["moment_id"]) == ["steal", "block"]
    assert review.moment(moment["moment_id"])["label"] == "block"


def test_what_the_page_says_is_kept_survives_a_killed_browser(review: Review, playwright: Any, tmp_path: Path) -> None:
    def started() -> tuple[Any, Any]:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=CHROMIUM_OPTIONS
        )
        page = context.new_page()
        page.goto(f"{review.address}?token={review.tokens['local']}")
        page.wait_for_selector("body[data-ready]", timeout=90_000)
        return context, page

    context, page = started()
    ready(page)
    moment = shown(page)
    context.set_offline(True)
    page.keyboard.press("s")
    page.keyboard.press("b")
    page.wait_for_selector("#saved[data-state=offline][data-waiting='2'][data-unkept='0']")
    assert "kept on this machine" in page.locator("#saved").inner_text()
    (main,) = (p for p in psutil.process_iter(["cmdline"])
               if f"--user-data-dir={tmp_path / 'profile'}" in (words := p.info["cmdline"] or ())
               and not any(word.startswith("--type=") for word in words))  # fmt: skip
    main.kill()
    main.wait()
    assert not labels_said(review, moment["moment_id"])
    context, page = started()
    saved(page)
    context.close()
    assert labels_said(review, moment["moment_id"]) == ["steal", "block"]


LATE_DATABASE = """
    const open = indexedDB.open.bind(indexedDB);
    const held = new Promise((go) => (window.letGo = go));
    indexedDB.open = (...names) => {
      const request = open(...names);
      return {
        set onsuccess(then) { request.onsuccess = () => held.then(then); },
        set onerror(then) { request.onerror = then; },
        set onupgradeneeded(then) { request.onupgradeneeded = then; },
        get result() { return request.result; },
      };
    };
"""


def test_the_page_says_nothing_is_to_save_only_after_it_has_looked(review: Review) -> None:
    page = review.context("local").new_page()
    page.add_init_script(LATE_DATABASE)
    page.goto(review.address)
    page.wait_for_selector("#saved[data-state=opening]")
    assert page.locator("#saved").inner_text() == "looking for what is not sent yet"
    page.evaluate("window.letGo()")
    saved(page)
    assert "nothing to save" in page.locator("#saved").inner_text()


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
    page.wait_for_function("() => edcReview.outbox.state.waiting === 0", timeout=90_000)
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
    ann.wait_for_selector("table.merge", timeout=90_000)
    assert "Theirs (Bob)" in ann.locator("table.merge").inner_text()
    ann.wait_for_timeout(700)  # keys pressed for the bench must not decide


def test_a_conflict_is_shown_and_mine_theirs_or_both_stand(review: Review) -> None:
    ann, bob = review.opened("Ann"), review.opened("Bob")
    untouched = [id_ for moment in review.baskets if not labels_said(review, id_ := moment["moment_id"])]
    mine, theirs, joined = untouched[-3:]
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
