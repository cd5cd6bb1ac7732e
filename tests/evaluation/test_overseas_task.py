"""The task ``overseas``: its cases, its rows and its baseline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation import overseas
from evaluation.overseas import CASES, failures, keywords, ours, read_cases, run
from evaluation.task import Options
from matcher.overseas.ad import Ad
from matcher.overseas.checks import NAMES
from taxonomy.errors import InputError

CASE = {
    "part": "test",
    "title": "Pembantu",
    "company": "",
    "place": "Kuwait",
    "text": "Pakai visa ziarah",
    "overseas": True,
    "countries": ["KW"],
    "checks": dict.fromkeys(NAMES, "missing") | {"destination": "violated", "visa": "violated", "documents": "ok"},
    "warnings": ["visit_visa"],
}


def test_there_are_150_cases_and_a_third_is_held_back() -> None:
    cases = read_cases(CASES)
    assert len(cases) >= 150
    assert sum(case.is_held_back for case in cases) >= len(cases) / 3
    assert any(not case.said.is_overseas for case in cases)


def test_what_was_seen_is_read_nearly_without_fault() -> None:
    seen = [case for case in read_cases(CASES) if not case.is_held_back]
    assert len(failures(seen)) <= len(seen) * 0.05


def test_a_case_is_read_and_its_failures_are_told(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{json.dumps(CASE)}\n{json.dumps({**CASE, 'countries': ['QA']})}\n", encoding="utf-8")
    cases = read_cases(path)
    assert [case.ad.title for case, _ in failures(cases)] == ["Pembantu"]


@pytest.mark.parametrize(
    "line",
    ["{", "[]", json.dumps({**CASE, "part": "other"}), json.dumps({**CASE, "warnings": ["x"]}), json.dumps({"id": 1})],
)
def test_a_faulty_line_is_refused_by_its_number(line: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{json.dumps(CASE)}\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        read_cases(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none"):
        read_cases(tmp_path / "none.jsonl")


def test_the_baseline_sees_words_alone() -> None:
    ad = Ad(title="Chef masakan Jepang", places=("Bandung",), text="Tanpa visa turis")
    assert keywords(ad).is_overseas
    assert not ours(ad).is_overseas
    assert keywords(ad).checks["visa"] == "violated"


@pytest.mark.shared
def test_the_rows_hold_both_systems_with_intervals(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overseas, "real_postings", lambda *_: iter(()))
    rows = {row.name: row for row in run(Options(data=shared_data)).rows}
    assert rows["Sepadan, held back: work abroad, recall"].target == 0.9
    assert rows["keywords, held back: work abroad, precision"].ci95 is not None
    assert {f"Sepadan, held back, {name}: status" for name in NAMES} <= rows.keys()
