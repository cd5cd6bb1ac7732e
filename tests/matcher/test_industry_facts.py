"""Rows of stored postings: employer, industry, occupation, place and month of each."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from matcher.engine import Engine
from matcher.industry_facts import NOT_TOLD, named, posting_facts
from matcher.records import Posting
from taxonomy.industry_coder import IndustryCoder
from tests.builders import posting
from tests.matcher.industry_facts_made import WordCoder


def stored(engine: Engine, **fields: Any) -> Posting:
    one = posting(**fields)
    engine.upsert([one])
    return one


def test_each_posting_becomes_a_row_with_the_industry_of_its_employer(engine: Engine) -> None:
    stored(engine, source_id="1", title="Kasir", employer="Toko Dua", posted_on=date(2025, 7, 9), openings=3)
    stored(engine, source_id="2", title="Kasir", employer="Mungkin Saja")
    stored(engine, source_id="3", title="Kasir", employer="")
    rows = posting_facts(engine.store, engine.coder.fingerprint, cast(IndustryCoder, WordCoder()), engine.home.root)
    assert [(row.employer, row.division, row.section, row.month, row.openings) for row in rows] == [
        ("toko dua", "47", "G", "2025-07", 3),
        ("mungkin saja", NOT_TOLD, NOT_TOLD, "", 1),
        ("", NOT_TOLD, NOT_TOLD, "", 1),
    ]
    assert [row.employer for row in named(rows)] == ["toko dua"]


def test_postings_that_no_coder_has_coded_are_counted_without_occupation(engine: Engine) -> None:
    stored(engine, source_id="1", title="Kasir", employer="Toko Dua")
    rows = posting_facts(engine.store, "another coder", cast(IndustryCoder, WordCoder()), engine.home.root)
    assert [(row.division, row.occupation) for row in rows] == [("47", "")]


def test_a_deleted_posting_is_no_row(engine: Engine) -> None:
    one = stored(engine, source_id="1", title="Kasir", employer="Toko Dua")
    engine.delete(cast(Any, "posting"), [one.key])
    coder = cast(IndustryCoder, WordCoder())
    assert posting_facts(engine.store, engine.coder.fingerprint, coder, engine.home.root) == []
