"""Suggestions to many: the same lists as the spreading makes, over chosen postings too."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.placement.suggestions import DIAL, MOST_PEOPLE, suggest
from matcher.records import Kind
from matcher.shortlists import shortlists
from matcher.spreading import recommend
from taxonomy.errors import InputError, UnknownIdError
from tests.matcher.ads.conftest import WELDER, WORKERS, posting, worker

TODAY = date(2026, 11, 27)


@pytest.fixture
def town(engine: Engine) -> Engine:
    """Seven welders, four shops that look for one each; one is everybody's best."""
    rows: list[dict[str, Any]] = [
        {**WELDER, "id": f"contoh:p-{n}", "employer": f"Bengkel {n}", "description": f"Mengelas {'SMAW ' * (4 - n)}"}
        for n in range(4)
    ]
    engine.upsert([posting({**row, "openings": 1 + (n == 3)}) for n, row in enumerate(rows)])
    engine.upsert([worker(row) for row in WORKERS])
    engine.build()
    return engine


def test_nobody_is_sent_where_all_would_go_and_chosen_postings_are_the_only_ones(town: Engine) -> None:
    people = [row["id"] for row in WORKERS[:7]]
    found = suggest(town, people, [], 1, TODAY)
    spread = recommend(shortlists(town, TODAY, lambda *told: None, keys=people), 1, DIAL)
    for row, key in enumerate(spread.among.workers):
        assert [one.posting for one in found.people[key]] == [
            spread.among.postings[column] for column in spread.lists.columns[row].tolist() if column >= 0
        ]
    assert max(found.sent.values()) <= max(found.alone.values())
    assert sum(found.sent.values()) == sum(len(lists) for lists in found.people.values())
    assert {key: n for key, n in found.places.items() if n != 1} in ({}, {"contoh:p-3": 2})
    few = suggest(town, people, ["contoh:p-1", "contoh:p-2"], 2, TODAY)
    assert set(few.sent) <= {"contoh:p-1", "contoh:p-2"}
    asker = town.stored_subject(Kind.WORKER, people[0])
    alone = {one.key: one.score for one in town.match(asker, 9, Conditions(today=TODAY)).matches}
    for one in few.people[people[0]]:
        assert one.score == pytest.approx(alone[one.posting], abs=1e-4)


def test_where_nobody_is_chosen_those_nearest_to_the_postings_are(town: Engine) -> None:
    found = suggest(town, [], ["contoh:p-0"], 3, TODAY)
    assert "contoh:w-5" in found.people
    assert set(found.sent) == {"contoh:p-0"}


def test_too_many_or_unknown_or_none_are_refused(town: Engine) -> None:
    for people, postings, fault in (
        ([f"x:{n}" for n in range(MOST_PEOPLE + 1)], [], InputError),
        ([], [], InputError),
        (["x:1"], [], UnknownIdError),
        (["contoh:w-1"], ["x:1"], UnknownIdError),
    ):
        with pytest.raises(fault):
            suggest(town, people, postings, 3, TODAY)
