"""What the title coder learns from: gold files, codes by the id of an ad, ads of other sources, authored titles."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from evaluation import real_ads as real_ads_module
from evaluation.ads import AD_FILES
from evaluation.coded_titles import (
    ALIAS_WEIGHT,
    ALTERNATE_SHARE,
    CODED,
    CONFIDENCE_WEIGHT,
    OFFICIAL_WEIGHT,
    VAGUE,
    authored_titles,
    coded_ads,
    coded_titles,
    other_ads,
    real_ads,
)
from evaluation.gold import NOT_CODABLE, read_titles
from evaluation.titles import OTHER, RARE
from taxonomy.aliases import TAUGHT, aliases_in
from taxonomy.coder import NO_WORK
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.title_item import TitleItem

GOLD_COLUMNS = ("id", "title", "hint", "text", "code", "alternates", "confidence")
CODE_COLUMNS = ("id", "code", "alternates", "confidence")


def put(path: Path, columns: tuple[str, ...], *rows: tuple[str, ...]) -> Path:
    path.write_text("".join("\t".join(row) + "\n" for row in (columns, *rows)), encoding="utf-8")
    return path


def test_alternates_share_a_part_and_rows_without_a_known_code_are_left_out(tmp_path: Path) -> None:
    rows = (
        ("1", 'Koki "utama"', "h", "t", "5120", "3434|5120|9412|0000", "m"),
        ("2", "Apa saja", "", "", NOT_CODABLE, "", "l"),
        ("3", "Perawat", "", "", "2221", "", "l"),
        ("4", "Perawat", "", "", "222", "2221", "h"),
        ("5", "Sopir", "", "", "8322", "8322|----", "h"),
    )
    first, second, third, fourth = coded_titles(put(tmp_path / "train.tsv", GOLD_COLUMNS, *rows))
    assert first.item == TitleItem(title='Koki "utama"', hint="h", text="t")
    assert first.targets == pytest.approx({"5120": 0.8, "3434": 0.1, "9412": 0.1})
    assert first.targets["3434"] == ALTERNATE_SHARE / 2
    # "Names no work" is a class like another, alone and as an alternate.
    assert (second.targets, third.targets) == ({NO_WORK: 1.0}, {"2221": 1.0})
    assert fourth.targets == pytest.approx({"8322": 0.8, NO_WORK: 0.2})
    weights = [example.weight for example in (first, second, third, fourth)]
    assert weights == [CONFIDENCE_WEIGHT[letter] for letter in "mllh"]


def test_what_the_gold_files_call_not_codable_is_the_class_of_titles_that_name_no_work() -> None:
    assert NOT_CODABLE == NO_WORK


@pytest.mark.parametrize("gone", GOLD_COLUMNS[1:])
def test_a_gold_file_without_a_column_is_refused_by_name(tmp_path: Path, gone: str) -> None:
    path = put(tmp_path / "train.tsv", tuple(column for column in GOLD_COLUMNS if column != gone))
    with pytest.raises(InputError, match=rf"train\.tsv: wanted columns .*{gone}.*found no {gone}"):
        coded_titles(path)


@pytest.mark.parametrize("gone", CODE_COLUMNS)
def test_a_file_of_codes_without_a_column_is_refused_by_name(tmp_path: Path, gone: str) -> None:
    path = put(tmp_path / "codes.tsv", tuple(column for column in CODE_COLUMNS if column != gone))
    with pytest.raises(InputError, match=rf"codes\.tsv: wanted columns .*{gone}.*found no {gone}"):
        coded_ads(path, {})


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "codes.tsv").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="found no id"):
        coded_ads(tmp_path / "codes.tsv", {})


def test_codes_are_joined_with_the_ads_that_are_at_hand(tmp_path: Path) -> None:
    path = put(
        tmp_path / "codes.tsv",
        CODE_COLUMNS,
        ("a:1", "8322", "8332", "h"),
        ("a:2", "5230", "", "m"),
        ("b:1", NOT_CODABLE, "", "l"),
    )
    items = {"a:1": TitleItem(title="Sopir", text="Mengantar"), "b:1": TitleItem(title="Apa saja")}
    found, vague = coded_ads(path, items)
    assert (found.item, found.weight) == (items["a:1"], 1.0)
    assert found.targets == pytest.approx({"8322": 0.8, "8332": 0.2})
    assert (vague.item, vague.targets, vague.weight) == (items["b:1"], {NO_WORK: 1.0}, CONFIDENCE_WEIGHT["l"])
    assert coded_ads(path, {}) == []


def test_real_ads_are_read_by_id_without_personal_traits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real_ads_module, "AD_FILES", {"postings": "ads.jsonl"})
    ads = [
        {"id": "p1", "title": "Koki hotel, wanita", "description": "Memasak menu harian"},
        {"id": "p2", "title": "Sopir truk"},
    ]
    (tmp_path / "postings").mkdir()
    (tmp_path / "postings" / "ads.jsonl").write_text("\n".join(map(json.dumps, ads)), encoding="utf-8")
    found = real_ads(tmp_path)
    assert list(found) == ["postings:p1", "postings:p2"]
    assert found["postings:p1"].text == "Memasak menu harian"
    assert "Koki hotel" in found["postings:p1"].title
    assert "wanita" not in found["postings:p1"].title
    assert found["postings:p2"] == TitleItem(title="Sopir truk")


def test_a_missing_file_of_ads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        real_ads(tmp_path)


def test_ads_of_other_sources_are_read_line_by_line(tmp_path: Path) -> None:
    rows = [
        {"id": "x:1", "title": "Barista", "hint": "F&B", "text": "Menyeduh\u2028kopi"},
        {"id": "x:2", "title": "Kasir", "hint": "", "text": ""},
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "other.jsonl").write_text(lines, encoding="utf-8")
    assert other_ads(tmp_path / "other.jsonl") == {
        "x:1": TitleItem(title="Barista", hint="F&B", text="Menyeduh\u2028kopi"),
        "x:2": TitleItem(title="Kasir"),
    }


def test_authored_titles_are_the_official_ones_the_aliases_and_those_that_name_no_work() -> None:
    found = authored_titles()
    units = set(load_occupations().unit_codes)
    count = sum(len(entry.code) >= 4 for entry in load_occupations())
    official, aliases = found[:count], found[count : count + len(aliases_in(TAUGHT))]
    vague = found[len(official) + len(aliases) :]
    assert {next(iter(example.targets)) for example in official} == units
    assert [example.item.title for example in aliases] == [alias.text for alias in aliases_in(TAUGHT)]
    assert {example.weight for example in official} == {OFFICIAL_WEIGHT}
    assert {example.weight for example in aliases} == {ALIAS_WEIGHT}
    assert all(sum(example.targets.values()) == pytest.approx(1.0) for example in found)
    assert all(set(example.targets) <= units for example in (*official, *aliases))
    assert vague == coded_titles(VAGUE)
    assert {tuple(example.targets.items()) for example in vague} == {((NO_WORK, 1.0),)}
    assert not any(example.item.has_text for example in (*official, *aliases))


# The codes that are kept in the repository ----------------------------------------------------------------------------


def kept_rows(path: Path = CODED) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_kept_code_can_be_learnt_from_and_stands_once() -> None:
    rows = kept_rows()
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids) > 3_000
    assert tuple(rows[0]) == CODE_COLUMNS  # no words of an ad: these are other people's
    codes = {*load_occupations().unit_codes, NOT_CODABLE}
    for row in rows:
        assert row["code"] in codes, row
        assert row["confidence"] in CONFIDENCE_WEIGHT, row
        assert set(row["alternates"].split("|")) - {""} <= codes, row


def test_the_titles_that_name_no_work_stand_once_without_any_other_code() -> None:
    rows = kept_rows(VAGUE)
    assert tuple(rows[0]) == GOLD_COLUMNS
    assert len({row["id"] for row in rows}) == len({row["title"].casefold() for row in rows}) == len(rows) == 130
    assert {(row["code"], row["alternates"]) for row in rows} == {(NO_WORK, "")}


def test_the_codes_that_measure_other_sources_stand_once_and_none_is_learnt_from() -> None:
    rows, learnt = kept_rows(OTHER), {row["id"] for row in kept_rows()}
    ids = {row["id"] for row in rows}
    assert tuple(rows[0]) == CODE_COLUMNS  # no words of an ad here either
    assert len(ids) == len(rows) == 260
    assert {name.partition(":")[0] for name in ids} == {"glints", "karirhub", "techinasia"}
    assert ids & learnt == set()
    codes = {*load_occupations().unit_codes, NOT_CODABLE}
    for row in rows:
        assert {row["code"], *row["alternates"].split("|")} - {""} <= codes, row


@pytest.mark.shared
def test_no_title_that_measures_the_coder_is_among_those_it_learns_from(shared_data: Path) -> None:
    measuring = {title.id for title in read_titles(shared_data / "gold" / "titles_dev.tsv")}
    measuring |= {row["id"] for path in (OTHER, RARE) for row in kept_rows(path)}
    train = shared_data / "gold" / "titles_train.tsv"
    learnt = {row["id"] for path in (train, CODED, VAGUE) for row in kept_rows(path)}
    assert measuring
    assert measuring & learnt == set()


@pytest.mark.shared
def test_every_kept_code_of_the_three_real_sources_has_its_ad_in_the_data_folder(shared_data: Path) -> None:
    ads = real_ads(shared_data)
    ours = [row["id"] for row in kept_rows() if row["id"].split(":")[0] in AD_FILES]
    assert len(ours) > 2_000
    assert [name for name in ours if name not in ads] == []
