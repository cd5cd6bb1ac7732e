"""``sepadan overseas check``: its line contract and faulty lines."""

from __future__ import annotations

from tests.api.cli.conftest import Cli

LINE = ["id", "overseas", "destination", "checks", "warnings", "requirements", "clean", "isco08", "esco"]
ADS: list[object] = [
    {
        "id": "a",
        "title": "Pengasuh bayi",
        "place": "Kuwait",
        "text": "😀 Pakai visa ziarah, potong gaji 3 bulan.",
        "other": 1,
    },
    {"id": 2, "title": "Kasir", "place": "Bandung", "company": None, "text": None},
    {"id": "c", "title": "<b>Operator</b>'; DROP TABLE", "place": "Taiwan"},
]


def test_each_ad_gets_one_line_with_destination_checks_and_warnings(cli: Cli) -> None:
    answered = cli("overseas", "check", "--input", cli.write("ads.jsonl", ADS), "--output", "out.jsonl", "--json")
    assert answered.code == 0
    assert answered.document["read"] == 3
    lines = cli.read("out.jsonl")
    assert [list(line) for line in lines] == [LINE] * 3
    assert [line["overseas"] for line in lines] == [True, False, True]
    first = lines[0]
    assert first["destination"]["countries"][0]["code"] == "KW"
    assert {sign["kind"] for sign in first["warnings"]} == {"visit_visa", "debt"}
    text = ADS[0]["text"]  # type: ignore[index]
    for found in (*first["checks"], *first["warnings"]):
        if found["words"] and found["words"]["in"] == "text":
            assert text[found["words"]["start"] : found["words"]["end"]] == found["words"]["surface"]
    assert {check["status"] for check in lines[1]["checks"]} == {"not_applicable"}
    assert lines[2]["requirements"]


def test_faulty_lines_say_why_and_the_others_go_on(cli: Cli) -> None:
    rows = ["{broken", {"title": "x"}, {"id": "b", "title": 5}, {"id": "c", "title": "x" * 100_000}, ADS[1]]
    lines = cli("overseas", "check", "--input", cli.write("ads.jsonl", rows)).lines
    assert [("error" in line) for line in lines] == [True, True, True, True, False]
    assert lines[1]["error"]["wanted"] == "text or a number"
    assert lines[2]["error"]["where"].endswith("field title")
    assert lines[3]["error"]["wanted"].startswith("at most")
    assert set(LINE) <= set(lines[0])


def test_a_text_of_a_million_characters_is_checked_by_its_beginning(cli: Cli) -> None:
    ad = {"id": "a", "title": "Operator", "place": "Taiwan", "text": "Potong gaji 3 bulan. "}
    rows = [ad, {**ad, "text": ad["text"] * 50_000}]
    lines = cli("overseas", "check", "--input", cli.write("ads.jsonl", rows)).lines
    assert lines[0]["checks"][0]["status"] == "violated"
    assert [check["status"] for check in lines[1]["checks"]] == [check["status"] for check in lines[0]["checks"]]


def test_a_file_that_is_not_there_is_told(cli: Cli) -> None:
    answered = cli("overseas", "check", "--input", "none.jsonl")
    assert answered.code == 2
    assert "none.jsonl" in answered.err
