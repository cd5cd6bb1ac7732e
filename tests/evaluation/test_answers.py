"""Whole answers over a crowd of postings: small sizes, the fake encoder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from evaluation.answers import sizes_up_to
from evaluation.benchmark.crowd import crowd
from evaluation.benchmark.growth import growth_rows, measure_growth, plot_growth
from matcher.answers import Subject
from matcher.catalogue import Catalogue
from matcher.pipeline import Pipeline
from matcher.segment import Fresh
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.skills import load_skills
from tests.builders import coded_posting, coded_worker, scorer, vocabulary
from tests.fakes import FakeEncoder

TITLES = ("Kasir Toko", "Sopir Truk", "Juru Las", "Staf Gudang")
FIRST = date(2026, 11, 26)


def real() -> list[Fresh]:
    vectors = FakeEncoder().encode_passage(list(TITLES))
    return [
        Fresh(
            coded=coded_posting(f"uji:{at}", title=title, occupations=(("5230", 0.9),), region_codes=("3275",)),
            vector=vectors[at],
            text=f"{title} bisa bekerja dalam tim dan teliti",
        )
        for at, title in enumerate(TITLES)
    ]


def subjects() -> list[Subject]:
    vectors = FakeEncoder().encode_query(["kasir", "sopir"])
    worker = coded_worker(occupations=(("5230", 1.0),))
    return [Subject(coded=worker, vector=vector, text="kasir") for vector in vectors]


def pipeline_of(postings: Catalogue) -> Pipeline:
    nobody = Catalogue([])
    catalogues = {"posting": postings, "worker": nobody, "course": nobody}
    return Pipeline(catalogues, scorer(), vocabulary(), load_skills(), load_gazetteer(), load_occupations())


def test_a_crowd_is_the_same_for_the_same_seed_in_key_order_and_of_unit_vectors() -> None:
    one, two = (list(crowd(real(), 50, ["3174", "3578"], FIRST, seed)) for seed in (1, 1))
    assert [item.coded for item in one] == [item.coded for item in two]
    assert [item.text for item in one] == [item.text for item in two]
    assert [item.coded.key for item in one] == sorted({item.coded.key for item in one})
    np.testing.assert_allclose([np.linalg.norm(item.vector) for item in one], 1, atol=1e-5)
    assert {item.coded.region_codes[0] for item in one} == {"3174", "3578"}
    assert all(item.coded.closes_on is not None and item.coded.closes_on > FIRST for item in one)
    assert len({item.vector.tobytes() for item in one}) > len(TITLES)


def test_growth_is_measured_at_each_size_and_drawn(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    grown = measure_growth(
        real(), subjects(), pipeline_of, vocabulary(), sizes=(20, 60), tell=lambda *at: told.append(at)
    )
    assert [one.answered.rows for one in grown] == [20, 60]
    assert told[-1] == ("answers", 2, 2)
    rows = growth_rows(grown)
    assert len(rows) == 12
    assert all(row.value > 0 and row.n == 6 for row in rows)
    assert all(row.target is None for row in rows)
    plot_growth(grown, tmp_path / "docs" / "growth.svg")
    assert "whole answer p50" in (tmp_path / "docs" / "growth.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("rows", "sizes"),
    [
        (1_000_000, (10_000, 100_000, 1_000_000)),
        (500, (500,)),
        (100_000, (10_000, 100_000)),
        (20_000, (10_000, 20_000)),
    ],
)
def test_sizes_end_with_what_was_asked_for(rows: int, sizes: tuple[int, ...]) -> None:
    assert sizes_up_to(rows) == sizes
