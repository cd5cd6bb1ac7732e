"""The score: named components in [0, 1], weights that sum to 1, and what must never lower it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded
from matcher.columns import columns_of
from matcher.components import NEUTRAL, NO_GAP_NAMED, skill_weights
from matcher.part_list import NAMES
from matcher.score import DIGITS, Scores, joined_pairs
from matcher.skill_credit import SkillCredit
from matcher.vocabulary import EMPLOYMENT_TYPES, Vocabulary
from matcher.weights import Weights, bundled_weights
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.seniority import DIRECTOR, LEARNER, MANAGER, SENIOR, STAFF, SUPERVISOR
from taxonomy.skills import load_skills
from tests.builders import (
    CLERK,
    ELDEST,
    JAKARTA_SELATAN,
    KOTA_BANDUNG,
    KOTA_BEKASI,
    KOTA_BOGOR,
    KOTA_SURABAYA,
    SKILL_IDS,
    CodedPair,
    coded_posting,
    coded_skills,
    coded_worker,
    holding,
    pair,
    pairs,
    pairs_of,
    scorer,
    small_skills,
    vocabulary,
    weighing,
)
from tests.matcher.slow_score import slow_score

SCORER = scorer()
SLACK = 1e-12


@dataclass(frozen=True)
class Part:
    """A component of one pair."""

    value: float
    known: bool = True


def parts_of(scores: Scores) -> dict[str, Part]:
    return {
        name: Part(float(value), bool(known))
        for name, value, known in zip(NAMES, scores.values[0], scores.known[0], strict=True)
    }


def score(told: CodedPair) -> Scores:
    return SCORER.score(told.columns)


def total(told: CodedPair) -> float:
    return float(score(told).totals[0])


def component(name: str, held: Coded, wanted: Coded) -> Part:
    return parts_of(SCORER.score(pair(held, wanted)))[name]


def same_bits(one: Scores, other: Scores, at: int = 0) -> None:
    """One pair's score is that of a pair among others."""
    for name in ("totals", "points", "values", "known"):
        np.testing.assert_array_equal(getattr(one, name)[0], getattr(other, name)[at])


def agrees(scores: Scores, met: Sequence[CodedPair], weights: Weights, also_held: Sequence[str] = ()) -> None:
    for row, one in enumerate(met):
        slow = slow_score(one, weights.as_dict(), small_skills(), load_gazetteer(), also_held)
        assert tuple(slow.parts) == NAMES
        assert scores.values[row].tolist() == pytest.approx([value for value, _ in slow.parts.values()], abs=1e-9)
        assert scores.known[row].tolist() == [known for _, known in slow.parts.values()]
        assert scores.points[row].tolist() == pytest.approx(list(slow.points.values()), abs=1e-4 + 1e-9)
        # Where a product lies on the edge between two digits either may be shown; all others are the same.
        for name, shown in zip(NAMES, scores.points[row].tolist(), strict=True):
            exact = weights.as_dict()[name] * slow.parts[name][0] * 10**DIGITS
            if abs(exact % 1 - 0.5) > 1e-6:
                assert shown == slow.points[name]
        assert scores.totals[row] == round(sum(scores.points[row].tolist()), DIGITS)


others = st.lists(pairs(), min_size=1, max_size=6)
WEIGHTS = st.sampled_from(
    [
        bundled_weights(),
        weighing(skills=0.3, experience=0.1, education=0.1, stage=0.1, seniority=0.1, place=0.1, pay=0.1, wishes=0.1),
    ]
)


@given(others, WEIGHTS)
def test_one_worker_with_many_postings_scores_as_the_slow_reading_says(met: list[CodedPair], weights: Weights) -> None:
    met = [replace(one, worker=met[0].worker) for one in met]
    agrees(scorer(weights).score(pairs_of(met)), met, weights)


@given(others, WEIGHTS)
def test_one_posting_with_many_workers_scores_as_the_slow_reading_says(met: list[CodedPair], weights: Weights) -> None:
    met = [replace(one, posting=met[0].posting) for one in met]
    agrees(scorer(weights).score(pairs_of(met)), met, weights)


