"""Tables, tightness, gaps, wages and flows of small markets, worked out by hand beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.stats import binom

from matcher.coded import Coded
from matcher.market.cells import cells_of
from matcher.market.filed import FiledPosting, filed
from matcher.market.flows import COMMUTE_KM, COMMUTE_MOST_KM, flows
from matcher.market.official import official_mismatch, official_seekers, official_vacancies
from matcher.market.rows import Axes, MarketRows, posting_rows, worker_rows
from matcher.market.selection import check_one_province, select
from matcher.market.skill_gap import shrink, skill_gaps
from matcher.market.stock import stock_of_rows
from matcher.market.tables import demand_rows, supply_rows
from matcher.market.tightness import beveridge_points, tightness_rows
from matcher.market.wages import LEAST, Wages, median_interval
from taxonomy.errors import InputError, UnknownIdError
from tests.builders import (
    KOTA_BANDUNG,
    KOTA_BEKASI,
    KOTA_SURABAYA,
    catalogue,
    coded_posting,
    coded_worker,
    vocabulary,
)

TODAY = date(2026, 11, 1)
AXES = Axes(vocabulary())
WELDER, COOK = (("7212", 0.9),), (("5120", 0.9),)


def rows_of(
    postings: Sequence[Coded], workers: Sequence[Coded] = (), openings: int = 1
) -> tuple[MarketRows, MarketRows]:
    """Both sides; each posting of an employer of its own."""
    said = [FiledPosting(key=one.key, openings=openings, posted_on=TODAY, employer=f"PT {one.key}") for one in postings]
    return (
        posting_rows(catalogue(postings), AXES, TODAY, None, filed(said)),
        worker_rows(catalogue(workers), AXES),
    )


def welders(n: int, place: str = KOTA_BANDUNG, start: int = 0, **facts: object) -> list[Coded]:
    facts = {"occupations": WELDER, "region_codes": (place,), **facts}
    return [coded_posting(f"uji:p{start + at:03d}", **facts) for at in range(n)]  # type: ignore[arg-type]


def seekers(n: int, place: str = KOTA_BANDUNG, start: int = 0, **facts: object) -> list[Coded]:
    facts = {"occupations": WELDER, "region_codes": (place,), **facts}
    return [coded_worker(f"uji:w{start + at:03d}", **facts) for at in range(n)]  # type: ignore[arg-type]


def test_demand_and_supply_tell_large_cells_and_withhold_small_ones() -> None:
    postings = [*welders(9), *welders(8, KOTA_SURABAYA, 20), *welders(2, start=40, occupations=COOK)]
    postings += welders(7, KOTA_SURABAYA, 60, occupations=COOK)
    cells = cells_of(*rows_of(postings, [*seekers(6), *seekers(3, KOTA_SURABAYA, 20)]), AXES)
    nation = demand_rows(cells, select(digits=4)).demand
    assert [(row.kbji, row.postings) for row in nation] == [("7212", 17), ("5120", 9)]
    bandung = demand_rows(cells, select(["32"], digits=4))
    assert bandung.demand == ()  # the welders would tell the two cooks from the sum of the province
    assert bandung.withheld_cells == 4
    assert demand_rows(cells, select(["32"], digits=0)).demand[0].postings == 11
    assert [row.seekers for row in supply_rows(cells, select(digits=0)).supply] == [9]
    assert supply_rows(cells, select(each_province=True, digits=0)).supply == ()


def test_rows_are_bounded_and_the_number_found_is_told() -> None:
    cells = cells_of(*rows_of([*welders(9), *welders(8, start=20, occupations=COOK)]), AXES)
    found = demand_rows(cells, select(digits=4, limit=1))
    assert (len(found.demand), found.found, found.demand[0].kbji) == (1, 2, "7212")
    assert [row.kbji for row in demand_rows(cells, select(kbji="51", digits=4)).demand] == ["5120"]


def test_tightness_is_openings_over_seekers_with_the_interval_of_two_counts() -> None:
    cells = cells_of(*rows_of(welders(10), seekers(20), openings=4), AXES)
    (row,) = tightness_rows(cells, select(digits=4)).rows
    assert (row.openings, row.seekers, row.tightness) == (40, 20, 2)
    spread = np.sqrt(10 * 16 / 40**2 + 1 / 20)
    assert row.interval95 == pytest.approx((2 * np.exp(-1.959964 * spread), 2 * np.exp(1.959964 * spread)))
    assert row.interval95[0] < row.interval80[0] < row.tightness


def test_a_cell_with_one_side_alone_has_no_tightness() -> None:
    assert tightness_rows(cells_of(*rows_of(welders(10)), AXES), select(digits=4)).rows == ()


def test_official_points_are_years_with_twelve_months_and_seekers() -> None:
    (point,) = beveridge_points("32")
    assert (point.year, point.seekers) == (2023, 204_452)
    assert point.tightness == point.openings / point.seekers
    assert [one.year for one in beveridge_points("00")] == [2023, 2024]
    assert beveridge_points("11") == ()


def test_official_mismatch_is_of_groups_with_both_sides() -> None:
    found = {(one.by, one.year): one for one in official_mismatch()}
    assert found["education", 2024].seekers == 568_638 - 126_940
    assert found["province", 2023].groups == 21
    assert all(0 < one.mismatch < one.dissimilarity < 1 for one in found.values())
    assert len(official_seekers(("00",))) == 3
    assert {one.group for one in official_vacancies("72")} == {"7"}


def test_a_skill_that_is_asked_for_more_than_others_is_short() -> None:
    asked = ["las-busur", "spreadsheet", "ketelitian", "perpajakan"]
    postings = [*welders(100, required=asked), *welders(100, start=100, required=asked[1:3])]
    holds = [*seekers(175, held=asked[1:3]), *seekers(25, start=200, held=asked)]
    stock = stock_of_rows(*rows_of(postings, holds), AXES, TODAY, include_closed=False)
    found = skill_gaps(stock, ("32",), "72")
    assert found is not None
    assert {gap.skill_id for gap in found.gaps if gap.side == "short"} == {"las-busur", "perpajakan"}
    assert {gap.skill_id for gap in found.gaps if gap.side == "plenty"} == {"spreadsheet", "ketelitian"}
    first = found.gaps[0]
    assert (first.postings, first.asked_share, first.seekers, first.held_share) == (100, 0.5, 25, 0.125)
    assert first.interval95[0] < first.ratio < first.interval95[1]
    assert skill_gaps(stock, ("31",)) is None


def test_numbers_of_seekers_are_told_in_fives_and_skills_of_fewer_are_not() -> None:
    postings = welders(20, required=["las-busur", "spreadsheet"])
    holds = [*seekers(7, held=["las-busur"]), *seekers(4, start=20, held=["spreadsheet"])]
    found = skill_gaps(stock_of_rows(*rows_of(postings, holds), AXES, TODAY, include_closed=False))
    assert found is not None
    assert [(gap.skill_id, gap.seekers) for gap in found.gaps] == [("las-busur", 5)]
    assert (found.seekers, found.not_told) == (10, 1)


def test_uncertain_measures_are_drawn_to_the_mean_more_than_sure_ones() -> None:
    logs, spreads = np.array([2.0, 2.0, -1.0, -1.0]), np.array([0.1, 1.5, 0.1, 0.1])
    mean, shrunk, errors = shrink(logs, spreads)
    assert abs(shrunk[1] - mean) < abs(shrunk[0] - mean)
    assert (errors <= spreads).all()
    assert shrink(np.zeros(0), np.zeros(0))[0] == 0


def paid(n: int, low: float, place: str = KOTA_BANDUNG, start: int = 0, **facts: object) -> list[Coded]:
    return [replace(one, pay_low=low + 1e5 * at) for at, one in enumerate(welders(n, place, start, **facts))]


def test_a_band_is_of_its_cell_where_enough_offers_are_and_else_of_a_wider_one() -> None:
    postings = [*paid(LEAST, 4e6), *paid(3, 9e6, KOTA_SURABAYA, 50), *paid(4, 2e6, start=80, occupations=COOK)]
    wages = Wages(rows_of(postings)[0], AXES)
    own = wages.band("32", "7212")
    assert own is not None
    assert (own.offers, own.is_wider, own.p50, own.first_day) == (LEAST, False, 4_450_000, TODAY)
    assert own.p10 < own.p25 < own.p50 < own.p75 < own.p90
    far = wages.band("35", "7212")
    assert far is not None
    assert (far.taken_province, far.taken_kbji, far.is_wider, far.offers) == ("00", "7212", True, LEAST + 3)
    cook = wages.band("32", "5120")
    assert cook is not None
    assert (cook.taken_province, cook.taken_kbji, cook.offers) == ("32", "", LEAST + 4)
    assert cook.minimum_wage == own.minimum_wage
    assert wages.band("00", "") is not None


def test_allowances_slips_and_ads_without_pay_are_no_offers() -> None:
    postings = [
        *paid(3, 5.0),
        *paid(4, 4e6, start=20, is_internship=True),
        *welders(2, start=40),
        *paid(5, 4e6, start=60),
    ]
    wages = Wages(rows_of(postings)[0], AXES)
    assert (len(wages), wages.slips, wages.without) == (5, 3, 6)
    assert wages.band("32", "7212") is None


def test_offers_of_few_employers_are_not_told() -> None:
    postings = paid(LEAST, 4e6)
    told = filed([FiledPosting(key=one.key, employer="PT Satu") for one in postings])
    assert Wages(posting_rows(catalogue(postings), AXES, TODAY, None, told), AXES).band("32", "7212") is None


@pytest.mark.parametrize("n", [1, 5, 6, 10, 17, 60])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_the_interval_of_the_median_is_the_narrowest_that_holds_often_enough(n: int, level: float) -> None:
    ends = median_interval(np.arange(1.0, n + 1), level)
    holds = [r for r in range(1, n // 2 + 1) if 1 - 2 * binom.cdf(r - 1, n, 0.5) >= level]
    assert ends == ((max(holds), n + 1 - max(holds)) if holds else None)
    assert median_interval(np.zeros(0), level) is None


def test_who_would_not_move_goes_by_distance_decay_and_never_far() -> None:
    postings, workers = rows_of(
        [*welders(10), *welders(30, KOTA_BEKASI, 20), *welders(40, KOTA_SURABAYA, 60)], seekers(100, KOTA_BEKASI)
    )
    found = flows(postings, workers, AXES, vocabulary(), "32")
    assert {(one.origin, one.destination) for one in found.flows} == {(KOTA_BEKASI, KOTA_BEKASI)}
    assert found.home == pytest.approx(1)
    assert (found.seekers, found.relocate, found.out_of_reach) == (100, 0, 0)


def test_commuters_share_out_by_openings_and_distance() -> None:
    jakarta_timur = "3175"
    numbers = vocabulary()
    km = float(numbers.km_from(numbers.regions[KOTA_BEKASI])[numbers.regions[jakarta_timur]])
    assert 0 < km <= COMMUTE_MOST_KM
    postings, workers = rows_of([*welders(10, KOTA_BEKASI), *welders(20, jakarta_timur, 20)], seekers(100, KOTA_BEKASI))
    found = flows(postings, workers, AXES, numbers, "00")
    pull = 20 * np.exp(-km / COMMUTE_KM)
    share = pull / (10 + pull)
    by_place = {one.destination: one for one in found.flows}
    assert by_place[jakarta_timur].seekers == pytest.approx(100 * share)
    assert by_place[jakarta_timur].kind == "commute"
    assert found.commute == pytest.approx(share)
    assert sum(one.share for one in found.flows) == pytest.approx(1)
    low, high = by_place[jakarta_timur].interval95
    assert high - low == pytest.approx(2 * 1.959964 * np.sqrt(100 * share * (1 - share)))


def test_who_would_move_reaches_another_island_side_and_others_are_out_of_reach() -> None:
    postings, workers = rows_of(welders(20, KOTA_SURABAYA), [*seekers(30, will_relocate=True), *seekers(10, start=50)])
    found = flows(postings, workers, AXES, vocabulary(), "32")
    assert [(one.kind, one.seekers) for one in found.flows] == [("relocate", pytest.approx(30))]
    assert (found.relocate, found.out_of_reach) == (pytest.approx(0.75), pytest.approx(0.25))


def test_few_seekers_have_no_flows_and_those_without_a_place_are_counted_in_fives() -> None:
    postings, workers = rows_of(welders(20), [*seekers(3), *seekers(11, start=20, region_codes=())])
    found = flows(postings, workers, AXES, vocabulary())
    assert (found.flows, found.seekers, found.left_out) == ((), None, 10)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"provinces": ["Atlantis"]}, UnknownIdError),
        ({"kbji": "0000"}, UnknownIdError),
        ({"kbji": "72120"}, InputError),
        ({"kbji": "٧٢"}, InputError),
        ({"digits": 5}, InputError),
        ({"kbji": "721", "digits": 2}, InputError),
        ({"limit": 0}, InputError),
        ({"limit": 1001}, InputError),
        ({"provinces": ["31"], "each_province": True}, InputError),
    ],
)
def test_what_cannot_be_asked_for_is_refused(given: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        select(**given)  # type: ignore[arg-type]


def test_an_answer_about_one_province_refuses_several() -> None:
    assert check_one_province([]) == "00"
    assert check_one_province(["Jabar"]) == "32"
    with pytest.raises(InputError):
        check_one_province(["31", "32"])
