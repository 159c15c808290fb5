"""What adjudicators and admins do in the browser: bulk acts, labels in and out, restoring, settling disputes."""

from __future__ import annotations

import csv
import io
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from labeling.record.correct import Wish, correct
from labeling.record.database import reading
from labeling.record.people import people
from labeling.record.queue_rows import ask_again
from labeling.record.tables import GOLD, QUEUE
from tests.labeling.browser.conftest import Review


def labels(review: Review) -> dict[str, Any]:
    return {id_: (m["label"], m["anchor_s"], m["deleted"]) for id_, m in review.moments().items()}


def does(review: Review, name: str, action: str, moment_id: str, queue_id: str | None = None, **change: Any) -> None:
    """As this person's page would send it."""
    with reading(review.desk.engine) as connection:
        person = next(p for p in people(connection) if p.name == name)
    wish = Wish(client_id=str(uuid.uuid4()), game_id=review.game_id, action=action, moment_id=moment_id, change=change,
                base_revision=review.moment(moment_id)["revision"], queue_id=queue_id)  # fmt: skip
    correct(review.desk.engine, wish, person)


def until(told: Callable[[], Any]) -> Any:
    for _ in range(1200):
        if value := told():
            return value
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def test_a_period_is_shifted_once_and_that_is_taken_back_after_a_reload(review: Review) -> None:
    before = labels(review)
    first = {id_ for id_, m in review.moments().items() if m["period"] == 1 and m["anchor_s"] is not None}
    page = review.opened()
    page.keyboard.press("Shift+B")
    page.get_by_role("button", name="Do it").click()
    page.get_by_text("Say by how many seconds").wait_for()
    page.locator("input[name=by]").fill("0.25")
    page.locator("input[name=why]").fill("the feed is late")
    page.get_by_role("button", name="Do it").dblclick()
    page.get_by_text(f"Anchors shifted by 0.25 s, {len(first)} moments, local").wait_for()
    now = labels(review)
    assert {id_ for id_ in now if now[id_] != before[id_]} == first
    assert all(round(now[id_][1] - before[id_][1], 6) == 0.25 for id_ in first)
    assert page.evaluate("id => edcReview.bench.subject.game.moment(id).anchor_s", min(first)) == now[min(first)][1]
    page.close()
    page = review.opened(view="project")
    row = page.locator("[data-batch]").filter(has_text="Anchors shifted by 0.25 s")
    assert "the feed is late" in row.inner_text()
    row.get_by_role("button", name="Take it back").click()
    page.get_by_text(f"Taken back: {len(first)} moments").wait_for()
    page.locator("[data-batch] button[disabled]").wait_for()
    assert labels(review) == before


def test_a_selection_is_relabelled_and_a_persons_work_is_asked_again(review: Review) -> None:
    one, two = (moment["moment_id"] for moment in review.baskets[:2])
    does(review, "Ann", "confirm", one)
    before = labels(review)
    page = review.opened()
    page.keyboard.press("Shift+B")
    page.get_by_role("button", name="Relabel a selection").click()
    page.locator("input[name=find]").fill("shot.made")
    listed = page.locator(".picks li").count()
    page.get_by_role("button", name="all listed").click()
    page.get_by_text(f"{listed} chosen").wait_for()
    page.get_by_role("button", name="none").click()
    for moment_id in (one, two):
        page.locator(f".picks [data-moment='{moment_id}'] input").check()
    page.locator("button[name=label]").click()
    page.keyboard.type("alley-oop dunk")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Do it").click()
    page.get_by_text("Relabelled to Alley-oop dunk, 2 moments, local").wait_for()
    assert {id_ for id_, said in labels(review).items() if said != before[id_]} == {one, two}
    assert review.moment(one)["label"] == "shot.made.dunk.alley_oop"
    page.get_by_role("button", name="Take it back").first.click()
    page.get_by_text("Taken back: 2 moments").wait_for()
    assert labels(review) == before
    page.get_by_role("button", name="Ask a person's work again").click()
    page.locator("select[name=person]").select_option("Ann")
    page.get_by_role("button", name="Do it").click()
    page.get_by_text("The work of Ann asked again, 1 moments").wait_for()
    with reading(review.desk.engine) as connection:
        asked = connection.execute(select(QUEUE.c.moment_id).where(QUEUE.c.kind == "requeue")).scalars().all()
    assert asked == [one]


def test_labels_go_out_and_come_in_and_what_has_no_counterpart_is_listed(review: Review, tmp_path: Path) -> None:
    before = labels(review)
    chosen = review.baskets[-1]["moment_id"]
    page = review.opened(view="project")
    row = page.locator(f"[data-game='{review.game_id}']")
    row.get_by_label("Format", exact=True).select_option("csv")
    with page.expect_download() as download:
        row.get_by_role("button", name="Export").click()
    table = list(csv.DictReader(io.StringIO(download.value.path().read_text())))
    assert {line["id"] for line in table} == {id_ for id_, (_, at, gone) in before.items() if at and not gone}
    for line in table:
        line["label"] = "Steal" if line["id"] == chosen else line["label"]
    table += [{**dict.fromkeys(table[0], ""), "label": name, "anchor_s": "41.5"} for name in ("Block", "Mexican wave")]
    changed = tmp_path / "changed <b>.csv"
    with changed.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    row.get_by_label("Format to import").select_option("csv")
    row.get_by_label("File to import").set_input_files(changed)
    page.get_by_text("1 added, 1 changed").wait_for()
    assert "Mexican wave" in page.locator("dialog").inner_text()
    page.keyboard.press("Escape")
    assert review.moment(chosen)["label"] == "steal"
    fresh = [m for m in review.moments().values() if m["moment_id"] not in before]
    assert [(m["label"], m["anchor_s"]) for m in fresh] == [("block", 41.5)]
    page.locator("[data-batch]").first.get_by_role("button", name="Take it back").click()
    page.get_by_text("Taken back: 2 moments").wait_for()
    now = labels(review)
    assert now.pop(fresh[0]["moment_id"])[2] and now == before
    broken = tmp_path / "broken.csv"
    broken.write_text("label,anchor_s\nDunk,soon\n")
    row.get_by_label("File to import").set_input_files(broken)
    page.get_by_text("broken.csv: Line 2 of the CSV file: anchor_s is 'soon', no number.").wait_for()
    assert {k: v for k, v in labels(review).items() if k in before} == before


