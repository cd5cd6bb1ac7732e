"""The task ``isco-titles``: what is read of ISCO-08's index, what is drawn, and the rows."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from evaluation import isco_titles
from evaluation.isco_titles import INDEX, read_index
from evaluation.task import Options
from evaluation.title_baselines import title_baselines
from indexes.encoder import Encoder
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.title_item import TitleItem
from tests.evaluation.test_judged import FakeCoder
from tests.fakes import FakeEncoder

COLUMNS = ("code", "name_french", "isco88", "name_english")


def put(path: Path, *rows: tuple[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    """An index of code and English title."""
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows((code, "Titre", "1234", title)[: len(columns)] for code, title in rows)
    return path


def test_a_title_stands_once_with_every_unit_group_that_it_is_listed_under(tmp_path: Path) -> None:
    path = put(
        tmp_path / INDEX,
        ("5120", "Cook"),
        (" 8332 ", ' Driver, "truck", été '),
        ("3434", "Cook"),
        ("5120", "Cook"),
    )
    driver, cook = sorted(read_index(path), key=lambda title: title.code, reverse=True)
    assert (cook.id, cook.item, cook.code) == ("Cook", TitleItem(title="Cook"), "3434")
    assert cook.accepted == frozenset({"3434", "5120"})
    assert (driver.item.title, driver.accepted) == ('Driver, "truck", été', frozenset({"8332"}))


def test_rows_without_an_english_title_or_of_a_unit_group_that_kbji_lacks_are_left_out(tmp_path: Path) -> None:
    path = put(tmp_path / INDEX, ("5120", ""), ("5120", "  "), ("0000", "Nobody"), ("512", "Cooks"), ("5120", "Chef"))
    assert [title.id for title in read_index(path)] == ["Chef"]


def test_titles_come_in_one_order_whatever_the_order_of_the_file(tmp_path: Path) -> None:
    rows = [("5120", "Cook"), ("8332", "Driver"), ("2221", "Nurse")]
    one, two = put(tmp_path / "one.gz", *rows), put(tmp_path / "two.gz", *rows[::-1])
    assert read_index(one) == read_index(two)


def test_an_index_that_is_missing_or_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "plain.gz").write_text("code,name_english\n5120,Cook\n", encoding="utf-8")
    put(tmp_path / "short.gz", ("5120", "x"), columns=COLUMNS[:3])
    for name in ("none.gz", "plain.gz", "short.gz"):
        with pytest.raises(InputError, match=rf"{name}: wanted the ISCO-08 index of titles"):
            read_index(tmp_path / name)


# The task -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def fake_coder(monkeypatch: pytest.MonkeyPatch) -> FakeCoder:
    coder = FakeCoder()
    monkeypatch.setattr(isco_titles, "product_coder", lambda encoder: coder)
    return coder


def test_the_report_has_our_rows_and_those_of_three_baselines(tmp_path: Path, fake_coder: FakeCoder) -> None:
    unit = load_occupations().get("8332")
    path = put(tmp_path / INDEX, ("5120", "Cook"), ("1111", "Legislator"), ("8332", unit.title), ("3434", "Chef"))
    report = isco_titles.run(Options(gold=path, load_encoder=FakeEncoder))
    rows = {row.name: row for row in report.rows}
    systems = ["Sepadan, English index title"]
    systems += [f"{name}, title" for name in ("RapidFuzz token set", "TF-IDF characters", "encoder cosine")]
    assert list(rows) == [f"{system}: {measure}" for system in systems for measure in ("ok@1", "ok@5", "mrr")]
    # The fake says 1111, then 5120, of every bare title.
    assert [rows[f"{systems[0]}: {measure}"].value for measure in ("ok@1", "ok@5", "mrr")] == [0.25, 0.5, 0.375]
    # Each baseline finds the official title that was put in.
    assert all(rows[f"{system}: ok@5"].value >= 0.25 for system in systems[1:])
    assert {row.n for row in report.rows} == {4}
    assert {row.target for row in report.rows} == {None}
    assert report.task == "isco-titles"
    assert not any(item.has_text for item in fake_coder.asked)


def test_no_more_titles_are_drawn_than_asked_for_and_the_same_again(
    tmp_path: Path, fake_coder: FakeCoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_baselines(titles: list[str], encoder: Encoder) -> dict[str, list[tuple[str, ...]]]:
        assert len(titles) == 6
        return {}

    monkeypatch.setattr(isco_titles, "title_baselines", no_baselines)
    monkeypatch.setattr(isco_titles, "MOST", 6)
    names = [f"Cook {number:02}" for number in range(40)]
    path = put(tmp_path / INDEX, *(("5120", name) for name in names))
    for _ in range(2):
        assert {row.n for row in isco_titles.run(Options(gold=path, load_encoder=FakeEncoder)).rows} == {6}
    first, second = fake_coder.asked[:6], fake_coder.asked[6:]
    assert first == second
    drawn = [item.title for item in first]
    assert len(set(drawn)) == 6
    assert set(drawn) <= set(names)
    assert sorted(drawn) != names[:6]


def test_without_a_file_chosen_the_index_of_the_data_folder_is_read(tmp_path: Path, fake_coder: FakeCoder) -> None:
    (tmp_path / "taxonomy").mkdir()
    put(tmp_path / "taxonomy" / INDEX, ("5120", "Cook"))
    report = isco_titles.run(Options(data=tmp_path, load_encoder=FakeEncoder))
    assert {row.n for row in report.rows} == {1}
    assert len(report.rows) == 3 + 3 * len(title_baselines(["Cook"], FakeEncoder()))


@pytest.mark.shared
def test_the_real_index_has_431_unit_groups_in_common_with_kbji(shared_data: Path) -> None:
    found = read_index(shared_data / "taxonomy" / INDEX)
    assert len(found) == len({title.id for title in found}) > isco_titles.MOST
    assert len({code for title in found for code in title.accepted}) == 431
