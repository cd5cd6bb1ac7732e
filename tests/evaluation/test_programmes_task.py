"""The task ``programmes``: its cases, its rows and its baselines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation import programmes
from evaluation.programmes import CASES, failures, guess_no, guess_yes, ours, read_cases, run
from evaluation.task import Options
from matcher.programmes.registry import load_registry
from taxonomy.errors import InputError

CASE = {
    "id": "k-1",
    "part": "before",
    "programme": "uld",
    "as_of": "2026-11-27",
    "worker": {},
    "answers": {"disability": True},
    "verdict": "eligible",
    "asks": [],
}


def test_there_are_150_cases_over_all_programmes_most_of_them_written_before_the_rules() -> None:
    cases = read_cases(CASES, load_registry())
    assert len(cases) == len({case.id for case in cases}) >= 150
    assert sum(case.is_before for case in cases) >= 150
    assert {case.programme.id for case in cases} == set(load_registry().programmes)
    assert {case.verdict for case in cases} == {"eligible", "need_to_know", "not_eligible", "not_running"}


def test_the_task_holds_its_targets_beside_two_baselines() -> None:
    report = run(Options())
    rows = {row.name: row for row in report.rows}
    assert all(row.holds for row in report.rows if row.target is not None)
    assert rows["Sepadan: no promise to who may not join"].value == 1
    assert rows["guess yes: no promise to who may not join"].value < 0.9
    assert rows["guess no: right verdict"].value < rows["Sepadan: right verdict"].value
    assert rows["Sepadan: rules whose loss the cases notice"].value < 1


def test_a_wrong_case_is_told_with_what_was_found(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    wrong = [{**CASE, "verdict": "not_eligible"}, {**CASE, "answers": {}, "verdict": "need_to_know", "asks": ["sex"]}]
    path.write_text("".join(f"{json.dumps(case)}\n" for case in (CASE, *wrong)), encoding="utf-8")
    cases = read_cases(path, load_registry())
    assert [case.verdict for case, _ in failures(cases)] == ["not_eligible", "need_to_know"]
    assert [judge(cases[2]) for judge in (ours, guess_yes, guess_no)] == ["need_to_know", "eligible", "not_eligible"]
    rows = {row.name: row for row in run(Options(gold=path)).rows}
    assert rows["Sepadan: right verdict"].holds is False


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        json.dumps({**CASE, "part": "other"}),
        json.dumps({**CASE, "verdict": "maybe"}),
        json.dumps({**CASE, "programme": "emas"}),
        json.dumps({**CASE, "as_of": "besok"}),
        json.dumps({**CASE, "answers": {"umur": 1}}),
        json.dumps({**CASE, "worker": []}),
    ],
)
def test_a_faulty_line_is_refused_by_its_number(line: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{json.dumps(CASE)}\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        read_cases(path, load_registry())


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a readable file of cases"):
        programmes.run(Options(gold=tmp_path / "none.jsonl"))
