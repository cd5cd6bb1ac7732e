"""``sepadan normalise``: its line contract, code-point offsets, and faulty lines."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.cli.normalise import normalised
from matcher.coding import RecordCoder
from matcher.sources.files import RawRow
from taxonomy.committee import load_committee
from taxonomy.places import load_gazetteer
from taxonomy.skill_linker import SkillLinker
from taxonomy.skill_mentions import load_skill_reader
from taxonomy.skills import load_skills
from tests.api.cli.conftest import Cli
from tests.fakes import FakeEncoder

TITLES: list[dict[str, Any]] = [
    {
        "id": "a",
        "title": "Operator Forklift",
        "hint": "Gudang",
        "text": "😀😀 Bisa Microsoft Excel, bahasa Inggris.",
    },
    {"id": 2, "title": "Kasir"},
    {"id": "c", "title": "Barista", "hint": None, "text": None},
    {"id": "d", "title": ""},
]
FACTS = ["place", "education", "pay", "experience", "demands"]
LINE = ["id", "uncertain", "kbji", "skills", *FACTS]


def test_each_title_gets_one_line_with_codes_and_skills(cli: Cli) -> None:
    report = cli("normalise", "--input", cli.write("t.jsonl", TITLES), "--output", "out.jsonl", "--json").document
    lines = cli.read("out.jsonl")
    assert list(report) == ["read", "faulty", "output", "seconds"]
    assert [line["id"] for line in lines] == ["a", 2, "c", "d"]
    for line in lines:
        assert list(line) == LINE
        assert len(line["kbji"]) <= 5
        for code in line["kbji"]:
            assert list(code) == ["code", "title", "score", "job"]
            assert len(code["code"]) == 4
        for skill in line["skills"]:
            assert list(skill) == ["id", "label", "type", "surface", "start", "end", "required", "negated", "level"]
    assert len(lines[0]["kbji"]) == 5
    assert (lines[3]["kbji"], lines[3]["uncertain"]) == ([], True)


def test_offsets_are_code_points_of_the_text_as_given(cli: Cli) -> None:
    text = TITLES[0]["text"]
    skills = cli("normalise", "--input", cli.write("t.jsonl", TITLES[:1])).lines[0]["skills"]
    assert "microsoft-excel" in [skill["id"] for skill in skills]
    for skill in skills:
        assert text[skill["start"] : skill["end"]] == skill["surface"]


def test_facts_are_those_that_the_api_gives(cli: Cli, empty_client: TestClient) -> None:
    text = "Lulusan SMK, pengalaman 2 tahun, pria/wanita usia maks. 30 tahun, gaji 4 juta per bulan"
    items = [
        {"id": "1", "title": "Admin", "text": text, "place": "Jaksel"},
        {"id": "2", "title": "Admin", "text": text, "education": "S1", "pay": "5 juta", "experience": "fresh graduate"},
        {"id": "3", "title": "Admin"},
    ]
    lines = cli("normalise", "--input", cli.write("t.jsonl", items)).lines
    answer = empty_client.post("/v1/normalise", json={"items": items}).json()["items"]
    assert [{name: line[name] for name in FACTS} for line in lines] == [
        {name: item[name] for name in FACTS} for item in answer
    ]
    assert lines[0]["place"]["regions"][0]["code"] == "3174"
    assert lines[0]["demands"]["sexes"] == ["L", "P"]
    assert lines[1]["education"]["least"] == "S1"
    assert [lines[2][name] for name in FACTS] == [None] * 5


def test_a_skill_has_its_level_and_a_phrase_without_a_concept_has_no_id(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A linker that is never sure: what no name spells out has no concept.
    monkeypatch.setattr(SkillLinker, "link", lambda linker, phrases: [("", 0.0)] * len(phrases))
    text = "Fasih berbahasa Inggris.\nMampu membuat laporan keuangan harian cabang"
    source = cli.write("t.jsonl", [{"id": "a", "title": "Admin", "text": text}])
    english, other = cli("normalise", "--input", source).lines[0]["skills"]
    assert (english["id"], english["level"]) == ("bahasa-inggris", "advanced")
    assert (other["id"], other["level"], other["label"]) == (None, None, other["surface"].lower())


def test_neither_store_nor_home_is_needed(cli: Cli) -> None:
    assert cli("normalise", "--input", cli.write("t.jsonl", TITLES)).code == 0
    assert not cli.home.exists()


@pytest.mark.parametrize(
    ("line", "given_id", "where"),
    [
        ("not json", None, "line 2"),
        ("[1, 2]", None, "line 2"),
        ('{"id": "x", "title": NaN}', None, "line 2"),
        ('{"title": "Kasir"}', None, "field id"),
        ('{"id": "x"}', "x", "field title"),
        ('{"id": "x", "title": 5}', "x", "field title"),
        ('{"id": "x", "title": "Kasir", "text": ["a"]}', "x", "field text"),
        ('{"id": "x", "title": "Kasir", "place": 5}', "x", "field place"),
        ('{"id": {"a": 1}, "title": "Kasir"}', None, "field id"),
        ('{"id": "x", "title": "' + "k" * 50_001 + '"}', "x", "field title"),
        ('{"id": "x", "title": "' + "k" * 9_000_000 + '"}', None, "line 2"),
    ],
    ids=[
        "words",
        "array",
        "NaN",
        "no id",
        "no title",
        "number",
        "list",
        "place",
        "object id",
        "long title",
        "9 MB line",
    ],
)
def test_a_faulty_line_keeps_its_place_and_says_why(cli: Cli, line: str, given_id: object, where: str) -> None:
    source = cli.write("t.jsonl", [TITLES[0], line, TITLES[1]])
    answered = cli("normalise", "--input", source, "--output", "out.jsonl")
    lines = cli.read("out.jsonl")
    assert answered.code == 0
    assert [found["id"] for found in lines] == ["a", given_id, 2]
    assert list(lines[1]) == [*LINE, "error"]
    assert (lines[1]["uncertain"], lines[1]["kbji"], lines[1]["skills"]) == (True, [], [])
    assert [lines[1][name] for name in FACTS] == [None] * 5
    assert list(lines[1]["error"]) == ["where", "wanted", "found"]
    assert where in lines[1]["error"]["where"]
    assert str(source) in lines[1]["error"]["where"]
    assert "1 of 3 lines are faulty" in answered.err


def test_stdin_and_stdout_serve_as_files(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    fed = "\n".join([json.dumps(TITLES[0]), "{", json.dumps(TITLES[1])]).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(fed)))
    answered = cli("normalise", "--input", "-", "--output", "-")
    assert [line["id"] for line in answered.lines] == ["a", None, 2]
    assert answered.lines[1]["error"]["where"] == "<stdin> line 2"


def test_empty_stdin_is_refused(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    answered = cli("normalise", "--input", "-")
    assert answered.code == 2
    assert "<stdin>: wanted at least one row, found an empty file" in answered.err


def test_a_pipe_is_read_once_and_named_as_given(cli: Cli) -> None:
    pipe = cli.folder / "pipe"
    os.mkfifo(pipe)
    fed = "".join(f"{json.dumps(title)}\n" for title in (TITLES[0], 5, TITLES[1]))
    writer = threading.Thread(target=pipe.write_text, args=(fed,), daemon=True)
    writer.start()
    answered = cli("normalise", "--input", pipe)
    writer.join()
    assert [line["id"] for line in answered.lines] == ["a", None, 2]
    assert answered.lines[1]["error"]["where"] == f"{pipe} line 2"


def test_an_id_that_is_a_number_comes_back_as_it_was_given(cli: Cli) -> None:
    titles = [{"id": 7, "title": "Kasir"}, {"id": 8.0, "title": "Kasir"}, {"id": True, "title": "Kasir"}]
    lines = cli("normalise", "--input", cli.write("t.jsonl", titles)).lines
    assert [line["id"] for line in lines[:2]] == [7, 8.0]
    assert lines[2]["error"]["wanted"] == "text or a number"


def test_the_warning_tells_the_first_fault(cli: Cli) -> None:
    source = cli.write("t.jsonl", [TITLES[0], {"id": "x", "title": 5}, "[]"])
    answered = cli("normalise", "--input", source, "--output", "out.jsonl", "--json")
    assert f"the first: {source} line 2, field title: wanted text, found 5" in answered.err
    assert list(answered.document) == ["read", "faulty", "output", "seconds"]


@pytest.fixture(scope="module")
def coder() -> RecordCoder:
    return RecordCoder(FakeEncoder(), load_committee(), load_skills(), load_skill_reader(), load_gazetteer())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["id", "title", "hint", "text", "place", "other"]),
            st.one_of(st.text(max_size=40), st.integers(), st.none(), st.lists(st.text(max_size=3), max_size=2)),
        ),
        max_size=6,
    )
)
def test_whatever_comes_in_as_many_lines_go_out_in_order(coder: RecordCoder, values: list[dict[str, Any]]) -> None:
    rows = [RawRow(number=number, value=value) for number, value in enumerate(values, 1)]
    lines = list(normalised(coder, rows, "f.jsonl"))
    assert len(lines) == len(rows)
    for value, line in zip(values, lines, strict=True):
        sound = (
            isinstance(value.get("id"), str | int)
            and isinstance(value.get("title"), str)
            and all(isinstance(value.get(name), str | None) for name in ("hint", "text", "place"))
        )
        assert ("error" not in line) == sound
        given_id = value.get("id")
        assert line["id"] == (given_id if isinstance(given_id, str | int) else None)
        json.dumps(line)
