from __future__ import annotations

import json

import pytest

from api.cli import main

NATION = ["capacity", "--workers", "5e6", "--postings", "2e5", "--qps", "500"]


def test_the_nation_is_told_in_machines_memory_hours_drivers_and_assumptions(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*NATION, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["asked"]["workers"] == 5_000_000
    assert told["needs"]["replicas"] >= 2
    assert told["needs"]["night_hours"] > 0
    shares = [driver["saved_by_half"] for driver in told["drivers"]]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0
    assert told["assumptions"]["machine_cores"] == 16
    assert {point["quantity"] for point in told["points"]} >= {"index_bytes", "answer_ms"}


def test_people_read_the_same_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*NATION, "--nightly-workers-per-second-core", "2000"]) == 0
    shown = capsys.readouterr().out
    for word in ("servers", "memory of a server", "night", "half of it saves", "assumed: machine cores"):
        assert word in shown


def test_a_number_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capacity", "--workers", "many", "--postings", "1", "--qps", "1"]) != 0
    assert "--workers: wanted a number" in capsys.readouterr().err
