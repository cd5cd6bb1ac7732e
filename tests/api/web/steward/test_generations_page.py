"""Generations: list, manifest, check, comparison, and going back with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.routes.intake import read_record
from api.web.steward.generation_checks import GenerationChecks
from matcher.engine import Engine
from matcher.records import Kind
from tests.api.test_pages import text_of
from tests.api.web.conftest import Browser
from tests.api.web.payloads import live_parts
from tests.api.web.steward.conftest import facts_of, waited

PAGE = "/pengelola/generasi"


@pytest.fixture(scope="module")
def both(staffed: FastAPI) -> Iterator[tuple[str, str]]:
    """The older and the newer one, which serves at first."""
    engine: Engine = staffed.state.serving.engine
    older = engine.status().generation
    engine.upsert([read_record(Kind.POSTING, {"id": f"baru:{n}", "title": "Kasir"}, "baru") for n in range(3)])
    engine.delete(Kind.POSTING, ["contoh:p-3"])
    return older, engine.build().generation


def test_the_list_says_what_serves_and_what_each_is_made_of(steward: Browser, both: tuple[str, str]) -> None:
    page = steward.get(PAGE).text
    assert page.index(both[1]) < page.index(both[0])
    said = text_of(page)
    assert said.count("belum diperiksa di sini") >= 1
    assert "Lowongan 5" in said
    assert "Lowongan 3" in said
    assert live_parts(page) == []
    one = text_of(steward.get(f"{PAGE}/{both[0]}").text)
    assert "KBJI2014" in one
    assert "vectors.faiss" in one
    assert steward.get(f"{PAGE}/tidak-ada").status_code == 404


def test_two_are_compared_the_older_first_whatever_was_asked_first(steward: Browser, both: tuple[str, str]) -> None:
    pages = [steward.get(f"{PAGE}/banding?satu={a}&dua={b}").text for a, b in (both, both[::-1])]
    said = [text_of(page) for page in pages]
    assert said[0].partition("Jumlah catatan")[2] == said[1].partition("Jumlah catatan")[2]
    row = re.search(r"Lowongan</th><td[^>]*>3</td><td[^>]*>5</td><td[^>]*>\+2</td>", pages[0])
    assert row
    changes = re.search(r"Lowongan</th><td[^>]*>3</td><td[^>]*>1</td><td[^>]*>0</td><td[^>]*>0</td>", pages[0])
    assert changes, "three were written and one was deleted between them"
    same = steward.get(f"{PAGE}/banding?satu={both[0]}&dua={both[0]}")
    assert same.status_code == 200
    assert "<mark" not in same.text
    assert "<mark" in pages[0]
    assert steward.get(f"{PAGE}/banding?satu=x&dua={both[0]}").status_code == 404


def test_every_byte_is_checked_and_the_result_is_kept(steward: Browser, both: tuple[str, str], engine: Engine) -> None:
    where = waited(steward, steward.send(f"{PAGE}/{both[0]}/periksa", {}, page=f"{PAGE}/{both[0]}"))
    assert where == f"{PAGE}/{both[0]}?kabar=diperiksa"
    assert "Setiap byte sama" in text_of(steward.get(where).text)
    assert "utuh, diperiksa" in text_of(steward.get(PAGE).text)
    assert steward.send(f"{PAGE}/tidak-ada/periksa", {}, page=PAGE).status_code == 404


def test_one_goes_back_with_a_reason_and_forward_again(
    steward: Browser, staffed: FastAPI, both: tuple[str, str], engine: Engine
) -> None:
    older, newer = both
    ask = f"{PAGE}/{older}/layani"
    said = text_of(steward.get(ask).text)
    assert f"Sekarang melayani {newer}" in said
    assert "Tidak ada data yang hilang" in said
    refused = steward.send(ask, {"alasan": "karena"}, page=ask)
    assert refused.status_code == 422
    assert "Pilih alasannya dulu" in text_of(refused.text)
    assert engine.store.generations()[0][0] == newer
    where = waited(steward, steward.send(ask, {"alasan": "worse_results"}, page=ask))
    assert where == f"{PAGE}/{older}?kabar=melayani"
    assert engine.refresh().generation == older
    assert engine.get(Kind.POSTING, "baru:1") is not None
    assert "baru:1" in engine.refresh().catalogues[Kind.POSTING], "what was written since is found all the same"
    (facts,) = facts_of(staffed, "generation.serve")
    assert facts == f'{{"before":"{newer}","generation":"{older}","ground":"worse_results"}}'
    assert "Generasi ini sudah melayani" in text_of(steward.get(ask).text)
    back = f"{PAGE}/{newer}/layani"
    waited(steward, steward.send(back, {"alasan": "forward"}, page=back))
    assert engine.refresh().generation == newer


def test_a_damaged_one_never_serves_and_says_which_file(
    steward: Browser, staffed: FastAPI, both: tuple[str, str], engine: Engine
) -> None:
    older, newer = both
    file = engine.home.generations / older / "posting" / "vectors.faiss"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    logged = len(facts_of(staffed, "generation.serve"))
    ask = f"{PAGE}/{older}/layani"
    where = waited(steward, steward.send(ask, {"alasan": "trial"}, page=ask))
    assert where.endswith("kabar=diperiksa")
    page = text_of(steward.get(where).text)
    assert "posting/vectors.faiss" in page
    assert "rusak menurut pemeriksaan" in page
    assert engine.store.generations()[0][0] == newer
    assert len(facts_of(staffed, "generation.serve")) == logged
    file.write_bytes(whole)


def test_a_manifest_that_is_gone_is_told(steward: Browser, both: tuple[str, str], engine: Engine) -> None:
    manifest = engine.home.generations / both[0] / "manifest.json"
    whole = manifest.read_bytes()
    manifest.unlink()
    try:
        assert "tidak bisa melayani" in text_of(steward.get(PAGE).text)
        assert "tidak bisa melayani" in text_of(steward.get(f"{PAGE}/{both[0]}").text)
    finally:
        manifest.write_bytes(whole)


def test_a_check_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    checks = GenerationChecks(tmp_path / "checks")
    assert checks.of("g1") is None
    checks.keep("g1", "why")
    found = checks.of("g1")
    assert found is not None
    assert found.fault == "why"
    (tmp_path / "checks" / "g1.json").write_bytes(b"[]")
    assert checks.of("g1") is None
    assert checks.of("../g1") is None
