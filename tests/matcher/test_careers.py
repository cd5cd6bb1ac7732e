"""What comes after a job: what a worker has and misses, and how many postings stand open."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.careers import Counts, NextJob, next_jobs, open_postings, unit_of
from matcher.coded import Coded
from matcher.vocabulary import load_vocabulary
from taxonomy.career_ladder import load_career_ladder
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.occupations import load_occupations
from taxonomy.skills import load_skills
from tests.builders import catalogue, coded_posting, coded_worker

CASHIER, SUPERVISOR, FORKLIFT = "5230", "5222", "8344"
DAY = date(2026, 11, 2)


def after(unit: str, worker: Coded | None = None, counts: Counts | None = None) -> dict[str, NextJob]:
    found = next_jobs(unit, load_career_ladder(), load_occupations(), load_skills(), worker, counts)
    return {one.occupation.code: one for one in found}


def test_without_a_worker_everything_is_unknown_and_without_an_index_nothing_is_counted() -> None:
    found = after(CASHIER)
    assert next(one.kind for one in found.values()) == "promotion"
    step = found[SUPERVISOR]
    assert step.months_short is None
    assert {want.held for want in (*step.needs, *step.learnt)} == {"unknown"}
    assert (step.education, step.education_held, step.postings, step.postings_near) == ("SMA", "unknown", None, None)


def test_what_a_worker_has_is_told_from_what_is_missing() -> None:
    worker = coded_worker(held=["stok-opname"], education="D3", experience_months=10)
    step = after(CASHIER, worker)[SUPERVISOR]
    held = {want.skill.id: want.held for want in (*step.needs, *step.learnt)}
    assert held.pop("stok-opname") == "have"
    assert set(held.values()) == {"missing"}
    assert (step.months, step.months_short, step.education_held) == (24, 14, "have")
    assert after(CASHIER, coded_worker(experience_months=60))[SUPERVISOR].months_short == 0
    assert after(CASHIER, coded_worker(education="SMP"))[SUPERVISOR].education_held == "missing"
    assert after(CASHIER, coded_worker())[SUPERVISOR].education_held == "unknown"
    assert after(CASHIER, coded_worker())["5223"].education_held == "have"  # none is asked for


def test_a_licence_counts_wherever_it_is_kept_and_a_higher_one_covers_a_lower() -> None:
    def sim_a(worker: Coded) -> str:
        return next(want.held for want in after("8321", worker)["8322"].needs if want.skill.id == "sim-a")

    assert sim_a(coded_worker()) == "missing"
    assert sim_a(coded_worker(held=["sim-a"])) == "have"
    assert sim_a(coded_worker(licences=("sim-a",))) == "have"
    assert sim_a(coded_worker(licences=("sim-b2",))) == "have"


def test_no_need_is_told_twice() -> None:
    for step in load_career_ladder():
        (found,) = (one for one in after(step.origin).values() if one.occupation.code == step.to)
        named = [want.skill.id for want in (*found.needs, *found.learnt)]
        assert len(named) == len(set(named)), step


def test_open_postings_are_counted_by_their_likeliest_unit_group_and_province() -> None:
    held = catalogue(
        [
            coded_posting("uji:a", occupations=((SUPERVISOR, 0.9), (CASHIER, 0.1)), region_codes=("3275",)),
            coded_posting("uji:b", occupations=((SUPERVISOR, 1.0),), region_codes=("3578",)),
            coded_posting("uji:c", occupations=((SUPERVISOR, 1.0),), is_remote=True),
            coded_posting("uji:d", occupations=((SUPERVISOR, 1.0),), closes_on=date(2026, 11, 1)),
            coded_posting("uji:e", occupations=((SUPERVISOR, 1.0),), is_closed=True),
            coded_posting("uji:f"),
        ],
        fresh=[coded_posting("uji:g", occupations=((FORKLIFT, 1.0),), region_codes=("3275",))],
        numbers=load_vocabulary(),
    )
    counts = open_postings(held, load_vocabulary(), DAY, ("32",))
    assert counts.everywhere == {SUPERVISOR: 3, FORKLIFT: 1}
    assert counts.near == {SUPERVISOR: 2, FORKLIFT: 1}
    assert open_postings(held, load_vocabulary(), DAY).near is None
    step = after(CASHIER, counts=counts)[SUPERVISOR]
    assert (step.postings, step.postings_near) == (3, 2)
    assert after(CASHIER, counts=counts)["5223"].postings == 0


def test_a_job_of_six_digits_belongs_to_its_unit_group_and_wider_codes_are_refused() -> None:
    assert unit_of("5230.01", load_occupations()).code == unit_of("5230", load_occupations()).code == CASHIER
    with pytest.raises(InputError, match="wanted a unit group"):
        unit_of("52", load_occupations())
    with pytest.raises(UnknownIdError):
        unit_of("9999", load_occupations())