@given(others, st.lists(st.sampled_from(SKILL_IDS), unique=True, max_size=4))
def test_skills_that_are_supposed_to_be_held_count_as_the_slow_reading_says(
    met: list[CodedPair], more: list[str]
) -> None:
    met = [replace(one, worker=met[0].worker) for one in met]
    agrees(SCORER.score(holding(pairs_of(met), more)), met, SCORER.weights, more)


@given(others, WEIGHTS)
def test_each_worker_with_a_posting_of_its_own_scores_as_the_slow_reading_says(
    met: list[CodedPair], weights: Weights
) -> None:
    workers = columns_of([one.worker for one in met], vocabulary())
    postings = columns_of([one.posting for one in met], vocabulary())
    beside = replace(pairs_of([replace(one, worker=met[0].worker) for one in met]), worker=workers, posting=postings)
    agrees(scorer(weights).score(beside), met, weights)


@given(others, st.data())
def test_pairs_with_a_row_of_both_sides_for_each_score_as_before(met: list[CodedPair], data: st.DataObject) -> None:
    rows = np.array(data.draw(st.lists(st.integers(0, len(met) - 1), min_size=1, max_size=9)))
    same_worker = pairs_of([replace(one, worker=met[0].worker) for one in met])
    same_posting = pairs_of([replace(one, posting=met[0].posting) for one in met])
    for pairs_ in (same_worker, same_posting):
        before, each = SCORER.score(pairs_), SCORER.score(pairs_.each(rows))
        for at, row in enumerate(rows.tolist()):
            same_bits(before.take([row]), each, at)


def test_pairs_of_one_record_are_joined_with_its_own_side_once() -> None:
    met = [CodedPair(worker=coded_worker(), posting=coded_posting(f"uji:p{at}")) for at in range(3)]
    parts = [pairs_of(met[:1]), pairs_of(met[1:])]
    whole = joined_pairs(parts, "posting")
    assert (len(whole.worker), len(whole.posting), len(whole)) == (1, 3, 3)
    back = [replace(one, worker=coded_worker(f"uji:w{at}"), posting=met[0].posting) for at, one in enumerate(met)]
    whole = joined_pairs([pairs_of(back[:1]), pairs_of(back[1:])], "worker")
    assert (len(whole.worker), len(whole.posting), len(whole)) == (3, 1, 3)


def crowd(seed: int, size: int) -> list[CodedPair]:
    """Pairs of the real taxonomy, drawn evenly; Hypothesis would take minutes to make as many."""
    rng = np.random.default_rng(seed)
    ids = [skill.id for skill in load_skills()]
    units, regions = load_occupations().unit_codes, list(vocabulary().regions)

    def facts() -> dict[str, Any]:
        codes = rng.choice(len(units), rng.integers(0, 6), replace=False)
        return {
            "occupations": tuple((units[at], float(rng.uniform(0.05, 1))) for at in codes),
            "skills": coded_skills(
                [ids[at] for at in 40 + rng.choice(len(ids) - 40, rng.integers(0, 30), False)], "held"
            )
            + coded_skills([ids[at] for at in rng.choice(40, rng.integers(0, 10), replace=False)], "preferred"),
            "region_codes": tuple(regions[at] for at in rng.choice(len(regions), rng.integers(0, 4), replace=False)),
            "education": str(rng.choice(["", "SMA", "D3", "S1"])),
            "experience_months": [None, int(rng.integers(0, 90))][rng.integers(2)],
            "seniority": int(rng.integers(0, 6)),
            "employment_types": tuple(rng.choice(EMPLOYMENT_TYPES, rng.integers(0, 3), replace=False).tolist()),
            "will_relocate": [None, bool(rng.integers(2))][rng.integers(2)],
            "wants_remote": [None, bool(rng.integers(2))][rng.integers(2)],
            "is_internship": bool(rng.integers(2)),
            "pay_low": [None, float(rng.integers(1, 9_000_000))][rng.integers(2)],
        }

    return [
        CodedPair(
            worker=coded_worker(f"uji:w{at}", **facts()),
            posting=coded_posting(f"uji:p{at}", **facts()),
            occupation=float(rng.uniform()),
            cosine=float(rng.uniform(0.75, 1)),
            words=float(rng.uniform()),
        )
        for at in range(size)
    ]


