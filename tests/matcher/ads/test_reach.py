"""Whom an ad reaches, and what asking for less brings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.ads.relaxing import reach_of, without_skill
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.records import Kind
from matcher.visibility import Visibility
from tests.matcher.ads.conftest import WELDER, WORKERS, posting

FITS = 0.56
"""The fake encoder's scores are low."""


@pytest.fixture(autouse=True)
def _low(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.ads.crowd.FITS", FITS)


def by_posting_it(engine: Engine, coded_as: object) -> int:
    """The slow way: post the ad so, rank everybody, count who scores enough."""
    subject = engine.stored_subject(Kind.POSTING, "contoh:p-1")
    changed = replace(subject, coded=coded_as)  # type: ignore[arg-type]
    found = engine.refresh().rank_workers(changed, len(WORKERS), Conditions())
    return sum(one.score >= FITS for one in found.matches)


def test_each_change_counts_those_who_would_be_found_if_the_ad_were_posted_so(filled: Engine) -> None:
    subject = filled.stored_subject(Kind.POSTING, "contoh:p-1")
    reach = reach_of(subject.coded, filled.refresh().crowd(subject, Conditions()), usual_pay=5_500_000)
    assert reach.looked_at == len(WORKERS)
    assert reach.now.fits == by_posting_it(filled, subject.coded)
    assert reach.relaxed
    for one in reach.relaxed:
        changed = {
            "education": lambda what=one.what: replace(subject.coded, education=what),
            "experience": lambda months=one.amount: replace(subject.coded, experience_months=months),
            "skill": lambda what=one.what: without_skill(subject.coded, what),
            "place": lambda: replace(subject.coded, is_remote=True),
            "pay": lambda: replace(subject.coded, pay_high=5_500_000.0),
        }[one.demand]()
        assert one.counted.fits == by_posting_it(filled, changed)
        assert one.gain == one.counted.fits - reach.now.fits > 0
    easy = replace(subject.coded, education="", experience_months=0, skills=(), licences=())
    assert reach.at_most.fits == by_posting_it(filled, easy)
    assert [one.gain for one in reach.relaxed] == sorted((one.gain for one in reach.relaxed), reverse=True)


def test_less_schooling_is_told_once_for_each_number_of_people(filled: Engine) -> None:
    subject = filled.stored_subject(Kind.POSTING, "contoh:p-1")
    assert subject.coded.education == "D3"
    reach = reach_of(subject.coded, filled.refresh().crowd(subject, Conditions()))
    gains = [one.gain for one in reach.relaxed if one.demand == "education"]
    assert gains
    assert len(gains) == len(set(gains))


def test_nobody_is_advised_to_do_without_a_licence_that_the_law_demands(filled: Engine) -> None:
    row = {**WELDER, "id": "contoh:p-2", "title": "Supir", "description": "Wajib punya SIM B1. Pendidikan minimal SMA."}
    subject = filled.subject(posting(row))
    assert subject.coded.licences
    reach = reach_of(subject.coded, filled.refresh().crowd(subject, Conditions()))
    assert not [one for one in reach.relaxed if one.demand in {"licence", "education"}]


def test_who_may_not_be_seen_is_not_counted(filled: Engine) -> None:
    subject = filled.stored_subject(Kind.POSTING, "contoh:p-1")
    few = Visibility(viewer="papan", keys=frozenset({"contoh:w-1", "contoh:w-6"}))
    assert len(filled.refresh().crowd(subject, Conditions(visible=few))) == 2
    assert len(filled.refresh().crowd(subject, Conditions(visible=Visibility(viewer="lain")))) == 0


def test_of_very_many_those_whom_retrieval_finds_are_counted(filled: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    subject = filled.stored_subject(Kind.POSTING, "contoh:p-1")
    whole = reach_of(subject.coded, filled.refresh().crowd(subject, Conditions()))
    monkeypatch.setattr("matcher.pipeline.COUNTED_WHOLE", 3)
    part = reach_of(subject.coded, filled.refresh().crowd(subject, Conditions()))
    assert part.now.fits == whole.now.fits
