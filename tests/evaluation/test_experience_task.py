"""The task ``experience``: its gold, its baseline and its rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import experience
from evaluation.experience import PHRASES, Asked, keywords, ours, read_gold
from evaluation.task import Options
from taxonomy.errors import InputError

HEADER = "id\tmonths_min\tmonths_max\tfresh_graduate_welcome\tage_min\tage_max\tsex\tnote\n"
ADS = {
    "jobstreet:1": "Kasir\nPengalaman minimal 1 tahun, usia maksimal 30 tahun",
    "jobstreet:2": "Sopir\nPria/wanita, fresh graduate boleh melamar",
    "lokerid:3": "Bidan\nMerawat anak usia 20 bulan",
}


def put(path: Path, *rows: str) -> Path:
    path.write_text(HEADER + "\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Three coded ads, invented."""
    rows = ["jobstreet:1\t12\t\t0\t\t30\t\t", "jobstreet:2\t\t\t1\t\t\tLP\t", "lokerid:3\t\t\t0\t\t\t\tpupils"]
    return put(tmp_path / "gold.tsv", *rows)


def test_the_gold_has_what_each_ad_asks_for(gold: Path) -> None:
    found = read_gold(gold, "id")
    assert found["jobstreet:1"] == Asked(months_min=12, age_max=30)
    assert found["jobstreet:2"] == Asked(fresh_graduate_welcome=True, sex="LP")
    assert found["lokerid:3"] == Asked()


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("x\t\t0\t\t\t", "months_min: wanted digits"),
        ("1\t-2\t0\t\t\t", "months_max: wanted digits"),
        ("1\t\tyes\t\t\t", "fresh_graduate_welcome: wanted 0 or 1"),
        ("1\t\t0\t\tx\t", "age_max: wanted digits"),
        ("1\t\t0\t\t\tPL", "sex: wanted L, P, LP or nothing"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_line_and_column(tmp_path: Path, cells: str, column: str) -> None:
    with pytest.raises(InputError, match=rf"gold\.tsv line 2, column {column}"):
        read_gold(put(tmp_path / "gold.tsv", f"a\t{cells}\t"), "id")


def test_the_baseline_takes_the_first_number_behind_a_keyword() -> None:
    assert keywords("pengalaman 2-3 bulan, usia 20-25, pria") == Asked(
        months_min=2, months_max=3, age_min=20, age_max=25, sex="L"
    )
    assert keywords(ADS["lokerid:3"]) == Asked(age_max=20)
    assert keywords("Wanita") == Asked(sex="P")
    assert keywords("") == ours("") == Asked()


def test_our_rows_have_the_target_and_the_baseline_stands_beside_them(
    gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(experience, "read_ads", lambda options, ids: {ad: ADS[ad] for ad in ids})
    report = experience.run(Options(gold=gold))
    rows = {row.name: row for row in report.rows}
    assert report.task == "experience"
    assert len(rows) == len(report.rows) == 30
    assert [row.name for row in report.rows if row.target is not None] == ["Sepadan: months_min"]
    for value in experience.VALUES:
        assert (rows[f"Sepadan: {value}"].value, rows[f"Sepadan: {value}"].n) == (1.0, 3)
    assert rows["Sepadan: fresh_graduate_welcome, of ads that name it"].n == 1
    assert rows["keywords: age_max"].value == pytest.approx(2 / 3)
    assert rows["Sepadan, lokerid: months_min"].n == 1


def test_every_authored_phrase_is_read_right() -> None:
    phrases = read_gold(PHRASES, "text")
    assert len(phrases) == 40
    assert [text for text, asked in phrases.items() if ours(text) != asked] == []


@pytest.mark.shared
def test_the_reader_holds_its_target_and_is_above_the_keywords_on_real_ads(shared_data: Path) -> None:
    rows = {row.name: row for row in experience.run(Options(data=shared_data)).rows}
    assert rows["Sepadan: months_min"].n == 300
    assert rows["Sepadan: months_min"].holds
    for value in experience.VALUES:
        assert rows[f"Sepadan: {value}"].value >= rows[f"keywords: {value}"].value
