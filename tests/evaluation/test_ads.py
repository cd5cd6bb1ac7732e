"""Ads kept between runs, and vectors kept by text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evaluation import ads
from evaluation.ads import opened_ads, stored_ads
from evaluation.kept_vectors import KeptVectors
from evaluation.task import Options
from indexes.store import Store
from matcher.home import Home
from taxonomy.errors import GenerationError, InputError, StoreError
from tests.fakes import FakeEncoder

TITLES = ["Koki hotel", "Sopir truk tangki", "Perawat bedah", "Kasir toko"]


def put_ads(data: Path, titles: list[str]) -> None:
    (data / "postings").mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps({"id": f"p{at}", "title": title, "description": f"Kerja {title}"}) for at, title in enumerate(titles)
    ]
    (data / "postings" / "ads.jsonl").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    """A data folder with four invented ads in our own template."""
    monkeypatch.setattr(ads, "AD_FILES", {"postings": "ads.jsonl"})
    put_ads(tmp_path / "data", TITLES)
    return Options(data=tmp_path / "data", cache=tmp_path / "cache", load_encoder=FakeEncoder)


def test_ads_are_read_and_built_once_and_ready_the_next_time(options: Options) -> None:
    told: list[str] = []
    first = replace(options, tell=lambda what, done, total: told.append(what))
    with opened_ads(first) as (engine, _):
        assert [ad.title for ad in stored_ads(engine)] == TITLES
        generation = engine.status().generation
    assert {"read ads.jsonl", "code postings", "write index"} <= set(told)
    told.clear()
    with opened_ads(first) as (engine, _):
        assert engine.status().generation == generation
        assert len(stored_ads(engine)) == 4
    assert set(told) == {"read ads.jsonl"}


def test_an_index_that_fails_its_checks_is_built_again(options: Options) -> None:
    with opened_ads(options) as (engine, _):
        home, generation = engine.home, engine.status().generation
    for file in (home.generations / generation).rglob("*.*"):
        file.write_bytes(b"")
    with opened_ads(options) as (engine, _):
        assert engine.status().generation != generation
        assert next(iter(engine.refresh().catalogues["posting"])).title == TITLES[0]


def test_other_files_are_kept_apart(options: Options) -> None:
    with opened_ads(options) as (engine, _):
        first = engine.home
    assert options.data is not None
    put_ads(options.data, [*TITLES[1:], "Guru matematika"])
    with opened_ads(options) as (engine, _):
        assert engine.home != first
        assert [ad.title for ad in stored_ads(engine)] == [*TITLES[1:], "Guru matematika"]


def test_a_chosen_home_is_taken_as_it_is(options: Options, tmp_path: Path) -> None:
    with opened_ads(options) as (engine, _):
        root = engine.home.root
    chosen = Options(home=root, cache=tmp_path / "other", load_encoder=FakeEncoder, data=tmp_path / "none")
    with opened_ads(chosen) as (engine, encoder):
        assert engine.home == Home(root=root)
        assert encoder.fingerprint == FakeEncoder().fingerprint
        assert len(stored_ads(engine)) == 4


def test_a_chosen_home_that_is_not_built_is_refused_with_the_command(tmp_path: Path) -> None:
    Store(Home(root=tmp_path / "home").make().database_url).close()
    options = Options(home=tmp_path / "home", cache=tmp_path, load_encoder=FakeEncoder)
    with pytest.raises(GenerationError, match="sepadan build"), opened_ads(options):
        pytest.fail("opened")


@pytest.mark.parametrize(("name", "found"), [("hmoe", "no such folder"), ("empty", "a folder without it")])
def test_a_chosen_home_without_a_store_is_refused_and_nothing_is_made(tmp_path: Path, name: str, found: str) -> None:
    (tmp_path / "empty").mkdir()
    options = Options(home=tmp_path / name, cache=tmp_path / "cache", load_encoder=FakeEncoder)
    with pytest.raises(InputError, match=rf"{name}: wanted a home with a store .*, found {found}"), opened_ads(options):
        pytest.fail("opened")
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]


def test_a_file_of_ads_that_is_missing_is_named(options: Options) -> None:
    assert options.data is not None
    (options.data / "postings" / "ads.jsonl").unlink()
    with pytest.raises(InputError, match=r"ads\.jsonl: wanted a file of real ads"), opened_ads(options):
        pytest.fail("opened")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[tuple[KeptVectors, FakeEncoder]]:
    """Kept vectors over a fake encoder whose calls can be counted."""
    inner = FakeEncoder()
    encoder = KeptVectors(inner, tmp_path / "kept")
    yield encoder, inner
    encoder.close()


def test_kept_vectors_are_those_of_the_encoder_in_the_order_asked(kept: tuple[KeptVectors, FakeEncoder]) -> None:
    encoder, inner = kept
    texts = [f"teks {at % 700}" for at in range(1300)]
    assert np.array_equal(encoder.encode_query(texts), inner.encode_query(texts))
    assert np.array_equal(encoder.encode_passage(texts[::-1]), inner.encode_passage(texts[::-1]))
    assert encoder.encode_query([]).shape == (0, encoder.dim)


def test_nothing_is_encoded_twice_and_the_two_sides_are_kept_apart(
    kept: tuple[KeptVectors, FakeEncoder], tmp_path: Path
) -> None:
    encoder, inner = kept
    encoder.encode_query(["a satu", "b dua"])
    assert inner.calls == 1
    encoder.encode_query(["b dua", "a satu", "a satu"])
    assert inner.calls == 1
    encoder.encode_passage(["a satu"])
    assert inner.calls == 2
    encoder.close()
    again = KeptVectors(inner, tmp_path / "kept")
    assert np.array_equal(again.encode_query(["b dua"]), FakeEncoder().encode_query(["b dua"]))
    assert inner.calls == 2
    again.close()


def test_vectors_of_another_encoder_are_not_taken(kept: tuple[KeptVectors, FakeEncoder], tmp_path: Path) -> None:
    encoder, _ = kept
    encoder.encode_query(["a satu"])
    other = FakeEncoder(fingerprint="other")
    second = KeptVectors(other, tmp_path / "kept")
    second.encode_query(["a satu"])
    assert (second.fingerprint, other.calls) == ("other", 1)
    second.close()


def test_progress_counts_what_is_kept_and_what_is_encoded(kept: tuple[KeptVectors, FakeEncoder]) -> None:
    encoder, _ = kept
    encoder.encode_query(["teks 0", "teks 1"])
    steps: list[tuple[int, int]] = []
    encoder.encode_query([f"teks {at}" for at in range(600)], lambda done, total: steps.append((done, total)))
    assert steps == [(258, 600), (514, 600), (600, 600)]


def test_a_file_that_holds_something_else_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / f"{FakeEncoder().fingerprint}.sqlite").write_bytes(b"not a database, but a longer text" * 40)
    with pytest.raises(StoreError, match=r"\.sqlite: wanted a file of vectors .* not a database"):
        KeptVectors(FakeEncoder(), tmp_path)


def test_a_folder_that_cannot_be_made_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"file.* wanted a file of vectors"):
        KeptVectors(FakeEncoder(), tmp_path / "file")


def test_a_file_that_fails_while_it_is_used_is_refused_by_name(kept: tuple[KeptVectors, FakeEncoder]) -> None:
    encoder, _ = kept
    encoder.close()
    with pytest.raises(StoreError, match="closed database"):
        encoder.encode_query(["a satu"])
