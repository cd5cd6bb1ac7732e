"""Copies to settle: pairs side by side, answers that rule, undo, two people at once, and the search."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access.accounts import add_account
from api.routes.intake import read_record
from api.web.steward.word_diff import MOST_WORDS, word_diff
from api.web.tongue import TONGUES
from matcher.duplicates.find import find
from matcher.engine import Engine
from matcher.records import Kind
from tests.api.test_pages import text_of
from tests.api.web.conftest import PASSWORD, Browser
from tests.api.web.payloads import PAYLOADS, live_parts
from tests.api.web.steward.conftest import facts_of, waited
from tests.api.web.steward.world import PAIRS, add_doubts

PAGE = "/pengelola/ganda"
PAIR = f"{PAGE}/pasangan?satu=contoh%3Ap-1&dua=contoh%3Ap-2"
KEYS = {"satu": "contoh:p-1", "dua": "contoh:p-2"}


@pytest.fixture(autouse=True)
def _doubts(engine: Engine) -> None:
    """Fresh ones; what other tests answered is taken back."""
    store = engine.store
    for first, second, _ in PAIRS:
        for one in store.answers_about(first, second):
            if not one.undone_by:
                engine_undo(engine, one.id)
    add_doubts(engine)


def engine_undo(engine: Engine, answer_id: str) -> None:
    from datetime import UTC, datetime

    from tests.matcher.rights.made import entry

    engine.store.undo_answer(answer_id, "staff:uji", datetime.now(UTC), entry())


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def answer(browser: Browser, said: str, page: str = PAIR, **more: str) -> Any:
    fields = {**KEYS, "lihat": hidden(browser.get(page).text, "lihat"), "do": said, **more}
    return browser.send(f"{PAGE}/pasangan", fields, page=page)


def test_the_most_doubtful_pair_is_answered_and_the_next_follows(steward: Browser, engine: Engine) -> None:
    page = steward.get(PAGE).text
    assert "2 pasangan" in text_of(page)
    assert page.index("contoh:p-2") < page.index("contoh:p-3")
    first = steward.get(f"{PAGE}/berikut").headers["location"]
    assert first == PAIR
    done = answer(steward, "apart")
    assert done.headers["location"].startswith(f"{PAGE}/berikut?tadi=pan_")
    following = steward.get(done.headers["location"]).headers["location"]
    assert "dua=contoh%3Ap-3" in following
    assert "Tercatat: berbeda" in text_of(steward.get(following).text)
    ruling = engine.store.ruling("contoh:p-1", "contoh:p-2")
    assert ruling is not None
    assert ruling.verdict == "apart"
    last = answer(steward, "unsure", f"{PAGE}/pasangan?satu=contoh%3Ap-1&dua=contoh%3Ap-3", dua="contoh:p-3")
    end = steward.get(last.headers["location"]).headers["location"]
    assert "kabar=habis" in end
    assert "Tidak ada lagi pasangan yang menunggu" in text_of(steward.get(end).text)
    assert "Menunggu (0)" in text_of(steward.get(f"{PAGE}?jawaban=belum-tahu").text)


def test_a_pair_shows_what_is_alike_what_differs_and_why(steward: Browser) -> None:
    page = steward.get(PAIR).text
    said = text_of(page)
    assert "Peluang satu lowongan: 82%" in said
    assert said.index("jabatan dan isinya sama-sama mirip") < said.index("jabatannya sama")
    assert "isinya sangat pendek" in said.partition("Tanda dua lowongan")[2]
    assert "x-unknown" not in page
    assert '<mark class="lack">Mengelas pelat SMAW</mark>' in page
    assert "Bengkel &lt;Jaya&gt; Contoh" in page
    assert "https://contoh.invalid/las" in page
    assert "javascript:" not in page
    assert 'accesskey="s"' in page


def test_what_an_ad_does_not_say_is_left_out_in_english_too(steward: Browser) -> None:
    steward.http.cookies.set("sepadan_bahasa", "en")
    said = text_of(steward.get(PAIR).text)
    assert "Chance of being one job: 82%" in said
    assert "Kind of work" in said, "the one says that it is full time"
    assert "Project-Id-Version" not in said
    assert TONGUES["en"].gettext("") == ""


@pytest.mark.parametrize(("said", "where"), [("same", "sama"), ("apart", "berbeda"), ("unsure", "belum-tahu")])
def test_an_answer_is_logged_listed_and_taken_back(
    steward: Browser, staffed: FastAPI, engine: Engine, said: str, where: str
) -> None:
    logged, undone = (len(facts_of(staffed, action)) for action in ("copies.answer", "copies.undo"))
    assert answer(steward, said).status_code == 303
    facts = facts_of(staffed, "copies.answer")
    assert len(facts) == logged + 1
    assert f'"verdict":"{said}"' in facts[-1]
    listed = steward.get(f"{PAGE}?jawaban={where}").text
    assert "staff:steward" in listed
    assert "contoh:p-2" in listed
    stands = hidden(steward.get(PAIR).text, "lihat")
    back = steward.send(f"{PAGE}/batal", {"jawaban": stands}, page=PAIR)
    assert back.headers["location"] == PAIR
    assert engine.store.ruling("contoh:p-1", "contoh:p-2") is None
    assert len(facts_of(staffed, "copies.undo")) == undone + 1
    assert "dibatalkan staff:steward" in text_of(steward.get(PAIR).text)
    again = steward.send(f"{PAGE}/batal", {"jawaban": stands}, page=PAIR)
    assert again.status_code == 409
    assert "sudah dibatalkan atau sudah diganti" in text_of(again.text)


def test_the_second_of_two_people_sees_what_the_first_said(steward: Browser, staffed: FastAPI, engine: Engine) -> None:
    other = Browser(http=TestClient(staffed))
    if not any(one.name == "wati" for one in engine.store.accounts()):
        given = {"role": "steward", "tenant": "contoh", "sources": (), "password": PASSWORD, "is_given": False}
        add_account(engine.store, "wati", **given)  # type: ignore[arg-type]
    other.sign_in("wati")
    seen = hidden(other.get(PAIR).text, "lihat")
    assert answer(steward, "same").status_code == 303
    lost = other.send(f"{PAGE}/pasangan", {**KEYS, "lihat": seen, "do": "apart"}, page=PAIR)
    assert lost.status_code == 409
    assert "Orang lain baru saja menjawab" in text_of(lost.text)
    assert "Jawaban sekarang: sama, oleh staff:steward" in text_of(lost.text)
    assert answer(other, "apart").status_code == 303
    ruling = engine.store.ruling("contoh:p-1", "contoh:p-2")
    assert ruling is not None
    assert ruling.verdict == "apart"


def test_what_makes_no_sense_is_refused(steward: Browser) -> None:
    assert answer(steward, "maybe").status_code == 409
    twice = {"satu": "contoh:p-1", "dua": "contoh:p-1", "do": "same"}
    assert steward.send(f"{PAGE}/pasangan", twice, page=PAIR).status_code == 409
    for path in ("satu=contoh%3Ap-1&dua=contoh%3Ax", "satu=%00&dua=contoh%3Ap-1"):
        assert steward.get(f"{PAGE}/pasangan?{path}").status_code == 404
    assert steward.send(f"{PAGE}/pasangan", {**KEYS, "dua": "x:y", "do": "same"}, page=PAIR).status_code == 404
    assert steward.send(f"{PAGE}/batal", {"jawaban": "pan_none"}, page=PAIR).status_code == 404
    assert steward.get(PAGE, params={"page": "0"}).status_code == 422
    assert "Belum ada" in text_of(steward.get(f"{PAGE}?jawaban=sama").text)
    assert "2 pasangan" in text_of(steward.get(f"{PAGE}?jawaban=apa").text)


def test_a_pair_is_passed_over_and_a_source_narrows_the_list(steward: Browser, engine: Engine) -> None:
    engine.upsert([read_record(Kind.POSTING, {"id": "lain:p-9", "title": "Juru Las"}, "lain")])
    add_doubts(engine, (*PAIRS, ("contoh:p-1", "lain:p-9", 700)))
    page = steward.get(f"{PAGE}?sumber=lain")
    assert "1 pasangan" in text_of(page.text)
    assert "lain:p-9" in steward.get(f"{PAGE}/berikut?sumber=lain").headers["location"].replace("%3A", ":")
    skip = re.search(r'href="([^"]*berikut[^"]*lewati=1[^"]*)"', steward.get(PAIR).text)
    assert skip
    following = steward.get(skip[1].replace("&amp;", "&")).headers["location"]
    assert "lewati=1" in following
    assert "contoh%3Ap-2" not in following
    engine.delete(Kind.POSTING, ["lain:p-9"])


def test_a_search_from_the_page_heeds_what_was_said(steward: Browser, engine: Engine, staffed: FastAPI) -> None:
    words = (
        "Mengelas pipa baja dengan TIG dan SMAW, membaca gambar isometrik, shift malam, K3, alat ukur, laporan harian."
    )
    rows = [
        {
            "id": f"{source}:las",
            "title": "Welder Pipa",
            "employer": "PT Baja Uji",
            "description": words,
            "places": ["Kota Batam"],
        }
        for source in ("satu", "dua")
    ]
    engine.upsert([read_record(Kind.POSTING, row, row["id"].partition(":")[0]) for row in rows])
    engine.build()
    assert "kabar=selesai" in waited(steward, steward.send(f"{PAGE}/cari", {}, page=PAGE))
    assert {copy.key for copy in engine.store.cluster_of("satu:las")} == {"satu:las", "dua:las"}
    pair = f"{PAGE}/pasangan?satu=dua%3Alas&dua=satu%3Alas"
    assert "sekarang tampil sebagai satu lowongan" in text_of(steward.get(pair).text)
    assert answer(steward, "apart", pair, satu="satu:las", dua="dua:las").status_code == 303
    assert not any(len(engine.store.cluster_of(key)) > 1 for key in ("satu:las", "dua:las")), "they part at once"
    find(engine.store, engine.coder.fingerprint, staffed.state.serving.today(), lambda *_: None)
    assert engine.store.cluster_of("satu:las") == []
    stands = hidden(steward.get(pair).text, "lihat")
    steward.send(f"{PAGE}/batal", {"jawaban": stands}, page=pair)
    find(engine.store, engine.coder.fingerprint, staffed.state.serving.today(), lambda *_: None)
    assert len(engine.store.cluster_of("satu:las")) == 2
    assert len(facts_of(staffed, "copies.find")) == 1
    engine.delete(Kind.POSTING, ["satu:las", "dua:las"])


def test_nothing_that_an_ad_says_runs(steward: Browser, engine: Engine) -> None:
    rows = [
        {
            "id": f"jahat:{place}",
            "title": text,
            "employer": text,
            "description": f"{text} {place}",
            "level": text,
            "url": text,
        }
        for place, text in enumerate(text.replace("\x00", "") for text in PAYLOADS)
    ]
    engine.upsert([read_record(Kind.POSTING, row, "jahat") for row in rows])
    keys = sorted(row["id"] for row in rows)
    add_doubts(engine, tuple((first, second, 820) for first, second in itertools.pairwise(keys)))
    for number in (1, 2, 3, 4):
        assert live_parts(steward.get(f"{PAGE}?page={number}").text) == []
    for first, second in zip(keys[::2], keys[1::2], strict=False):
        page = steward.get(f"{PAGE}/pasangan", params={"satu": first, "dua": second})
        assert page.status_code == 200
        assert live_parts(page.text) == []
    engine.delete(Kind.POSTING, keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", ""),
        ("satu dua tiga", "satu TIGA empat"),
        ("a\n\nb", "a b"),
        ("kata " * MOST_WORDS, "kata lain"),
        ("🧰 las", "las"),
    ],
)
def test_pieces_join_to_the_texts_again_and_own_words_are_marked(one: str, other: str) -> None:
    left, right = word_diff(one, other)
    assert "".join(piece.text for piece in left) == one
    assert "".join(piece.text for piece in right) == other
    own = {word.casefold() for piece in left if piece.is_own for word in piece.text.split()}
    if len(one.split()) < 100:
        assert own.isdisjoint(set(other.casefold().split()) & set(one.casefold().split()))
        assert {word for word in one.casefold().split() if word not in other.casefold()} <= own
