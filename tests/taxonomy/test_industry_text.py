"""Names of employers without their legal form, and the sentence that says what an employer does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.industry_text import MAX_TEXT, IndustryItem, name_words, read_activity


@pytest.mark.parametrize(
    ("employer", "words"),
    [
        ("PT. Maju Jaya, Tbk (Persero)", "maju jaya"),
        ("P.T. Maju Jaya", "maju jaya"),
        ("Maju Jaya, PT", "maju jaya"),
        ("C.V Maju F&B", "maju f&b"),
        ("UD. Sumber\u200b Rejeki", "sumber rejeki"),
        ("<b>PT</b> Baja &amp; Besi", "baja besi"),
        ("Company Confidential", ""),
        ("Perusahaan Anonim", ""),
        ("confidential", ""),
        ("\U0001f600 !!!", ""),
        ("", ""),
        ("PT", ""),
    ],
)
def test_a_name_is_its_words_without_the_legal_form(employer: str, words: str) -> None:
    assert " ".join(name_words(employer)) == words


@pytest.mark.parametrize(
    ("text", "activity"),
    [
        ("PT X bergerak di bidang distribusi kertas, saat ini membutuhkan sopir.", "distribusi kertas"),
        ("PT X Bergerak dibidang Kontruksi membutuhkan staf", "Kontruksi"),
        ("CV X yang bergerak dalam bidang pengolahan air.", "pengolahan air"),
        ("perusahaan kami begerak pada jasa tour & travel sedang mencari", "jasa tour & travel"),
        ("Klinik X merupakan salah satu klinik gigi yang berlokasi di Depok.", "klinik gigi"),
        ("We are X. X is a leading textile company based in Solo.", "leading textile company based in Solo"),
        ("A company engaged in interior design. Apply now", "interior design"),
        ("Kami produsen roti rumahan. Kirim CV.", "produsen roti rumahan"),
        ("Usia maksimal 30 tahun. Jujur dan teliti.", ""),
        ("", ""),
    ],
)
def test_what_an_employer_does_is_read_up_to_where_the_vacancy_begins(text: str, activity: str) -> None:
    assert IndustryItem(employer="X", text=text).activity == activity


def test_who_hires_for_a_client_supplies_staff_whatever_the_client_does() -> None:
    item = IndustryItem(employer="X", text="Our client is a leading textile company in Solo.")
    assert "textile" not in item.activity
    assert "tenaga kerja" in item.activity


def test_a_title_alone_says_nothing_of_the_employer() -> None:
    assert IndustryItem(employer="", title="Akuntan").is_blank
    assert IndustryItem(employer="PT", title="Akuntan", text=" \u200b ").is_blank
    assert not IndustryItem(employer="PT Baja").is_blank
    assert not IndustryItem(employer="", text="pabrik tekstil").is_blank


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=2_000))
def test_any_text_is_read_without_an_error_and_what_is_read_stands_in_it(employer: str, title: str, text: str) -> None:
    item = IndustryItem(employer=employer, title=title, text=text)
    assert len(item.body) <= MAX_TEXT
    for phrase in read_activity(item.body):
        assert phrase in item.body
    assert all(word == word.strip() and word for word in item.name)
    assert isinstance(item.passage, str)


def test_a_huge_text_is_read_at_its_start() -> None:
    item = IndustryItem(employer="x" * 10**6, title="y" * 10**6, text="bergerak di bidang tekstil. " + "a " * 10**6)
    assert item.activity == "tekstil"
    assert len(item.passage) < 1_500
