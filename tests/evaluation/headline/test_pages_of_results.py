"""README's table and docs/measured.md are what the committed results give, and nothing of the list is passed over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluation.headline.chosen import all_chosen, headlines
from evaluation.headline.code_state import ROOT
from evaluation.headline.documents import RESULTS, read_documents
from evaluation.headline.pages import BEGIN, COMMIT_DIGITS, END
from evaluation.headline.runs import all_runs
from evaluation.headline.writing import MEASURED, README, pages
from evaluation.task_list import TASKS

RUNS = all_runs()
DOCUMENTS = read_documents([run.name for run in RUNS])
PAGES = pages()


@pytest.mark.parametrize("page", [README, MEASURED], ids=str)
def test_a_page_is_exactly_what_the_results_give(page: Path) -> None:
    assert (ROOT / page).read_text("utf-8") == PAGES[page], (
        "written by hand, or results without their pages: python -m evaluation.headline --write"
    )


def test_every_task_of_the_list_has_a_result_or_the_reason_why_not() -> None:
    assert {run.task for run in RUNS} == set(TASKS)
    without = [run for run in RUNS if run.name not in DOCUMENTS or not DOCUMENTS[run.name].rows]
    failed = {name for name, document in DOCUMENTS.items() if document.failed}
    assert [run.name for run in without if not run.until_then and run.name not in failed] == []
    listed = PAGES[MEASURED].split("## Not measured by this script yet")[-1].split("\n## ")[0]
    assert [run.name for run in without if f"`{run.command}`: " not in listed] == []


def test_a_reason_names_pages_that_are_there() -> None:
    named = {page for run in RUNS for page in re.findall(r"docs/[\w./-]+\.md", run.until_then)}
    assert named
    assert [page for page in sorted(named) if not (ROOT / page).exists()] == []


def test_every_run_is_named_once_and_every_result_is_of_a_run() -> None:
    names = [run.name for run in RUNS]
    assert len(set(names)) == len(names)
    assert {path.name for path in RESULTS.iterdir()} <= {f"{name}.json" for name in names}
    assert all(document.run == name for name, document in DOCUMENTS.items())


def test_every_result_says_the_commit_the_day_and_the_machine() -> None:
    for document in DOCUMENTS.values():
        assert (document.measured is not None) == bool(document.rows)
        for one in (document.measured, document.failed):
            if one:
                assert re.fullmatch(r"[0-9a-f]{40}", one.commit)
                assert re.fullmatch(r"20\d\d-\d\d-\d\d", one.date)
        if document.measured:
            assert document.measured.cores >= 1
            assert document.measured.seconds > 0


def test_every_row_of_both_pages_says_its_commit() -> None:
    part = PAGES[README].split(BEGIN)[1].split(END)[0]
    for text in (part, PAGES[MEASURED]):
        rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| what |")]
        assert [row for row in rows if not re.search(rf"\| [0-9a-f]{{{COMMIT_DIGITS}}} \|$", row)] == []
    shown = [line for line in PAGES[MEASURED].splitlines() if line.startswith("| ") and "| what |" not in line]
    assert len(shown) == sum(len(document.rows) for document in DOCUMENTS.values())


def test_what_does_not_hold_stands_first() -> None:
    part = PAGES[README].split(BEGIN)[1].split(END)[0]
    verdicts = [line.split(" | ")[3] for line in part.splitlines() if line.startswith("| ")][1:]
    assert verdicts == sorted(verdicts, key=lambda verdict: verdict == "yes")
    assert set(verdicts) <= {"yes", "**no**"}


def test_every_headline_finds_its_row_and_its_baseline_where_its_run_was_measured() -> None:
    found = [one for one in headlines(all_chosen(), DOCUMENTS) if one.document]
    assert [one.chosen for one in found if one.row is None] == []
    assert [one.chosen for one in found if one.chosen.baseline and not one.baseline] == []
    assert {one.run for one in all_chosen()} <= {run.name for run in RUNS}


def test_results_are_small_and_name_no_folder() -> None:
    for path in RESULTS.iterdir():
        text = path.read_text("utf-8")
        assert len(text) < 200_000
        assert not re.search(r"/(?:home|root|tmp|usr|var|work|mnt|opt)/", text)
