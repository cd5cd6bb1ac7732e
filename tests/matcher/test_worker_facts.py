"""Facts of a worker that come of several parts of a record."""

from __future__ import annotations

import pytest

from matcher.records import JobHeld
from matcher.worker_facts import blended_occupations, held_experience, shown_title
from taxonomy.title_coding import Candidate, TitleCoding
from tests.builders import worker


@pytest.mark.parametrize(("wish_sure", "past_sure"), [(True, True), (True, False), (False, True), (False, False)])
def test_the_surer_side_leads(wish_sure: bool, past_sure: bool) -> None:
    def coding(code: str, is_sure: bool) -> TitleCoding:
        return TitleCoding(candidates=(Candidate(code=code, title="", score=0.5),), uncertain=not is_sure)

    blended = dict(blended_occupations(coding("7212", wish_sure), coding("5230", past_sure)))
    assert sum(blended.values()) == pytest.approx(0.5)
    if wish_sure:
        assert blended["7212"] > blended["5230"]
    elif past_sure:
        assert blended["7212"] < blended["5230"]
    else:
        assert blended["7212"] == blended["5230"]
    same = dict(blended_occupations(coding("7212", wish_sure), coding("7212", past_sure)))
    assert same == {"7212": pytest.approx(0.5)}


def test_the_title_shown_is_the_wish_the_latest_job_or_the_first_words() -> None:
    jobs = (JobHeld(title="Kasir"), JobHeld(title="Sopir"))
    assert shown_title(worker(wish="tukang las", jobs=jobs)) == "tukang las"
    assert shown_title(worker(wish=" - ", jobs=jobs, summary="biasa las")) == "Kasir"
    assert shown_title(worker(summary="biasa las " * 20)) == ("biasa las " * 8)
    assert shown_title(worker()) == ""


def test_experience_is_stated_or_the_sum_of_jobs_or_what_is_told() -> None:
    jobs = (JobHeld(title="Kasir", months=6), JobHeld(title="Sopir", months=9), JobHeld(title="Satpam"))
    assert held_experience(worker(experience_months=3, jobs=jobs)) == 3
    assert held_experience(worker(jobs=jobs, summary="5 tahun kerja")) == 15
    assert held_experience(worker(summary="pengalaman kerja 2 tahun")) == 24
    assert held_experience(worker(summary="suka memasak")) is None
