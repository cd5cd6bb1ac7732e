from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.employer_names import employer_key, employer_name, is_hidden


@pytest.mark.parametrize(
    "text",
    [
        "PT. Sinar Jaya, Tbk",
        "PT Sinar Jaya (Persero)",
        "SINAR JAYA, PT",
        "P.T. Sinar Jaya",
        "PT.sinar   jaya",
        "PT Sinar Jaya - Cabang Bandung",
        "PT Sinar Jaya Tbk KCP Ungaran",
        "PT Sinar Jaya (Sinar Group)",
        "pt sinar\u200b jaya",
        "PT &lt;b&gt;Sinar&lt;/b&gt; Jaya",
        "Sinar Jaya Tbk.",
        "PT Sinar Jaya Co., Ltd",
    ],
)
def test_ways_of_writing_one_company_share_a_key(text: str) -> None:
    assert employer_key(text) == "sinar jaya, pt"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PT Sinar Jaya", "PT Sinar Jaya Abadi"),
        ("PT Maju Jaya", "CV Maju Jaya"),
        ("Yayasan Al Hikmah", "Koperasi Al Hikmah"),
        ("PT Perkebunan Nusantara IV", "PT Perkebunan Nusantara VI"),
        ("Lembaga Pemasyarakatan Kelas IIA Kendal", "Lembaga Pemasyarakatan Kelas IIB Kendal"),
        ("Toko Ho", "Toko"),
    ],
)
def test_two_employers_keep_two_keys(one: str, other: str) -> None:
    assert employer_key(one) != employer_key(other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "-",
        "N/A",
        "Pengiklan Anonim",
        "PERUSAHAAN RAHASIA",
        "Company Confidential",
        "Confidential",
        "Anonim",
        "PT Confidential",
        "Nama perusahaan dirahasiakan",
        "Private Advertiser",
        "\u200b",
        "😀",
        "(PT)",
    ],
)
def test_an_advertiser_that_hides_has_no_key(text: str) -> None:
    assert employer_key(text) == ""


def test_only_a_name_that_hides_is_hidden() -> None:
    assert is_hidden("Pengiklan Anonim")
    assert not is_hidden("PT Rahasia Alam Nusantara")


@pytest.mark.parametrize(
    ("text", "core", "form", "branch", "brand"),
    [
        ("PT Bank Mandiri (Persero) Tbk Kcp Juwana", "bank mandiri", "pt", "kcp juwana", ""),
        ("BPJS Kesehatan Kantor Cabang Kudus", "bpjs kesehatan", "", "kantor cabang kudus", ""),
        ("PT Indomobil Prima Niaga - Jawa Timur", "indomobil prima niaga", "pt", "jawa timur", ""),
        ("PT Serasi Autoraya (TRAC - Astra )", "serasi autoraya", "pt", "", "trac astra"),
        ("Wangi Indah - Melati Group", "wangi indah", "", "", "melati group"),
        ("Kompas Gramedia - KG Media", "kompas gramedia kg media", "", "", ""),
        ("PT Tirtakencana Tatawarna (Head Office)", "tirtakencana tatawarna", "pt", "head office", ""),
        ("PT Sinar Abadi (Bandung)", "sinar abadi", "pt", "bandung", ""),
        ("KSP. Setia Bersama", "ksp setia bersama", "koperasi", "", ""),
        ("Roti & Kue Internasional Pte. Ltd", "roti dan kue international", "asing", "", ""),
        ("PT Tbk", "", "", "", ""),
        ("D'Cost Seafood", "dcost seafood", "", "", ""),
        ("Yayasan", "", "", "", ""),
        ("PT (Sinar Jaya)", "sinar jaya", "pt", "", ""),
    ],
)
def test_a_name_is_taken_apart(text: str, core: str, form: str, branch: str, brand: str) -> None:
    found = employer_name(text)

    assert (found.core, found.form, found.branch, found.brand) == (core, form, branch, brand)


@given(st.text(max_size=60))
def test_any_text_has_a_key_that_is_its_own_key(text: str) -> None:
    name = employer_name(text)

    assert employer_name(name.core).core == name.core or not name.core.isascii()
    assert bool(name.key) == bool(name.core)


@given(st.lists(st.sampled_from(["sinar", "jaya", "abadi", "makmur", "karya", "indah"]), min_size=1, max_size=4))
def test_the_form_may_stand_on_either_side_in_any_letters(words: list[str]) -> None:
    core = " ".join(words)

    assert employer_key(f"PT. {core.upper()}") == employer_key(f"{core.title()}, PT") == f"{core}, pt"
    assert employer_key(f"PT {core} Tbk") == employer_key(f"{core} (Persero)") == f"{core}, pt"
