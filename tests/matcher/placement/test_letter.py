"""The letter of introduction: official form, one page, identity in the text alone."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.identity_vault import Vault
from matcher.engine import Engine
from matcher.placement.letter import referral_letter
from matcher.placement.letter_text import Introduced, Letter, Office, written
from matcher.placement.letter_words import MONTHS, long_day, proposed_number
from matcher.placement.referral import introduced
from matcher.placement.side_by_side import side_by_side
from taxonomy.errors import InputError

OFFICE = Office(
    region="Pemerintah Kota Surabaya",
    name="Dinas Tenaga Kerja",
    address="Jalan Contoh Nomor 1 Surabaya",
    city="Surabaya",
    signer_title="Kepala Bidang Penempatan Tenaga Kerja",
    signer="Contoh Pejabat, S.Sos.",
    nip="19800101 200501 1 001",
)
LETTER = Letter(
    number="560/12/VIII/2026",
    day=date(2026, 8, 17),
    office=OFFICE,
    job="Juru Las Listrik",
    posting_key="contoh:p-1",
    employer="PT Contoh Baja",
    employer_place="Surabaya",
    person=Introduced(
        key="contoh:w-1", name="Siti Contoh", nik="3578000000000001", education="SMK", skills=("Las SMAW",)
    ),
    copies=("Kepala Dinas Tenaga Kerja Kota Surabaya;", "Arsip."),
)


_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"\(((?:[^()\\]|\\.)*)\)")


def text_of(pdf: bytes) -> str:
    """The words that the pages of a PDF with standard fonts show, in their order."""
    streams = [zlib.decompress(found) for found in _STREAM.findall(pdf)]
    shown = [re.sub(rb"\\(.)", rb"\1", words) for stream in streams for words in _SHOWN.findall(stream)]
    return " ".join(b" ".join(shown).decode("latin-1").split())


def test_days_and_numbers_stand_in_the_official_form() -> None:
    assert long_day(date(2026, 8, 17)) == "17 Agustus 2026"
    assert proposed_number(date(2026, 8, 17)) == "560/...../VIII/2026"
    assert len(MONTHS) == 12


def test_a_letter_has_number_attachments_subject_day_body_signature_and_copies_on_one_page() -> None:
    pdf = referral_letter(LETTER)
    said = text_of(pdf)
    for words in (
        *("PEMERINTAH KOTA SURABAYA", "DINAS TENAGA KERJA", "Surabaya, 17 Agustus 2026", "560/12/VIII/2026"),
        *(
            "Lampiran",
            "Hal",
            "Pengantar Pencari Kerja",
            "Yth. Pimpinan PT Contoh Baja",
            "Siti Contoh",
            "3578000000000001",
        ),
        *("tidak dipungut biaya", "NIP 19800101 200501 1 001", "Tembusan:", "2. Arsip."),
    ):
        assert words in said, words
    assert pdf.count(b"/Type /Page\n") == 1
    assert b"Siti" not in pdf.split(b"/Info")[-1]


def test_what_is_not_known_is_left_out_and_a_name_that_is_not_has_dots() -> None:
    bare = replace(
        LETTER, person=Introduced(key="contoh:w-1"), employer="", employer_place="", copies=(), attachments=2
    )
    said = text_of(referral_letter(replace(bare, office=replace(OFFICE, region="", address="", signer="", nip=""))))
    assert "NIK" not in said
    assert "Tembusan" not in said
    assert "Yth. Pimpinan Perusahaan" in said
    assert "2 berkas" in said
    assert "......" in said


def test_the_same_letter_is_the_same_file() -> None:
    assert referral_letter(LETTER) == referral_letter(LETTER)


@pytest.mark.parametrize("line", ["x" * 201, "\u0628Siti", "王", "a\x00b"])
def test_a_line_that_cannot_be_printed_is_refused_by_its_place(line: str) -> None:
    with pytest.raises(InputError, match="employer"):
        referral_letter(replace(LETTER, employer=line))


@given(st.text(max_size=60))
def test_any_line_is_printed_or_refused(line: str) -> None:
    try:
        assert len(written(line, "job")) <= 200
    except InputError:
        return
    assert referral_letter(replace(LETTER, job=line)).startswith(b"%PDF")


def test_an_identity_is_opened_for_the_letter_alone(filled: Engine) -> None:
    vault = Vault({"k1": bytes(32)}, "k1")
    told = {"name": "Siti Contoh", "nik": "3578000000000001", "phone": "0812", "sex": "P", "birth_date": "1998-01-01"}
    filled.store.put_identity("worker", {"contoh:w-1": told}, vault)
    matched = side_by_side(filled, "contoh:w-1", "contoh:p-1", date(2026, 11, 27)).explained
    person = introduced(filled, "contoh:w-1", matched, vault, "contoh:w-1")
    assert (person.name, person.nik, person.phone) == ("Siti Contoh", "3578000000000001", "0812")
    assert person.education == "SMK"
    assert person.experience == "3 tahun"
    assert any("SMAW" in skill for skill in person.skills)
    assert "1998" not in str(person)
    assert introduced(filled, "contoh:w-1", matched, None, "semu").name == ""
    assert introduced(filled, "contoh:w-2", matched, vault, "semu").experience == ""
