"""What is coded of an ad, and the hashed features of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.title_item import TEXT_CHARACTERS, TitleItem, hashed_features

FEATURES = {"title_characters": 2048, "title_words": 2048, "text_words": 4096}


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
def test_features_have_length_one_or_are_zero(view: str, features: int) -> None:
    found = hashed_features(view, [TitleItem(title="Kasir toko"), TitleItem(title="")])
    assert (found.shape, found.dtype) == ((2, features), np.float32)
    assert np.linalg.norm(found[0]) == pytest.approx(1, abs=1e-5)
    assert not found[1].any()


@pytest.mark.parametrize("view", ["title_characters", "title_words"])
def test_title_views_do_not_read_the_text(view: str) -> None:
    with_text = hashed_features(view, [TitleItem(title="Kasir", hint="Toko", text="Melayani")])
    assert np.array_equal(with_text, hashed_features(view, [TitleItem(title="Kasir")]))


def test_the_text_view_reads_title_hint_and_text() -> None:
    def read(**fields: str) -> np.ndarray:
        return hashed_features("text_words", [TitleItem(title="Kasir", **fields)])

    assert not np.array_equal(read(), read(hint="Toko"))
    assert not np.array_equal(read(hint="Toko"), read(hint="Toko", text="Melayani"))


def test_a_repeated_word_counts_by_its_square_root() -> None:
    found = hashed_features("title_words", [TitleItem(title="aa bb aa bb aa bb aa bb")])[0]
    # aa x4, bb x4, "aa bb" x4, "bb aa" x3
    assert sorted(np.abs(found[found != 0]).tolist()) == pytest.approx(
        sorted(np.sqrt([4, 4, 4, 3]) / np.sqrt(15)), abs=1e-5
    )


@given(st.text(), st.text(), st.text(), st.sampled_from(sorted(FEATURES)))
def test_no_item_makes_the_features_fail(title: str, hint: str, text: str, view: str) -> None:
    found = hashed_features(view, [TitleItem(title=title, hint=hint, text=text)])
    assert np.isfinite(found).all()
    assert np.linalg.norm(found) <= 1 + 1e-5


def test_rows_do_not_depend_on_their_neighbours() -> None:
    items = [TitleItem(title="Kasir"), TitleItem(title="Sopir truk"), TitleItem(title="Perawat")]
    together = hashed_features("title_characters", items)
    assert np.array_equal(together, np.vstack([hashed_features("title_characters", [item]) for item in items]))
