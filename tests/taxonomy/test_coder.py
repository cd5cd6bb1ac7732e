"""The title coder: its arithmetic on a small committee, and everyday titles through the real encoder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import softmax

from indexes.encoder import SentenceEncoder
from taxonomy.coder import TEXT_VIEWS, TITLE_VIEWS, TOP, UNCERTAIN_BELOW, TitleCoder, TitleCoding
from taxonomy.committee import Committee, Member, load_committee
from taxonomy.occupations import load_occupations
from taxonomy.title_item import TitleItem, hashed_features

CODES = ("2512", "5230", "8332", "9112", "2221", "7212", "4110")
DIM = 3
WIDTH = {"title_vector": DIM, "text_vector": DIM, "title_characters": 2048, "title_words": 2048, "text_words": 4096}
Floats = npt.NDArray[np.float32]


def committee(seed: int = 0, strength: float = 1.0) -> Committee:
    random = np.random.default_rng(seed)
    members = {
        view: Member(
            weight=(strength * random.normal(size=(width, len(CODES)))).astype(np.float32),
            bias=random.normal(size=len(CODES)).astype(np.float32),
            centre=np.zeros(width, dtype=np.float32),
            scale=np.ones(width, dtype=np.float32),
        )
        for view, width in WIDTH.items()
    }
    return Committee(
        members=members,
        codes=CODES,
        temperatures={"title": 0.5, "text": 0.8},
        encoder="test",
        fingerprint="titles-test",
    )


class CountingEmbed:
    """Texts to small vectors; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, texts: Sequence[str]) -> Floats:
        self.asked.append(list(texts))
        return np.array([[len(text), text.count("a"), 1.0] for text in texts], dtype=np.float32) / 10


ITEMS = [
    TitleItem(title="Kasir toko"),
    TitleItem(title="Sopir truk", hint="Transport", text="Mengantar barang"),
    TitleItem(title="Loker!!! Perawat", text="Merawat pasien"),
]


def slow_probabilities(found: Committee, item: TitleItem) -> Floats:
    """One item at a time: the softmax of the mean log-probability of the views that can see it."""
    embed = CountingEmbed()
    views = [*TITLE_VIEWS, *(TEXT_VIEWS if item.has_text else ())]
    vectors = {"title_vector": embed([item.words]), "text_vector": embed([item.passage])}
    logs = [
        found.members[view].log_probabilities(
            vectors.get(view, np.empty(0)) if view in vectors else hashed_features(view, [item])
        )
        for view in views
    ]
    mean = np.mean(logs, axis=0)[0]
    expected: Floats = softmax(mean / found.temperatures["text" if item.has_text else "title"])
    return expected


def test_probabilities_are_the_softmax_of_the_mean_log_probability_of_the_views() -> None:
    found = TitleCoder(committee(), CountingEmbed()).probabilities(ITEMS)
    assert (found.shape, found.dtype) == ((3, len(CODES)), np.float32)
    for row, item in zip(found, ITEMS, strict=True):
        assert row == pytest.approx(slow_probabilities(committee(), item), abs=1e-4)
    assert found.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-5)


def test_vectors_that_the_caller_has_are_not_made_again() -> None:
    embed = CountingEmbed()
    expected = TitleCoder(committee(), embed).probabilities(ITEMS)
    titles = embed([item.words for item in ITEMS])
    texts = embed([item.passage for item in ITEMS])
    embed.asked.clear()
    found = TitleCoder(committee(), embed).probabilities(ITEMS, titles, texts)
    assert embed.asked == []
    assert found == pytest.approx(expected, abs=1e-6)


def test_only_items_with_text_have_their_passage_encoded() -> None:
    embed = CountingEmbed()
    TitleCoder(committee(), embed).probabilities(ITEMS)
    assert embed.asked == [["kasir toko", "sopir truk", "perawat"], [ITEMS[1].passage, ITEMS[2].passage]]
    embed.asked.clear()
    TitleCoder(committee(), embed).probabilities(ITEMS[:1])
    assert embed.asked == [["kasir toko"]]


def test_no_items_give_no_codings_and_ask_no_encoder() -> None:
    embed = CountingEmbed()
    coder = TitleCoder(committee(), embed)
    assert coder.code([]) == []
    assert coder.probabilities([]).shape == (0, len(CODES))
    assert embed.asked == []


