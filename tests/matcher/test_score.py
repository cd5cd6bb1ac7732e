"""The score: named components in [0, 1], weights that sum to 1, and what must never lower it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded, CodedSkill
from matcher.components import NEUTRAL, Component, text_value
from matcher.score import ADJACENT_FROM, DIGITS, Pair, Weights
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from tests.builders import (
    ADJACENT,
    CLERK,
    JAKARTA_SELATAN,
    KOTA_BANDUNG,
    KOTA_BEKASI,
    KOTA_BOGOR,
    KOTA_SURABAYA,
    SKILL_IDS,
    catalogue,
    coded_posting,
    coded_records,
    coded_skills,
    coded_worker,
    pair,
    pairs,
    scorer,
    small_skills,
)

SCORER = scorer()
SLACK = 1e-12


def component(name: str, held: Coded, wanted: Coded) -> Component:
    return SCORER.score(pair(held, wanted)).components[name]


def test_weights_are_shares_that_sum_to_one_and_name_every_component() -> None:
    weights = Weights().as_dict()
    assert sum(weights.values()) == pytest.approx(1.0)
    assert all(0 <= weight <= 1 for weight in weights.values())
    assert weights.keys() == SCORER.score(pair(coded_worker(), coded_posting())).components.keys()


@given(pairs())
def test_every_component_lies_in_0_1_and_the_total_is_their_weighted_sum(scored_pair: Pair) -> None:
    scored = SCORER.score(scored_pair)
    assert all(0 <= part.value <= 1 for part in scored.components.values())
    assert all(part.value == NEUTRAL for part in scored.components.values() if not part.known)
    for name, weight in SCORER.weights.as_dict().items():
        assert scored.points[name] == round(weight * scored.components[name].value, DIGITS)
    assert scored.total == round(sum(scored.points.values()), DIGITS)
    assert 0 <= scored.total <= 1 + SLACK
    assert [match.skill_id for match in scored.skills] == [skill.id for skill in scored_pair.posting.skills]
    assert all(0 <= match.credit <= 1 for match in scored.skills)


@given(pairs())
def test_the_same_pair_has_the_same_score_each_time(scored_pair: Pair) -> None:
    assert scorer().score(scored_pair) == SCORER.score(scored_pair)


@given(pairs())
def test_other_weights_change_the_total_and_no_component(scored_pair: Pair) -> None:
    only_text = Weights(occupation=0, skills=0, text=1, words=0, experience=0, education=0, place=0, pay=0)
    other = type(SCORER)(small_skills(), load_gazetteer(), only_text).score(scored_pair)
    assert other.components == SCORER.score(scored_pair).components
    assert other.total == round(other.components["text"].value, DIGITS)


def test_missing_facts_are_neutral_and_said() -> None:
    scored = SCORER.score(pair(coded_worker(), coded_posting()))
    unknown = {name for name, part in scored.components.items() if not part.known}
    assert unknown == {"occupation", "skills", "experience", "education", "place", "pay"}
    assert {scored.components[name].value for name in unknown} == {NEUTRAL}


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
    assert component(name, held, wanted) == Component(value=NEUTRAL, known=False)
    assert component(name, replace(held, **facts), replace(wanted, **facts)).known


def test_an_occupation_that_is_not_coded_is_neutral_and_a_known_one_is_itself() -> None:
    bare = pair(coded_worker(), coded_posting())
    for missing in (None, float("nan")):
        found = SCORER.score(replace(bare, occupation=missing)).components["occupation"]
        assert found == Component(value=NEUTRAL, known=False)
    assert SCORER.score(replace(bare, occupation=0.7)).components["occupation"] == Component(value=0.7)


@given(pairs(), st.lists(st.sampled_from(SKILL_IDS), unique=True, max_size=4))
def test_more_skills_held_never_lower_the_score(scored_pair: Pair, more: list[str]) -> None:
    new = tuple(i for i in more if i not in {skill.id for skill in scored_pair.worker.skills})
    richer = replace(scored_pair.worker, skills=(*scored_pair.worker.skills, *coded_skills(new, "held")))
    before = SCORER.score(scored_pair)
    after = SCORER.score(replace(scored_pair, worker=richer))
    assert after.total >= before.total - SLACK
    assert SCORER.score(scored_pair, also_held=new).total == after.total


@given(pairs(), st.integers(0, 120))
def test_more_experience_never_lowers_the_score_of_a_job(scored_pair: Pair, more: int) -> None:
    wanted = replace(scored_pair.posting, is_internship=False, employment_type="full_time")
    held = scored_pair.worker.experience_months or 0
    before = replace(scored_pair, posting=wanted, worker=replace(scored_pair.worker, experience_months=held))
    after = replace(before, worker=replace(before.worker, experience_months=held + more))
    assert SCORER.score(after).total >= SCORER.score(before).total - SLACK


def test_experience_below_what_is_asked_counts_by_its_share() -> None:
    wanted = coded_posting(experience_months=24)
    shares = [component("experience", coded_worker(experience_months=m), wanted).value for m in (0, 6, 12, 24, 60)]
    assert shares == [0.0, 0.25, 0.5, 1.0, 1.0]
    nothing_asked = coded_posting(experience_months=0)
    assert component("experience", coded_worker(experience_months=0), nothing_asked).value == 1.0


def test_an_internship_is_for_people_at_the_start() -> None:
    internship = coded_posting(is_internship=True, experience_months=0)
    values = [component("experience", coded_worker(experience_months=m), internship).value for m in range(0, 121, 6)]
    assert values[0] == 1.0
    assert values == sorted(values, reverse=True)
    assert values[-1] == 0.0
    assert not component("experience", coded_worker(), internship).known


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_the_stretch_of_the_cosine_is_monotone_and_reaches_both_ends(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= text_value(low) <= text_value(high) <= 1
    assert text_value(-1) == 0
    assert text_value(1) == 1


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


def test_only_a_similar_skill_earns_credit_for_a_missing_one() -> None:
    similarity = small_skills().similarity(*ADJACENT)
    assert similarity >= ADJACENT_FROM
    (near,) = SCORER.match_skills(coded_worker(held=[ADJACENT[1]]), coded_posting(required=[ADJACENT[0]]))
    assert (near.held_id, near.is_usual) == (ADJACENT[1], False)
    assert 0 < near.credit < similarity
    (far,) = SCORER.match_skills(coded_worker(held=["las-busur"]), coded_posting(required=[ADJACENT[0]]))
    assert (far.held_id, far.credit) == ("", 0.0)
    (same,) = SCORER.match_skills(coded_worker(held=ADJACENT), coded_posting(required=[ADJACENT[0]]))
    assert (same.held_id, same.credit) == (ADJACENT[0], 1.0)


@pytest.mark.parametrize(
    ("wanted", "held"), [("sim-a", "sim-a-umum"), ("bahasa-inggris", "bahasa-inggris-bisnis"), ("sim-c", "sim-a")]
)
def test_licences_and_languages_never_stand_in_for_each_other(wanted: str, held: str) -> None:
    (match,) = SCORER.match_skills(coded_worker(held=[held]), coded_posting(required=[wanted]))
    assert (match.held_id, match.credit) == ("", 0.0)


@given(coded_records("worker"), coded_records("posting"))
def test_each_skill_is_met_as_the_rule_says_it(held: Coded, wanted: Coded) -> None:
    skills, ids = small_skills(), {skill.id for skill in held.skills}
    sure = not held.uncertain and held.occupations and held.experience_months
    usual = {s.id for s, need in skills.of_unit(held.occupations[0][0]) if need == "essential"} if sure else set()
    for match in SCORER.match_skills(held, wanted):
        near = {i: skills.similarity(match.skill_id, i) for i in ids}
        if match.skill_id in ids:
            assert (match.held_id, match.credit, match.is_usual) == (match.skill_id, 1.0, False)
        elif match.skill_id in usual:
            assert match.held_id == match.skill_id
            assert match.is_usual
            assert 0 < match.credit < 1
        elif max(near.values(), default=0) >= ADJACENT_FROM:
            assert near[match.held_id] == max(near.values())
            assert 0 < match.credit <= 0.5
        else:
            assert (match.held_id, match.credit) == ("", 0.0)


def test_what_a_sure_experienced_job_usually_needs_counts_in_part() -> None:
    wanted = coded_posting(required=["pencatatan-kas", "perpajakan"])
    clerk = coded_worker(occupations=((CLERK, 0.9),), experience_months=12)
    usual, optional = SCORER.match_skills(clerk, wanted)
    assert usual.is_usual
    assert 0 < usual.credit < 1
    assert optional.credit == 0
    for doubtful in (
        replace(clerk, uncertain=True),
        replace(clerk, experience_months=0),
        replace(clerk, occupations=()),
    ):
        assert not any(match.is_usual for match in SCORER.match_skills(doubtful, wanted))


def test_a_preferred_or_soft_skill_weighs_less_than_a_required_hard_one() -> None:
    wanted = coded_posting(required=["spreadsheet", "ketelitian"], preferred=["perpajakan"])
    hard, soft, preferred = SCORER.match_skills(coded_worker(), wanted)
    assert hard.weight > preferred.weight > 0
    assert hard.weight > soft.weight > 0
    assert [match.required for match in (hard, soft, preferred)] == [True, True, False]


def test_the_words_of_both_texts_are_kept() -> None:
    wanted = coded_posting(
        skills=(CodedSkill(id="spreadsheet", relevance="required", surface="menguasai spreadsheet"),)
    )
    held = coded_worker(skills=(CodedSkill(id="spreadsheet", relevance="held", surface="jago spreadsheet"),))
    (match,) = SCORER.match_skills(held, wanted)
    assert (match.posting_words, match.worker_words) == ("menguasai spreadsheet", "jago spreadsheet")


@given(
    st.lists(st.tuples(st.sampled_from([CLERK, "7212", "5120", "3313"]), st.floats(0.1, 1)), max_size=3),
    st.lists(st.tuples(st.sampled_from([CLERK, "7212", "5120", "3313"]), st.floats(0.1, 1)), max_size=3),
)
def test_occupations_are_as_alike_from_either_side(
    one: list[tuple[str, float]], other: list[tuple[str, float]]
) -> None:
    from matcher.components import occupation_similarity

    occupations = load_occupations()
    rows = catalogue([coded_worker("u:1", occupations=tuple(one)), coded_posting("u:2", occupations=tuple(other))])
    there, back = (
        occupation_similarity(rows.occupations[at], rows.occupations, rows.occupation_norms, occupations.similarity)[
            1 - at
        ]
        for at in (0, 1)
    )
    if one and other:
        assert 0 <= there <= 1
        assert there == pytest.approx(back, abs=1e-5)
    else:
        assert np.isnan(there)
        assert np.isnan(back)


@pytest.mark.parametrize("wrong", [{"text": 0.5}, {"text": -0.22, "occupation": 0.8}, {"pay": float("nan")}])
def test_weights_that_are_no_shares_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InputError, match="sum to 1"):
        Weights(**wrong)
