from __future__ import annotations

from datetime import date

import pytest

from matcher.columns import UNKNOWN
from matcher.engine import Engine
from matcher.market.filed import MOST_OPENINGS, FiledPosting, FiledPostings, filed, read_filed
from matcher.records import Kind
from tests.builders import posting


def test_openings_day_and_employer_of_a_posting_are_read_from_the_store(engine: Engine) -> None:
    engine.upsert([posting("p1", openings=3, posted_on=date(2026, 11, 1), employer="PT  Contoh"), posting("p2")])
    openings, days, employers = read_filed(engine.store).of(["uji:p1", "uji:p2", "uji:tidak-ada"])
    assert openings.tolist() == [3, UNKNOWN, UNKNOWN]
    assert days.tolist() == [date(2026, 11, 1).toordinal(), UNKNOWN, UNKNOWN]
    assert employers.tolist() == [0, UNKNOWN, UNKNOWN]


def test_employers_of_one_folded_name_are_one() -> None:
    told = filed([FiledPosting(key="a:1", employer="PT Contoh"), FiledPosting(key="a:2", employer="pt contoh")])
    assert told.employers.tolist() == [0, 0]


@pytest.mark.parametrize("slip", [0, -4, MOST_OPENINGS + 1, 10**12])
def test_a_number_of_people_that_nobody_hires_is_taken_for_not_named(engine: Engine, slip: int) -> None:
    engine.upsert([posting("p1", openings=slip)])
    assert read_filed(engine.store).of(["uji:p1"])[0].tolist() == [UNKNOWN]


def test_a_look_sees_what_was_changed_and_deleted_since(engine: Engine) -> None:
    kept = FiledPostings(engine.store)
    engine.upsert([posting("p1", openings=3), posting("p2", openings=4)])
    assert kept.look().of(["uji:p1", "uji:p2"])[0].tolist() == [3, 4]
    assert kept.look() is kept.look()
    engine.upsert([posting("p1", openings=9, raw_hash="lain")])
    engine.delete(Kind.POSTING, ["uji:p2"])
    assert kept.look().of(["uji:p1", "uji:p2"])[0].tolist() == [9, UNKNOWN]
