"""The contract of ``sepadan evaluate``: what stands on standard output, and how it ends."""

from __future__ import annotations

import json
from functools import partial
from importlib import metadata
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from evaluation import command
from evaluation.command import evaluate
from evaluation.task import Options, Report, Row, Task
from evaluation.task_list import TASKS
from taxonomy.errors import InputError
from tests.evaluation.test_titles import HEADLINE
from tests.fakes import FakeEncoder

APP = typer.Typer()
APP.command()(evaluate)

ROWS = (
    Row(name="ours", value=0.91239, target=0.9, holds=True, n=40, ci95=(0.8, 0.95)),
    Row(name="late", value=3.0, target=2.0, holds=False, n=40),
    Row(name="theirs", value=0.5, n=40),
)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Options]:
    """The options that a made-up task ``toy`` was run with."""
    found: list[Options] = []

    class Toy(Task):
        def run(self, options: Options) -> Report:
            found.append(options)
            options.tell("count", 1, 2)
            options.tell("count", 2, 2)
            return Report(task="toy", rows=ROWS, seconds=1.5)

    monkeypatch.setattr(command, "TASKS", {"toy": Toy(name="toy", module="", describes="A toy.")})
    return found


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(APP, list(words), catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_the_cli_finds_the_command_by_its_entry_point() -> None:
    (entry,) = metadata.entry_points(group="sepadan.commands", name="evaluate")
    assert entry.load() is evaluate


def test_with_json_standard_output_holds_one_document_alone_and_progress_goes_to_standard_error(
    seen: list[Options],
) -> None:
    code, out, err = run("toy", "--json")
    assert code == 0
    assert json.loads(out) == {"task": "toy", "seconds": 1.5, "rows": [row.as_dict() for row in ROWS]}
    assert out.count("\n") == 1
    assert "count" in err
    assert len(seen) == 1


def test_without_json_a_table_shows_every_row_with_its_target(
    seen: list[Options], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    code, out, _ = run("toy")
    lines = {line.split()[1]: line.split() for line in out.splitlines() if line.startswith("│")}
    assert code == 0
    assert [word for word in lines["ours"] if word != "│"] == [
        "ours",
        "0.9124",
        "0.800",
        "to",
        "0.950",
        "0.9",
        "yes",
        "40",
    ]
    assert [word for word in lines["late"] if word != "│"] == ["late", "3.0000", "2", "no", "40"]
    assert [word for word in lines["theirs"] if word != "│"] == ["theirs", "0.5000", "40"]


def test_what_is_chosen_reaches_the_task(seen: list[Options], tmp_path: Path) -> None:
    gold, data, other, home = (tmp_path / name for name in ("gold.tsv", "data", "other.jsonl", "home"))
    run("toy", "--gold", str(gold), "--data", str(data), "--other", str(other), "--home", str(home), "--json")
    assert (seen[0].gold, seen[0].data, seen[0].other, seen[0].home) == (gold, data, other, home)
    run("toy", "--rows", "1234", "--json")
    assert [options.rows for options in seen] == [1_000_000, 1234]


def test_what_is_not_chosen_is_left_to_the_task(seen: list[Options]) -> None:
    run("toy", "--json")
    assert (seen[0].gold, seen[0].data, seen[0].other, seen[0].home) == (None, None, None, None)


def test_a_home_before_the_command_reaches_the_task_too(seen: list[Options], tmp_path: Path) -> None:
    app = typer.Typer()

    @app.callback()
    def root(context: typer.Context, home: Path) -> None:
        context.obj = home

    app.command("evaluate")(evaluate)
    for words in ([], ["--home", "nearer"]):
        CliRunner().invoke(app, [str(tmp_path), "evaluate", "toy", *words], catch_exceptions=False)
    assert [options.home for options in seen] == [tmp_path, Path("nearer")]


@pytest.mark.parametrize("words", [["nothing"], []])
def test_an_unknown_task_is_an_error_that_names_those_that_exist(words: list[str]) -> None:
    with pytest.raises(InputError, match=f"one of {', '.join(TASKS)}, found {words[0] if words else 'no task'}"):
        run(*words)


def test_the_list_names_every_task_for_people_and_for_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    code, out, _ = run("--list")
    listed = json.loads(run("--list", "--json")[1])
    assert code == 0
    assert all(name in out for name in TASKS)
    assert [entry["name"] for entry in listed] == list(TASKS)
    assert all(entry["describes"] for entry in listed)


def test_titles_print_the_headline_of_the_contract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "Options", partial(Options, load_encoder=FakeEncoder))
    gold = tmp_path / "gold.tsv"
    gold.write_text("id\ttitle\thint\ttext\tcode\talternates\n1\tKoki\t\t\t5120\t3434\n", encoding="utf-8")
    monkeypatch.setattr("evaluation.titles.RARE", gold)
    code, out, _ = run("titles", "--gold", str(gold), "--json")
    shown = json.loads(out)
    assert code == 0
    assert list(shown) == [*HEADLINE, "rows"]
    assert shown["n"] == 1
    assert set(shown["rows"][0]) == {"name", "value", "target", "holds", "n", "ci95"}


def test_a_gold_file_that_is_missing_is_an_error_of_the_command(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="readable gold file"):
        run("titles", "--gold", str(tmp_path / "none.tsv"), "--json")
