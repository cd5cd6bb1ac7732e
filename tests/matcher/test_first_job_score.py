"""The first-job score: what is shown adds up, silence is neutral, an expected skill is worth less than a said one."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded
from matcher.columns import columns_of
from matcher.components import NEUTRAL
from matcher.first_job_profile import FirstJobProfile, first_job_profile
from matcher.first_job_score import (
    GRADE_CREDIT,
    NAMES,
    FirstJobPairs,
    FirstJobScorer,
    FirstJobWeights,
    is_entry_level,
    usual_work,
)
from matcher.score import Scores
from matcher.skill_credit import SkillCredit
from matcher.vocabulary import load_vocabulary
from taxonomy.occupations import load_occupations
from taxonomy.seniority import MANAGER, STAFF
from taxonomy.skills import load_skills
from tests.builders import coded_posting, coded_records, coded_worker

UNITS = load_occupations().unit_codes


@lru_cache(maxsize=1)
def scorer() -> FirstJobScorer:
    return FirstJobScorer(load_vocabulary(), SkillCredit(load_skills(), load_vocabulary()))


def profile_of(programme: str = "teknik pengelasan", **facts: object) -> FirstJobProfile:
    return first_job_profile(coded_worker(study_programmes=(programme,), **facts))


def score(profile: FirstJobProfile, *postings: Coded, asked: float = np.nan, wish: float = np.nan) -> Scores:
    shape = len(postings)
    pairs = FirstJobPairs(
        worker=columns_of([profile.worker], load_vocabulary()),
        posting=columns_of(postings, load_vocabulary()),
        cosines=np.full(shape, 0.9),
        words=np.full(shape, 0.5),
        asked=np.full(shape, asked),
        wish=np.full(shape, wish),
    )
    return scorer().score(profile, pairs)


def value(scores: Scores, name: str, at: int = 0) -> tuple[float, bool]:
    place = NAMES.index(name)
    return float(scores.values[at, place]), bool(scores.known[at, place])


def test_weights_sum_to_one() -> None:
    assert sum(FirstJobWeights().as_dict().values()) == pytest.approx(1.0)
    assert min(FirstJobWeights().as_dict().values()) > 0


@given(st.lists(coded_records("posting"), min_size=1, max_size=4), st.sampled_from(["akuntansi", "tkj", "tata boga"]))
def test_what_is_shown_adds_up_and_lies_within_its_bounds(postings: list[Coded], programme: str) -> None:
    scores = score(profile_of(programme), *postings)
    assert ((scores.values >= 0) & (scores.values <= 1)).all()
    np.testing.assert_allclose(scores.points.sum(axis=1), scores.totals, atol=1e-9)
    assert ((scores.totals >= 0) & (scores.totals <= 1)).all()
    # The same postings one by one score the same, whatever stands beside them.
    for at, posting in enumerate(postings):
        np.testing.assert_array_equal(score(profile_of(programme), posting).points[0], scores.points[at])


def test_of_an_ad_that_says_nothing_all_is_neutral_but_the_texts() -> None:
    scores = score(profile_of(), coded_posting())
    for name in set(NAMES) - {"text", "words"}:
        assert value(scores, name) == (NEUTRAL, False), name


def test_usual_work_is_the_affinity_of_the_unit_groups_by_their_shares() -> None:
    profile = profile_of("akuntansi")
    postings = [
        coded_posting(occupations=(("3313", 0.6), ("8332", 0.2))),
        coded_posting(occupations=(("8332", 0.9),)),
        coded_posting(occupations=(("2411", 0.5), ("4110", 0.25), ("4311", 0.25))),
    ]
    found = usual_work(profile.affinity, columns_of(postings, load_vocabulary())).values
    for posting, one in zip(postings, found, strict=True):
        total = sum(weight for _, weight in posting.occupations)
        slow = sum(weight / total * float(profile.affinity[UNITS.index(c)]) for c, weight in posting.occupations)
        assert one == pytest.approx(slow, abs=1e-6)
    assert found[0] > found[1] == 0.0


def test_an_expected_skill_counts_less_than_one_that_was_said_and_more_than_none() -> None:
    ad = coded_posting(required=["las-smaw"])
    expected = value(score(profile_of(), ad), "skills")
    said = value(score(profile_of(held=["las-smaw"]), ad), "skills")
    neither = value(score(profile_of("akuntansi"), ad), "skills")
    assert (expected, said, neither) == ((GRADE_CREDIT["core"], True), (1.0, True), (0.0, True))


@given(st.lists(st.sampled_from([skill.id for skill in load_skills()]), unique=True, min_size=1, max_size=5))
def test_saying_more_never_lowers_what_is_earned(ids: list[str]) -> None:
    silent, said = profile_of(), profile_of(held=ids)
    assert (scorer().earned(said) >= scorer().earned(silent) - 1e-12).all()


def test_beginners_are_taken_where_it_is_said_and_entry_level_is_no_demand_for_experience() -> None:
    postings = [
        coded_posting(is_internship=True),
        coded_posting(experience_months=0, seniority=MANAGER),
        coded_posting(),
        coded_posting(seniority=MANAGER),
        coded_posting(experience_months=12),
    ]
    columns = columns_of(postings, load_vocabulary())
    assert is_entry_level(columns).tolist() == [True, True, True, False, False]
    starts = [value(score(profile_of(), one), "start") for one in postings]
    assert starts == [(1.0, True), (1.0, True), (NEUTRAL, False), (NEUTRAL, False), (NEUTRAL, False)]
    assert columns.seniority[2] == STAFF


def test_studies_asked_for_and_a_wish_count_as_they_are_told() -> None:
    scores = score(profile_of(), coded_posting(), asked=0.35, wish=0.8)
    assert value(scores, "asked") == (pytest.approx(0.35), True)
    assert value(scores, "wish") == (pytest.approx(0.8), True)


def test_other_weights_move_points_and_no_values() -> None:
    heavy = replace(FirstJobWeights(), place=0.0, occupation=FirstJobWeights().occupation + FirstJobWeights().place)
    other = FirstJobScorer(load_vocabulary(), scorer().credit, heavy)
    profile, ad = profile_of(), coded_posting(occupations=(("7212", 1.0),))
    pairs = FirstJobPairs(
        worker=columns_of([profile.worker], load_vocabulary()),
        posting=columns_of([ad], load_vocabulary()),
        cosines=np.array([0.9]),
        words=np.array([0.5]),
        asked=np.array([np.nan]),
        wish=np.array([np.nan]),
    )
    one, two = scorer().score(profile, pairs), other.score(profile, pairs)
    np.testing.assert_array_equal(one.values, two.values)
    assert two.totals[0] > one.totals[0]
