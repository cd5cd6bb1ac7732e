"""Spellings of study programmes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.programme_names import core_programme


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Teknik  Industri", "teknik industri"),
        ("S1 Tehnik Informatika", "teknik informatika"),
        ("D-III Perpajakan", "perpajakan"),
        ("D IV Akuntansi Sektor Publik", "akuntansi sektor publik"),
        ("PJJ Sistem Informasi", "sistem informasi"),
        ("Program Studi Ilmu Gizi (S1)", "ilmu gizi"),
        ("Desain Komunikasi Visual -", "desain komunikasi visual"),
        ("Hukum Ekonomi Syari`ah", "hukum ekonomi syariah"),
        ("Perbankan Syari ah", "perbankan syariah"),
        ("Manajemen Pemasaran/Marketing", "manajemen pemasaran marketing"),
        ("Pendidikan Teknik Informatika &amp; Komputer", "pendidikan teknik informatika dan komputer"),
        ("Informatics and Computing", "informatics dan computing"),
        ("Manajemen lnformatika", "manajemen informatika"),
        ("Teknik lndustri", "teknik industri"),
        ("Pemanfaatan Sumberdaya Perikanan", "pemanfaatan sumber daya perikanan"),
        ("Komputer Akutansi", "komputer akuntansi"),
        ("Arsitektur Lansekap", "arsitektur lanskap"),
        ("Rekam Medik", "rekam medis"),
        ("Akuntansi K. Pekalongan", "akuntansi"),
        ("SMK Jurusan Tata Boga sederajat", "tata boga"),
        ("Keselamatan dan Kesehatan Kerja (K3)", "keselamatan dan kesehatan kerja k3"),
        ("K3", "k3"),
        ("S1", "s1"),
        (" - ", ""),
    ],
)
def test_one_spelling_for_all(name: str, core: str) -> None:
    assert core_programme(name) == core


@given(st.text(st.characters(max_codepoint=0x17F), max_size=60))
def test_the_core_of_a_core_is_itself(name: str) -> None:
    core = core_programme(name)
    assert core_programme(core) == core
    assert core == " ".join(core.split())
