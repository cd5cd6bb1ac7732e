"""Nearest ads and what their board filed them under."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import ads
from evaluation.neighbours import (
    LABELS,
    NEAREST,
    cosines,
    filed_ads,
    nearest,
    neighbour_rows,
    our_similarity,
    shared_words,
)
from evaluation.task import Options
from matcher.coding import Coding
from matcher.components import NEUTRAL
from matcher.sources import lokerid
from matcher.weights import bundled_weights
from tests.builders import CLERK, coded_posting, posting
from tests.fakes import FakeEncoder
from tests.matcher.test_coding import coder


def put_ads(folder: Path | None, *rows: dict[str, str]) -> None:
    """Ads in the layout of Loker.id."""
    assert folder
    (folder / "postings").mkdir(parents=True)
    with (folder / "postings" / "lokerid.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lokerid._COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)


def filed(number: int, category: str, title: str, employer: str = "") -> dict[str, str]:
    return {
        "Job ID": str(number),
        "Title": title,
        "Company": employer,
        "Category": category,
        "Function": category,
        "Description": title,
    }


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    monkeypatch.setattr(ads, "AD_FILES", {"lokerid": "lokerid.csv"})
    monkeypatch.setattr("evaluation.real_ads.AD_FILES", ads.AD_FILES)
    return Options(data=tmp_path, load_encoder=FakeEncoder)


def test_ads_are_held_by_key_without_their_category_and_those_without_one_are_left_out(options: Options) -> None:
    put_ads(options.data, filed(2, "Dapur &amp; Boga", "Koki"), filed(3, "", "Kasir"), filed(1, "Bengkel", "Juru Las"))
    found = filed_ads(options)
    assert [(ad.posting.key, ad.posting.hint, ad.filed) for ad in found] == [
        ("lokerid:1", "", ("bengkel",) * len(LABELS)),
        ("lokerid:2", "", ("dapur & boga",) * len(LABELS)),
    ]


def test_each_system_finds_the_ads_that_are_filed_alike(options: Options) -> None:
    kitchen = [filed(at, "Dapur", f"Koki restoran {'abc'[at]}", f"Toko {at}") for at in range(3)]
    workshop = [filed(9 + at, "Bengkel", f"Juru las listrik {'xyz'[at]}", f"Bengkel {at}") for at in range(3)]
    put_ads(options.data, *kitchen, *workshop)
    rows = neighbour_rows(coder(), FakeEncoder(), options)
    assert len(rows) == 3 * len(LABELS)
    # Two of the five others are filed alike, and all five are within the ten nearest.
    for row in rows:
        assert row.value == pytest.approx(0.4)
        assert row.n == 6
        assert row.ci95 == pytest.approx((0.4, 0.4))


def test_an_ad_of_the_same_employer_or_title_is_no_neighbour(options: Options) -> None:
    put_ads(
        options.data,
        filed(1, "Dapur", "Koki", "Satu"),
        filed(2, "Dapur", "Koki pastry", "SATU"),
        filed(3, "Dapur", "koki", "Dua"),
        filed(4, "Bengkel", "Juru las", "Tiga"),
    )
    shares = {row.name: row.value for row in neighbour_rows(coder(), FakeEncoder(), options)}
    # 1 may meet 4 alone, 2 may meet 3 and 4, 3 may meet 2 and 4, 4 may meet all: (0 + 1/2 + 1/2 + 0) / 4.
    assert set(shares.values()) == {0.25}


def test_our_similarity_weighs_occupation_and_text_as_the_score_does() -> None:
    vector = np.zeros(2, dtype=np.float32)
    vector[0] = 1.0
    codings = [
        Coding(coded=coded_posting("u:1", occupations=((CLERK, 1.0),)), vector=vector),
        Coding(coded=coded_posting("u:2", occupations=((CLERK, 0.4),)), vector=vector),
        Coding(coded=coded_posting("u:3"), vector=vector[::-1].copy()),
    ]
    weights, found = bundled_weights(), our_similarity(codings)
    assert found[0, 1] == pytest.approx(weights.occupation + weights.text, abs=1e-6)
    assert found[0, 2] == pytest.approx(weights.occupation * NEUTRAL, abs=1e-6)
    np.testing.assert_allclose(found, found.T, atol=1e-6)


def test_baselines_compare_all_with_all() -> None:
    ads_ = [posting("a", title="koki restoran"), posting("b", title="koki"), posting("c", title="juru las")]
    for scores in (cosines(FakeEncoder(), ads_), shared_words(ads_)):
        assert scores.shape == (3, 3)
        assert scores[1, 0] > scores[1, 2]


@given(st.integers(0, 2**32 - 1))
def test_the_nearest_are_the_best_allowed_ties_by_place(seed: int) -> None:
    random = np.random.default_rng(seed)
    scores, allowed = random.choice([0.0, 0.25, 1.0], (4, 13)), random.random((4, 13)) < 0.8
    for row, found in enumerate(nearest(scores, allowed)):
        first = sorted(np.flatnonzero(allowed[row]).tolist(), key=lambda at: (-scores[row, at], at))[:NEAREST]
        assert found.tolist() == [*first, *[-1] * (NEAREST - len(first))]