@pytest.mark.parametrize("fixed", ["worker", "posting"])
def test_a_pair_has_the_same_bits_alone_and_among_five_hundred_from_either_side(fixed: str) -> None:
    numbers = Vocabulary(load_occupations(), load_skills(), load_gazetteer())
    real = type(SCORER)(numbers, SkillCredit(load_skills(), numbers))
    met = crowd(7, 500)
    met = [replace(one, **{fixed: getattr(met[0], fixed)}) for one in met]
    whole = pairs_of(met, numbers)
    among = real.score(whole)
    for at in range(0, len(met), 17):
        alone = real.score(pairs_of(met[at : at + 1], numbers))
        same_bits(alone, among, at)
        same_bits(real.score(whole.take([at])), alone)
        # Beside a few others of the other side: the same pair by the other way through the code.
        crossed = {"worker": "posting", "posting": "worker"}[fixed]
        turned = [replace(one, **{crossed: getattr(met[at], crossed)}) for one in crowd(8, 3)]
        turned.append(met[at])
        same_bits(alone, real.score(pairs_of(turned, numbers)), 3)


def test_no_pairs_give_no_scores() -> None:
    none = pair(coded_worker(), coded_posting()).take([])
    found = SCORER.score(none)
    assert (len(none), found.totals.shape, found.points.shape) == (0, (0,), (0, len(NAMES)))


def test_weights_are_shares_that_sum_to_one_and_name_every_component() -> None:
    weights = bundled_weights().as_dict()
    assert sum(weights.values()) == pytest.approx(1.0)
    assert all(0 <= weight <= 1 for weight in weights.values())
    assert tuple(weights) == NAMES
    assert SCORER.score(pair(coded_worker(), coded_posting())).values.shape == (1, len(NAMES))


@given(pairs())
def test_every_component_lies_in_0_1_and_the_total_is_their_weighted_sum(told: CodedPair) -> None:
    scores = score(told)
    assert ((scores.values >= 0) & (scores.values <= 1)).all()
    is_asked = told.posting.experience_months is not None
    neutral = np.where((np.array(NAMES) == "experience") & (not is_asked), NO_GAP_NAMED, NEUTRAL)[None, :]
    assert (scores.values == neutral)[~scores.known].all()
    for at, weight in enumerate(SCORER.weights.as_dict().values()):
        assert scores.points[0, at] == pytest.approx(weight * scores.values[0, at], abs=0.5 * 10**-DIGITS + 1e-9)
    assert scores.totals[0] == round(sum(scores.points[0].tolist()), DIGITS)
    assert 0 <= scores.totals[0] <= 1 + SLACK


@given(pairs())
def test_the_same_pair_has_the_same_score_each_time(told: CodedPair) -> None:
    same_bits(scorer().score(told.columns), score(told))


@given(pairs())
def test_other_weights_change_the_total_and_no_component(told: CodedPair) -> None:
    only_text = weighing(text=1)
    other = scorer(only_text).score(told.columns)
    assert np.array_equal(other.values, score(told).values)
    assert other.totals[0] == np.round(parts_of(other)["text"].value, DIGITS)


def test_missing_facts_are_neutral_and_said() -> None:
    parts = parts_of(SCORER.score(pair(coded_worker(), coded_posting())))
    unknown = {name for name in NAMES[:ELDEST] if not parts[name].known}
    assert unknown == {"occupation", "skills", "experience", "education", "place", "pay", "wishes"}
    assert {parts[name].value for name in unknown - {"experience"}} == {NEUTRAL}
    assert parts["experience"].value == NO_GAP_NAMED


@pytest.mark.parametrize("side", ["worker", "posting"])
@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("experience", {"experience_months": 12}),
        ("education", {"education": "S1"}),
        ("place", {"region_codes": (KOTA_BEKASI,)}),
        ("pay", {"pay_low": 5e6}),
    ],
)
def test_a_fact_that_only_one_side_tells_is_neutral(side: str, name: str, facts: dict[str, object]) -> None:
    held = coded_worker(**(facts if side == "worker" else {}))
    wanted = coded_posting(**(facts if side == "posting" else {}))
    is_open = name == "experience" and side == "worker"
    assert component(name, held, wanted) == Part(NO_GAP_NAMED if is_open else NEUTRAL, known=False)
    assert component(name, replace(held, **facts), replace(wanted, **facts)).known


