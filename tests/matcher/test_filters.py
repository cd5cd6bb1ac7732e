"""Hard conditions, held against a slow and obvious reading of each over random rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import filters
from matcher.coded import Coded
from matcher.columns import columns_of
from matcher.filters import Conditions, Filtered
from matcher.segment import Segment
from taxonomy.education import kkni_level
from taxonomy.licences import COMPULSORY
from taxonomy.places import load_gazetteer
from tests.builders import (
    JAKARTA_SELATAN,
    JAWA_BARAT,
    JAWA_TIMUR,
    KOTA_BANDUNG,
    KOTA_BEKASI,
    KOTA_SURABAYA,
    catalogue,
    coded_posting,
    coded_records,
    coded_worker,
    vocabulary,
)

TODAY = date(2026, 11, 2)
Check = Callable[[Coded, Coded, Conditions], bool]


def base(coded: Sequence[Coded], dead: Sequence[str] = ()) -> Segment:
    return catalogue(coded, superseded=dead).segments[0]


def postings_for(worker: Coded, segment: Segment, asked: Conditions) -> Filtered:
    return filters.postings_for(columns_of([worker], vocabulary()), segment, asked, vocabulary())


def workers_for(posting: Coded, segment: Segment, asked: Conditions) -> Filtered:
    return filters.workers_for(columns_of([posting], vocabulary()), segment, asked, vocabulary())


def is_open(row: Coded, conditions: Conditions) -> bool:
    return not row.is_closed and not (row.closes_on and conditions.today and row.closes_on < conditions.today)


def lacks_legal_licence(worker: Coded, posting: Coded) -> bool:
    held = {*worker.licences, *(skill.id for skill in worker.skills)}
    for licence in posting.licences:
        if licence not in COMPULSORY or licence in held:
            continue
        others = [other for other in posting.licences if other.startswith("sim-") and other in held]
        if not licence.startswith("sim-") or not others:
            return True
    return False


def too_little_school(worker: Coded, posting: Coded, slack: int) -> bool:
    if not worker.education or not posting.education:
        return False
    return kkni_level(posting.education) - kkni_level(worker.education) > slack


def too_far(row: Coded, other: Coded, km: float) -> bool:
    """Of a row that is filtered for another record."""
    if not other.region_codes or row.is_remote or other.is_remote or row.will_relocate:
        return False
    if not row.region_codes:
        return bool(row.countries)
    near = min(load_gazetteer().distance_km(one, two) for one in row.region_codes for two in other.region_codes)
    return near > km


def pays_too_little(row: Coded, least: float, *, is_offer: bool) -> bool:
    """What is offered stays below; or of a worker: more is wished."""
    if not is_offer:
        return row.pay_low is not None and row.pay_low > least
    named = [pay for pay in (row.pay_low, row.pay_high) if pay is not None]
    return bool(named) and max(named) < least


def failures(row: Coded, worker: Coded, posting: Coded, asked: Conditions) -> list[str]:
    """Every condition that a row fails, in the order in which they are looked at."""
    found = []
    if row is posting and asked.today is not None and not is_open(row, asked):
        found.append("closed")
    if asked.sources and row.key.split(":")[0] not in asked.sources:
        found.append("source")
    if asked.provinces and not row.is_remote and not {code[:2] for code in row.region_codes} & set(asked.provinces):
        found.append("province")
    if asked.kbji and not (row.occupations and any(row.occupations[0][0].startswith(code) for code in asked.kbji)):
        found.append("kbji")
    named = set(row.employment_types)
    if asked.employment_types and named and not named & set(asked.employment_types):
        found.append("employment_type")
    if asked.education_at_most is not None and row.education and kkni_level(row.education) > asked.education_at_most:
        found.append("education_level")
    if asked.within_km is not None and too_far(row, worker if row is posting else posting, asked.within_km):
        found.append("distance")
    if posting.shift_words and (
        (row is posting and asked.no_shift) or (asked.respect_hours and bool(worker.shift_words))
    ):
        found.append("shift")
    if posting.night_words and (
        (row is posting and asked.no_night) or (asked.respect_hours and bool(worker.night_words))
    ):
        found.append("night")
    if row is posting and asked.only_remote and not row.is_remote:
        found.append("remote")
    if row is posting and asked.disability_access and not row.access_words:
        found.append("access")
    if row is posting and asked.is_abroad is not None and bool(row.countries) != asked.is_abroad:
        found.append("abroad")
    if asked.pay_at_least is not None and pays_too_little(row, asked.pay_at_least, is_offer=row is posting):
        found.append("pay")
    if asked.respect_education and too_little_school(worker, posting, asked.education_slack):
        found.append("education")
    if lacks_legal_licence(worker, posting):
        found.append("licence")
    return [name for name in found if name not in asked.waived]


def conditions() -> st.SearchStrategy[Conditions]:
    def some(*names: str) -> st.SearchStrategy[tuple[str, ...]]:
        return st.lists(st.sampled_from(names), unique=True, max_size=2).map(tuple)

    return st.builds(
        Conditions,
        today=st.none() | st.just(TODAY),
        provinces=some(JAWA_BARAT, JAWA_TIMUR, "31"),
        employment_types=some("full_time", "contract", "internship"),
        sources=some("satu", "dua"),
        kbji=some("4", "43", "4311", "72", "9"),
        pay_at_least=st.none() | st.sampled_from([0.0, 3_000_000.0, 8_000_000.0]),
        education_at_most=st.none() | st.integers(0, 9),
        is_abroad=st.none() | st.booleans(),
        within_km=st.none() | st.sampled_from([1.0, 30.0, 150.0, 700.0]),
        no_shift=st.booleans(),
        no_night=st.booleans(),
        only_remote=st.booleans(),
        disability_access=st.booleans(),
        respect_hours=st.booleans(),
        respect_education=st.booleans(),
        education_slack=st.integers(0, 3),
        waived=some("licence", "distance", "night", "education", "province"),
    )


def rows(kind: str) -> st.SearchStrategy[list[Coded]]:
    return st.lists(coded_records(kind), unique_by=lambda item: item.key, max_size=12)


def check_agreement(found: Filtered, coded: list[Coded], dead: set[str], failed: Callable[[Coded], list[str]]) -> None:
    living = [item for item in coded if item.key not in dead]
    allowed = {item.key for at, item in enumerate(sorted(coded, key=lambda item: item.key)) if found.allowed[at]}
    assert allowed == {item.key for item in living if not failed(item)}
    firsts = [names[0] for item in living if (names := failed(item))]
    assert {name: count for name, count in found.removed.items() if count} == {n: firsts.count(n) for n in firsts}
    assert sum(found.removed.values()) + int(found.allowed.sum()) == len(living)
    assert found.remain == int(found.allowed.sum())


@given(rows("posting"), coded_records("worker", "w:1"), conditions(), st.data())
def test_postings_are_removed_as_the_slow_reading_says(
    coded: list[Coded], worker: Coded, asked: Conditions, data: st.DataObject
) -> None:
    dead = set(data.draw(st.lists(st.sampled_from([item.key for item in coded]), unique=True))) if coded else set()
    found = postings_for(worker, base(coded, tuple(dead)), asked)
    check_agreement(found, coded, dead, lambda row: failures(row, worker, row, asked))
    in_order = sorted(coded, key=lambda item: item.key)
    alone = [row for row, item in enumerate(in_order) if failures(item, worker, item, asked) == ["licence"]]
    assert found.unlicensed.tolist() == [row for row in alone if in_order[row].key not in dead]


@given(rows("worker"), coded_records("posting", "p:1"), conditions(), st.data())
def test_workers_are_removed_as_the_slow_reading_says(
    coded: list[Coded], posting: Coded, asked: Conditions, data: st.DataObject
) -> None:
    dead = set(data.draw(st.lists(st.sampled_from([item.key for item in coded]), unique=True))) if coded else set()
    found = workers_for(posting, base(coded, tuple(dead)), asked)
    check_agreement(found, coded, dead, lambda row: failures(row, row, posting, asked))
    assert not len(found.unlicensed)


def only(row: Coded, asked: Conditions, worker: Coded | None = None) -> Filtered:
    return postings_for(worker or coded_worker(), base([row]), asked)


@pytest.mark.parametrize(("days", "is_kept"), [(-1, False), (0, True), (1, True)])
def test_a_posting_can_be_taken_up_to_its_last_day(days: int, is_kept: bool) -> None:
    row = coded_posting(closes_on=TODAY + timedelta(days=days))
    found = only(row, Conditions(today=TODAY))
    assert bool(found.allowed[0]) is is_kept
    assert found.removed["closed"] == (not is_kept)


def test_without_a_day_closed_postings_stay_and_nothing_is_said_of_them() -> None:
    found = only(coded_posting(is_closed=True, closes_on=date(2020, 1, 1)), Conditions())
    assert found.allowed.all()
    assert "closed" not in found.removed


def test_a_row_that_fails_twice_counts_once_at_the_first() -> None:
    row = coded_posting(is_closed=True, region_codes=(KOTA_SURABAYA,), employment_types=("contract",))
    asked = Conditions(today=TODAY, provinces=(JAWA_BARAT,), employment_types=("full_time",))
    assert {k: v for k, v in only(row, asked).removed.items() if v} == {"closed": 1}


def test_a_province_takes_its_regencies_and_remote_work_and_nothing_without_a_place() -> None:
    asked = Conditions(provinces=(JAWA_BARAT,))
    assert only(coded_posting(region_codes=(KOTA_BANDUNG,)), asked).allowed.all()
    assert only(coded_posting(region_codes=(KOTA_SURABAYA, JAWA_BARAT)), asked).allowed.all()
    assert only(coded_posting(region_codes=(KOTA_SURABAYA,), is_remote=True), asked).allowed.all()
    assert not only(coded_posting(region_codes=(KOTA_SURABAYA,)), asked).allowed.any()
    assert not only(coded_posting(), asked).allowed.any()


def test_an_employment_type_that_is_not_said_passes() -> None:
    asked = Conditions(employment_types=("full_time", "contract"))
    assert only(coded_posting(), asked).allowed.all()
    assert only(coded_posting(employment_types=("contract",)), asked).allowed.all()
    assert not only(coded_posting(employment_types=("internship",)), asked).allowed.any()


def test_one_level_short_is_ranked_and_two_are_not_unless_asked() -> None:
    worker = coded_worker(education="D4")
    assert only(coded_posting(education="PROFESI"), Conditions(), worker).allowed.all()
    short = coded_posting(education="S2")
    assert only(short, Conditions(), worker).removed["education"] == 1
    assert only(short, Conditions(respect_education=False), worker).allowed.all()


def test_a_subtree_of_kbji_takes_what_is_first_coded_within_it() -> None:
    clerk = coded_posting(occupations=(("4311", 0.7), ("7212", 0.3)))
    for within in ("4", "43", "4311"):
        assert only(clerk, Conditions(kbji=(within,))).allowed.all()
    assert only(clerk, Conditions(kbji=("72", "9"))).removed["kbji"] == 1
    assert only(coded_posting(), Conditions(kbji=("4",))).removed["kbji"] == 1


def test_the_most_that_is_offered_must_reach_the_pay_and_silence_passes() -> None:
    asked = Conditions(pay_at_least=5e6)
    assert only(coded_posting(pay_low=3e6, pay_high=5e6), asked).allowed.all()
    assert only(coded_posting(pay_low=5e6), asked).allowed.all()
    assert only(coded_posting(), asked).allowed.all()
    assert only(coded_posting(pay_low=3e6, pay_high=4.9e6), asked).removed["pay"] == 1
    assert only(coded_posting(pay_high=4.9e6), asked).removed["pay"] == 1


def test_of_workers_those_stay_who_wish_no_more_than_the_pay() -> None:
    workers = base([coded_worker("u:1", pay_low=5e6), coded_worker("u:2", pay_low=5.1e6), coded_worker("u:3")])
    found = workers_for(coded_posting(), workers, Conditions(pay_at_least=5e6))
    assert found.allowed.tolist() == [True, False, True]


def test_no_more_school_than_named_may_be_asked_for() -> None:
    asked = Conditions(education_at_most=kkni_level("D3"), respect_education=False)
    kept = {level: bool(only(coded_posting(education=level), asked).allowed[0]) for level in ("", "SMA", "D3", "S1")}
    assert kept == {"": True, "SMA": True, "D3": True, "S1": False}


def test_work_abroad_can_be_asked_for_alone_or_left_out() -> None:
    there, here = coded_posting(countries=("MY",)), coded_posting(region_codes=(KOTA_BANDUNG,))
    assert [bool(only(row, Conditions(is_abroad=True)).allowed[0]) for row in (there, here)] == [True, False]
    assert [bool(only(row, Conditions(is_abroad=False)).allowed[0]) for row in (there, here)] == [False, True]
    assert [bool(only(row, Conditions()).allowed[0]) for row in (there, here)] == [True, True]


def test_a_source_that_no_row_has_leaves_nothing() -> None:
    assert only(coded_posting(), Conditions(sources=("lain",))).removed["source"] == 1
    assert only(coded_posting(), Conditions(provinces=("00",))).removed["province"] == 1


def test_only_a_licence_that_the_law_asks_for_shuts_out() -> None:
    assert only(coded_posting(licences=("brevet-pajak-a-b",)), Conditions()).allowed.all()
    driver = coded_posting(licences=("sim-a",))
    assert only(driver, Conditions()).removed["licence"] == 1
    assert only(driver, Conditions(), coded_worker(licences=("sim-a",))).allowed.all()
    assert only(driver, Conditions(), coded_worker(held=["sim-a"])).allowed.all()


def test_the_delta_is_filtered_with_the_generation() -> None:
    old = coded_posting("uji:p1")
    rows_now = catalogue([old, coded_posting("uji:p2")], fresh=[replace(old, is_closed=True)], superseded=["uji:p1"])
    found = [postings_for(coded_worker(), segment, Conditions(today=TODAY)) for segment in rows_now.segments]
    assert [one.allowed.tolist() for one in found] == [[False, True], [False]]
    assert [one.removed["closed"] for one in found] == [0, 1]


def test_of_several_driving_licences_one_is_enough_but_a_crane_needs_its_own() -> None:
    either = coded_posting(licences=("sim-a", "sim-c"))
    assert only(either, Conditions()).removed["licence"] == 1
    assert only(either, Conditions(), coded_worker(licences=("sim-c",))).allowed.all()
    both = coded_posting(licences=("sim-b2", "sio-crane"))
    assert only(both, Conditions(), coded_worker(licences=("sim-b2",))).removed["licence"] == 1
    assert only(both, Conditions(), coded_worker(licences=("sio-crane",))).removed["licence"] == 1
    assert only(both, Conditions(), coded_worker(licences=("sio-crane", "sim-b2"))).allowed.all()


AT_BEKASI = coded_worker(region_codes=(KOTA_BEKASI,))


def test_a_radius_takes_what_lies_within_it_and_of_several_places_one_is_enough() -> None:
    km = load_gazetteer().distance_km(KOTA_BEKASI, JAKARTA_SELATAN)
    near, both = (coded_posting(region_codes=codes) for codes in ((JAKARTA_SELATAN,), (KOTA_SURABAYA, JAKARTA_SELATAN)))
    for row in (near, both):
        assert only(row, Conditions(within_km=km), AT_BEKASI).allowed.all()
        assert only(row, Conditions(within_km=km - 0.1), AT_BEKASI).removed["distance"] == 1
    assert only(coded_posting(region_codes=(KOTA_BEKASI,)), Conditions(within_km=0.0), AT_BEKASI).allowed.all()
    assert only(coded_posting(region_codes=(JAWA_BARAT,)), Conditions(within_km=1.0), AT_BEKASI).allowed.all()


def test_remote_work_and_no_place_pass_a_radius_and_work_abroad_does_not() -> None:
    asked = Conditions(within_km=10)
    assert only(coded_posting(region_codes=(KOTA_SURABAYA,), is_remote=True), asked, AT_BEKASI).allowed.all()
    assert only(coded_posting(), asked, AT_BEKASI).allowed.all()
    assert only(coded_posting(countries=("MY",)), asked, AT_BEKASI).removed["distance"] == 1


def test_who_names_no_place_has_no_radius_and_the_count_says_so() -> None:
    found = only(coded_posting(region_codes=(KOTA_SURABAYA,)), Conditions(within_km=10), coded_worker())
    assert found.allowed.all()
    assert found.removed["distance"] == 0


def test_a_worker_who_would_move_passes_an_employers_radius_but_holds_to_the_own_one() -> None:
    there = coded_posting(region_codes=(KOTA_SURABAYA,))
    mover, stayer, silent = (
        coded_worker(f"u:{at}", region_codes=(KOTA_BEKASI,), will_relocate=moves)
        for at, moves in enumerate((True, False, None))
    )
    asked = Conditions(within_km=50)
    assert workers_for(there, base([mover, stayer, silent]), asked).allowed.tolist() == [True, False, False]
    assert only(there, asked, mover).removed["distance"] == 1


def test_a_remote_posting_has_workers_everywhere() -> None:
    far = base([coded_worker("u:1", region_codes=(KOTA_SURABAYA,))])
    remote = coded_posting(region_codes=(KOTA_BEKASI,), is_remote=True)
    assert workers_for(remote, far, Conditions(within_km=10)).allowed.all()


def test_shift_and_night_are_two_conditions() -> None:
    shift, night = coded_posting(shift_words="sistem shift"), coded_posting(night_words="jaga malam")
    both = coded_posting(shift_words="shift malam", night_words="shift malam")
    for asked, kept in (
        (Conditions(no_shift=True), [False, True, False]),
        (Conditions(no_night=True), [True, False, False]),
        (Conditions(no_shift=True, no_night=True), [False, False, False]),
        (Conditions(), [True, True, True]),
    ):
        assert [bool(only(row, asked).allowed[0]) for row in (shift, night, both)] == kept


def test_hours_that_a_worker_refuses_are_kept_from_both_sides_unless_the_caller_says_otherwise() -> None:
    who, there = coded_worker(night_words="tidak bisa shift malam"), coded_posting(night_words="shift malam")
    assert only(there, Conditions(), who).removed["night"] == 1
    assert workers_for(there, base([who]), Conditions()).removed["night"] == 1
    free = Conditions(respect_hours=False)
    assert only(there, free, who).allowed.all()
    assert workers_for(there, base([who]), free).allowed.all()
    assert only(coded_posting(shift_words="shift"), Conditions(), who).allowed.all()


def test_access_is_asked_for_by_the_request_alone() -> None:
    said, silent = coded_posting(access_words="ramah difabel"), coded_posting()
    asked = Conditions(disability_access=True)
    assert only(said, asked).allowed.all()
    assert only(silent, asked).removed["access"] == 1
    assert "access" not in only(silent, Conditions()).removed
    assert workers_for(said, base([coded_worker()]), asked).allowed.all()


def test_more_slack_takes_lower_schooling_and_none_takes_the_level_alone() -> None:
    worker = coded_worker(education="SMA")
    row = coded_posting(education="S1")
    gap = kkni_level("S1") - kkni_level("SMA")
    assert only(row, Conditions(education_slack=gap), worker).allowed.all()
    assert only(row, Conditions(education_slack=gap - 1), worker).removed["education"] == 1


def test_a_condition_that_is_waived_removes_nothing_and_is_not_named() -> None:
    driver = coded_posting(licences=("sim-a",))
    found = only(driver, Conditions(waived=("licence",)))
    assert found.allowed.all()
    assert "licence" not in found.removed
