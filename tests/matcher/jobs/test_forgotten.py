"""Which lines of a job are an erased person's: none is missed, and nobody else's goes."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.filling import fill
from matcher.forms import WorkerForm
from matcher.jobs.forgotten import Forgotten
from matcher.jobs.job import REJECTS, RESULT, Asked, JobKind
from matcher.records import Kind
from taxonomy.errors import InputError
from tests.matcher.jobs.conftest import DAY

KEY = "karirhub:1"


def asked(kind: JobKind = JobKind.MATCH, of: Kind = Kind.WORKER, source: str = "", **rest: Any) -> Asked:
    return Asked(kind=kind, of=of, layout=f"{of}s", given={"source": source} if source else {}, day=DAY, **rest)


def line_of(**value: Any) -> bytes:
    return orjson.dumps({"matches": [], **value}, option=orjson.OPT_APPEND_NEWLINE)


def refused(raw: object, row: int = 3, **rest: Any) -> bytes:
    return orjson.dumps({"row": row, "where": "id", "wanted": "x", "found": "y", "raw": raw, **rest}) + b"\n"


@given(
    given_id=st.text(max_size=30), source=st.sampled_from(["", "karirhub"]), set_source=st.sampled_from(["", "lain"])
)
def test_an_id_is_a_persons_exactly_where_a_row_with_it_would_be(given_id: str, source: str, set_source: str) -> None:
    row = {"id": given_id, "wish": "kasir", "source": source or set_source}
    try:
        key = fill(WorkerForm, row, "row").to_record("workers", "0").key
    except InputError:
        return
    one = asked(source=set_source)
    assert Forgotten(one, [key]).names(given_id, source)
    assert not Forgotten(one, [f"{key}x", f"x{key}"]).names(given_id, source)


@given(tail=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(str.strip))
def test_no_way_of_writing_hides_an_id(tail: str) -> None:
    key = f"karirhub:a{tail}z"
    ingest, match = asked(JobKind.INGEST, source="karirhub"), asked(of=Kind.POSTING)
    assert Forgotten(ingest, [key]).kept(RESULT, line_of(id=key, row=1)) == b""
    for text in (key, json.dumps(key), ascii({"id": key}), orjson.dumps([key]).decode()):
        assert Forgotten(ingest, [key]).kept(REJECTS, refused(text)) == b""
    assert Forgotten(ingest, [key]).kept(REJECTS, refused({"id": key.partition(":")[2]})) == b""
    found = Forgotten(match, [key]).kept(RESULT, line_of(id="p:1", matches=[{"id": key}, {"id": "karirhub:2"}]))
    assert orjson.loads(found) == {"id": "p:1", "matches": [{"id": "karirhub:2"}]}


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (asked(), line_of(id="1")),
        (asked(), line_of(id=1)),
        (asked(), line_of(id="1", source="lain")),
        (asked(source="karirhub"), line_of(id="1", source="lain")),
        (asked(source="karirhub"), line_of(id="karirhub:12")),
        (asked(of=Kind.POSTING), line_of(id=KEY)),
        (asked(of=Kind.POSTING, source="karirhub"), line_of(id="1")),
        (asked(), line_of(id="w:2", matches=[{"id": KEY}])),
        (asked(JobKind.EXPORT, Kind.POSTING), orjson.dumps({"key": KEY}) + b"\n"),
        (asked(source="karirhub"), line_of(id="2", error={"where": "row 1", "wanted": "1", "found": "1"})),
        (asked(source="karirhub"), line_of(id=None, error={"where": "row 1", "wanted": "1", "found": "21"})),
    ],
)
def test_lines_of_others_stay_byte_for_byte(one: Asked, line: bytes) -> None:
    assert Forgotten(one, [KEY]).kept(RESULT, line) == line


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (asked(source="karirhub"), line_of(id="1")),
        (asked(source="karirhub"), line_of(id=1.0)),
        (asked(source="lain"), line_of(id="1", source="karirhub")),
        (asked(), line_of(id=KEY)),
        (asked(of=Kind.POSTING), line_of(id=KEY, error={"where": "row 1", "wanted": "x", "found": "y"})),
        (asked(source="karirhub"), line_of(id=None, error={"where": "row 9", "wanted": "x", "found": '{"id": "1"'})),
    ],
)
def test_lines_of_the_person_go(one: Asked, line: bytes) -> None:
    assert Forgotten(one, [KEY]).kept(RESULT, line) == b""


@pytest.mark.parametrize(
    ("source", "raw", "is_theirs"),
    [
        ("karirhub", {"id": "1"}, True),
        ("lain", {"id": "1"}, False),
        ("lain", {"id": "1", "source": "karirhub"}, True),
        ("lain", {"id": "2", "summary": "seperti karirhub:1"}, True),
        ("karirhub", {"id": "2", "months": 1}, False),
        ("karirhub", '{"id": "1", "wish', True),
        ("karirhub", '{"id": "11", "wish', False),
        ("lain", '{"id": "1", "wish', False),
        ("lain", '{"id": "karirhub:1", "wish', True),
        ("", None, False),
    ],
)
def test_a_refused_row_goes_with_the_line_that_tells_of_it(source: str, raw: object, *, is_theirs: bool) -> None:
    gone = Forgotten(asked(JobKind.INGEST, source=source), [KEY])
    row, line = refused(raw), line_of(row=3, id=None, error={"where": "x", "wanted": "y", "found": "z"})
    assert gone.kept(REJECTS, row) == (b"" if is_theirs else row)
    assert gone.kept(RESULT, line) == (b"" if is_theirs else line)
