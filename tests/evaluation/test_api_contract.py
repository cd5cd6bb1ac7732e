"""The task ``api``, the short way: a real server, some operations along their links, the guide's own examples."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from evaluation.api_contract import (
    CLIENTS,
    CONFIG,
    Extent,
    add_clients,
    make_home,
    put_report,
    rows_of,
    try_out,
)
from evaluation.benchmark.served_home import STAND_IN
from evaluation.benchmark.served_home import served as serving
from tests.runnable_pages import DOCS, blocks, telling_statuses

SHORT = Extent(
    examples=3,
    phases=("examples", "fuzzing", "stateful"),
    cases=20,
    operations=("put_course", "get_course", "delete_course", "list_courses", "list_course_changes"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    url: str
    keys: dict[str, str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("api") / "home"
    make_home(home)
    put_report(home)
    key = add_clients(home, CLIENTS[:1])["SEPADAN_TRIED_KEY"]  # each takes seconds, and nobody decides here
    keys = {variable: key for variable, *_ in CLIENTS}
    with serving(home, service=STAND_IN) as server:
        yield Served(url=server.url, keys=keys)


def test_a_real_server_does_what_its_document_says(served: Served, tmp_path: Path) -> None:
    rows = rows_of(try_out(served.url, SHORT, tmp_path, served.keys), SHORT)
    assert {row.name: row.value for row in rows if row.holds is False} == {}
    assert rows[0].value >= 20


def test_the_guides_examples_answer_as_it_says(served: Served) -> None:
    script, wanted = telling_statuses(blocks("api-contract.md", "sh"))
    given = {"PATH": os.environ["PATH"], "URL": served.url, "KEY": served.keys["SEPADAN_TRIED_KEY"]}
    done = subprocess.run(["bash", "-euc", script], env=given, capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.returncode) == (wanted, 0), done.stderr
    assert len(wanted) >= 12


def test_exceptions_name_operations_that_there_are() -> None:
    document = json.loads((DOCS / "openapi.json").read_bytes())
    there = {one["operationId"] for item in document["paths"].values() for one in item.values()}
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    named = {name for group in config["operations"] for name in group["include-operation-id"]}
    assert named - there == set()


@pytest.mark.parametrize(("failed", "is_whole"), [(1, True), (0, False)])
def test_a_failure_and_a_run_that_was_cut_off_do_not_hold(failed: int, is_whole: bool) -> None:
    failures = [{"title": "Server error", "count": 1, "operations": ["GET /x"]}] * failed
    found = {
        "test_cases": {"generated": 60, "with_failures": failed},
        "operations": {"selected": 1, "tested": 1},
        "failures": failures,
        "errors": [],
        "complete": is_whole,
    }
    rows = rows_of(found, SHORT)
    assert any(row.holds is False for row in rows)
