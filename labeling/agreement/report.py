"""How far people agree: per class, per pair, in time, and each person's leaning.

Comes in: the answers that stand, and the gold items. Goes out: plain figures for the page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, select

from labeling.agreement.answers import Key, by_person, label_of, standing_answers
from labeling.agreement.measures import cohens_kappa, krippendorffs_alpha, overlap, spread_s, summary
from labeling.record.tables import GOLD, PERSON

_NEAR_S = 1.0
Answers = Mapping[Key, Mapping[str, Mapping[str, Any]]]


def agreement(connection: Connection, game_id: str | None = None) -> dict[str, Any]:
    """The whole report; figures are None where too few people looked at the same moments."""
    names: dict[str, str] = {row.person_id: row.name for row in connection.execute(select(PERSON))}
    answers = standing_answers(connection, game_id)
    both = {key: by_person(a) for key, a in answers.items()}
    shared = {key: a for key, a in both.items() if len(a) > 1}
    units = [{who: label_of(a) for who, a in told.items()} for told in shared.values()]
    gold = _gold(connection, game_id)
    return {
        "moments": len(shared), "alpha": _rounded(krippendorffs_alpha(units)),
        "team_alpha": _rounded(krippendorffs_alpha(
            [{who: a["team"] for who, a in told.items()} for told in shared.values()])),
        "classes": _classes(units), "pairs": _pairs(shared, names), "time": _in_time(shared),
        "people": _people(both, answers, gold, names), "gold": len(gold),
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _classes(units: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Each class against all others."""
    labels = sorted({label for unit in units for label in unit.values()})
    found = {}
    for label in labels:
        one_against_rest = [{who: said == label for who, said in unit.items()} for unit in units]
        pairs = [(a, b) for unit in one_against_rest for a, b in combinations([unit[w] for w in sorted(unit)], 2)]
        found[label] = {
            "alpha": _rounded(krippendorffs_alpha(one_against_rest)), "kappa": _rounded(cohens_kappa(pairs)),
            "moments": sum(any(unit.values()) for unit in one_against_rest),
        }  # fmt: skip
    return found


def _pairs(shared: Answers, names: Mapping[str, str]) -> list[dict[str, Any]]:
    told: dict[tuple[str, str], list[tuple[Any, Any]]] = defaultdict(list)
    for answers in shared.values():
        for one, other in combinations(sorted(answers), 2):
            told[one, other].append((label_of(answers[one]), label_of(answers[other])))
    return [
        {"people": sorted(names.get(p, p) for p in pair), "kappa": _rounded(cohens_kappa(labels)),
         "moments": len(labels), "agreed": round(sum(a == b for a, b in labels) / len(labels), 4)}
        for pair, labels in sorted(told.items())
    ]  # fmt: skip


def _in_time(shared: Answers) -> dict[str, Any]:
    """Of moments whose label is agreed on: how well the spans cover each other, how far the anchors lie apart."""
    overlaps, spreads = [], []
    for answers in shared.values():
        told = [a for a in answers.values() if a["verdict"] == "said"]
        anchors = [a["anchor_s"] for a in told if a["anchor_s"] is not None]
        if len(told) < 2 or len({a["label"] for a in told}) > 1:
            continue
        if len(anchors) > 1:
            spreads.append(spread_s(anchors))
        spans = [(a["start_s"], a["end_s"]) for a in told if a["start_s"] is not None and a["end_s"] is not None]
        overlaps += [overlap(one, other) for one, other in combinations(spans, 2)]
    near = round(sum(s <= _NEAR_S for s in spreads) / len(spreads), 4) if spreads else None
    return {"iou": summary(overlaps), "anchor_spread_s": summary(spreads), "anchors_within_1_s": near}


def reference_of(answers: Mapping[str, Mapping[str, Any]], gold: str | None, but: str) -> str | None:
    """What one person's answer is held against: gold, the adjudication, else what most others say."""
    if gold is not None:
        return gold
    if "adjudicated" in answers:
        return label_of(answers["adjudicated"])
    others = Counter(label_of(a) for who, a in by_person(answers).items() if who != but)
    best = others.most_common(2)
    return None if not best or (len(best) > 1 and best[0][1] == best[1][1]) else best[0][0]


def _people(
    both: Answers, answers: Answers, gold: Mapping[Key, str], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    found = []
    for person in sorted({who for told in both.values() for who in told}):
        pairs = [
            (label_of(told[person]), reference) for key, told in both.items() if person in told
            and (reference := reference_of(answers[key], gold.get(key), person)) is not None
        ]  # fmt: skip
        on_gold = [label_of(told[person]) == gold[key] for key, told in both.items() if person in told and key in gold]
        found.append({
            "name": names.get(person, person), "compared": len(pairs), "kappa": _rounded(cohens_kappa(pairs)),
            "agreed": round(sum(a == b for a, b in pairs) / len(pairs), 4) if pairs else None,
            "gold_right": round(sum(on_gold) / len(on_gold), 4) if on_gold else None, "gold_seen": len(on_gold),
            "bias": bias(pairs),
        })  # fmt: skip
    return found


def bias(pairs: Sequence[tuple[Any, Any]]) -> dict[str, dict[str, Any]]:
    """By class how often a person said it and how often it was; `ratio` above 1: says it too often."""
    said, was = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    right = Counter(a for a, b in pairs if a == b)
    return {
        str(label): {"said": said[label], "was": was[label], "right": right[label],
                     "ratio": round(said[label] / was[label], 3) if was[label] else None}
        for label in sorted(set(said) | set(was), key=str)
    }  # fmt: skip


def _gold(connection: Connection, game_id: str | None) -> dict[Key, str]:
    rows = connection.execute(select(GOLD)).mappings()
    return {(row["game_id"], row["moment_id"]): row["label"] or "(nothing)" for row in rows
            if game_id in (None, row["game_id"])}  # fmt: skip