def test_a_game_is_put_back_to_how_it_stood(review: Review) -> None:
    page = review.opened(view="project")
    before, then = labels(review), int(time.time()) + 1
    page.wait_for_function("then => Date.now() / 1000 > then + 0.1", arg=then)
    for basket in review.baskets[:2]:
        does(review, "Bob", "relabel", basket["moment_id"], label="block")
    local = page.evaluate("at => { const d = new Date(at * 1000); d.setMinutes(d.getMinutes() - d.getTimezoneOffset());"
                          " return d.toISOString().slice(0, 19); }", then)  # fmt: skip
    form = page.locator("#restoring")
    form.get_by_label("Time").fill(local)
    form.get_by_label("Time").dispatch_event("change")
    form.get_by_text("2 moments would change.").wait_for()
    form.get_by_role("button", name="Put it back").click()
    page.locator("[data-batch]").filter(has_text="Put back to").wait_for()
    assert labels(review) == before


def test_a_dispute_is_settled_and_seen_in_the_agreement(review: Review) -> None:
    disputed = review.baskets[2]
    moment_id = disputed["moment_id"]
    does(review, "Ann", "relabel", moment_id, label="block")
    with review.desk.engine.begin() as connection:
        queue_id = ask_again(connection, review.game_id, moment_id, "second", "a second look")
        bob = next(p for p in people(connection) if p.name == "Bob")
        connection.execute(QUEUE.update().where(QUEUE.c.queue_id == queue_id).values(
            lease_by=bob.person_id, lease_until=time.time() + 100))  # fmt: skip
    does(review, "Bob", "relabel", moment_id, queue_id=queue_id, label="steal", team=disputed["team"],
         start_s=disputed["start_s"], anchor_s=disputed["anchor_s"], end_s=disputed["end_s"])  # fmt: skip
    page = review.opened(view="project")
    agreement = page.locator("#agreement").inner_text()
    assert "1 moments were answered by more than one person" in agreement and "Ann and Bob" in agreement
    page.evaluate("location.hash = '#/adjudicate'")
    card = page.locator(".dispute")
    card.wait_for()
    assert "They differ in label" in card.inner_text()
    page.wait_for_function("() => document.querySelector('.dispute img').naturalWidth")
    card.get_by_label("make it a gold item").check()
    card.locator("tr", has_text="Bob").get_by_role("button", name="This").click()
    page.get_by_text("Settled").wait_for()
    assert review.moment(moment_id)["label"] == "steal"
    with reading(review.desk.engine) as connection:
        gold = connection.execute(select(GOLD.c.moment_id, GOLD.c.label)).all()
    assert gold == [(moment_id, "steal")]
    page.evaluate("location.hash = '#/project'")
    page.locator("#agreement [data-person=Ann]").wait_for()
    leanings = {name: page.locator(f"#agreement [data-person={name}]").inner_text() for name in ("Ann", "Bob")}
    assert "Block +1" in leanings["Ann"] and "Steal −1" in leanings["Ann"] and "to nothing" in leanings["Bob"]


def test_a_labeler_sees_nothing_that_only_others_may_do(review: Review) -> None:
    page = review.opened("Ann", view="project")
    page.locator("tbody tr").first.wait_for()
    assert page.locator("#views").inner_text().split() == ["Queue", "Sweep", "Project", "Guide"]
    for name in ("Import …", "Put it back", "Make an address for this person", "Take it back"):
        assert page.get_by_role("button", name=name).count() == 0
    page.keyboard.press("Shift+B")
    assert page.locator("dialog").count() == 0


def test_a_question_is_kept_while_somebody_looks_and_given_back_with_the_page(review: Review) -> None:
    def lease(queue_id: str) -> tuple[str | None, float]:
        with reading(review.desk.engine) as connection:
            query = select(QUEUE.c.lease_by, QUEUE.c.lease_until).where(QUEUE.c.queue_id == queue_id)
            by, at = connection.execute(query).one()
        return by, at or 0.0

    page = review.opened()
    held = page.evaluate("edcReview.queue.current.queue_id")
    by, before = lease(held)
    page.evaluate("edcReview.queue.renew()")
    assert by is not None and until(lambda: lease(held)[1] > before)
    page.evaluate("Date.now = () => 1e15")  # far later, and nobody has touched anything
    late = lease(held)
    page.evaluate("edcReview.queue.renew()")
    assert lease(held) == late
    with review.desk.engine.begin() as connection:
        connection.execute(QUEUE.update().where(QUEUE.c.queue_id == held).values(lease_by="somebody"))
    page.mouse.move(5, 5)
    page.get_by_text("Somebody else has answered this one").wait_for()
    page.close()
    page = review.opened()
    held = page.evaluate("edcReview.queue.current.queue_id")
    page.close()
    assert until(lambda: lease(held)[0] is None)
