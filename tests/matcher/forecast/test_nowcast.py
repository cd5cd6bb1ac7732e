"""The month in progress."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.forecast.nowcast import LEAST_MONTHS, Arrival, nowcast
from taxonomy.errors import InputError


def flow(months: int, seed: int = 0, delay: float = 0.3, rate: float = 12.0) -> list[Arrival]:
    """Postings from January 2025 on; each comes in some days late."""
    random = np.random.default_rng(seed)
    day, found = date(2025, 1, 1), list[Arrival]()
    while (day.year - 2025) * 12 + day.month <= months:
        late = random.geometric(delay, int(random.poisson(rate))) - 1
        found += [(day, day + timedelta(days=int(days))) for days in late]
        day += timedelta(days=1)
    return found


def test_a_month_is_held_by_its_interval_at_most_days() -> None:
    inside = []
    for seed in range(12):
        arrivals = flow(14, seed)
        total = sum(posted >= date(2026, 2, 1) for posted, _ in arrivals)
        for day in (5, 12, 20, 26):
            found = nowcast(arrivals, date(2026, 2, day))
            assert found.low95 <= found.low80 <= found.point <= found.high80 <= found.high95
            inside.append(found.low95 <= total <= found.high95)
    assert np.mean(inside) > 0.85


def test_late_postings_are_reckoned_with() -> None:
    arrivals = flow(14, 1, delay=0.15)
    total = sum(posted >= date(2026, 2, 1) for posted, _ in arrivals)
    found = nowcast(arrivals, date(2026, 2, 15))
    assert found.delays_known
    assert found.usual_share < 0.45
    assert abs(found.point / total - 1) < 0.2
    assert found.n_months == 11


def test_what_came_in_after_the_day_is_not_seen() -> None:
    arrivals = flow(14)
    today = date(2026, 2, 10)
    early = [(posted, came) for posted, came in arrivals if came <= today]
    assert nowcast(arrivals, today) == nowcast(early, today)


def test_with_few_months_past_the_month_is_carried_on_evenly() -> None:
    arrivals = [(date(2026, 2, day), date(2026, 2, day)) for day in range(1, 15)]
    found = nowcast(arrivals, date(2026, 2, 14))
    assert (found.seen, found.n_months, found.usual_share, found.delays_known) == (14, 0, 0.5, False)
    assert found.point == pytest.approx(28.5)
    assert 14 <= found.low95 < found.low80 < 28.5 < found.high80 < found.high95


def test_no_posting_at_all_is_no_certainty_of_none() -> None:
    found = nowcast([], date(2026, 2, 14))
    assert (found.seen, found.point) == (0, 0.5)
    assert found.high95 > 1


def test_the_last_day_of_a_settled_flow_is_the_month_itself() -> None:
    arrivals = [(date(2025, month, day), date(2025, month, day)) for month in range(1, 13) for day in range(1, 29)]
    found = nowcast(arrivals, date(2025, 12, 31))
    assert (found.seen, found.point, found.low95, found.high95) == (28, 28, 28, 28)
    assert found.n_months >= LEAST_MONTHS


def test_a_posting_that_came_before_its_day_is_refused() -> None:
    with pytest.raises(InputError, match="not before that of posting"):
        nowcast([(date(2026, 2, 2), date(2026, 2, 1))], date(2026, 2, 14))


@given(
    st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2026, 3, 1)), st.integers(0, 40)), max_size=80),
    st.dates(date(2025, 1, 1), date(2026, 3, 1)),
)
def test_any_flow_gets_an_answer_in_order_and_not_below_what_was_seen(
    given_days: list[tuple[date, int]], today: date
) -> None:
    found = nowcast([(posted, posted + timedelta(days=late)) for posted, late in given_days], today)
    assert found.seen <= found.low95 <= found.low80 <= found.point <= found.high80 <= found.high95
