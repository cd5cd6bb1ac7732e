"""All job systems into one home by the command line: the three real files, and a mock of every other source."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.cli.conftest import Cli, cli
from tests.matcher.pulls.mock_upstream import Answer, Asked, MockUpstream, as_json
from tests.matcher.sources import invented

__all__ = ["cli"]

FILES = {"lokerid": "lokerid_2025.csv.gz", "jobstreet": "jobstreet_2021.csv.gz", "maganghub": "maganghub_2025.jsonl.gz"}
ROWS = {"lokerid": 2_229, "jobstreet": 15_070, "maganghub": 3_472}


@pytest.fixture
def upstream(monkeypatch: pytest.MonkeyPatch, cli: Cli, tmp_path: Path) -> Iterator[MockUpstream]:
    """One that speaks every shape that no real file is there for."""
    made = MockUpstream()
    monkeypatch.setenv("SEPADAN_PULL_INSIDE", made.place)

    def pages(asked: Asked) -> Answer:
        page = int(asked.query.get("page", "1"))
        return as_json(invented.numbered([invented.maganghub(n) for n in (2 * page - 1, 2 * page)], page, 10, 20))

    places = "".join(f"<url><loc>{made.url(f'/lowongan/{n}')}</loc></url>" for n in range(1, 9))
    made.says = {
        "/magang": pages,
        "/karirhub": as_json({"lowongan": [invented.karirhub(n) for n in range(1, 31)]}),
        "/stream": as_json([invented.jobstream(n) for n in range(1, 16)]),
        "/hropen": as_json({"items": [invented.hropen(n) for n in range(1, 7)], "next": None, "since": "t-1"}),
        "/feed": Answer(body=invented.rss(range(1, 13)).encode(), headers={"Content-Type": "application/rss+xml"}),
        "/sitemap.xml": Answer(body=f"<urlset>{places}</urlset>".encode()),
        "/p3mi": as_json({"data": [invented.p3mi(n) for n in range(1, 11)]}),
        "/bursa": as_json(invented.exchange_page([invented.bursakerja(n) for n in range(1, 8)], 1, 1, 7)),
        "/tabel.xlsx": Answer(body=invented.dinas_workbook(tmp_path / "t.xlsx", range(1, 26)).read_bytes()),
    }
    for n in range(1, 9):
        made.says[f"/lowongan/{n}"] = Answer(body=invented.job_page(n).encode(), headers={"Content-Type": "text/html"})
    yield made
    made.close()


PULLED = {
    "magang-api": ("maganghub", "/magang?limit=2", 20),
    "karir": ("karirhub", "/karirhub", 30),
    "arus": ("jobstream", "/stream?date={since}", 15),
    "rekrut": ("hropen", "/hropen?since={since}", 6),
    "papan": ("feed", "/feed", 12),
    "laman": ("jsonld", "/sitemap.xml", 8),
    "luar-negeri": ("p3mi", "/p3mi", 10),
    "bursa": ("bursakerja", "/bursa", 7),
    "dinas-sleman": ("dinas", "/tabel.xlsx", 25),
}


def run_all(cli: Cli) -> dict[str, dict[str, Any]]:
    answered = cli("sources", "run", "--all", "--json")
    assert answered.code == 0, answered.err
    return {run["source"]: run for run in answered.document["runs"]}


@pytest.mark.untraced
@pytest.mark.shared
def test_one_run_brings_all_job_systems_into_one_home_and_the_next_finds_nothing_new(
    cli: Cli, upstream: MockUpstream, shared_data: Path
) -> None:
    for name, file in FILES.items():
        assert cli("sources", "add", name, "--format", name, "--file", shared_data / "postings" / file).code == 0
    for name, (format_, path, _) in PULLED.items():
        assert cli("sources", "add", name, "--format", format_, "--url", upstream.url(path), "--gap", 0).code == 0
    first = run_all(cli)
    assert {name: run["outcome"] for name, run in first.items()} == dict.fromkeys([*FILES, *PULLED], "done")
    assert {name: first[name]["read"] for name in ROWS} == ROWS
    assert {name: first[name]["new"] for name in PULLED} == {name: count for name, (_, _, count) in PULLED.items()}
    for run in first.values():
        assert run["read"] == run["new"] + run["repeated"] + run["rejected"]
    stored = cli("status", "--json").document["records"]["posting"]
    assert stored == sum(run["new"] for run in first.values())
    again = run_all(cli)
    assert sum(run["new"] + run["changed"] + run["closed"] for run in again.values()) == 0
    assert {again[name]["outcome"] for name in FILES} == {"unchanged"}
    assert cli("status", "--json").document["records"]["posting"] == stored
    told = {
        name: {part: run[part] for part in ("read", "new", "repeated", "rejected", "duplicates")}
        for name, run in first.items()
    }
    (cli.folder / "laporan.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
