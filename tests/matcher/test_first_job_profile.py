"""Who looks for a first job: programme, level, and what may be expected but was not said."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.first_job_profile import BEGINNER_MONTHS, first_job_profile, programme_worker
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from tests.builders import coded_worker

WELDER = coded_worker(study_programmes=("teknik pengelasan",), education="SMA")


@pytest.mark.parametrize(
    ("level", "education"),
    [("SMK", "SMA"), ("smk negeri 2", "SMA"), ("STM", "SMA"), ("SMA", "SMA"), ("D3", "D3"), ("S1", "S1"), ("", "")],
)
def test_a_bare_programme_becomes_a_worker_of_whom_nothing_else_is_known(level: str, education: str) -> None:
    found = programme_worker(" Akuntansi ", level, ("32",))
    assert (found.title, found.study_programmes, found.education) == ("Akuntansi", ("akuntansi",), education)
    assert (found.region_codes, found.experience_months, found.skills) == (("32",), 0, ())


@pytest.mark.parametrize("level", ["kuliah", "<b>", "🎓", "9"])
def test_a_level_that_is_none_is_refused(level: str) -> None:
    with pytest.raises(InputError, match="level: wanted a level of education"):
        programme_worker("Akuntansi", level)


def test_a_trade_learnt_at_school_is_what_smk_teach_under_its_name() -> None:
    assert first_job_profile(programme_worker("Akuntansi", "SMK")).programme.id == "smk-akuntansi"
    assert first_job_profile(programme_worker("Akuntansi", "S1")).programme.id == "akuntansi"
    assert first_job_profile(programme_worker("Akuntansi")).programme.id == "akuntansi"


def test_the_first_programme_that_is_known_counts() -> None:
    worker = coded_worker(study_programmes=("ilmu nujum", "tata boga", "akuntansi"))
    assert first_job_profile(worker).programme.id == "boga"


@pytest.mark.parametrize("studied", [(), ("ilmu nujum",), ("<script>alert(1)</script>",), ("' OR 1=1 --",), ("🙂",)])
def test_without_a_known_programme_it_is_told_what_was_found(studied: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="wanted a study programme that is known") as told:
        first_job_profile(coded_worker(study_programmes=studied))
    assert (studied[0] if studied else "none") in str(told.value)


@pytest.mark.parametrize("months", [None, 0, 6, BEGINNER_MONTHS])
def test_practice_at_school_and_a_year_of_internship_are_no_first_job(months: int | None) -> None:
    worker = coded_worker(study_programmes=("tkj",), experience_months=months, worked_in="7422")
    profile = first_job_profile(worker)
    assert (profile.worker.experience_months, profile.worker.worked_in) == (months or 0, "")


def test_who_has_worked_longer_is_sent_away() -> None:
    worker = coded_worker(study_programmes=("tkj",), experience_months=BEGINNER_MONTHS + 1)
    with pytest.raises(InputError, match="found 13 months"):
        first_job_profile(worker)


def test_what_was_said_is_not_expected_any_more_and_what_is_expected_is_not_held() -> None:
    silent = first_job_profile(WELDER)
    expected = [one.skill.id for one in silent.expected]
    assert "las-smaw" in expected
    assert silent.worker.skills == ()
    said = first_job_profile(coded_worker(study_programmes=WELDER.study_programmes, held=["las-smaw"]))
    assert [one.skill.id for one in said.expected] == [skill for skill in expected if skill != "las-smaw"]
    assert [skill.id for skill in said.worker.skills] == ["las-smaw"]


def test_the_words_of_a_profile_name_programme_work_and_skills() -> None:
    profile = first_job_profile(WELDER)
    for part in (profile.programme.label, load_occupations().get("7212").title, "Las SMAW"):
        assert part in profile.text
    assert profile.occupations.sum() == pytest.approx(1.0, abs=1e-5)
    np.testing.assert_allclose(profile.occupations * profile.affinity.sum(), profile.affinity, atol=1e-5)


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_is_a_programme_or_is_refused(programme: str, level: str) -> None:
    with suppress(InputError):
        profile = first_job_profile(programme_worker(programme, level))
        assert profile.expected
        assert profile.programme.id
