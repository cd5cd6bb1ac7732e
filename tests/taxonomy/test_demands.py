"""Ages and sexes that ads ask for, and the goods, pupils, contracts and years of work that only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.demands import read_demands

PIECES = (
    *(
        "Usia",
        "usia maksimal",
        "max.",
        "min",
        "25-35 tahun",
        "30 thn",
        "delapan belas tahun",
        "years old",
        "pria/wanita",
    ),
    *(
        "Wanita",
        "laki-laki",
        "L/P",
        "untuk pria",
        "pengalaman",
        "anak",
        "ke atas",
        ",",
        ".",
        ":",
        "\n",
        "(",
        "-",
        "２５",
    ),
)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Usia maksimal 30 tahun", None, 30),
        ("usia max. 28 th", None, 28),
        ("Usia tidak lebih dari 30 tahun", None, 30),
        ("Not older than 40 years old", None, 40),
        ("usia di bawah 35 tahun", None, 35),
        ("Usia 35 tahun ke bawah", None, 35),
        ("Usia 40 tahun (maks)", None, 40),
        ("Maksimal usia 35 tahun", None, 35),
        ("Maximum age of 30 years old", None, 30),
        ("Maximum 28 years old", None, 28),
        ("max 32 y.o", None, 32),
        ("Maksimal 35 tahun", None, 35),
        ("laki2/perempuan max 28thn", None, 28),
        ("Umur minimal delapan belas tahun", 18, None),
        ("Minimal 30 tahun", 30, None),
        ("usia 21 tahun ke atas", 21, None),
        ("Usia 20-35 tahun", 20, 35),
        ("Usia 18thn - 35thn", 18, 35),
        ("USIA 35 TAHUN S/D 45 TAHUN", 35, 45),
        ("Usia antara 28 – 35 tahun", 28, 35),
        ("umur 20 ~ 30 tahun", 20, 30),
        ("Age between 25 and 40", 25, 40),
        ("Female, 23-30 years old", 23, 30),
        ("Kualifikasi: 25-40 tahun", 25, 40),
        ("pria 20-35 tahun", 20, 35),
        ("Usia minimal 22 tahun dan maksimal 30 tahun", 22, 30),
        ("Usia minimal 22 tahun, maks. 30", 22, 30),
        ("Usia min 20 max 25 tahun", 20, 25),
        ("Usia maksimal 25-30 tahun", None, 30),
        ("Usia ２０－３０ tahun", 20, 30),
        # several: the least strict
        ("S1 usia max. 24 dan S2 usia max. 26", None, 26),
        ("Admin: usia 20-25 tahun\nSopir: usia 25-40 tahun", 20, 40),
        # lost line breaks
        ("PersyaratanUsia 20 - 26 tahun2. Sehat", 20, 26),
        ("Pria usia max 32 tahunPengalaman minimal 2 tahun", None, 32),
        ("Minimal 30 tahun Minimal 2 tahun sebagai sales", 30, None),
    ],
)
def test_ages_are_read_as_ads_write_them(text: str, low: int | None, high: int | None) -> None:
    found = read_demands(text)
    assert (found.age_min, found.age_max) == (low, high)
    for words in found.words:
        assert text[words.start : words.end] == words.surface


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pengalaman minimal 20 tahun",
        "minimal 20 tahun pengalaman",
        "Merawat anak usia 2-5 tahun",
        "anak-anak usia 14-17 tahun",
        "perusahaan berusia 25 tahun",
        "company is established in 1935 and now is 85 years old",
        "kontrak 24 bulan",
        "usia 30-20 tahun",
        "usia muda",
        "Usia 35 tahun",  # neither least nor most
        "toko buka 25-40 tahun",
        "target 25 unit per bulan",
        "maksimal 16 tahun",
    ],
)
def test_other_numbers_are_no_ages_of_applicants(text: str) -> None:
    found = read_demands(text)
    assert (found.age_min, found.age_max) == (None, None)


@pytest.mark.parametrize(
    ("text", "sexes"),
    [
        ("Pria, usia 20 s/d 35 tahun", "L"),
        ("- Laki-laki\n- SMA", "L"),
        ("Laki2 usia maksimal 45 tahun", "L"),
        ("1. Perempuan 2. SMA", "P"),
        ("Dibutuhkan cewek untuk jaga stand", "P"),
        ("khusus wanita yang kreatif", "P"),
        ("membutuhkan staff marketing wanita", "P"),
        ("Women only", "P"),
        ("SMA sederajat Wanita max 40th", "P"),
        ("Pria/Wanita", "LP"),
        ("terbuka untuk pria dan wanita", "LP"),
        ("male or female", "LP"),
        ("Admin (L/P)", "LP"),
        ("dicari pria\ndicari wanita", "LP"),
        ("jeans wanita", ""),
        ("Menjual pakaian wanita dan pria di butik", ""),
        ("Rambut rapi (untuk pria), disanggul (untuk wanita)", ""),
        ("pemberdayaan perempuan", ""),
        ("sistem reproduksi pria", ""),
        ("Waitress", ""),
        ("menu, gender, kelamin", ""),
        ("", ""),
    ],
)
def test_sexes_are_read_where_they_say_who_may_apply(text: str, sexes: str) -> None:
    found = read_demands(text)
    assert "".join(sorted(found.sexes)) == sexes
    assert ("sex" in {words.kind for words in found.words}) == bool(sexes)


def test_the_words_stand_in_their_order_with_offsets_of_the_text_as_given() -> None:
    text = "🙂 Wanita, usia maks. 27 th"
    words = read_demands(text).words
    assert [(word.kind, word.surface) for word in words] == [("sex", "Wanita"), ("age", "usia maks. 27 th")]
    assert [text[word.start : word.end] for word in words] == [word.surface for word in words]


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_no_text_makes_the_reader_fail_and_every_value_has_its_words(text: str) -> None:
    found = read_demands(text)
    assert all(text[words.start : words.end] == words.surface != "" for words in found.words)
    kinds = {words.kind for words in found.words}
    assert ("age" in kinds) == (found.age_min is not None or found.age_max is not None)
    assert ("sex" in kinds) == bool(found.sexes)
    assert all(age is None or 14 <= age <= 75 for age in (found.age_min, found.age_max))


def test_a_long_text_is_read_no_further_than_its_start() -> None:
    assert not read_demands("x" * 20_000 + " usia maksimal 30 tahun").words


@pytest.mark.parametrize("word", ["usia", "maksimal 30", "usia " * 50, "pria /", "30 -"])
def test_a_field_of_spaces_is_read_in_linear_time(word: str) -> None:
    # A quadratic pattern would need minutes here; the suite's own time limit is what fails.
    known = {"pria /": "sex", "usia": "age", "maksimal 30": "age", "30 -": "age", "usia " * 50: "age"}
    for text in (word + " " * 19_000, word * (19_000 // len(word))):
        assert {found.kind for found in read_demands(text).words} <= {known[word]}
