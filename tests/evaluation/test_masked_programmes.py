"""Names of study programmes taken out of ads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.masked_programmes import ProgrammeMask, without_asked, without_programmes
from taxonomy.programme_names import one_spelling
from tests.builders import posting

NAMES = ("Teknik Informatika", "Teknik Informatika & Komputer", "Akuntansi", "Hukum Ekonomi Syari'ah", "-")
MASK = ProgrammeMask(NAMES)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Lulusan Tehnik  Informatika, teliti", "Lulusan  , teliti"),
        ("TEKNIK INFORMATIKA dan komputer", " "),
        ("teknik informatika dan kasir", "  dan kasir"),
        ("Hukum Ekonomi Syari’ah/akutansi.", " / ."),
        ("Staf Akuntansi", "Staf  "),
        ("Teknik mesin", "Teknik mesin"),
        ("", ""),
    ],
)
def test_names_go_in_any_spelling_the_longest_first(text: str, left: str) -> None:
    assert MASK.without_names(text) == left


def test_short_names_may_be_left() -> None:
    assert MASK.without_names("Akuntansi, teknik informatika", least_words=2) == "Akuntansi,  "


def test_a_mask_without_names_takes_nothing() -> None:
    assert ProgrammeMask(["-"]).without_names("teknik informatika") == "teknik informatika"


WORDS = st.lists(st.sampled_from(["Teknik", "informatika", "&", "dan", "Komputer", "AKUNTANSI", "kasir", ",", "\n"]))


@given(WORDS.map(" ".join))
def test_no_name_is_left_and_no_other_word_is_lost(text: str) -> None:
    left = MASK.without_names(text)
    words = one_spelling(left)
    assert not any(f" {name} " in f" {words} " for name in ("akuntansi", "teknik informatika"))
    assert left.count("kasir") == text.count("kasir")


def test_an_ad_names_no_programme_anywhere() -> None:
    ad = posting(
        title="Staf Akuntansi", description="Jurusan Akuntansi. Membuat laporan.", study_programmes=("Akuntansi",)
    )
    masked = without_programmes(ad, MASK)
    assert (masked.title, masked.description) == ("Staf  ", "Jurusan  . Membuat laporan.")
    assert masked.study_programmes == ()
    assert masked.key == ad.key


def test_or_it_names_none_where_it_asks_for_one() -> None:
    ad = posting(
        title="Staf Akuntansi",
        description="Jurusan Perpajakan. Membantu akuntansi dan teknik informatika.",
        study_programmes=("Akuntansi",),
    )
    masked = without_asked(ad, MASK)
    assert masked.title == "Staf Akuntansi"
    assert masked.description == "Jurusan  . Membantu akuntansi dan  ."
    assert masked.study_programmes == ()
