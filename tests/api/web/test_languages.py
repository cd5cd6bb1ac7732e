"""Both languages: nothing untranslated, Indonesian that is plain, numbers and dates as each language writes them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from babel.messages.pofile import read_po
from fastapi import FastAPI

from api.web.catalogues import catalogue_path, texts, updated
from api.web.tongue import TONGUES
from matcher.reason_words import LANGUAGES
from tests.api.test_pages import SEEKER, text_of
from tests.api.web.conftest import Browser

NOON = datetime(2026, 8, 17, 7, 5, tzinfo=UTC)
NBSP = "\N{NO-BREAK SPACE}"
_ENGLISH = re.compile(
    r"\b(the|of|and|with|your|you|from|not|this|that|is|are|please|sign|click|loading|search|save|next|back|error|page)\b",
    re.IGNORECASE,
)
_LONG = 13
"""Letters of a long word: ``ketenagakerjaan``, ``mempertimbangkan``."""


def sources() -> list[str]:
    found = dict.fromkeys(said if isinstance(said, str) else said[0] for _, _, said in texts())
    return list(found)


def test_every_text_has_a_translation_and_no_translation_is_left_over() -> None:
    with catalogue_path("en").open("rb") as source:
        kept = {one.id: one.string for one in read_po(source, locale="en") if one.id}
    now = {one.id for one in updated("en") if one.id}
    assert now == set(kept), "run python -m api.web.catalogues --write"
    assert [one for one, said in kept.items() if not said or not all(said)] == []


def test_translations_keep_the_names_that_are_filled_in_and_the_tags() -> None:
    marks = re.compile(r"%\(\w+\)s|</?\w+>|%%")
    for one in updated("en"):
        if one.id:
            forms = one.string if isinstance(one.string, tuple | list) else (one.string,)
            wanted = sorted(marks.findall(one.id if isinstance(one.id, str) else one.id[0]))
            assert all(sorted(marks.findall(str(form))) == wanted for form in forms), one.id


def test_indonesian_texts_have_no_english_words() -> None:
    assert [text for text in sources() if _ENGLISH.search(re.sub(r"%\(\w+\)s|<[^>]+>", "", text))] == []


def test_no_template_shows_words_that_are_not_for_translation() -> None:
    from api.web.page import _TEMPLATES

    plain = {"Sepadan", "km", "SMA", "SMK", "SMAW", "Juru", "Kota", "Surabaya"}
    for path in sorted(_TEMPLATES.glob("*.html")):
        text = re.sub(r"\{%-?\s*trans.*?endtrans\s*-?%\}", " ", path.read_text("utf-8"), flags=re.DOTALL)
        text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", " ", text, flags=re.DOTALL)
        text = re.sub(r"<[^>]*>|&\w+;| [\w-]+=\"[^\"]*\"", " ", text)
        found = [word for word in re.findall(r"[A-Za-z]{3,}", text) if word not in plain]
        assert found == [], path.name


def test_indonesian_sentences_are_short_and_their_words_too() -> None:
    whole = [re.sub(r"%\(\w+\)s|<[^>]+>", "x", text) for text in sources() if len(text.split()) >= 4]
    sentences = [sentence.split() for text in whole for sentence in re.split(r"(?<=[.!?:])\s+", text) if sentence]
    words = [re.sub(r"\W", "", word) for sentence in sentences for word in sentence]
    assert sum(map(len, sentences)) / len(sentences) <= 12
    assert max(map(len, sentences)) <= 30
    assert sum(len(word) >= _LONG for word in words) / len(words) <= 0.05


@pytest.mark.parametrize(
    ("said", "indonesian", "english"),
    [
        (lambda t: t.rupiah(4_500_000), f"Rp{NBSP}4.500.000", f"Rp{NBSP}4,500,000"),
        (lambda t: t.date(date(2026, 8, 17)), "17 Agustus 2026", "17 August 2026"),
        (lambda t: t.date(datetime(2026, 8, 16, 18, tzinfo=UTC)), "17 Agustus 2026", "17 August 2026"),
        (
            lambda t: t.moment(NOON),
            "17 Agustus 2026 14.05 WIB",
            "17 August 2026 14:05 WIB",
        ),
        (lambda t: t.number(12_345.5), "12.345,5", "12,345.5"),
        (lambda t: t.number(12, 1), "12,0", "12.0"),
        (lambda t: t.percent(0.123, 1), "12,3%", "12.3%"),
        (lambda t: t.gettext("100% pasti"), "100% pasti", "100% pasti"),
        (lambda t: t.ngettext("%(n)s bulan", "%(n)s bulan", 1), "1 bulan", "1 month"),
        (lambda t: t.ngettext("%(n)s bulan", "%(n)s bulan", 1_200), "1.200 bulan", "1,200 months"),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_does(said, indonesian: str, english: str) -> None:  # type: ignore[no-untyped-def]
    assert [said(TONGUES[language]) for language in LANGUAGES] == [indonesian, english]


def test_a_reader_chooses_a_language_and_colours_without_script_and_keeps_them(browser: Browser) -> None:
    page = browser.get("/").text
    assert '<html lang="id">' in page
    answer = browser.send("/pilihan", {"bahasa": "en", "kembali": "/pemberi-kerja"}, page="/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/pemberi-kerja")
    page = browser.get("/pemberi-kerja").text
    assert '<html lang="en">' in page
    assert "Find job seekers who fit" in page
    assert 'lang="id">Bahasa Indonesia</button>' in page
    browser.send("/pilihan", {"tema": "gelap", "kembali": "/"}, page="/")
    assert '<html lang="en" data-theme="gelap">' in browser.get("/").text
    browser.send("/pilihan", {"tema": "otomatis", "bahasa": "id", "kembali": "/"}, page="/")
    assert '<html lang="id">' in browser.get("/").text
    assert browser.send("/pilihan", {"tema": "x", "bahasa": "fr"}, page="/").headers.get("set-cookie") is None


def test_what_a_browser_says_it_accepts_does_not_count(browser: Browser) -> None:
    assert '<html lang="id">' in browser.get("/", headers={"Accept-Language": "en-US,en"}).text


def test_a_whole_answer_is_in_english_for_who_chose_it(browser: Browser) -> None:
    browser.send("/pilihan", {"bahasa": "en"}, page="/")
    shown = text_of(browser.http.post("/", data={**SEEKER, "within_km": "25", "disability_access": "1"}).text)
    assert "No job fits yet" in shown
    assert re.search(r"open to people with disabilities included: \d+ jobs?", shown)
    shown = text_of(browser.http.post("/", data=SEEKER).text)
    assert "Fits" in shown
    assert "of 100" in shown
    assert "Belum" not in shown
    assert "lowongan" not in shown.replace("Buka lowongan asli", "")


def test_the_document_of_an_unknown_address_is_a_page_for_browsers_alone(staffed: FastAPI, browser: Browser) -> None:
    page = browser.get("/tidak-ada", headers={"Accept": "text/html,*/*"})
    assert (page.status_code, "Halaman ini tidak ada." in page.text) == (404, True)
    assert browser.get("/tidak-ada").json()["status"] == 404
    assert browser.get("/v1/tidak-ada", headers={"Accept": "text/html"}).json()["status"] == 404
