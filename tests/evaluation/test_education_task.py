"""The task ``education``: its gold, its baseline and its rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import education
from evaluation.education import Schooling, keywords, ours, read_gold
from evaluation.task import Options
from taxonomy.errors import InputError

HEADER = "id\tleast\tlevels\tmajors\tnote\n"
ADS = {
    "jobstreet:1": "Kasir\nMin. SMA",
    "jobstreet:2": "Akuntan\nS1 jurusan Akuntansi",
    "lokerid:3": "Guru SD\nPendidikan D3 atau S1 Matematika",
    "lokerid:4": "Sopir",
}


def put(path: Path, *rows: str) -> Path:
    path.write_text(HEADER + "\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Four coded ads, invented."""
    rows = [
        "jobstreet:1\tSMA\tSMA\t\t",
        "jobstreet:2\tS1\tS1\takuntansi\t",
        "lokerid:3\tD3\tD3|S1\tMatematika|fisika\t",
    ]
    return put(tmp_path / "gold.tsv", *rows, "lokerid:4\t\t\t\tnothing asked")


def test_the_gold_has_levels_and_folded_fields(gold: Path) -> None:
    assert read_gold(gold)["lokerid:3"] == Schooling(
        least="D3", levels=("D3", "S1"), majors=frozenset({"matematika", "fisika"})
    )


def test_two_levels_asked_for_at_once_may_have_the_higher_as_least(tmp_path: Path) -> None:
    found = read_gold(put(tmp_path / "gold.tsv", "x\tS2\tPROFESI|S2\t\t"))
    assert (found["x"].least, found["x"].levels) == ("S2", ("PROFESI", "S2"))


@pytest.mark.parametrize("cells", ["SMA\tS1", "S1\tS1|SMA", "TK\tTK", "SMA\t", "\tSMA"])
def test_levels_that_cannot_be_are_refused_by_line(tmp_path: Path, cells: str) -> None:
    with pytest.raises(InputError, match=r"gold\.tsv line 2, column levels: wanted levels of SD"):
        read_gold(put(tmp_path / "gold.tsv", f"x\t{cells}\t\t"))


def test_the_baseline_takes_every_word_of_a_level() -> None:
    assert keywords(ADS["lokerid:3"]).levels == ("SD", "D3", "S1")
    assert keywords("Sarjana jurusan Hukum, Ekonomi") == Schooling(
        least="S1", levels=("S1",), majors=frozenset({"hukum", "ekonomi"})
    )
    assert keywords("") == ours("") == Schooling(least="", levels=(), majors=frozenset())


def test_our_rows_have_the_target_and_the_baseline_stands_beside_them(
    gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(education, "read_ads", lambda options, ids: {ad: ADS[ad] for ad in ids})
    report = education.run(Options(gold=gold))
    rows = {row.name: row for row in report.rows}
    assert report.task == "education"
    assert len(rows) == len(report.rows) == 18
    assert [row.name for row in report.rows if row.target is not None] == ["Sepadan: least level"]
    assert (rows["Sepadan: least level"].value, rows["Sepadan: least level"].n) == (1.0, 4)
    assert rows["Sepadan: least level, of ads that name it"].n == 3
    assert rows["keywords, lokerid: least level"].value == 0.5
    assert (rows["Sepadan: fields of study, precision"].value, rows["Sepadan: fields of study, precision"].n) == (
        1.0,
        2,
    )
    assert rows["Sepadan: fields of study, recall"].value == pytest.approx(2 / 3)
    assert rows["Sepadan: fields of study, F1"].value == pytest.approx(0.8)


@pytest.mark.shared
def test_the_reader_holds_its_target_and_is_above_the_keywords_on_real_ads(shared_data: Path) -> None:
    rows = {row.name: row for row in education.run(Options(data=shared_data)).rows}
    assert rows["Sepadan: least level"].n == 300
    assert rows["Sepadan: least level"].holds
    for value in ("least level", "set of levels", "fields of study, F1"):
        assert rows[f"Sepadan: {value}"].value > rows[f"keywords: {value}"].value + 0.05