def test_a_coding_holds_the_best_codes_with_their_official_titles() -> None:
    coder = TitleCoder(committee(), CountingEmbed())
    (coding,) = coder.code(ITEMS[:1])
    row = coder.probabilities(ITEMS[:1])[0]
    best = sorted(range(len(CODES)), key=lambda at: (-row[at], at))[:TOP]
    assert [candidate.code for candidate in coding.candidates] == [CODES[at] for at in best]
    assert [candidate.score for candidate in coding.candidates] == [round(float(row[at]), 4) for at in best]
    assert all(c.title == load_occupations().get(c.code).title for c in coding.candidates)


def test_equal_scores_are_given_in_order_of_code() -> None:
    flat = committee(strength=0.0)
    flat = Committee(
        members={
            view: Member(weight=m.weight, bias=m.bias * 0, centre=m.centre, scale=m.scale)
            for view, m in flat.members.items()
        },
        codes=flat.codes,
        temperatures=flat.temperatures,
        encoder="",
        fingerprint="",
    )
    (coding,) = TitleCoder(flat, CountingEmbed()).code(ITEMS[:1])
    assert [candidate.code for candidate in coding.candidates] == list(CODES[:TOP])
    assert coding.uncertain


def test_a_weak_first_score_is_uncertain_and_a_strong_one_is_not() -> None:
    weak = TitleCoder(committee(strength=0.01), CountingEmbed()).code(ITEMS[:1])[0]
    strong = TitleCoder(committee(strength=100.0), CountingEmbed()).code(ITEMS[:1])[0]
    assert strong.candidates[0].score >= UNCERTAIN_BELOW
    assert not strong.uncertain
    assert weak.uncertain == (weak.candidates[0].score < UNCERTAIN_BELOW)


@pytest.mark.parametrize("title", ["", "   ", "\u200b"])
def test_a_title_without_a_word_has_no_candidates(title: str) -> None:
    assert TitleCoder(committee(), CountingEmbed()).code([TitleItem(title=title)]) == [
        TitleCoding(candidates=(), uncertain=True)
    ]


def test_a_title_of_calls_alone_is_uncertain_however_sure_the_committee() -> None:
    (coding,) = TitleCoder(committee(strength=100.0), CountingEmbed()).code([TitleItem(title="Lowongan Kerja!!! 5jt")])
    assert coding.uncertain
    assert coding.candidates


def test_a_text_speaks_for_a_title_of_calls_alone() -> None:
    item = TitleItem(title="Lowongan Kerja!!!", text="Melayani pembayaran di kasir")
    (coding,) = TitleCoder(committee(strength=100.0), CountingEmbed()).code([item])
    assert not coding.uncertain


def test_the_coder_carries_the_fingerprint_of_its_weights() -> None:
    assert TitleCoder(committee(), CountingEmbed(), load_occupations()).fingerprint == "titles-test"


# Everyday titles through the real encoder ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def coder(real_encoder: SentenceEncoder) -> TitleCoder:
    return TitleCoder(load_committee(), real_encoder.encode_query)


FIRST = {
    "Kasir": "5230",
    "Sopir Truk": "8332",
    "Welder": "7212",
    "Barista": "5132",
    "Satpam": "5414",
    "Perawat": "2221|3221",
    "Bidan": "2222|3222",
    "Guru SD": "2341",
    "Guru TK": "2342",
    "Programmer": "2514|2512",
    "Teknisi AC": "7127",
    "Mekanik Motor": "7231",
    "Operator Forklift": "8344",
    "Apoteker": "2262",
    "Desainer Grafis": "2166",
    "Pramuniaga": "5223",
    "Koki": "5120|3434",
    "Telemarketing": "5244",
    "Penjahit": "7531|8153",
    "Dokter Umum": "2211",
    "Asisten Rumah Tangga": "9111",
    "Pelayan Restoran": "5131",
}
AMONG_THREE = {
    "Admin": "4110|4120|4132",
    "Operator Produksi": "8160|8211|8212|8219|9329|8189|8142",
    "Staff Accounting": "4311|3313",
    "SPG": "5242|5223",
    "Office Boy": "9112",
    "Kurir": "8321|8322|9621|4412",
    "Tukang Jahit": "7531|8153",
    "Quality Control": "7543|3119|2141",
    "HRD": "2423|1212|4416",
    "Content Creator": "2431|2641|2642|2656|2654|2166|2513|3521|5244",
    "Driver Ojol": "8321|8322",
    "Petugas Kebersihan": "9112|9613",
    "Supervisor Gudang": "4321|1324|3341",
    "Staff Gudang": "4321|9333",
    "Resepsionis": "4226|4224",
    "Sales Marketing": "3322|5243|5244|5223|5242",
    "Digital Marketing": "2431",
    "Tukang Las": "7212",
    "Montir Mobil": "7231",
    "Kepala Toko": "1420|5222",
    "Customer Service": "4222|4225|5244|4229",
    "Buruh Bangunan": "9313",
    "Petani Padi": "6111|6310|6320|9211|6112|6113|6114",
}


