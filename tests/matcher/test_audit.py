"""The audit against pandas, against disparities that were planted, and against chance alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.audit import FIGURES, Audit, Group, Rankings, audit, place_worth
from matcher.audit_groups import UNKNOWN
from taxonomy.errors import InputError

DAY = date(2026, 11, 2)
NAMES = ("sex", "age", "religion", "ethnicity")
PROVINCES = ["31", "32", "35", "12", "73", ""]
Traits = dict[str, dict[str, str]]


def ranked(scores: Mapping[str, np.ndarray], k: int, provinces: Mapping[str, str] | None = None) -> Rankings:
    """Lists by score, as a matcher that gives worker ``w`` the score ``scores[w][p]`` for posting ``p`` makes them."""
    keys = sorted(scores)
    table = np.array([scores[key] for key in keys])
    lists = {
        f"p{p}": tuple(keys[at] for at in np.argsort(-column, kind="stable")[:k]) for p, column in enumerate(table.T)
    }
    return Rankings(
        lists=lists,
        best_scores={key: float(row.max()) for key, row in zip(keys, table, strict=True)},
        provinces=provinces or dict.fromkeys(keys, ""),
        k=k,
        day=DAY,
        generation="g1",
        weights="judged-1",
    )


def world(
    seed: int,
    workers: int = 300,
    postings: int = 80,
    k: int = 10,
    loss: Callable[[dict[str, str]], float] | None = None,
) -> tuple[Rankings, Traits]:
    """People with traits drawn by lot, and a matcher that takes ``loss`` of its score away from some of them."""
    rng = np.random.default_rng(seed)
    traits: Traits = {
        f"w{at:03d}": {
            "sex": str(rng.choice(["female", "male"])),
            "age": str(rng.choice(["15_24", "25_34", "45_54"])),
            "religion": str(rng.choice(["islam", "hindu", "catholic"], p=[0.7, 0.2, 0.1])),
        }
        for at in range(workers)
    }
    taken = {key: loss(one) if loss else 0.0 for key, one in traits.items()}
    scores = {key: np.clip(rng.normal(0.5, 0.1, postings) - taken[key], 0, 1) for key in traits}
    provinces = {key: str(rng.choice(PROVINCES)) for key in traits}
    return ranked(scores, k, provinces), traits


def group_of(found: Audit, trait: str, name: str) -> Group:
    return next(one for one in found.groups if (one.trait, one.group) == (trait, name))


def adverse(found: Audit) -> set[tuple[str, str, str]]:
    return {(one.trait, one.group, figure) for one in found.groups for figure in one.adverse}


def test_a_planted_disparity_is_found_and_named() -> None:
    found = audit(*world(1, loss=lambda one: 0.1 * (one["sex"] == "female")), NAMES)
    women, men = group_of(found, "sex", "female"), group_of(found, "sex", "male")
    assert set(women.adverse) == set(FIGURES)
    assert men.adverse == ()
    assert women.selection is not None
    assert women.selection.ratio is not None
    assert women.selection.ratio < 0.6
    assert women.selection.high is not None
    assert women.selection.high < 0.8
    assert men.selection is not None
    assert men.selection.ratio == 1.0
    assert {trait for trait, _, _ in adverse(found) if " & " not in trait} == {"sex"}


def test_a_disparity_of_two_traits_together_is_found_where_they_meet() -> None:
    found = audit(*world(2, 600, loss=lambda one: 0.09 * (one["sex"] == "female" and one["age"] == "45_54")), NAMES)
    assert ("sex & age", "female & 45_54", "exposure") in adverse(found)
    assert not [name for name in adverse(found) if name[0] == "sex & age" and name[1] != "female & 45_54"]


def test_a_disparity_of_a_region_is_found() -> None:
    rankings, traits = world(3)
    far = {key for key, code in rankings.provinces.items() if code in {"12", "73"}}
    lists = {key: [one for one in workers if one not in far or one < "w100"] for key, workers in rankings.lists.items()}
    changed = Rankings(**{**{name: getattr(rankings, name) for name in Rankings.__slots__}, "lists": lists})
    assert ("island", "outside_java", "selection") in adverse(audit(changed, traits, NAMES))
    assert ("island", "outside_java", "selection") not in adverse(audit(rankings, traits, NAMES))


def test_chance_alone_raises_an_alarm_for_sex_in_hardly_any_world() -> None:
    alarms = [
        name for seed in range(40) for name in adverse(audit(*world(seed, 120, 40), ("sex",))) if name[0] == "sex"
    ]
    assert len(alarms) <= 8  # of 160 figures; below four fifths and p < .05 are both needed


@given(st.integers(0, 10_000), st.integers(12, 60), st.integers(1, 12))
def test_every_figure_is_what_pandas_finds(seed: int, workers: int, k: int) -> None:
    rankings, traits = world(seed, workers, 15, k)
    rng = np.random.default_rng(seed)
    for one in traits.values():
        for name in [name for name in one if rng.random() < 0.2]:
            del one[name]
    found = audit(rankings, traits, NAMES, fewest=1)
    frame = by_pandas(rankings, traits)
    assert found.selection_rate == pytest.approx(frame["selection"].mean())
    assert found.median_score == pytest.approx(frame["score"].median())
    for trait in dict.fromkeys(one.trait for one in found.groups):
        parts = frame.groupby(column(frame, trait))
        assert {one.group: one.people for one in found.groups if one.trait == trait} == {
            UNKNOWN: 0,
            **{str(name): len(part) for name, part in parts},
        }
        check_figures(found, trait, parts)


def by_pandas(rankings: Rankings, traits: Traits) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(traits, orient="index").reindex(sorted(rankings.best_scores))
    shown = pd.DataFrame(
        [(key, place) for workers in rankings.lists.values() for place, key in enumerate(workers, 1)],
        columns=["worker", "place"],
    )
    shown["worth"] = 1 / np.log2(1 + shown["place"])
    per_worker = shown.groupby("worker")["worth"].agg(["size", "sum"]).reindex(frame.index).fillna(0)
    frame["selection"] = per_worker["size"] / len(rankings.lists)
    frame["reach"] = (per_worker["size"] > 0).astype(float)
    frame["exposure"] = per_worker["sum"]
    frame["score"] = pd.Series(rankings.best_scores)
    frame["scoring"] = (frame["score"] > frame["score"].median()).astype(float)
    frame["province"] = pd.Series(rankings.provinces)
    frame["island"] = frame["province"].map(lambda code: code and ("java" if code.startswith("3") else "outside_java"))
    return frame.fillna("")


def column(frame: pd.DataFrame, trait: str) -> Any:
    one, _, other = trait.partition(" & ")
    if not other:
        return frame[one]
    both = frame[one] + " & " + frame[other]
    return both.where((frame[one] != "") & (frame[other] != ""), "")


def check_figures(found: Audit, trait: str, parts: Any) -> None:
    names = [str(name) for name, _ in parts if name != UNKNOWN]
    people = {str(name): len(part) for name, part in parts}
    may_lead = [name for name in names if people[name] >= 0.02 * found.workers]
    for figure in FIGURES:
        rates = parts[figure].mean()
        highest = max(rates[name] for name in may_lead)
        for name in names:
            one = getattr(group_of(found, trait, name), figure)
            assert one.rate == pytest.approx(rates[name])
            assert one.ratio == (pytest.approx(rates[name] / highest) if highest > 0 else None)
    for name in names:
        expected = parts["score"].quantile([0.1, 0.25, 0.5, 0.75, 0.9]).loc[name].tolist()
        assert group_of(found, trait, name).score_quantiles == pytest.approx(tuple(expected))


def test_a_first_place_is_worth_1_and_a_third_half() -> None:
    assert place_worth(1) == 1
    assert place_worth(3) == pytest.approx(0.5)
    rankings = ranked({"w1": np.array([0.9, 0.9]), "w2": np.array([0.5, 0.8])}, 2)
    found = audit(rankings, {"w1": {"sex": "male"}, "w2": {"sex": "female"}}, NAMES, fewest=1)
    first, second = group_of(found, "sex", "male").exposure, group_of(found, "sex", "female").exposure
    assert first is not None
    assert second is not None
    assert (first.rate, second.rate) == (2.0, pytest.approx(2 / np.log2(3)))


def test_who_stands_in_lists_but_is_not_audited_is_passed_over() -> None:
    rankings, traits = world(4, 40, 10)
    kept = {key: score for key, score in rankings.best_scores.items() if key < "w020"}
    part = Rankings(**{**{name: getattr(rankings, name) for name in Rankings.__slots__}, "best_scores": kept})
    found = audit(part, traits, NAMES, fewest=1)
    assert found.workers == 20
    assert sum(one.people or 0 for one in found.groups if one.trait == "sex") == 20


def test_small_groups_are_named_and_nothing_of_them_is_told() -> None:
    rankings, traits = world(5, 200)
    for key in list(traits)[:3]:
        traits[key]["religion"] = "belief"
    found = audit(rankings, traits, NAMES)
    hidden = [one.group for one in found.groups if one.trait == "religion" and one.people is None]
    assert "belief" in hidden
    assert len(hidden) == 2
    for one in found.groups:
        if one.people is None:
            assert all(getattr(one, name) is None for name in (*FIGURES, "score_quantiles"))
        else:
            assert one.people >= 10 or one.group == UNKNOWN
    assert found.fewest == 10


def test_figures_of_told_groups_do_not_hang_on_those_withheld() -> None:
    """Else a rate or p-value would carry what the withheld group got."""
    rankings, traits = world(6, 200)
    small = sorted(traits)[:4]
    for key in small:
        traits[key] = {"religion": "belief"}
    before = audit(rankings, traits, ("religion",))
    lists = {key: (*(one for one in workers if one not in small), *small) for key, workers in rankings.lists.items()}
    same = {key: [one for one in workers if one not in small] for key, workers in rankings.lists.items()}
    worlds = [
        Rankings(**{**{name: getattr(rankings, name) for name in Rankings.__slots__}, "lists": each})
        for each in (lists, same)
    ]
    one, other = (audit(each, traits, ("religion",)) for each in worlds)
    assert group_of(one, "religion", "belief").people is None
    assert [g for g in one.groups if g.trait == "religion"] == [g for g in other.groups if g.trait == "religion"]
    assert before.workers == one.workers


def test_those_not_known_are_counted_and_have_no_figures() -> None:
    rankings, traits = world(7, 100)
    for key in list(traits)[:30]:
        del traits[key]["sex"]
    found = audit(rankings, traits, NAMES)
    unknown = group_of(found, "sex", UNKNOWN)
    assert unknown == Group(trait="sex", group=UNKNOWN, people=30)
    assert found.not_known == ("ethnicity",)


def test_an_audit_needs_people_and_a_threshold() -> None:
    rankings, traits = world(8, 12, 5)
    with pytest.raises(InputError, match="wanted at least 13 workers that can be matched, found 12"):
        audit(rankings, traits, NAMES, fewest=13)
    with pytest.raises(InputError, match="fewest: wanted a number from 1, found 0"):
        audit(rankings, traits, NAMES, fewest=0)


def test_the_document_tells_what_is_adverse() -> None:
    found = audit(*world(1, loss=lambda one: 0.1 * (one["sex"] == "female")), NAMES)
    rows = {(one["trait"], one["group"]): one for one in found.as_dict()["groups"]}
    assert rows["sex", "female"]["adverse"] == list(FIGURES)
    assert rows["sex", "male"]["adverse"] == []
    assert rows["sex", "female"]["selection"]["ratio"] < 0.8
    assert found.as_dict()["workers"] == 300
