"""What is coded of an ad, and the hashed features of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from taxonomy.damped_counts import damped
from taxonomy.title_item import TEXT_CHARACTERS, TitleItem, hashed_features
from taxonomy.weights_file import Floats

FEATURES = {"characters_title": 4096, "words_title": 4096, "words_text": 8192}


def dense(view: str, *items: TitleItem) -> Floats:
    found: Floats = hashed_features(view, items).toarray()
    return found


@pytest.mark.parametrize(
    ("item", "has_text"),
    [
        (TitleItem(title="Kasir"), False),
        (TitleItem(title="Kasir", hint="  ", text="\n"), False),
        (TitleItem(title="Kasir", hint="Toko"), True),
        (TitleItem(title="", text="Melayani tamu"), True),
    ],
)
def test_an_item_has_text_when_there_is_more_than_a_title(item: TitleItem, has_text: bool) -> None:
    assert item.has_text is has_text


def test_the_words_of_an_item_are_its_core_title() -> None:
    assert TitleItem(title="DIBUTUHKAN SEGERA: Kasir").words == "kasir"


def test_a_title_of_calls_alone_keeps_all_its_words() -> None:
    assert TitleItem(title="Lowongan Kerja!").words == "lowongan kerja!"


def test_the_passage_is_title_hint_and_the_start_of_the_text() -> None:
    item = TitleItem(title="<b>Kasir</b>", hint="Toko &amp; Ritel", text="Melayani tamu")
    assert item.passage == "Kasir. Toko & Ritel. Melayani tamu"
    assert TitleItem(title="", text="a" * 5000).passage == "a" * TEXT_CHARACTERS
    assert TitleItem(title="").passage == ""


@pytest.mark.parametrize(("view", "features"), FEATURES.items())
def test_features_are_sparse_and_have_length_one_or_are_zero(view: str, features: int) -> None:
    found = hashed_features(view, [TitleItem(title="Kasir toko"), TitleItem(title="")])
    assert isinstance(found, csr_matrix)
    assert (found.shape, found.dtype) == ((2, features), np.float32)
    rows = found.toarray()
    assert np.linalg.norm(rows[0]) == pytest.approx(1, abs=1e-5)
    assert not rows[1].any()


def slow_features(counts: Floats) -> Floats:
    """One value at a time: the signed square root of each count, over the length of the row."""
    found = np.zeros_like(counts)
    for row, values in enumerate(counts):
        for column, count in enumerate(values):
            found[row, column] = np.sign(count) * abs(count) ** 0.5
        length = float(np.sqrt((found[row] ** 2).sum()))
        if length:
            found[row] /= length
    return found


@given(
    st.integers(1, 6).flatmap(
        lambda width: st.lists(st.lists(st.integers(-4, 4), min_size=width, max_size=width), min_size=1, max_size=5)
    )
)
def test_damping_agrees_with_square_roots_taken_one_at_a_time(counts: list[list[int]]) -> None:
    given_counts = np.array(counts, dtype=np.float32)
    found = damped(csr_matrix(given_counts)).toarray()
    assert found == pytest.approx(slow_features(given_counts), abs=1e-6)


@pytest.mark.parametrize("view", ["characters_title", "words_title"])
def test_title_views_do_not_read_the_text(view: str) -> None:
    with_text = dense(view, TitleItem(title="Kasir", hint="Toko", text="Melayani"))
    assert np.array_equal(with_text, dense(view, TitleItem(title="Kasir")))


def test_the_text_view_reads_title_hint_and_text() -> None:
    def read(hint: str = "", text: str = "") -> Floats:
        return dense("words_text", TitleItem(title="Kasir", hint=hint, text=text))

    assert not np.array_equal(read(), read(hint="Toko"))
    assert not np.array_equal(read(hint="Toko"), read(hint="Toko", text="Melayani"))


def test_a_typo_keeps_more_of_the_characters_than_of_the_words() -> None:
    right, wrong = TitleItem(title="Resepsionis"), TitleItem(title="Resepsonis")
    characters, words = (dense(view, right, wrong) for view in ("characters_title", "words_title"))
    assert characters[0] @ characters[1] > 0.5
    assert words[0] @ words[1] == 0


def test_a_repeated_word_counts_by_its_square_root() -> None:
    found = hashed_features("words_title", [TitleItem(title="aa bb aa bb aa bb aa bb")])
    # aa x4, bb x4, "aa bb" x4, "bb aa" x3
    expected = sorted(np.sqrt([4, 4, 4, 3]) / np.sqrt(15))
    assert sorted(np.abs(found.data).tolist()) == pytest.approx(expected, abs=1e-5)


@given(st.text(), st.text(), st.text(), st.sampled_from(sorted(FEATURES)))
def test_no_item_makes_the_features_fail(title: str, hint: str, text: str, view: str) -> None:
    found = dense(view, TitleItem(title=title, hint=hint, text=text))
    assert np.isfinite(found).all()
    assert np.linalg.norm(found) <= 1 + 1e-5


@pytest.mark.parametrize("view", FEATURES)
def test_rows_do_not_depend_on_their_neighbours(view: str) -> None:
    items = [TitleItem(title="Kasir"), TitleItem(title="!"), TitleItem(title="Sopir truk", text="Mengantar barang")]
    assert np.array_equal(dense(view, *items), np.vstack([dense(view, item) for item in items]))