@given(pairs())
def test_a_posting_that_meets_one_more_wish_never_meets_them_less(told: CodedPair) -> None:
    held, wanted = told.worker, told.posting
    before = component("wishes", held, wanted).value
    for kind in held.employment_types:
        assert component("wishes", held, replace(wanted, employment_types=(kind,))).value >= before
    if held.wants_remote:
        assert component("wishes", held, replace(wanted, is_remote=True)).value >= before
    if held.will_relocate is False and held.region_codes and (wanted.region_codes or wanted.countries):
        nearer = replace(wanted, region_codes=held.region_codes, countries=())
        assert component("wishes", held, nearer).value >= before


@given(pairs(), st.sampled_from(EMPLOYMENT_TYPES))
def test_who_takes_more_kinds_of_work_never_scores_lower(told: CodedPair, kind: str) -> None:
    held = told.worker
    if held.employment_types:
        wider = replace(held, employment_types=(*held.employment_types, kind))
        assert component("wishes", wider, told.posting).value >= component("wishes", held, told.posting).value


@pytest.mark.parametrize(
    ("wished", "offered", "value"),
    [
        (("full_time",), ("full_time",), 1.0),
        (("part_time", "daily"), ("daily",), 1.0),
        (("full_time",), ("contract",), 0.5),
        (("contract",), ("full_time",), 0.5),
        (("full_time",), ("part_time",), 0.0),
        (("freelance",), ("full_time",), 0.0),
    ],
)
def test_the_kind_of_work_is_met_half_met_or_not(
    wished: tuple[str, ...], offered: tuple[str, ...], value: float
) -> None:
    held, wanted = coded_worker(employment_types=wished), coded_posting(employment_types=offered)
    assert component("wishes", held, wanted) == Part(value)
    assert component("wishes", held, coded_posting()) == Part(NEUTRAL, known=False)
    learner = coded_worker(employment_types=("internship",))
    assert component("wishes", learner, coded_posting(is_internship=True)) == Part(1.0)


def test_who_stays_and_who_works_at_home_are_met_by_the_place() -> None:
    stays = coded_worker(region_codes=(KOTA_BANDUNG,), will_relocate=False)
    here, away = coded_posting(region_codes=(KOTA_BANDUNG,)), coded_posting(region_codes=(KOTA_SURABAYA,))
    assert component("wishes", stays, here) == Part(1.0)
    assert 0 < component("wishes", stays, away).value < 0.01
    assert component("wishes", stays, coded_posting(countries=("MY",))) == Part(0.0)
    assert component("wishes", stays, replace(away, is_remote=True)) == Part(1.0)
    for anywhere in (True, None):
        assert not component("wishes", replace(stays, will_relocate=anywhere), away).known
    at_home, at_work = coded_worker(wants_remote=True), coded_worker(wants_remote=False)
    assert component("wishes", at_home, away) == Part(0.0)
    assert component("wishes", at_home, replace(away, is_remote=True)) == Part(1.0)
    assert component("wishes", at_work, away) == Part(1.0)
    assert component("wishes", at_work, replace(away, is_remote=True)) == Part(0.0)
    assert not component("wishes", at_home, coded_posting()).known


def test_wishes_count_alike() -> None:
    held = coded_worker(employment_types=("full_time",), wants_remote=True)
    wanted = coded_posting(employment_types=("full_time",), region_codes=(KOTA_BANDUNG,))
    assert component("wishes", held, wanted) == Part(0.5)


def test_an_occupation_that_is_not_coded_is_neutral_and_a_known_one_is_itself() -> None:
    bare = CodedPair(worker=coded_worker(), posting=coded_posting())
    for missing in (None, float("nan")):
        assert parts_of(score(replace(bare, occupation=missing)))["occupation"] == Part(NEUTRAL, known=False)
    assert parts_of(score(replace(bare, occupation=0.75)))["occupation"] == Part(0.75)


