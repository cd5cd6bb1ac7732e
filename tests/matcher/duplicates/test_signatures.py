from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.duplicates import signatures as module
from matcher.duplicates.signatures import FUNCTIONS, HEAD_WORDS, LOOSE_ROWS, mix, signatures_of

_TEXTS = st.lists(st.lists(st.sampled_from("admin gudang kasir sopir toko jaya".split()), max_size=30).map(" ".join))


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return set(itertools.pairwise(words)) or {(word,) for word in words}


def test_the_share_of_equal_values_is_about_the_share_of_common_pairs_of_words() -> None:
    random = np.random.default_rng(3)
    vocabulary = [f"kata{number}" for number in range(400)]
    gaps = []
    for kept in (10, 40, 80, 120, 158):
        one = list(random.choice(vocabulary, 160))
        other = [*one[:kept], *random.choice(vocabulary, 160 - kept)]
        left, right = " ".join(one), " ".join(other)
        found = signatures_of([left, right])
        true = len(_shingles(left) & _shingles(right)) / len(_shingles(left) | _shingles(right))
        gaps.append(float((found.values[0] == found.values[1]).mean()) - true)
    assert max(map(abs, gaps)) < 0.13
    assert abs(float(np.mean(gaps))) < 0.05


@given(_TEXTS)
def test_a_text_has_the_signature_that_it_has_alone(texts: list[str]) -> None:
    together = signatures_of(texts)

    for row, text in enumerate(texts):
        alone = signatures_of([text])
        assert (together.values[row] == alone.values[0]).all()
        assert (together.heads[row] == alone.heads[0]).all()
        assert together.sizes[row] == alone.sizes[0] == max(0, len(text.split()) - (len(text.split()) > 1))


def test_chunks_and_a_full_memory_of_words_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"staf nomor {number} di toko {number % 7}" for number in range(50)]
    whole = signatures_of(texts)
    monkeypatch.setattr(module, "_CHUNK", 8)
    monkeypatch.setattr(module, "_WORDS_KEPT", 5)

    parted = signatures_of(texts)

    assert (whole.values == parted.values).all()
    assert (whole.heads == parted.heads).all()


def test_a_text_without_words_is_alike_to_nothing_by_its_size() -> None:
    found = signatures_of(["", "!!! \N{GRINNING FACE}", "kasir"])

    assert found.sizes.tolist() == [0, 0, 1]
    assert len(found) == 3
    assert len(signatures_of([])) == 0


def test_the_head_is_of_the_first_words_alone() -> None:
    start = " ".join(f"awal{number}" for number in range(HEAD_WORDS))
    found = signatures_of([f"{start} lalu ini", f"{start} lalu yang lain sama sekali"])

    assert (found.heads[0] == found.heads[1]).all()
    assert (found.values[0] != found.values[1]).any()


def test_equal_texts_share_every_band_and_unlike_ones_none() -> None:
    found = signatures_of(["mencari kasir toko roti", "mencari kasir toko roti", "sopir truk malam antar kota"])
    bands = list(found.bands(LOOSE_ROWS))

    assert len(bands) == FUNCTIONS // LOOSE_ROWS
    assert all(band[0] == band[1] != band[2] for band in bands)


def test_mixing_tells_orders_apart() -> None:
    one, two = np.array([1], dtype=np.uint64), np.array([2], dtype=np.uint64)
    zero = np.zeros(1, dtype=np.uint64)

    assert mix(mix(zero, one), two) != mix(mix(zero, two), one)
