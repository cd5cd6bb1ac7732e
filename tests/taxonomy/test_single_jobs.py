"""The single job that a title names."""

from __future__ import annotations

import pytest

from taxonomy.aliases import load_aliases
from taxonomy.occupations import load_occupations
from taxonomy.single_jobs import single_jobs
from taxonomy.titles import core_title


def codes(title: str) -> dict[str, str]:
    return {unit: job.code for unit, job in single_jobs(core_title(title)).items()}


def test_the_official_title_of_a_job_names_it() -> None:
    assert codes("Operator Mesin Produk Kotak Kertas") == {"8143": "8143.02"}


def test_calls_pay_places_and_ranks_around_the_job_are_passed_over() -> None:
    assert codes("DIBUTUHKAN SEGERA Operator Mesin Produk Kotak Kertas 5jt") == {"8143": "8143.02"}
    assert codes("Senior Operator Mesin Produk Kotak Kertas") == {"8143": "8143.02"}
    assert codes("Operator Mesin Produk Kotak Kertas (Sr.)") == {}


@pytest.mark.parametrize("title", ["", "!!!", "Karyawan", "Senior", "x" * 400])
def test_a_title_that_names_no_single_job_gives_none(title: str) -> None:
    assert codes(title) == {}


def test_every_alias_of_a_single_job_names_a_job_of_its_unit_group() -> None:
    named = [alias for alias in load_aliases() if alias.job]
    jobs = {alias.job for alias in named}
    assert len(jobs) >= 1_200
    assert all(alias.job[:4] == alias.code and alias.job in load_occupations() for alias in named)
    found = sum(codes(alias.text).get(alias.code) == alias.job for alias in named)
    assert found / len(named) > 0.98  # a few lose a word to the reading of places and pay, and then name two jobs


def test_a_name_of_two_jobs_of_one_group_names_neither() -> None:
    by_name: dict[tuple[str, str], set[str]] = {}
    for entry in load_occupations():
        if "." in entry.code:
            by_name.setdefault((core_title(entry.title), entry.code[:4]), set()).add(entry.code)
    twice = [key for key, jobs in by_name.items() if len(jobs) > 1]
    assert all(unit not in single_jobs(core) for core, unit in twice)
