"""Every source that is installed passes the conformance kit, and the kit finds what a bad one does wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from matcher.records import Kind
from matcher.sources import source_named, source_names
from matcher.sources.conformance import CHECKS, check_source
from matcher.sources.documents import document_rows
from matcher.sources.files import BytesRead, RawRow
from matcher.sources.source import Source
from matcher.sources.walk import Onward, Page
from taxonomy.text import plain
from tests.matcher.sources.invented import fixture


@pytest.mark.parametrize("name", source_names())
def test_every_source_passes_the_kit(name: str, tmp_path: Path) -> None:
    checks = check_source(source_named(name), fixture(tmp_path, name))
    assert [(check.name, check.detail) for check in checks if not check.passes] == []
    assert len(checks) == len(CHECKS)


def failing(source: Source, file: Path) -> set[str]:
    return {check.name.split(",")[0] for check in check_source(source, file) if not check.passes}


def _rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
    return document_rows(path, ("jobs",), tell)


@pytest.fixture
def good(tmp_path: Path) -> tuple[Source, Path]:
    """A small source that passes, and its fixture."""
    source = Source(
        name="contoh",
        kind=Kind.POSTING,
        rows=_rows,
        to_fields=lambda raw: {"id": raw["id"], "title": plain(str(raw["title"]))},
        describes="Contoh",
    )
    file = tmp_path / "contoh.json"
    jobs = [{"id": f"c-{n}", "title": f"<p>Juru Las {n}</p>"} for n in range(3)]
    file.write_text(json.dumps({"jobs": jobs}), encoding="utf-8")
    assert failing(source, file) == set()
    return source, file


def test_a_source_that_falls_over_is_found(good: tuple[Source, Path]) -> None:
    source, file = good

    def falls(raw: Mapping[str, Any]) -> Mapping[str, Any]:
        assert isinstance(raw["title"], str)
        return source.to_fields(raw)

    assert failing(replace(source, to_fields=falls), file) == {
        "Any value in place of any other gives a record or an InputError"
    }


def test_a_source_that_falls_over_a_value_inside_an_object_is_found(good: tuple[Source, Path]) -> None:
    source, file = good
    jobs = [{"id": f"c-{n}", "title": "Juru Las", "firm": {"sites": [{"city": "Kota Malang"}]}} for n in range(3)]
    file.write_text(json.dumps({"jobs": jobs}), encoding="utf-8")

    def falls(raw: Mapping[str, Any]) -> Mapping[str, Any]:
        firm = raw.get("firm")
        sites = firm.get("sites") if isinstance(firm, dict) else None
        for site in sites if isinstance(sites, list) else []:
            assert not isinstance(site, dict) or isinstance(site.get("city", ""), str)
        return source.to_fields(raw)

    assert failing(replace(source, to_fields=falls), file) == {
        "Any value in place of any other gives a record or an InputError"
    }


def test_a_source_that_lets_markup_through_is_found(good: tuple[Source, Path]) -> None:
    source, file = good
    raw = replace(source, to_fields=lambda row: {"id": row["id"], "title": row["title"]})
    assert "No text of a record holds markup" in failing(raw, file)


def test_a_source_that_gives_another_id_each_time_is_found(good: tuple[Source, Path]) -> None:
    source, file = good
    numbers = iter(range(10_000))
    fickle = replace(source, to_fields=lambda row: {**source.to_fields(row), "id": str(next(numbers))})
    assert (
        "Reading again gives the same ids and the same content: a pull that finds nothing new stores nothing"
        in failing(fickle, file)
    )


def test_a_source_that_writes_into_another_or_repeats_a_key_is_found(good: tuple[Source, Path]) -> None:
    source, file = good
    name = "The fixture gives two records or more"
    assert name in failing(replace(source, to_fields=lambda row: {**source.to_fields(row), "source": "lokerid"}), file)
    assert name in failing(replace(source, to_fields=lambda row: {**source.to_fields(row), "id": "satu"}), file)


def test_a_source_that_tells_other_ids_of_refused_rows_is_found(good: tuple[Source, Path]) -> None:
    source, file = good
    assert failing(replace(source, id_of=lambda row: row["id"]), file) == set()
    other = replace(source, id_of=lambda row: row["title"])
    assert failing(other, file) == {"The fixture gives two records or more"}


def test_a_source_that_changes_rows_or_numbers_them_badly_is_found(good: tuple[Source, Path]) -> None:
    source, file = good

    def changing(raw: Mapping[str, Any]) -> Mapping[str, Any]:
        fields = source.to_fields(raw)
        raw["seen"] = True  # type: ignore[index]
        return fields

    def badly(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
        yield from (replace(row, number=0) for row in source.rows(path, tell))

    def unkept(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
        yield from (replace(row, raw=None) for row in source.rows(path, tell))

    assert "Mapping a row to fields leaves the row as it was" in failing(replace(source, to_fields=changing), file)
    for reader in (badly, unkept):
        assert "Rows are numbered from 1 on" in failing(replace(source, rows=reader), file)


def test_a_source_that_takes_anything_is_found(good: tuple[Source, Path]) -> None:
    source, file = good

    def anything(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
        for number in range(1, 5):
            row = {"id": f"k{number}", "title": "Juru Las"}
            yield RawRow(number=number, value=row, raw=row)

    found = failing(replace(source, rows=anything), file)
    assert {
        "A file that is empty",
        "An HTML page of an error",
        "A file that is cut off gives fewer records than the whole one",
    } <= found


def test_a_walk_that_goes_round_or_spoils_the_page_is_found(good: tuple[Source, Path]) -> None:
    source, file = good

    def spoils(page: Page) -> Onward:
        page.path.write_bytes(b"")
        return Onward()

    name = "The walk looks at a page without changing it"
    assert name in failing(replace(source, walk=lambda page: Onward(following=page.url)), file)
    assert name in failing(replace(source, walk=lambda page: None), file)  # type: ignore[arg-type, return-value]
    assert name in failing(replace(source, walk=spoils), file)


def test_a_fixture_of_one_record_or_with_a_bad_row_is_too_little(good: tuple[Source, Path], tmp_path: Path) -> None:
    source, _ = good
    one = tmp_path / "satu.json"
    one.write_text('[{"id": "1", "title": "Juru Las"}]', encoding="utf-8")
    bad = tmp_path / "rusak.json"
    bad.write_text('[{"id": "1", "title": "Juru Las"}, 7]', encoding="utf-8")
    for file in (one, bad):
        assert "The fixture gives two records or more" in failing(source, file)