@given(pairs(), st.lists(st.sampled_from(SKILL_IDS), unique=True, max_size=4))
def test_more_skills_held_never_lower_the_score(told: CodedPair, more: list[str]) -> None:
    new = tuple(i for i in more if i not in {skill.id for skill in told.worker.skills})
    richer = replace(told.worker, skills=(*told.worker.skills, *coded_skills(new, "held")))
    after = score(replace(told, worker=richer))
    assert after.totals[0] >= total(told) - SLACK
    same_bits(SCORER.score(holding(told.columns, new)), after)


@given(pairs(), st.integers(0, 120))
def test_more_experience_never_lowers_the_score_of_a_job(told: CodedPair, more: int) -> None:
    wanted = replace(told.posting, is_internship=False, employment_types=("full_time",))
    held = told.worker.experience_months or 0
    before = replace(told, posting=wanted, worker=replace(told.worker, experience_months=held))
    after = replace(before, worker=replace(before.worker, experience_months=held + more))
    assert total(after) >= total(before) - SLACK


def test_each_month_below_what_is_asked_counts() -> None:
    wanted = coded_posting(experience_months=24)
    shares = [component("experience", coded_worker(experience_months=m), wanted).value for m in (0, 6, 12, 24, 60)]
    assert shares == [0.5, 0.625, 0.75, 1.0, 1.0]
    assert component("experience", coded_worker(experience_months=0), coded_posting(experience_months=60)).value == 0.0
    nothing_asked = coded_posting(experience_months=0)
    assert component("experience", coded_worker(experience_months=0), nothing_asked).value == 1.0


def test_who_is_asked_for_no_experience_has_enough() -> None:
    for wanted in (coded_posting(experience_months=0), coded_posting(is_internship=True)):
        for held in (None, 0, 60):
            assert component("experience", coded_worker(experience_months=held), wanted) == Part(1.0)


def test_an_internship_is_at_most_half_a_fit_and_none_for_who_has_worked_three_years() -> None:
    internship = coded_posting(is_internship=True, experience_months=0)
    values = [component("stage", coded_worker(experience_months=m), internship).value for m in range(0, 121, 6)]
    assert values[:2] == [0.5, 0.5]
    assert values == sorted(values, reverse=True)
    assert values[6:] == [0.0] * 15
    assert component("stage", coded_worker(), internship) == Part(0.25)
    assert component("stage", coded_worker(experience_months=240), coded_posting()) == Part(1.0)


@pytest.mark.parametrize(
    ("wished", "offered", "months", "value"),
    [
        (STAFF, STAFF, None, 1.0),
        (STAFF, SENIOR, 24, 0.7),
        (STAFF, SENIOR, 60, 1.0),
        (STAFF, SUPERVISOR, 60, 0.7),
        (STAFF, MANAGER, 0, 0.1),
        (STAFF, DIRECTOR, 0, 0.0),
        (SUPERVISOR, STAFF, 120, 0.5),
        (DIRECTOR, STAFF, 120, 0.0),
        (MANAGER, SUPERVISOR, 0, 0.75),
        (LEARNER, STAFF, 0, 1.0),
        (STAFF, LEARNER, 0, 1.0),
    ],
)
def test_seniority_counts_by_levels_above_and_below_the_wish(
    wished: int, offered: int, months: int | None, value: float
) -> None:
    held = coded_worker(seniority=wished, experience_months=months)
    found = component("seniority", held, coded_posting(seniority=offered))
    assert found == Part(pytest.approx(value))


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_the_stretch_of_the_cosine_is_monotone_and_reaches_both_ends(one: float, other: float) -> None:
    found = [
        parts_of(SCORER.score(pair(coded_worker(), coded_posting(), cosine=cosine)))["text"].value
        for cosine in (-1, *sorted((one, other)), 1)
    ]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (0, 1)


@given(st.integers(1, 30_000_000), st.integers(0, 30_000_000), st.integers(0, 30_000_000))
def test_more_pay_never_scores_lower_and_the_wish_met_is_full(wish: int, one: int, other: int) -> None:
    held = coded_worker(pay_low=float(wish))
    low, high = (component("pay", held, coded_posting(pay_high=float(pay))).value for pay in sorted((one, other)))
    assert low <= high
    assert component("pay", held, coded_posting(pay_low=1.0, pay_high=float(wish))).value == 1.0


