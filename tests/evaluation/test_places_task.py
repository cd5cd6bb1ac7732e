"""The task ``places``: which strings are read, what is accepted, and how the reader stands beside exact names."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import places, real_ads
from evaluation.ad_texts import ad_texts, gold_rows
from evaluation.places import GOLD, accepted, failures, our_codes, read_gold, systems
from evaluation.task import Options
from taxonomy.errors import InputError
from taxonomy.places import load_gazetteer
from tests.evaluation.invented_ads import FILES, JOBSTREET_BODY, LOKERID_BODY, put_ads, put_gold

COLUMNS = ("id", "field", "start", "end", "codes", "alternates", "note")
BODY = LOKERID_BODY.replace("\r\n", "\n")
START = BODY.index("Kab. Bekasi")
END = BODY.index(".\nGaji")
ROWS = (
    ("lokerid:1", "location", "", "", "3275|3173", "", "either=3275/3216"),
    ("lokerid:1", "sentence", str(START), str(END), "3216|3215", "", ""),
    ("jobstreet:2", "location", "", "", "MY", "-", ""),
    ("maganghub:3", "location", "", "", "3273", "", ""),
    ("maganghub:3", "sentence", "15", "31", "remote", "", ""),
)


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    """Three invented ads and five coded strings of theirs."""
    monkeypatch.setattr(real_ads, "AD_FILES", FILES)
    return Options(data=put_ads(tmp_path / "data"), gold=put_gold(tmp_path / "gold.tsv", COLUMNS, *ROWS))


def codes(*found: str) -> set[frozenset[str]]:
    return {frozenset(one.split("|")) if one else frozenset() for one in found}


def test_strings_are_cut_from_the_ads_as_their_boards_wrote_them(options: Options) -> None:
    strings = [place.text for place in read_gold(options)]
    assert strings == [
        "Bekasi,Jakarta Barat",
        "Kab. Bekasi & Karawang",
        "Melaka",
        "KOTA BANDUNG",
        "kerja dari rumah",
    ]


def test_the_body_is_the_description_alone_with_line_feeds(options: Options) -> None:
    found = ad_texts(options, ["jobstreet:2", "lokerid:1"])
    assert found["jobstreet:2"].body == JOBSTREET_BODY
    assert found["jobstreet:2"].title == "Kasir"
    assert found["lokerid:1"].body == BODY


def test_alternates_are_whole_readings_and_either_is_of_one_name() -> None:
    assert set(accepted("31|3275", "3216;3275|3216", "")) == codes("31|3275", "3216", "3275|3216")
    both = codes("31|3275", "31|3216", "31|3275|3216")
    assert set(accepted("31|3275", "", "slip of the pen; either=3275/3216")) == both
    assert set(accepted("92", "", "either=92/92+96")) == codes("92", "92|96")
    assert set(accepted("3471|3573", "", "either=3471/34,3573/3507")) >= codes("34|3507", "3471|3573|3507")
    assert set(accepted("-", "SG", "no place")) == codes("", "SG")


def test_our_answer_is_in_the_codes_of_the_gold() -> None:
    gazetteer = load_gazetteer()
    found = [our_codes(gazetteer, text) for text in ("Bandung Barat", "Remote, Jepang", "Indonesia", "entah", "Bali")]
    assert found == [
        frozenset({"3217"}),
        frozenset({"remote", "JP"}),
        frozenset({"ID"}),
        frozenset(),
        frozenset({"51"}),
    ]


def test_the_baseline_knows_official_names_alone() -> None:
    exact = systems(load_gazetteer())["official names word for word"]
    assert exact("Kota Bekasi, DKI Jakarta") == {"3275", "31"}
    assert exact("BEKASI") == {"3275", "3216"}
    assert exact("Jaksel") == frozenset()


def test_the_report_has_our_rows_with_the_target_and_the_baseline_beside_them(options: Options) -> None:
    rows = {row.name: row for row in places.run(options).rows}
    assert list(rows) == [
        f"{system}{field}: strings right"
        for system in ("Sepadan", "official names word for word")
        for field in ("", ", location", ", sentence")
    ]
    ours = rows["Sepadan: strings right"]
    assert (ours.value, ours.n, ours.target, ours.holds) == (1.0, 5, 0.98, True)
    assert rows["Sepadan, location: strings right"].n == 3
    # Bekasi and Kota Bandung are official names, and that Melaka is none may be said too.
    assert rows["official names word for word: strings right"].value == pytest.approx(3 / 5)
    assert [row.target for row in rows.values()].count(None) == 5


def test_failures_are_listed_with_what_was_read(options: Options) -> None:
    gold = read_gold(options)
    (first, *rest) = failures(gold, lambda text: frozenset({"3273"}))
    assert first.gold is gold[0]
    assert first.found == {"3273"}
    assert len(rest) == 3


@pytest.mark.parametrize(
    ("row", "match"),
    [
        (("lokerid:1", "title", "", "", "31", "", ""), r"gold\.tsv line 2, column field: wanted one of location"),
        (("lokerid:1", "sentence", "5", "5000", "31", "", ""), r"line 2, columns start and end.* found 5 to 5000"),
        (("lokerid:1", "sentence", "", "", "31", "", ""), "columns start and end"),
        (("lokerid:9", "location", "", "", "31", "", ""), "1 gold rows: wanted the ad of every gold row.*lokerid:9"),
    ],
)
def test_a_faulty_row_is_refused_by_name(options: Options, row: tuple[str, ...], match: str) -> None:
    assert options.gold is not None
    put_gold(options.gold, COLUMNS, row)
    with pytest.raises(InputError, match=match):
        read_gold(options)


def test_a_missing_file_of_ads_or_gold_is_refused(options: Options, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.tsv: wanted a readable gold file"):
        gold_rows(tmp_path / "nowhere.tsv", COLUMNS)
    with pytest.raises(InputError, match=r"empty\.tsv: wanted at least one row"):
        gold_rows(put_gold(tmp_path / "empty.tsv", COLUMNS), COLUMNS)
    assert options.data is not None
    (options.data / "postings" / "jobstreet.csv").unlink()
    with pytest.raises(InputError, match=r"jobstreet\.csv: wanted a file of real ads"):
        read_gold(options)


def test_the_kept_gold_holds_codes_and_places_in_texts_but_no_words_of_ads() -> None:
    gazetteer = load_gazetteer()
    for _, row in gold_rows(GOLD, COLUMNS):
        assert row["field"] in places.FIELDS
        for reading in accepted(row["codes"], row["alternates"], row["note"]):
            known = {code for code in reading if gazetteer.knows(code)}
            assert all(code in {"ID", "remote"} or len(code) == 2 for code in reading - known), row


@pytest.mark.shared
def test_the_reader_reaches_the_target_on_real_strings(shared_data: Path) -> None:
    rows = {row.name: row for row in places.run(Options(data=shared_data)).rows}
    assert rows["Sepadan: strings right"].n == 538
    assert rows["Sepadan: strings right"].holds
    assert rows["official names word for word: strings right"].value < 0.5
