"""Pages are made between their marks, and the command measures, writes and says how it ended."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from evaluation.headline import __main__ as command
from evaluation.headline.chosen import all_chosen, headlines
from evaluation.headline.documents import Circumstances, Document, Failure, write_document
from evaluation.headline.measuring import Plan
from evaluation.headline.pages import BEGIN, END, between_marks, headline_part, measured_page
from evaluation.headline.runs import all_runs
from evaluation.headline.writing import pages, write_pages
from evaluation.rows import row
from taxonomy.errors import InputError

COMMIT = "a" * 40
MEASURED = Circumstances(commit=COMMIT, date="2026-11-29", cores=2, load=0.1, seconds=3.4)
APP = typer.Typer()
APP.command()(command.headline)


def test_what_is_made_stands_between_the_marks() -> None:
    assert between_marks(f"a\n{BEGIN}\nold\n{END}\nb", "new", "page") == f"a\n{BEGIN}\n\nnew\n\n{END}\nb"


@pytest.mark.parametrize("text", ["", BEGIN, END, f"{END}{BEGIN}", f"{BEGIN}{END}{END}", f"{BEGIN}{BEGIN}{END}"])
def test_a_page_without_both_marks_once_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="marks"):
        between_marks(text, "new", "page")


def documents() -> dict[str, Document]:
    industry = [row("coder: division", 0.6, n=265, at_least=0.7), row("BM25 of official titles: division", 0.4, n=265)]
    places = [row("Sepadan: strings right", 0.99, n=538, ci95=(0.97, 0.996), at_least=0.98)]
    tried = Failure(commit=COMMIT, date="2026-11-30", why="exit code 1: no room")
    return {
        "industry": Document(run="industry", measured=MEASURED, rows=tuple(industry)),
        "places": Document(run="places", measured=MEASURED, rows=tuple(places), failed=tried),
        "pay": Document(run="pay", measured=None, rows=(), failed=tried),
        "skills": Document(run="skills", measured=MEASURED, rows=(row("other", 1.0, n=3),)),
    }


def test_what_does_not_hold_is_said_first_and_what_was_not_measured_is_named() -> None:
    runs, held = all_runs(), documents()
    part = headline_part(headlines(all_chosen(), held), runs, held)
    assert part.startswith(
        "**1 of the 2 headlines measured here do not hold**: employer to KBLI division .600 (target ≥ .700)."
    )
    first, second = [line for line in part.splitlines() if line.startswith("| ")][1:]
    assert first.startswith("| employer to KBLI division | .600 | ≥ .700 | **no** | .400 BM25 of official titles | ")
    assert first.endswith(" | `industry` | 265 |  | aaaaaaaaa |")
    assert second.startswith(
        "| place strings to region codes | .990 | ≥ .980 | yes |  | `places` | 538 | [.970, .996] |"
    )
    assert "Of all 4 rows, 2 have a target and 1 of these hold" in part
    assert "`pay`" in part.splitlines()[-1]


def test_the_page_of_all_rows_says_what_failed_and_why() -> None:
    runs, held = all_runs(), documents()
    page = measured_page(headlines(all_chosen(), held), runs, held)
    assert "- `sepadan evaluate industry`: coder: division: .600 (target ≥ .700)" in page
    assert "- `sepadan evaluate pay`: exit code 1: no room, 2026-11-30, commit aaaaaaaaa" in page
    assert "- concept of a paired span right: `skills` gave no such row, or one that rests on nothing" in page
    assert "Tried again 2026-11-30 on aaaaaaaaa: exit code 1: no room." in page
    assert "2026-11-29, commit aaaaaaaaa, 2 cores, load 0.1, 3 s in all." in page


def test_where_all_holds_it_says_so() -> None:
    held = {"places": documents()["places"]}
    found = headlines(all_chosen(), held)
    assert headline_part(found, all_runs(), held).startswith("**All 1 headlines measured here hold.**")
    assert "Every target that was measured holds." in measured_page(found, all_runs(), held)


def test_pages_are_written_where_they_differ(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text(f"# A\n{BEGIN}\n{END}\n", "utf-8")
    for document in documents().values():
        write_document(document, tmp_path / "results")
    assert list(map(str, write_pages(tmp_path, tmp_path / "results"))) == ["README.md", "docs/measured.md"]
    assert write_pages(tmp_path, tmp_path / "results") == []
    made = pages(tmp_path, tmp_path / "results")
    assert {str(name): (tmp_path / name).read_text("utf-8") for name in made} == {str(k): v for k, v in made.items()}


def test_the_command_measures_what_is_named_and_its_exit_code_says_how_it_went(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Plan] = []

    def measured(plan: Plan, say: object) -> list[str]:
        seen.append(plan)
        return ["places"] if plan.is_again else []

    monkeypatch.setattr(command, "measure", measured)
    assert CliRunner().invoke(APP, ["places", "--minutes", "5", "--longest", "2"]).exit_code == 0
    assert ([one.name for one in seen[0].runs], seen[0].minutes, seen[0].longest) == (["places"], 5.0, 2.0)
    failed = CliRunner().invoke(APP, ["--again"])
    assert (failed.exit_code, failed.stderr.strip()) == (1, "failed: places")
    wrong = CliRunner().invoke(APP, ["tittles"])
    assert wrong.exit_code == 2
    assert "tittles" in wrong.stderr


def test_the_command_writes_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for written, said in (([Path("README.md")], "written: README.md"), ([], "the pages are those of the results")):
        monkeypatch.setattr(command, "write_pages", lambda written=written: written)
        assert CliRunner().invoke(APP, ["--write"]).stdout.strip() == said


def test_the_command_ends_by_a_signal_as_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(command, "measure", lambda plan, say: os.kill(os.getpid(), signal.SIGTERM))
    assert CliRunner().invoke(APP, ["places"]).exit_code == 128 + signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is before
