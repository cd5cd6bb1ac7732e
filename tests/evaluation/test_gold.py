"""Gold files: read whole, or refused with the row that is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.gold import (
    NO_CONCEPT,
    NOT_CODABLE,
    read_codes,
    read_concepts,
    read_judgements,
    read_seekers,
    read_skills,
    read_titles,
)
from taxonomy.errors import InputError
from taxonomy.title_item import TitleItem

TITLES = "id\ttitle\thint\ttext\tcode\talternates\tmore\n"
SKILL = {"start": 0, "end": 5, "surface": "Jahit", "type": "hard", "label": "menjahit"}


def put(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_titles_are_read_with_quotes_blank_lines_and_a_byte_order_mark(tmp_path: Path) -> None:
    rows = 'a1\tTukang "kayu"\tKonstruksi\tBuat kusen\u2028pintu\t7522\t7115|9313\tx\r\n\na2\tApa saja\t\t\t----\t\tx\n'
    first, second = read_titles(put(tmp_path / "g.tsv", b"\xef\xbb\xbf" + (TITLES + rows).encode()))
    assert first.item == TitleItem(title='Tukang "kayu"', hint="Konstruksi", text="Buat kusen\u2028pintu")
    assert (first.code, first.accepted) == ("7522", frozenset({"7522", "7115", "9313"}))
    assert (second.id, second.code, second.accepted) == ("a2", NOT_CODABLE, frozenset())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id\ttitle\n", "header: wanted tab-separated columns hint, text, code, alternates"),
        (TITLES, "wanted at least one row"),
        (TITLES + "a1\tJuru masak\t\t\t512\t\tx\n", "row 1, column code: wanted a KBJI unit group"),
        (TITLES + "a1\tJuru masak\t\t\t5120\t34\tx\n", "row 1, column alternates"),
        (TITLES + "a1\tJuru masak\t\t\t5120\t\tx\na2\tx\n", "row 2: wanted 7 fields, found 2 fields"),
        (TITLES.encode() + b"a1\t\xffx\t\t\t5120\t\tx\n", "row 1: wanted UTF-8 text, found byte 0xFF at 3"),
    ],
)
def test_a_faulty_titles_file_is_refused_with_its_place(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(InputError, match=r"g\.tsv") as caught:
        read_titles(put(tmp_path / "g.tsv", text))
    assert said in str(caught.value)


CODES = "id\tcode\talternates\tconfidence\n"
ITEMS = {"x:1": TitleItem(title="Koki", text="Memasak"), "x:2": TitleItem(title="Berbagai posisi")}


def test_codes_are_joined_with_what_lies_elsewhere_and_those_without_it_are_left_out(tmp_path: Path) -> None:
    rows = "x:2\t----\t\th\nx:1\t 5120 \t3434| |9412\tm\nx:3\t5120\t\th\n"
    first, second = read_codes(put(tmp_path / "c.tsv", CODES + rows), ITEMS)
    assert (first.id, first.item, first.code, first.accepted) == ("x:2", ITEMS["x:2"], NOT_CODABLE, frozenset())
    assert (second.id, second.item, second.code) == ("x:1", ITEMS["x:1"], "5120")
    assert second.accepted == frozenset({"5120", "3434", "9412"})


def test_a_title_whose_alternate_is_not_codable_keeps_it_among_the_accepted(tmp_path: Path) -> None:
    (found,) = read_codes(put(tmp_path / "c.tsv", CODES + "x:1\t5120\t----\tl\n"), ITEMS)
    assert found.accepted == frozenset({"5120", NOT_CODABLE})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id\tcode\n", "header: wanted tab-separated columns alternates"),
        (CODES, "wanted at least one row"),
        (CODES + "x:1\t512\t\th\n", "row 1, column code: wanted a KBJI unit group of 4 digits, or ----, found 512"),
        (CODES + "x:3\t\t\th\nx:1\t5120\tkoki\th\n", "row 2, column alternates: wanted a KBJI unit group"),
        (CODES + "x:1\t5120\n", "row 1: wanted 4 fields, found 2 fields"),
    ],
)
def test_a_faulty_file_of_codes_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=r"c\.tsv") as caught:
        read_codes(put(tmp_path / "c.tsv", text), ITEMS)
    assert said in str(caught.value)


def test_codes_of_which_no_ad_is_at_hand_are_refused(tmp_path: Path) -> None:
    path = put(tmp_path / "c.tsv", CODES + "x:3\t5120\t\th\n")
    with pytest.raises(InputError, match=r"ads: wanted ads of the ids in c\.tsv, found none of them"):
        read_codes(path, ITEMS)


def test_a_gold_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wanted a readable gold file, found No such file"):
        read_titles(tmp_path / "none.tsv")


def test_judgements_are_read_by_seeker_and_ad(tmp_path: Path) -> None:
    path = put(tmp_path / "j.tsv", "seeker\tad\tgrade\ns1\tx:1\t3\ns2\tx:1\t0\ns1\tx:2\t1\n")
    assert read_judgements(path) == {"s1": {"x:1": 3, "x:2": 1}, "s2": {"x:1": 0}}


@pytest.mark.parametrize(
    ("row", "said"),
    [("s1\tx:1\t4\n", "row 1, column grade: wanted a grade from 0 to 3, found 4"), ("s1\tx:1\t\n", "column grade")],
)
def test_a_grade_outside_the_scale_is_refused(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_judgements(put(tmp_path / "j.tsv", "seeker\tad\tgrade\n" + row))
    assert said in str(caught.value)


def test_a_pair_graded_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="row 2: wanted each pair once"):
        read_judgements(put(tmp_path / "j.tsv", "seeker\tad\tgrade\ns1\tx:1\t3\ns1\tx:1\t3\n"))


def test_seekers_are_read_as_workers(tmp_path: Path) -> None:
    line = json.dumps({"id": "w1", "summary": "Biasa menjahit", "wish": "penjahit", "education": "SMK"})
    found = read_seekers(put(tmp_path / "s.jsonl", line))
    assert found["w1"].wish == "penjahit"
    assert found["w1"].summary == "Biasa menjahit"


def test_a_seeker_twice_is_refused(tmp_path: Path) -> None:
    line = json.dumps({"id": "w1", "summary": "Biasa menjahit", "wish": "penjahit"}) + "\n"
    with pytest.raises(InputError, match=r"line 2, field id: wanted each id once, found w1"):
        read_seekers(put(tmp_path / "s.jsonl", line * 2))


def test_a_seeker_without_an_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line 1, field id"):
        read_seekers(put(tmp_path / "s.jsonl", json.dumps({"summary": "Biasa menjahit", "wish": "penjahit"})))


def test_skills_are_read_with_their_labels(tmp_path: Path) -> None:
    line = {"id": "k1", "text": "Jahit rapi", "skills": [SKILL, {**SKILL, "label": None}]}
    (ad,) = read_skills(put(tmp_path / "k.jsonl", json.dumps(line)))
    assert (ad.id, ad.text) == ("k1", "Jahit rapi")
    assert [(span.start, span.end, span.type, span.surface, span.label) for span in ad.spans] == [
        (0, 5, "hard", "Jahit", "menjahit"),
        (0, 5, "hard", "Jahit", ""),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "k1", "text": "x"}', "line 1: wanted an object with text (string) and skills (list)"),
        ('{"id": "k1", "text": "x", "skills": ["x"]}', "line 1, skills[0]: wanted start, end, surface and type"),
        ('{"id": "k1", "text": "x", "skills": [{"start": 0}]}', "skills[0]: wanted start, end, surface and type"),
        (
            json.dumps({"text": "Xahit", "skills": [SKILL]}),
            "skills[0]: wanted offsets that show the surface in the text",
        ),
        ("[1]", "line 1: wanted one JSON object"),
        ("\n \n", "wanted at least one row"),
    ],
)
def test_a_faulty_skills_file_is_refused_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_skills(put(tmp_path / "k.jsonl", line))
    assert said in str(caught.value)


CONCEPTS = "id\tstart\tend\tconcepts\n"


def test_concepts_are_read_by_ad_and_start(tmp_path: Path) -> None:
    rows = f"x:1\t0\t5\tmenjahit|obras\nx:1\t8\t12\t{NO_CONCEPT}\nx:2\t0\t4\tkasir\n"
    assert read_concepts(put(tmp_path / "c.tsv", CONCEPTS + rows)) == {
        ("x:1", 0): frozenset({"menjahit", "obras"}),
        ("x:1", 8): frozenset({NO_CONCEPT}),
        ("x:2", 0): frozenset({"kasir"}),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id\tstart\tend\n", "header: wanted tab-separated columns concepts"),
        (CONCEPTS, "wanted at least one row"),
        (CONCEPTS + "x:1\t-1\t5\tkasir\n", "row 1, column start: wanted an offset, found -1"),
        (CONCEPTS + "x:1\t0\t5\tkasir\nx:1\t\t5\tkasir\n", "row 2, column start: wanted an offset"),
        (CONCEPTS + "x:1\t0\t5\n", "row 1: wanted 4 fields, found 3 fields"),
    ],
)
def test_a_faulty_file_of_concepts_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=r"c\.tsv") as caught:
        read_concepts(put(tmp_path / "c.tsv", text))
    assert said in str(caught.value)


def test_a_gold_file_without_a_header_does_not_show_whose_its_first_row_is(tmp_path: Path) -> None:
    first = f"{'Tukang kayu ' * 5}\tWati Contoh\t3374012309950002\n"
    with pytest.raises(InputError, match="found columns Tukang kayu") as caught:
        read_titles(put(tmp_path / "g.tsv", first))
    assert "Wati" not in str(caught.value)
    assert "3374" not in str(caught.value)
