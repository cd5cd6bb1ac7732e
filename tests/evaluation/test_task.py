"""Tasks, options and rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import rows, task
from evaluation.task import Options, Report, Row, Task, data_folder
from matcher.installed_encoder import installed_encoder
from taxonomy.errors import EncoderError, InputError


def test_a_row_is_rounded_for_json() -> None:
    row = Row(name="x", value=1 / 3, target=2 / 3, holds=False, n=3, ci95=(0.11111, 0.99999))
    assert row.as_dict() == {
        "name": "x",
        "value": 0.3333,
        "target": 0.6667,
        "holds": False,
        "n": 3,
        "ci95": [0.1111, 1.0],
    }


def test_a_row_without_target_or_interval_says_null() -> None:
    shown = Row(name="x", value=1.0, n=3).as_dict()
    assert (shown["target"], shown["holds"], shown["ci95"]) == (None, None, None)


def test_a_report_has_task_rows_and_seconds_unless_it_has_a_headline_of_its_own() -> None:
    row = Row(name="x", value=1.0, n=3)
    assert list(Report(task="t", rows=(row,), seconds=1.23456).as_dict()) == ["task", "seconds", "rows"]
    assert Report(task="t", rows=(row,), seconds=1.23456).as_dict()["seconds"] == 1.235
    assert list(Report(task="t", rows=(row,), seconds=1.0, figures={"n": 3}).as_dict()) == ["n", "rows"]


def test_a_target_is_held_from_the_right_side() -> None:
    assert [rows.row("x", value, n=1, at_least=0.5).holds for value in (0.4, 0.5, 0.6)] == [False, True, True]
    assert [rows.row("x", value, n=1, at_most=0.5).holds for value in (0.4, 0.5, 0.6)] == [True, True, False]
    assert rows.row("x", 0.4, n=1).holds is None
    assert rows.row("x", 0.4, n=1, at_most=0.0).target == 0.0


def test_a_share_counts_its_items_and_a_mean_averages_them() -> None:
    share, mean = rows.share_row("x", [True, False, True, True]), rows.mean_row("x", [0.0, 1.0])
    assert (share.value, share.n) == (0.75, 4)
    assert share.ci95 is not None
    assert share.ci95[0] < 0.75 < share.ci95[1]
    assert (mean.value, mean.n, mean.ci95) == (0.5, 2, (0.0, 1.0))
    assert rows.share_row("x", []).value == 0.0


def test_ads_of_other_sources_are_at_hand_only_when_they_are_given(tmp_path: Path) -> None:
    assert Options().other is None
    assert Options(other=tmp_path / "ads.jsonl").other == tmp_path / "ads.jsonl"


def test_a_task_runs_its_module_with_the_options(monkeypatch: pytest.MonkeyPatch) -> None:
    module = type("Module", (), {"run": staticmethod(lambda options: options)})
    monkeypatch.setattr(task, "import_module", {"some.module": module}.__getitem__)
    options = Options()
    assert Task(name="t", module="some.module", describes="").run(options) is options  # type: ignore[comparison-overlap]


def test_a_chosen_gold_file_goes_before_that_of_the_data_folder(tmp_path: Path) -> None:
    assert Options(gold=tmp_path / "mine", data=tmp_path).gold_file("x.tsv") == tmp_path / "mine"
    assert Options(data=tmp_path).gold_file("x.tsv") == tmp_path / "gold" / "x.tsv"


def test_the_data_folder_is_chosen_then_named_then_beside_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "work" / "repository" / "evaluation" / "task.py"
    beside, named = tmp_path / "work" / "shared" / "data", tmp_path / "named"
    beside.mkdir(parents=True)
    named.mkdir()
    monkeypatch.setattr(task, "__file__", str(repository))
    monkeypatch.delenv("SEPADAN_DATA", raising=False)
    assert data_folder() == beside
    monkeypatch.setenv("SEPADAN_DATA", str(named))
    assert data_folder() == named
    assert data_folder(tmp_path) == tmp_path


def test_a_data_folder_that_is_not_there_is_named_with_the_way_to_give_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere: wanted the data folder .* --data or SEPADAN_DATA"):
        data_folder(tmp_path / "nowhere")


def test_the_bundled_encoder_must_be_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPADAN_CACHE", str(tmp_path))
    with pytest.raises(EncoderError, match="sepadan setup"):
        installed_encoder()


def test_nobody_needs_to_listen_to_progress() -> None:
    assert Options().tell("x", 0, 1) is None  # type: ignore[func-returns-value]
