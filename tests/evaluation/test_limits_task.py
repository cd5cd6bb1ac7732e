"""The task ``limits``: what counts as right, and how the readers stand beside keywords."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import limits, real_ads
from evaluation.limits import PHRASES, Labelled, failures, keywords, keywords_of_workers, labelled_phrases, ours
from evaluation.task import Options
from taxonomy.errors import InputError
from tests.evaluation.invented_ads import FILES, put_ads, put_gold

COLUMNS = ("id", "part", "shift", "night", "access")
ROWS = (
    ("lokerid:1", "dev", "0", "0", "0"),
    ("jobstreet:2", "test", "0", "0", "0"),
    ("maganghub:3", "test", "1", "0", "0"),
)


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    """Three invented ads, one of them labelled wrongly."""
    monkeypatch.setattr(real_ads, "AD_FILES", FILES)
    return Options(data=put_ads(tmp_path / "data"), gold=put_gold(tmp_path / "gold.tsv", COLUMNS, *ROWS))


def test_precision_recall_and_silence_are_counted_and_what_nothing_has_is_left_out(options: Options) -> None:
    report = limits.run(options)
    rows = {row.name: row for row in report.rows}
    assert report.task == "limits"
    assert len(rows) == len(report.rows)
    assert (rows["Sepadan, ads, shift: recall"].value, rows["Sepadan, ads, shift: recall"].n) == (0.0, 1)
    assert (rows["Sepadan, ads, shift: silence kept"].value, rows["Sepadan, ads, shift: silence kept"].n) == (1.0, 2)
    assert "Sepadan, ads, shift: precision" not in rows
    assert "Sepadan, ads, access: recall" not in rows
    assert rows["Sepadan, ads held back, night: silence kept"].n == 2
    assert [row.name for row in report.rows if row.target is not None] == ["Sepadan, ads held back, shift: recall"]
    assert not rows["Sepadan, ads held back, shift: recall"].holds


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        (("lokerid:1", "dev", "2", "0", "0"), "line 2, column shift"),
        (("lokerid:1", "dev", "0", "", "0"), "line 2, column night"),
        (("lokerid:1", "dev", "0", "0", "x"), "line 2, column access"),
        (("lokerid:1", "odd", "0", "0", "0"), "line 2, column part"),
    ],
)
def test_a_label_that_cannot_be_is_refused_by_line_and_column(
    options: Options, tmp_path: Path, cells: tuple[str, ...], where: str
) -> None:
    gold = put_gold(tmp_path / "bad.tsv", COLUMNS, cells)
    with pytest.raises(InputError, match=rf"bad\.tsv {where}"):
        limits.run(Options(data=options.data, gold=gold))


def test_a_phrase_of_neither_side_is_refused(tmp_path: Path) -> None:
    columns = ("side", "part", "text", "shift", "night", "access")
    with pytest.raises(InputError, match="column side: wanted posting or worker, found course"):
        labelled_phrases(put_gold(tmp_path / "p.tsv", columns, ("course", "dev", "shift", "1", "0", "0")))


def test_the_baseline_looks_for_words_alone() -> None:
    assert keywords("Non shift, makan malam, guru disabilitas") == {"shift": True, "night": True, "access": True}
    assert keywords_of_workers("tidak shift, difabel") == {"shift": True, "night": False, "access": False}
    assert keywords_of_workers("siap shift malam") == {"shift": False, "night": False, "access": False}


def test_what_is_read_wrongly_can_be_looked_at() -> None:
    right = Labelled(text="Kerja shift", said={"shift": True, "night": False, "access": False}, is_held_back=False)
    wrong = Labelled(text="Kerja", said=right.said, is_held_back=False)
    assert failures([right, wrong]) == [(wrong, ours("Kerja"))]


def test_the_readers_are_far_above_keywords_on_the_authored_phrases() -> None:
    phrases = [phrase for phrase in labelled_phrases(PHRASES) if not phrase.is_worker]
    assert len(phrases) == 270
    ours_wrong, keywords_wrong = len(failures(phrases)), len(failures(phrases, keywords))
    assert ours_wrong <= 8
    assert keywords_wrong > 10 * ours_wrong


@pytest.mark.shared
def test_the_reader_is_near_its_target_or_holds_it_and_is_above_keywords_on_real_ads(shared_data: Path) -> None:
    rows = {row.name: row for row in limits.run(Options(data=shared_data)).rows}
    held = [row for row in rows.values() if row.target is not None]
    assert len(held) == 4
    for row in held:
        assert row.value > 0.93, row
    assert rows["Sepadan, ads, shift: silence kept"].n + rows["Sepadan, ads, shift: recall"].n == 400
    for value in ("shift", "night"):
        name = f"ads held back, {value}: precision"
        assert rows[f"Sepadan, {name}"].value > rows[f"keywords, {name}"].value
    assert rows["Sepadan, ads, access: silence kept"].value == 1
