from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexes.duplicate_records import Copy
from matcher.coded import Coded
from matcher.duplicates.showing import Copies
from matcher.freshness import DEFAULT_DAYS
from matcher.market.filed import FiledPosting, filed
from matcher.market.stock import MarketStock, take_stock
from matcher.vocabulary import load_vocabulary
from taxonomy.provinces import load_provinces
from tests.builders import catalogue, coded_posting, coded_records, coded_worker, vocabulary

TODAY = date(2026, 11, 1)


def stock_of(postings: Sequence[Coded], workers: Sequence[Coded] = (), **more: object) -> MarketStock:
    return take_stock(catalogue(postings), catalogue(workers), vocabulary(), TODAY, **more)  # type: ignore[arg-type]


def copy_of(key: str, cluster: str, place: int) -> Copy:
    blank = {"chance": 900, "completeness": 50, "employer": "", "url": "", "posted_on": "", "ends_on": ""}
    return Copy(key=key, cluster=cluster, place=place, **blank)  # type: ignore[arg-type]


def distinct(records: Sequence[Coded]) -> list[Coded]:
    return list({record.key: record for record in records}.values())


def stands(coded: Coded, said: FiledPosting | None) -> bool:
    """The slow way: as a person would decide whether a posting counts."""
    if coded.is_closed or (coded.closes_on is not None and coded.closes_on < TODAY):
        return False
    day = said.posted_on if said else None
    if day is not None and day > TODAY:
        return False
    return coded.closes_on is not None or day is None or day + timedelta(days=DEFAULT_DAYS) >= TODAY


def cell_of(coded: Coded) -> tuple[str, str]:
    province = coded.region_codes[0][:2] if coded.region_codes else ""
    return province, coded.occupations[0][0] if coded.occupations else ""


def as_counts(stock: MarketStock, name: str) -> Counter[tuple[str, str]]:
    table = getattr(stock, name)
    rows, columns = (*stock.provinces, ""), (*stock.units, "")
    return Counter({(rows[r], columns[c]): int(table[r, c]) for r, c in np.argwhere(table).tolist()})


@st.composite
def markets(draw: st.DrawFn) -> tuple[list[Coded], list[Coded], list[FiledPosting]]:
    postings = distinct(draw(st.lists(coded_records("posting"), max_size=12)))
    workers = distinct(draw(st.lists(coded_records("worker"), max_size=8)))
    days = st.none() | st.dates(TODAY - timedelta(days=90), TODAY + timedelta(days=10))
    said = [
        FiledPosting(key=one.key, openings=draw(st.none() | st.integers(1, 50)), posted_on=draw(days))
        for one in postings
        if draw(st.booleans())
    ]
    return postings, workers, said


@given(markets(), st.booleans())
def test_every_table_is_what_plain_loops_over_the_records_count(
    market: tuple[list[Coded], list[Coded], list[FiledPosting]], include_closed: bool
) -> None:
    postings, workers, said = market
    told = {one.key: one for one in said}
    stock = stock_of(postings, workers, filed=filed(said), include_closed=include_closed)
    counted = [one for one in postings if not one.countries and (include_closed or stands(one, told.get(one.key)))]
    openings, asked = Counter[tuple[str, str]](), Counter[str]()
    for one in counted:
        own = told.get(one.key)
        openings[cell_of(one)] += (own.openings if own else None) or 1
        asked.update(skill.id for skill in one.skills)
    assert as_counts(stock, "postings") == Counter(map(cell_of, counted))
    assert as_counts(stock, "openings") == openings
    named = [one for one in counted if one.key in told and told[one.key].openings]
    assert as_counts(stock, "named") == Counter(map(cell_of, named))
    assert as_counts(stock, "guessed") == Counter(cell_of(one) for one in counted if one.uncertain)
    assert as_counts(stock, "internships") == Counter(cell_of(one) for one in counted if one.is_internship)
    assert as_counts(stock, "seekers") == Counter(map(cell_of, workers))
    assert stock.asked_in() == dict(asked)
    assert stock.held_in() == dict(Counter(skill.id for one in workers for skill in one.skills))
    assert stock.n_postings + sum(stock.left_out.values()) == len(postings)


