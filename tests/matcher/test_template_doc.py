from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexes.store import Store
from matcher.course_form import CourseForm
from matcher.filling import field_names
from matcher.forms import Form, OutcomeForm, PostingForm, WorkerForm
from matcher.home import Home
from matcher.ingest import ingest
from matcher.sources import source_named

TEXT = (Path(__file__).parents[2] / "docs" / "template.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```(jsonl|csv) (\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_each_kind_has_an_example_in_each_text_format() -> None:
    assert {(suffix, name) for suffix, name, _ in EXAMPLES} == {
        (suffix, name) for suffix in ("jsonl", "csv") for name in ("postings", "workers", "courses")
    }


@pytest.mark.parametrize(("suffix", "name", "text"), EXAMPLES, ids=lambda value: value if len(value) < 10 else "text")
def test_every_row_of_every_example_is_accepted(home: Home, tmp_path: Path, suffix: str, name: str, text: str) -> None:
    path = tmp_path / f"contoh.{suffix}"
    path.write_text(text, encoding="utf-8")
    store = Store(home.make().database_url)
    report = ingest(store, source_named(name), [path], home.rejects)
    rows = text.count("\n") if suffix == "jsonl" else len(re.findall(r"^[\w-]+[,;]", text, re.MULTILINE)) - 1
    assert (report.read, report.accepted, report.rejected) == (rows, rows, 0)
    store.close()


@pytest.mark.parametrize(
    ("form", "heading"),
    [(PostingForm, "Postings"), (WorkerForm, "Workers"), (CourseForm, "Courses"), (OutcomeForm, "Outcomes")],
)
def test_every_field_and_every_other_name_of_it_is_documented(form: type[Form], heading: str) -> None:
    common = TEXT.split("## Fields of every record")[1].split("\n## ")[0]
    section = TEXT.split(f"\n## {heading}")[1].split("\n## ")[0]
    named = set(re.findall(r"`([a-z_]+)`", common + section))
    assert field_names(form) <= named


def test_every_key_of_a_rejects_line_is_documented(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "buruk.jsonl"
    path.write_text("{}\n")
    store = Store(home.make().database_url)
    report = ingest(store, source_named("postings"), [path], home.rejects)
    keys = re.findall(r'"(\w+)":', Path(report.rejects_file).read_text())
    section = TEXT.split("## What is refused")[1]
    assert set(keys) == {"file", "row", "where", "wanted", "found", "raw"}
    assert all(f"`{key}`" in section for key in keys)
    store.close()
