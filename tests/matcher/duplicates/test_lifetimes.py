from __future__ import annotations

from datetime import date

from indexes.duplicate_records import Copy
from matcher.duplicates.lifetimes import Lifetime, lifetime_of


def _copy(key: str, posted_on: str, ends_on: str = "") -> Copy:
    return Copy(key=key, cluster="a:1", place=0, chance=1, completeness=1, posted_on=posted_on, ends_on=ends_on)


def test_a_vacancy_lives_from_its_first_posting_to_its_last_day() -> None:
    copies = [
        _copy("a:2", "2026-02-01", "2026-03-03"),
        _copy("a:1", "2026-01-01", "2026-01-31"),
        _copy("b:1", "2026-01-05"),
    ]

    assert lifetime_of(copies) == Lifetime(
        first_seen=date(2026, 1, 1), last_seen=date(2026, 3, 3), days_open=61, reposts=1
    )


def test_the_same_day_in_another_source_is_no_repost() -> None:
    assert (
        lifetime_of([_copy("a:1", "2026-01-01"), _copy("a:2", "2026-01-01"), _copy("b:1", "2026-01-09")]).reposts == 0
    )


def test_what_names_no_day_has_no_lifetime() -> None:
    assert lifetime_of([_copy("a:1", ""), _copy("a:2", "")]) == Lifetime(
        first_seen=None, last_seen=None, days_open=None, reposts=0
    )
