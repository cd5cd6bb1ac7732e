"""The vectors that search is measured on, and where they come from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evaluation.benchmark import million
from evaluation.benchmark.million import embedded, invented, million_vectors, origins, topics_of
from evaluation.task import Options
from tests.builders import posting, worker
from tests.fakes import FakeEncoder
from tests.indexes.test_vectors import unit_rows


def test_each_vector_is_an_ad_moved_by_the_difference_of_another_and_its_nearest_other() -> None:
    real = unit_rows(6, seed=3)
    cosines = real @ real.T
    np.fill_diagonal(cosines, -1)
    moves = real[cosines.argmax(axis=1)] - real
    possible = np.concatenate([real + move for move in moves])
    possible /= np.linalg.norm(possible, axis=1, keepdims=True)
    found = million_vectors(300, 1, real)
    assert found.dtype == np.float32
    assert np.abs(found[:, None, :] - possible[None, :, :]).max(axis=2).min(axis=1).max() < 1e-6
    assert len(np.unique(found, axis=0)) > 20


def test_the_same_seed_makes_the_same_vectors_in_whatever_parts_and_another_seed_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = unit_rows(3000, seed=3)
    first = million_vectors(120, 1, real)
    assert first.tobytes() == million_vectors(120, 1, real).tobytes()
    assert not set(map(bytes, first)) & set(map(bytes, million_vectors(120, 2, real)))
    monkeypatch.setattr(million, "_AT_ONCE", 50)
    in_parts = million_vectors(120, 1, real)
    assert in_parts.shape == (120, 16)
    np.testing.assert_allclose(np.linalg.norm(in_parts, axis=1), 1.0, atol=1e-6)


def test_topics_are_the_nearest_of_their_centres() -> None:
    vectors = unit_rows(500, seed=1)
    topics, centres = topics_of(vectors, vectors, 12)
    assert centres.shape == (12, 16)
    assert topics.tolist() == (vectors @ centres.T).argmax(axis=1).tolist()
    assert len(set(topics.tolist())) == 12


def test_vectors_are_those_that_the_product_searches_by() -> None:
    encoder = FakeEncoder()
    records = [posting("p1", title="Juru Las", description="las listrik"), worker("w1", wish="kasir")]
    found = embedded(encoder, records, Options())
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-6)
    again = embedded(encoder, records[1:], Options())
    np.testing.assert_allclose(again[0], found[1], atol=1e-6)


def test_without_the_data_folder_clusters_are_invented_and_the_rows_say_so(tmp_path: Path) -> None:
    found = origins(Options(data=tmp_path / "missing"))
    assert found.named == "invented clusters"
    assert len(found.seekers) == 0
    assert found.ads.tobytes() == invented(million.SEED).ads.tobytes()
    np.testing.assert_allclose(np.linalg.norm(found.ads[:50], axis=1), 1.0, atol=1e-5)


def test_real_ads_and_seekers_are_read_and_each_distinct_ad_is_taken_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ads = [posting(f"p{at}", title=title) for at, title in enumerate(["Kasir", "Koki", "Kasir"])]
    monkeypatch.setattr(million, "real_postings", lambda data: [({}, ad) for ad in ads])
    monkeypatch.setattr(million, "read_seekers", lambda path: {"s1": worker("w1", wish="koki")})
    found = origins(Options(data=tmp_path, cache=tmp_path / "cache", load_encoder=FakeEncoder))
    assert (len(found.ads), len(found.seekers), found.named) == (2, 1, "real ads")
