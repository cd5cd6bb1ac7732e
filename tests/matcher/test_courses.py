"""Course advice, held against scoring every posting again with every course's skills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.coded import Coded
from matcher.columns import columns_of
from matcher.courses import REACHABLE, CourseAdvice, Prospects, advise
from matcher.explain import Explainer, Met
from matcher.score import no_pairs
from taxonomy.education import level_rank
from taxonomy.places import load_gazetteer
from tests.builders import (
    JAKARTA_SELATAN,
    KOTA_BEKASI,
    KOTA_SURABAYA,
    CodedPair,
    catalogue,
    coded_course,
    coded_posting,
    coded_records,
    coded_worker,
    holding,
    pairs_of,
    scorer,
    small_skills,
    vocabulary,
)

TODAY = date(2026, 11, 2)
SCORER, SKILLS = scorer(), small_skills()
EXPLAINER = Explainer(SCORER, SKILLS, load_gazetteer(), vocabulary())


def prospects_of(worker: Coded, postings: Sequence[Coded]) -> Prospects:
    met = [CodedPair(worker=worker, posting=one, occupation=0.8, cosine=0.9, words=0.4) for one in postings]
    if not met:
        return Prospects(pairs=no_pairs(columns_of([worker], vocabulary())), explained=[])
    pairs = pairs_of(met)
    records = [Met(worker=worker, posting=one, found=one) for one in postings]
    shown = EXPLAINER.explain(pairs, SCORER.score(pairs), records, with_steps=False)
    assert not any(one.would_help for one in shown)
    return Prospects(pairs=pairs, explained=shown)


def total(worker: Coded, posting: Coded, also_held: Sequence[str] = ()) -> float:
    """The score of one prospect, alone."""
    return float(SCORER.score(holding(prospects_of(worker, [posting]).pairs, also_held)).totals[0])


def advice(
    worker: Coded, postings: Sequence[Coded], courses: Sequence[Coded], *, k: int = 10, today: date | None = TODAY
) -> tuple[list[CourseAdvice], dict[str, int]]:
    prospects = prospects_of(worker, postings)
    return advise(worker, prospects, catalogue(courses), SCORER, SKILLS, load_gazetteer(), k=k, today=today)


WORKER = coded_worker(education="SMA", region_codes=(KOTA_BEKASI,))
POSTINGS = (
    coded_posting("uji:p1", required=["las-busur", "spreadsheet"]),
    coded_posting("uji:p2", required=["las-busur"]),
    coded_posting("uji:p3", required=["perpajakan"]),
)
NO_REFUSAL = {"closed": 0, "education": 0, "distance": 0, "teaches_nothing_missing": 0, "helps_too_little": 0}


def test_the_gain_is_the_mean_rise_over_the_postings_looked_at() -> None:
    welding = coded_course("uji:c1", taught=["las-busur"], region_codes=(KOTA_BEKASI,))
    (found,), removed = advice(WORKER, POSTINGS, [welding])
    rises = {}
    for posting in POSTINGS:
        rises[posting.key] = total(WORKER, posting, ["las-busur"]) - total(WORKER, posting)
    assert found.score == pytest.approx(sum(rises.values()) / len(POSTINGS), abs=1e-4)
    assert found.improves == sum(rise > 0 for rise in rises.values()) == 2
    assert [entry["id"] for entry in found.examples] == sorted(("uji:p1", "uji:p2"), key=lambda key: -rises[key])
    assert found.closes == ({"id": "las-busur", "label": "Las Busur", "postings": 2},)
    assert found.distance_km == 0
    assert removed == NO_REFUSAL


@settings(max_examples=60)
@given(
    coded_records("worker", "uji:w"),
    st.lists(coded_records("posting"), max_size=4, unique_by=lambda item: item.key),
    st.lists(coded_records("course"), max_size=6, unique_by=lambda item: item.key),
    st.none() | st.just(TODAY),
)
def test_advice_agrees_with_scoring_everything_again(
    worker: Coded, postings: list[Coded], courses: list[Coded], today: date | None
) -> None:
    found, removed = advice(worker, postings, courses, today=today)
    prospects = prospects_of(worker, postings)
    lacking = {m["id"] for shown in prospects.explained for m in (*shown.missing, *shown.adjacent)}
    gains, refused = {}, dict.fromkeys(NO_REFUSAL, 0)
    for course in courses:
        taught = [skill.id for skill in course.skills]
        reason = refusal(worker, course, lacking, today)
        if reason:
            refused[reason] += 1
            continue
        rise = sum(total(worker, posting, taught) - total(worker, posting) for posting in postings)
        gains[course.key] = rise / len(postings)
        refused["helps_too_little"] += round(gains[course.key], 4) <= 0.004
    assert removed == refused
    assert {item.key for item in found} == {key for key, gain in gains.items() if round(gain, 4) > 0.004}
    assert [item.score for item in found] == pytest.approx([gains[item.key] for item in found], abs=1e-4)
    assert found == sorted(found, key=lambda item: (-item.score, -item.opens, item.distance_km or 0, item.key))


def refusal(worker: Coded, course: Coded, lacking: set[str], today: date | None) -> str:
    """The first condition that fails, read slowly."""
    if today and (course.is_closed or (course.closes_on and course.closes_on < today)):
        return "closed"
    if worker.education and course.education and level_rank(course.education) > level_rank(worker.education):
        return "education"
    if worker.region_codes and course.region_codes and not course.is_remote:
        away = [load_gazetteer().distance_km(a, b) for a in worker.region_codes for b in course.region_codes]
        if min(away) > (400 if worker.will_relocate else 150):
            return "distance"
    return "" if lacking & {skill.id for skill in course.skills} else "teaches_nothing_missing"


@pytest.mark.parametrize(
    ("reason", "facts"),
    [
        ("closed", {"closes_on": date(2026, 11, 1)}),
        ("education", {"education": "S1"}),
        ("distance", {"region_codes": (KOTA_SURABAYA,)}),
        ("teaches_nothing_missing", {"skills": ()}),
    ],
)
def test_each_refusal_is_counted_by_its_reason(reason: str, facts: dict[str, object]) -> None:
    good = coded_course("uji:c1", taught=["las-busur"])
    found, removed = advice(WORKER, POSTINGS, [good, replace(good, key="uji:c2", **facts)])
    assert [item.key for item in found] == ["uji:c1"]
    assert removed == NO_REFUSAL | {reason: 1}


def test_a_farther_course_is_open_to_who_moves_and_any_when_it_is_online() -> None:
    far = coded_course(taught=["las-busur"], region_codes=(KOTA_SURABAYA,))
    tegal = replace(far, region_codes=("3376",))
    mover = replace(WORKER, will_relocate=True)
    assert 150 < (advice(mover, POSTINGS, [tegal])[0][0].distance_km or 0) < 400
    assert not advice(WORKER, POSTINGS, [tegal])[0]
    assert not advice(mover, POSTINGS, [far])[0]
    assert advice(WORKER, POSTINGS, [replace(far, is_remote=True)])[0]
    assert not advice(replace(WORKER, will_relocate=False), POSTINGS, [far])[0]


def test_the_distance_is_that_to_the_nearest_place_and_none_when_not_known() -> None:
    course = coded_course(taught=["las-busur"], region_codes=(KOTA_SURABAYA, JAKARTA_SELATAN))
    expected = load_gazetteer().distance_km(KOTA_BEKASI, JAKARTA_SELATAN)
    assert advice(WORKER, POSTINGS, [course])[0][0].distance_km == pytest.approx(expected, abs=0.05)
    assert advice(replace(WORKER, region_codes=()), POSTINGS, [course])[0][0].distance_km is None
    assert advice(WORKER, POSTINGS, [replace(course, region_codes=())])[0][0].distance_km is None


def test_without_a_day_begun_courses_are_kept() -> None:
    begun = coded_course(taught=["las-busur"], closes_on=date(2020, 1, 1))
    assert advice(WORKER, POSTINGS, [begun], today=None)[0]


def test_no_course_is_named_when_none_helps_or_nothing_is_in_reach() -> None:
    assert advice(WORKER, POSTINGS, [coded_course(taught=["bahasa-inggris"])]) == (
        [],
        NO_REFUSAL | {"teaches_nothing_missing": 1},
    )
    assert advice(WORKER, [], [coded_course(taught=["las-busur"])])[0] == []
    assert advice(WORKER, POSTINGS, []) == ([], NO_REFUSAL)


def test_a_rise_too_small_to_speak_of_names_no_course() -> None:
    soft_among_many = coded_posting(
        required=["las-busur", "spreadsheet", "perpajakan", "bahasa-inggris", "sim-a", "sim-c"],
        preferred=["ketelitian"],
    )
    others = [coded_posting(f"uji:o{at}", required=["las-busur"]) for at in range(30)]
    found, removed = advice(WORKER, [soft_among_many, *others], [coded_course(taught=["ketelitian"])])
    assert found == []
    assert removed == NO_REFUSAL | {"helps_too_little": 1}


def test_a_posting_is_opened_when_the_course_lifts_it_over_the_line() -> None:
    wanted = [
        coded_posting(f"uji:p{at}", required=["las-busur"], education="SMA", region_codes=(KOTA_BEKASI,))
        for at in (1, 2)
    ]
    course = coded_course(taught=["las-busur"])
    totals = [total(WORKER, posting) for posting in wanted]
    after = [total(WORKER, posting, ["las-busur"]) for posting in wanted]
    ((found,), _) = advice(WORKER, wanted, [course])
    assert found.opens == sum(b < REACHABLE <= a for b, a in zip(totals, after, strict=True))
    assert [(e["before"], e["after"]) for e in found.examples] == [
        (round(b, 4), round(a, 4)) for b, a in zip(totals, after, strict=True)
    ]


def test_at_most_k_courses_come_best_first_and_ties_by_key() -> None:
    courses = [
        coded_course("uji:b", taught=["perpajakan"]),
        coded_course("uji:a", taught=["perpajakan"]),
        coded_course("uji:c", taught=["las-busur", "perpajakan"]),
    ]
    keys = [item.key for item in advice(WORKER, POSTINGS, courses)[0]]
    assert keys == ["uji:c", "uji:a", "uji:b"]
    assert [item.key for item in advice(WORKER, POSTINGS, courses, k=2)[0]] == keys[:2]


def test_at_most_three_examples_are_shown() -> None:
    many = [coded_posting(f"uji:p{at}", required=["las-busur"]) for at in range(5)]
    ((found,), _) = advice(WORKER, many, [coded_course(taught=["las-busur"])])
    assert found.improves == 5
    assert [entry["id"] for entry in found.examples] == ["uji:p0", "uji:p1", "uji:p2"]


def test_a_superseded_course_is_not_named() -> None:
    old, new = coded_course("uji:c1", taught=["las-busur"]), coded_course("uji:c1", taught=["perpajakan"])
    rows = catalogue([old], fresh=[new], superseded=["uji:c1"])
    prospects = prospects_of(WORKER, POSTINGS)
    found, _ = advise(WORKER, prospects, rows, SCORER, SKILLS, load_gazetteer(), k=5, today=TODAY)
    assert [[entry["id"] for entry in item.closes] for item in found] == [["perpajakan"]]


def test_of_courses_that_help_equally_the_nearer_comes_first() -> None:
    near = coded_course("uji:z-near", taught=["las-busur"], region_codes=(KOTA_BEKASI,))
    farther = coded_course("uji:a-farther", taught=["las-busur"], region_codes=("3204",))
    found, _ = advice(replace(WORKER, will_relocate=True), POSTINGS, [farther, near])
    assert [item.key for item in found] == ["uji:z-near", "uji:a-farther"]