def test_the_lower_bound_counts_when_no_upper_one_is_stated() -> None:
    held = coded_worker(pay_low=6e6)
    assert component("pay", held, coded_posting(pay_low=3e6)) == component("pay", held, coded_posting(pay_high=3e6))
    assert not component("pay", coded_worker(pay_low=0.0), coded_posting(pay_low=3e6)).known


_REGENCIES = [region.code for region in load_gazetteer().regencies()]


@given(*[st.sampled_from(_REGENCIES)] * 3)
def test_a_nearer_place_never_scores_lower(home: str, one: str, other: str) -> None:
    # Provinces aside: within one's own, a far regency is lifted over a nearer one beyond the border.
    near, far = sorted((one, other), key=lambda code: load_gazetteer().distance_km(home, code))
    if (near[:2] == home[:2]) >= (far[:2] == home[:2]):
        values = [
            component("place", coded_worker(region_codes=(home,)), coded_posting(region_codes=(code,))).value
            for code in (near, far)
        ]
        assert values[0] >= values[1]


def test_home_remote_work_and_a_wish_to_move_lift_the_place() -> None:
    at_home, away = coded_worker(region_codes=(KOTA_BANDUNG,)), coded_posting(region_codes=(KOTA_SURABAYA,))
    assert component("place", at_home, coded_posting(region_codes=(KOTA_BANDUNG,))).value == 1.0
    assert component("place", at_home, replace(away, is_remote=True)).value == 1.0
    assert component("place", coded_worker(), coded_posting(is_remote=True)).value == 1.0
    settled = component("place", at_home, away).value
    mover = component("place", replace(at_home, will_relocate=True), away).value
    assert 0 <= settled < mover < 1
    assert component("place", replace(at_home, will_relocate=False), away).value == settled


def test_the_nearest_of_several_places_counts() -> None:
    held = coded_worker(region_codes=(JAKARTA_SELATAN,))
    both = component("place", held, coded_posting(region_codes=(KOTA_SURABAYA, KOTA_BEKASI))).value
    assert both == component("place", held, coded_posting(region_codes=(KOTA_BEKASI,))).value
    same_province = component(
        "place", coded_worker(region_codes=(KOTA_BOGOR,)), coded_posting(region_codes=("3279",))
    ).value
    assert same_province > component("place", held, coded_posting(region_codes=(KOTA_SURABAYA,))).value


def test_the_level_asked_for_is_full_a_near_miss_less_and_a_far_miss_nothing() -> None:
    wanted = coded_posting(education="S1")
    level = {name: component("education", coded_worker(education=name), wanted).value for name in ("SMA", "D4", "S1")}
    assert level["SMA"] == 0 < level["D4"] < level["S1"] == 1
    low = coded_posting(education="SMP")
    over = [component("education", coded_worker(education=name), low).value for name in ("SMP", "SMA", "S1", "S3")]
    assert over == sorted(over, reverse=True)
    assert over[-1] > 0


def test_a_preferred_or_soft_skill_weighs_less_than_a_required_hard_one() -> None:
    wanted = pair(coded_worker(), coded_posting(required=["spreadsheet", "ketelitian"], preferred=["perpajakan"]))
    hard, soft, preferred = skill_weights(wanted.posting, SCORER.credit)
    assert hard > preferred > 0
    assert hard > soft > 0


def test_what_a_sure_experienced_job_usually_needs_counts_in_part() -> None:
    wanted = coded_posting(required=["pencatatan-kas"])
    clerk = coded_worker(occupations=(("7212", 0.9),), worked_in=CLERK, experience_months=12)
    assert 0 < component("skills", clerk, wanted).value < 1
    assert component("skills", clerk, coded_posting(required=["perpajakan"])).value == 0
    for doubtful in (
        replace(clerk, worked_in=""),
        replace(clerk, worked_in="7212", occupations=((CLERK, 0.9),)),
        replace(clerk, experience_months=0),
        replace(clerk, experience_months=None),
    ):
        assert component("skills", doubtful, wanted).value == 0


@pytest.mark.parametrize("wrong", [{"text": 0.5}, {"text": -0.22, "occupation": 1.22}, {"pay": float("nan")}])
def test_weights_that_are_no_shares_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InputError, match="sum to 1"):
        weighing(**wrong)
