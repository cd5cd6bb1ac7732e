"""What an ad says of people with disabilities: open to them, or anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.disability_access import read_access, without_access

OPEN = (
    "Terbuka untuk penyandang disabilitas",
    "terbuka bagi difabel",
    "Penyandang disabilitas dipersilakan melamar",
    "Tempat kerja ramah difabel",
    "Lowongan inklusif",
    "Tidak menutup kesempatan bagi penyandang disabilitas",
    "Kuota khusus penyandang disabilitas",
    "People with disabilities are welcome",
    "Disability friendly",
)


@pytest.mark.parametrize("said", OPEN)
def test_a_statement_that_people_with_disabilities_may_apply_is_read_whatever_stands_around(said: str) -> None:
    assert read_access(said)
    assert read_access(f"Kasir toko.\n{said}. Gaji UMR.").casefold() in said.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tidak menerima penyandang disabilitas",
        "Belum terbuka untuk difabel",
        "tidak terbuka bagi penyandang disabilitas",
        "Bukan penyandang disabilitas",
        "Non disabilitas boleh melamar",
        "Guru pendamping bagi anak penyandang disabilitas",
        "Juru bahasa isyarat bagi pengguna layanan\npenyandang disabilitas rungu",
        "Merancang situs yang ramah disabilitas",
        "Mengajar di sekolah inklusif",
        "Our inclusive digital economy",
        "We are an equal opportunity employer",
        "Terbuka untuk fresh graduate",
        "Kursi roda pasien disiapkan",
        "Asuransi cacat dan disabilitas",
    ],
)
def test_a_refusal_those_served_and_silence_are_no_statement(text: str) -> None:
    assert read_access(text) == ""


def test_a_sentence_in_words_of_hiring_counts_as_a_whole() -> None:
    text = "Admin.\nKandidat disabilitas fisik dapat mengisi posisi ini. Gaji UMR"
    assert read_access(text) == "Kandidat disabilitas fisik dapat mengisi posisi ini"


@pytest.mark.parametrize("said", OPEN)
@pytest.mark.parametrize("where", ["Kasir toko, SMA. {said}.", "{said}. Kasir toko, SMA.", "Kasir toko, SMA.\n{said}."])
def test_a_text_without_the_statement_is_the_text_that_never_had_it(said: str, where: str) -> None:
    assert without_access(where.format(said=said)).strip() == "Kasir toko, SMA."


def test_of_a_sentence_about_the_work_only_the_people_are_taken_out() -> None:
    left = without_access("Kandidat disabilitas fisik dapat mengisi posisi kasir")
    assert "disabilitas" not in left
    assert "posisi kasir" in left


@given(st.text(max_size=80))
def test_a_text_that_says_nothing_stays_as_it_is(text: str) -> None:
    assert without_access(text) == text or read_access(text)


def test_what_lies_behind_the_part_that_is_read_stays() -> None:
    text = "a" * 20_000 + " Terbuka untuk difabel"
    assert (read_access(text), without_access(text)) == ("", text)
