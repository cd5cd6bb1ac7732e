"""Postings that a licence opens, held against giving the worker each licence and asking the filter and the scorer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded, CodedSkill
from matcher.columns import columns_of
from matcher.filters import Conditions, postings_for
from matcher.openings import SAME_WORK, Barred, Opening, best_openings, opened
from matcher.ragged import Ragged
from matcher.retrieve import Query, compare
from matcher.segment import Segment
from taxonomy.licences import COMPULSORY, covered
from taxonomy.occupations import load_occupations
from tests.builders import (
    SKILL_IDS,
    CodedPair,
    catalogue,
    coded_posting,
    coded_records,
    coded_worker,
    scorer,
    small_skills,
    vocabulary,
)
from tests.fakes import FakeEncoder

SCORER, SKILLS = scorer(), small_skills()
SIMILARITY = load_occupations().similarity
ANY = Conditions()


def query_of(worker: Coded) -> Query:
    return Query(
        vector=FakeEncoder().encode_query([worker.title])[0],
        text=worker.title,
        occupations=load_occupations().distribution(worker.occupations),
    )


def allowed(worker: Coded, segment: Segment) -> np.ndarray:
    return postings_for(columns_of([worker], vocabulary()), segment, ANY, vocabulary()).allowed


def found_by(worker: Coded, segments: list[Segment], least: float = 0.0) -> tuple[Opening, ...]:
    own = columns_of([worker], vocabulary())
    barred = [
        Barred(segment=segment, rows=postings_for(own, segment, ANY, vocabulary()).unlicensed) for segment in segments
    ]
    return best_openings(opened(own, query_of(worker), barred, SCORER, SIMILARITY), SKILLS, least)


def holding_licence(worker: Coded, licence: str) -> Coded:
    gained = (licence, *covered([licence]))
    skills = tuple(CodedSkill(id=one, relevance="held") for one in gained if one in SKILL_IDS)
    return replace(worker, skills=(*worker.skills, *skills), licences=(*worker.licences, *gained))


def slow_openings(worker: Coded, segments: list[Segment], least: float) -> list[tuple[str, str, float]]:
    query, found = query_of(worker), []
    for segment in segments:
        kept_out = np.flatnonzero(segment.alive & ~allowed(worker, segment))
        for row in kept_out.tolist():
            posting, tried = segment.coded(row), []
            seen = compare(query, segment, np.array([row]), SIMILARITY)
            if seen.occupations[0] < SAME_WORK:
                continue
            for licence in sorted(set(posting.licences) & COMPULSORY):
                with_it = holding_licence(worker, licence)
                if allowed(with_it, segment)[row]:
                    told = CodedPair(
                        worker=with_it,
                        posting=posting,
                        occupation=float(seen.occupations[0]),
                        cosine=float(seen.cosines[0]),
                        words=float(seen.words[0]),
                    )
                    tried.append((-float(SCORER.score(told.columns).totals[0]), licence))
            if tried and -min(tried)[0] >= least:
                total, licence = min(tried)
                found.append((total, posting.key, licence))
    return [(key, licence, -total) for total, key, licence in sorted(found)[:3]]


POSTINGS = st.lists(coded_records("posting"), max_size=8, unique_by=lambda item: item.key)


@given(coded_records("worker", "uji:w"), POSTINGS, st.integers(0, 8), st.sampled_from([0.0, 0.4, 0.6]))
def test_openings_are_those_of_giving_each_licence_in_turn(
    worker: Coded, postings: list[Coded], split: int, least: float
) -> None:
    segments = list(catalogue(postings[:split], fresh=postings[split:]).segments)
    shown = found_by(worker, segments, least)
    assert [(one.key, one.licence["id"], one.score) for one in shown] == slow_openings(worker, segments, least)


def one_segment(*postings: Coded) -> list[Segment]:
    return list(catalogue(postings).segments)


def test_a_posting_that_wants_two_licences_is_opened_by_neither() -> None:
    both = coded_posting(licences=("sim-a", "sio-forklift"))
    assert found_by(coded_worker(), one_segment(both)) == ()
    (opened,) = found_by(coded_worker(licences=("sio-forklift",)), one_segment(both))
    assert opened == Opening(
        key="uji:p1",
        title="Lowongan uji:p1",
        licence={"id": "sim-a", "label": "SIM A", "label_en": "Driving Licence A"},
        score=opened.score,
    )


def test_of_several_licences_that_open_the_one_that_serves_best_is_named() -> None:
    either = coded_posting(required=["sim-c"], licences=("sim-a", "sim-c"))
    (opened,) = found_by(coded_worker(), one_segment(either))
    assert opened.licence["id"] == "sim-c"
    alike = coded_posting(licences=("sim-c", "sim-a"))
    (opened,) = found_by(coded_worker(), one_segment(alike))
    assert opened.licence["id"] == "sim-a"


def test_what_is_open_already_or_closed_for_another_reason_is_not_named() -> None:
    driver = coded_worker(licences=("sim-a",), education="SMP")
    assert found_by(driver, one_segment(coded_posting(licences=("sim-a",)))) == ()
    assert found_by(driver, one_segment(coded_posting(licences=("sim-a",), education="S1"))) == ()
    assert (
        found_by(coded_worker(education="SMP"), one_segment(coded_posting(licences=("sim-a",), education="S1"))) == ()
    )
    assert found_by(driver, []) == ()


def test_a_licence_is_no_step_into_other_work() -> None:
    office = coded_worker(occupations=(("4311", 1.0),))
    driving = coded_posting(occupations=(("8332", 1.0),), licences=("sim-a",))
    assert found_by(office, one_segment(driving)) == ()
    assert found_by(coded_worker(), one_segment(driving)) != ()


def test_at_most_three_are_named_and_the_far_ones_of_very_many_are_not_looked_at() -> None:
    driver = coded_worker(occupations=(("8332", 1.0),))
    near = [coded_posting(f"uji:n{at}", occupations=(("8332", 1.0),), licences=("sim-a",)) for at in range(3)]
    far = [coded_posting(f"uji:f{at:03d}", occupations=(("2512", 1.0),), licences=("sim-a",)) for at in range(150)]
    assert [one.key for one in found_by(driver, one_segment(*far, *near))] == ["uji:n0", "uji:n1", "uji:n2"]


def test_where_very_many_are_barred_those_of_the_nearest_groups_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = coded_worker(occupations=(("8332", 1.0),))
    codes = ["2512", "8322", "8332", "8331", "9333"]
    many = [
        coded_posting(f"uji:{c}-{at}", occupations=((c, 1.0),), licences=("sim-a",)) for c in codes for at in range(4)
    ]
    found = [one.key for one in found_by(driver, one_segment(*many))]
    for likely in (4, 5, 7, 19):
        monkeypatch.setattr("matcher.openings._LIKELY", likely)
        assert [one.key for one in found_by(driver, one_segment(*many))] == found
    monkeypatch.setattr("matcher.openings._LIKELY", 2)
    assert [one.key for one in found_by(driver, one_segment(*many))] == ["uji:8332-0", "uji:8332-1"]


def test_a_skill_column_that_grows_keeps_its_rows_apart() -> None:
    from matcher.columns import with_skills

    before = columns_of(
        [coded_worker(held=["sim-a"]), coded_worker("uji:w2"), coded_worker(held=["sim-c"])], vocabulary()
    )
    numbers = vocabulary().skills
    after = with_skills(
        before, Ragged.of([[numbers["sim-c"]], [numbers["las-busur"], numbers["sim-a"]], []], np.uint16)
    )
    assert after.skills.starts.tolist() == [0, 2, 4, 5]
    ids = list(numbers)
    assert [ids[at] for at in after.skills.values] == ["sim-a", "sim-c", "las-busur", "sim-a", "sim-c"]
    assert (len(after.skills_preferred), after.skills.values.dtype) == (5, before.skills.values.dtype)
