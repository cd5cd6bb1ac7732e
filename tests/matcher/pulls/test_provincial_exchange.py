"""Runs of Bursa Kerja Provinsi against a mock of it: pages by number, vacancies that are over, and rubbish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.matcher.pulls.conftest import Pulls
from tests.matcher.pulls.mock_upstream import Answer, Asked, MockUpstream, as_json
from tests.matcher.sources import invented

PATH = "/api/lowongan?halaman=1&per_halaman=2"


def in_pages(rows: Sequence[object]) -> Callable[[Asked], Answer]:
    """Two vacancies a page."""

    def says(asked: Asked) -> Answer:
        page, last = int(asked.query["halaman"]), -(-len(rows) // 2)
        return as_json(invented.exchange_page(rows[2 * page - 2 : 2 * page], page, last, len(rows)))

    return says


def vacancies(*numbers: int, **changes: Any) -> list[dict[str, Any]]:
    return [invented.bursakerja(n, **changes) for n in numbers]


def test_every_page_is_asked_for_once_and_the_next_pull_finds_nothing_new(pulls: Pulls, upstream: MockUpstream) -> None:
    upstream.says["/api/lowongan"] = in_pages(vacancies(1, 2, 3, 4, 5))
    pulls.add("bekasi", "bursakerja", PATH)
    done = pulls.run("bekasi")
    assert (done["outcome"], done["new"], done["pages"]) == ("done", 5, 3)
    asked = [asked.query for asked in upstream.asked if asked.path == "/api/lowongan"]
    assert asked == [{"halaman": str(n), "per_halaman": "2"} for n in (1, 2, 3)]
    again = pulls.run("bekasi")
    assert (again["outcome"], again["unchanged"], again["new"], again["closed"]) == ("done", 5, 0, 0)


def test_a_vacancy_that_is_over_or_gone_is_closed(pulls: Pulls, upstream: MockUpstream) -> None:
    upstream.says["/api/lowongan"] = in_pages(vacancies(1, 2, 3, 4, 5))
    pulls.add("bekasi", "bursakerja", PATH)
    pulls.run("bekasi")
    upstream.says["/api/lowongan"] = in_pages([*vacancies(1, 2, 3), *vacancies(4, status="ditutup")])
    done = pulls.run("bekasi")
    assert (done["outcome"], done["changed"], done["closed"]) == ("done", 1, 1)
    assert pulls.open_ids("bekasi") == ["BK-2026-0001", "BK-2026-0002", "BK-2026-0003"]


@pytest.mark.parametrize(
    ("rubbish", "told"),
    [
        (Answer(body=b"<!DOCTYPE html><html><body>Pemeliharaan</body></html>"), "HTML"),
        (Answer(status=404), "404"),
        (as_json({"halaman": 2, "jumlah_halaman": 3, "total": 5}), "an object with halaman"),
        (as_json({"halaman": "2", "jumlah_halaman": "3", "total": "5", "data": []}), "halaman '2'"),
        (as_json(invented.exchange_page([], 1, 3, 5)), "pages without end"),
    ],
)
def test_rubbish_in_place_of_a_page_fails_the_run_closes_nothing_and_the_next_run_goes_on(
    pulls: Pulls, upstream: MockUpstream, rubbish: Answer, told: str
) -> None:
    good = in_pages(vacancies(1, 2, 3, 4, 5))
    upstream.says["/api/lowongan"] = good
    pulls.add("bekasi", "bursakerja", PATH)
    pulls.run("bekasi")
    upstream.says["/api/lowongan"] = lambda asked: rubbish if asked.query["halaman"] == "2" else good(asked)
    failed = pulls.run("bekasi")
    assert (failed["outcome"], failed["closed"]) == ("failed", 0)
    assert told in failed["error"]["found"]
    upstream.says["/api/lowongan"] = good
    done = pulls.run("bekasi")
    assert (done["outcome"], done["continues"], done["closed"]) == ("done", failed["run"], 0)
    assert len(pulls.open_ids("bekasi")) == 5


def test_a_field_of_a_wrong_type_costs_its_own_row_alone(pulls: Pulls, upstream: MockUpstream) -> None:
    upstream.says["/api/lowongan"] = in_pages(vacancies(1, 2, 3, 4, 5))
    pulls.add("bekasi", "bursakerja", PATH)
    pulls.run("bekasi")
    upstream.says["/api/lowongan"] = in_pages(
        [*vacancies(1, upah="5 juta"), *vacancies(2, 3), *vacancies(4, syarat={})]
    )
    done = pulls.run("bekasi")
    assert (done["outcome"], done["rejected"], done["closed"]) == ("done", 2, 1)
    assert [reject["where"].rpartition(", ")[2] for reject in pulls.rejects(done)] == ["field upah", "field syarat"]
    assert "BK-2026-0005" not in pulls.open_ids("bekasi")
    assert len(pulls.open_ids("bekasi")) == 4