@given(markets())
@settings(max_examples=25)
def test_sums_over_provinces_and_digits_are_those_of_the_records(
    market: tuple[list[Coded], list[Coded], list[FiledPosting]],
) -> None:
    postings, workers, _ = market
    stock = stock_of(postings, workers, include_closed=True)
    here = [one for one in postings if not one.countries]
    for provinces, kbji in ((("31",), ""), (("31", "32"), "7"), ((), "43"), (("",), "")):
        inside = [
            one
            for one in here
            if (not provinces or cell_of(one)[0] in provinces) and (not kbji or cell_of(one)[1].startswith(kbji))
        ]
        assert stock.counted(provinces, kbji).postings == len(inside)
        assert stock.asked_in(provinces, kbji) == dict(Counter(s.id for one in inside for s in one.skills))


def test_copies_of_a_vacancy_count_once_and_the_next_copy_counts_when_the_preferred_one_is_closed() -> None:
    here = {"region_codes": ("3174",), "occupations": (("7212", 0.9),)}
    postings = [coded_posting(f"uji:p{at}", **here) for at in range(4)]
    copies = Copies([copy_of("uji:p0", "k", 0), copy_of("uji:p1", "k", 1), copy_of("uji:p2", "k", 2)])
    stock = stock_of(postings, copies=copies)
    assert stock.n_postings == 2
    assert stock.left_out["duplicate"] == 2
    closed = [replace(postings[0], is_closed=True), *postings[1:]]
    stock = stock_of(closed, copies=copies)
    assert (stock.n_postings, stock.left_out["closed"], stock.left_out["duplicate"]) == (2, 1, 1)


def test_a_posting_in_several_provinces_stands_in_the_first_and_is_told() -> None:
    stock = stock_of([coded_posting(region_codes=("3275", "3174", "36"), occupations=(("7212", 0.9),))])
    assert as_counts(stock, "postings") == {("32", "7212"): 1}
    assert stock.several_provinces == 1


def test_an_ad_without_a_last_day_stands_for_as_long_as_its_source_keeps_ads() -> None:
    keys = ("jobstreet:1", "uji:1")
    said = filed([FiledPosting(key=key, posted_on=TODAY - timedelta(days=45)) for key in keys])
    stock = stock_of([coded_posting(key) for key in keys], filed=said)
    assert stock.posting_sources == {"uji": 1}  # 30 days at JobStreet, 60 elsewhere
    assert stock.left_out["expired"] == 1
    assert stock.left_out["closed"] == 0


def test_an_empty_store_gives_tables_of_zeros() -> None:
    stock = stock_of([], [])
    assert stock.n_postings == stock.n_seekers == 0
    assert stock.asked_in() == stock.held_in() == {}
    assert stock.postings.shape == (len(load_provinces()) + 1, 447)


def test_records_without_place_or_code_are_counted_in_the_last_row_and_column() -> None:
    stock = stock_of([coded_posting()], [coded_worker()])
    assert stock.postings[-1, -1] == stock.seekers[-1, -1] == 1


@pytest.mark.parametrize("code", ["", "5", "99"])
def test_an_unknown_province_adds_nothing(code: str) -> None:
    stock = stock_of([coded_posting(region_codes=("3174",))])
    assert stock.counted(("zz",), code).postings == 0


def test_the_bundled_tables_give_axes_in_the_order_of_their_codes() -> None:
    stock = take_stock(catalogue([]), catalogue([]), load_vocabulary(), TODAY)
    assert stock.provinces == tuple(sorted(stock.provinces))
    assert stock.provinces == tuple(load_provinces())
    assert len(stock.units) == 446
