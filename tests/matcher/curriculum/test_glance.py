"""A plan at a glance: as many seats as the scarcest mean allows, which is named."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.curriculum.assumptions import Assumptions
from matcher.curriculum.glance import _most
from matcher.curriculum.offers import HOURS_A_JP, offered
from matcher.curriculum.problem import WEEKS_A_MONTH
from tests.matcher.curriculum.test_offers import centre, course, given

PLAIN = Assumptions()
EACH = 160 * PLAIN.cost_per_participant_jp_idr
"""Rupiah of one seat of the course."""


@pytest.mark.parametrize(
    ("facts", "seats", "scarce"),
    [
        ({}, int(200_000_000 / EACH), {"budget:2027"}),
        (
            {"budget_idr_year": 10**12, "trainers": [{"vocational_field": "Teknik Las", "n": 1, "jp_per_week": 10}]},
            int(10 * WEEKS_A_MONTH * 24 / (160 * PLAIN.trainers_per_class) * 12),
            {"trainers:teknik las"},
        ),
        (
            {
                "budget_idr_year": 10**12,
                "workshops": [{"kind": "las", "stations": 12, "hours_per_week": 2}],
                "trainers": [{"vocational_field": "Teknik Las", "n": 90, "jp_per_week": 40}],
            },
            int(12 * 2 * WEEKS_A_MONTH * 24 / (160 * HOURS_A_JP * PLAIN.workshop_share)),
            {"workshop:las"},
        ),
        ({"budget_idr_year": 0}, 0, {"budget:2027"}),
    ],
)
def test_the_scarcest_mean_says_how_many_seats_there_are(facts: dict[str, Any], seats: int, scarce: set[str]) -> None:
    found, cost, used_up = _most(given(course(), **facts), 24)
    assert found == seats
    assert cost == pytest.approx(found * EACH, abs=EACH)
    assert {one.id for one in used_up} == scarce


def test_of_equally_many_seats_the_cheaper_ones_are_meant() -> None:
    own = offered(
        [course(), course("blk:las-lama", "Juru Las Lama", jp=320)],
        centre(budget_idr_year=10**9),
        (2027, 2028),
        Assumptions(max_classes=1),
    )
    seats, cost, used_up = _most(own, 24)
    assert seats == 24
    assert cost == pytest.approx(12 * 3 * EACH)
    assert used_up == ()


def test_where_nothing_can_be_given_there_is_no_seat() -> None:
    assert _most(given(course(jp=None)), 24) == (0, 0.0, ())