@pytest.mark.model
def test_everyday_titles_get_the_code_that_any_sane_coder_gives(coder: TitleCoder) -> None:
    codings = coder.code([TitleItem(title=title) for title in FIRST])
    wrong = {
        title: [candidate.code for candidate in coding.candidates]
        for (title, codes), coding in zip(FIRST.items(), codings, strict=True)
        if coding.candidates[0].code not in codes.split("|")
    }
    assert wrong == {}


@pytest.mark.model
def test_broader_titles_have_a_sane_code_among_the_first_three(coder: TitleCoder) -> None:
    codings = coder.code([TitleItem(title=title) for title in AMONG_THREE])
    wrong = {
        title: [candidate.code for candidate in coding.candidates]
        for (title, codes), coding in zip(AMONG_THREE.items(), codings, strict=True)
        if not {candidate.code for candidate in coding.candidates[:3]} & set(codes.split("|"))
    }
    assert wrong == {}


@pytest.mark.model
def test_a_bricklayer_is_among_the_candidates(coder: TitleCoder) -> None:
    # Labourers of the building site are advertised under the same name, so only the five are pinned.
    (coding,) = coder.code([TitleItem(title="Tukang Batu")])
    assert "7112" in {candidate.code for candidate in coding.candidates}


@pytest.mark.model
def test_calls_case_and_zero_width_characters_do_not_change_the_first_code(coder: TitleCoder) -> None:
    ways = (
        "Kasir",
        "KASIR",
        "  kasir ",
        "Ka\u200bsir",
        "DIBUTUHKAN SEGERA: Kasir!!!",
        "<b>Kasir</b>",
        "Loker Kasir gaji 4jt",
    )
    firsts = {coding.candidates[0].code for coding in coder.code([TitleItem(title=way) for way in ways])}
    assert firsts == {"5230"}


@pytest.mark.model
def test_a_text_settles_a_vague_title(coder: TitleCoder) -> None:
    kitchen = TitleItem(title="Staff", text="Memasak menu restoran, menyiapkan bahan masakan, menjaga kebersihan dapur")
    office = TitleItem(title="Staff", text="Membuat jurnal, laporan keuangan, faktur pajak, rekonsiliasi bank")
    cook, books = coder.code([kitchen, office])
    assert {c.code for c in cook.candidates[:3]} & {"5120", "9412", "9411", "3434"}
    assert {c.code for c in books.candidates[:3]} & {"4311", "3313", "2411", "4312"}


RUBBISH = (
    "",
    " ",
    "🔥🔥🔥",
    "\u200b\u200b",
    "12345",
    "!!!",
    "----",
    "5.000.000",
    "Lowongan Kerja",
    "LOKER TERBARU!!!",
    "\x00\x01",
    "\ud800",
    "<p></p>",
    "&nbsp;",
)
STRANGE = (
    "x" * 50_000,
    "kasir " * 10_000,
    "'; DROP TABLE postings; --",
    "<script>alert(1)</script>",
    "SELECT * FROM workers",
    "你好",
    "مرحبا",
    "a",
    "ab",
    "../../etc/passwd",
    "{{7*7}}",
    "\u202eevil",
)


@pytest.mark.model
def test_rubbish_is_uncertain(coder: TitleCoder) -> None:
    sure = [
        r
        for r, coding in zip(RUBBISH, coder.code([TitleItem(title=r) for r in RUBBISH]), strict=True)
        if not coding.uncertain
    ]
    assert sure == []


@pytest.mark.model
def test_whatever_comes_scores_are_probabilities_that_descend(coder: TitleCoder) -> None:
    for coding in coder.code([TitleItem(title=title) for title in (*RUBBISH, *STRANGE, *FIRST)]):
        scores = [candidate.score for candidate in coding.candidates]
        assert len(scores) in {0, TOP}
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert sum(scores) <= 1 + 1e-3


@pytest.mark.model
def test_an_item_is_coded_alike_alone_and_among_others(coder: TitleCoder) -> None:
    items = [TitleItem(title=title) for title in list(FIRST)[:6]]
    together = [coding.candidates[0].code for coding in coder.code(items)]
    assert together == [coder.code([item])[0].candidates[0].code for item in items]
