"""Reasons in plain words: facts of the match and nothing else, in both languages, in short sentences."""

from __future__ import annotations

import re
from dataclasses import astuple, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.reason_sentences import opening_holds, sentences_hold
from matcher import reason_words as module
from matcher.explain import Explained
from matcher.openings import Opening
from matcher.part_list import COMPONENT_WORDS, NAMES
from matcher.reason_words import (
    LANGUAGES,
    SENTENCES,
    STEPS,
    Language,
    number,
    opening_words,
    reason_words,
    score_word,
    step_words,
)
from matcher.vocabulary import EMPLOYMENT_TYPES
from tests.builders import CodedPair, pairs
from tests.matcher.test_explain import reasons

OPENING = Opening(
    key="uji:p",
    title="Sopir 2 Truk",
    licence={"id": "sim-b1", "label": "SIM B1", "label_en": "Driving licence B1"},
    score=0.7123,
)


@given(pairs(), st.sampled_from(LANGUAGES))
def test_every_sentence_holds_facts_of_the_match_alone(told: CodedPair, language: Language) -> None:
    shown = reasons(told)
    held = sentences_hold(shown, language)
    lists = (shown.matched, shown.missing, shown.adjacent, shown.would_help)
    assert len(held) == 1 + len(NAMES) + sum(map(len, lists))
    assert all(held)


@settings(max_examples=30)
@given(pairs())
def test_both_languages_say_as_much(told: CodedPair) -> None:
    shown = reasons(told)
    indonesian, english = (astuple(reason_words(shown, language)) for language in LANGUAGES)
    assert [len(part) for part in indonesian[1:]] == [len(part) for part in english[1:]]


@pytest.mark.parametrize("table", [COMPONENT_WORDS, SENTENCES, STEPS, module.EMPLOYMENT_WORDS, module.EQUIVALENT])
def test_every_phrase_stands_in_both_languages_with_the_same_slots(table: dict[str, dict[str, str]]) -> None:
    for said in table.values():
        assert set(said) == set(LANGUAGES)
        assert len({tuple(sorted(re.findall(r"\{\w+\}", phrase))) for phrase in said.values()}) == 1


def test_every_part_of_the_score_and_kind_of_work_has_a_name() -> None:
    assert tuple(COMPONENT_WORDS) == NAMES
    assert tuple(module.EMPLOYMENT_WORDS) == EMPLOYMENT_TYPES


def test_phrases_are_short() -> None:
    for said in (*SENTENCES.values(), *STEPS.values()):
        for phrase in said.values():
            assert all(len(sentence.split()) <= 14 for sentence in re.split(r"(?<=\.) ", phrase))


NOTHING = Explained(
    key="x", title="", score=0.7, components={}, details={}, matched=(), missing=(), adjacent=(), would_help=()
)
SKILL = {
    "id": "excel",
    "label": "Pengolah angka",
    "label_en": "Spreadsheets",
    "type": "tool",
    "posting_words": "MS {Excel} 2019",
    "required": True,
}


def test_sentences_read_like_this() -> None:
    found = replace(
        NOTHING,
        components={"pay": 0.01, "place": 0.0303},
        details={
            "pay": {"value": 0.5, "weight": 0.02, "known": False},
            "place": {"value": 0.606, "weight": 0.05, "known": True},
        },
        matched=(
            {**SKILL, "worker_words": "excel", "usual_in_the_job": False},
            {**SKILL, "posting_words": "", "worker_words": "", "usual_in_the_job": True},
        ),
        missing=(SKILL, {**SKILL, "required": False, "posting_words": ""}),
        adjacent=({**SKILL, "worker_words": "sheets", "held": {**SKILL, "label": "Google Sheets", "label_en": ""}},),
        would_help=(
            step("relocate", "3578", label="Kota Surabaya", gain=0.0123, best=True),
            step("gain_skill", "excel"),
        ),
    )
    said = reason_words(found, "id")
    assert said.score == "Cocok: 70 dari 100."
    assert said.components == (
        "Upah: belum disebut, jadi tidak menambah atau mengurangi peringkat: 1 dari 2.",
        "Tempat: 3,03 dari 5.",
    )
    assert said.matched == (
        "Pengolah angka: sudah cocok. Lowongan menulis “MS {Excel} 2019”. Profil menulis “excel”.",
        "Pengolah angka: sudah cocok. Ini tidak tertulis di profil, tetapi biasa ada di pekerjaan sebelumnya.",
    )
    assert said.missing == (
        "Pengolah angka: wajib, belum ada di profil. Lowongan menulis “MS {Excel} 2019”.",
        "Pengolah angka: lebih disukai, belum ada di profil.",
    )
    assert said.adjacent[0].startswith("Pengolah angka: belum ada, tetapi Google Sheets mirip. Lowongan menulis")
    assert said.would_help == (
        "Paling membantu: Mau pindah ke Kota Surabaya: skor naik 1,23.",
        "Bisa Pengolah angka: skor naik 0,5.",
    )
    english = reason_words(found, "en")
    assert english.missing[1] == "Spreadsheets: preferred, not in the profile."
    assert english.adjacent[0].startswith("Spreadsheets: not yet, but Google Sheets is close.")
    assert english.components[1] == "Place: 3.03 of 5."
    assert all(holds for language in LANGUAGES for holds in sentences_hold(found, language))


def step(
    action: str,
    what: str = "",
    *,
    label: str = "Pengolah angka",
    amount: int | None = None,
    gain: float = 0.005,
    best: bool = False,
) -> dict[str, object]:
    return {
        "action": action,
        "what": what,
        "label": label,
        "label_en": label,
        "amount": amount,
        "gain": gain,
        "best": best,
    }


@pytest.mark.parametrize(
    ("taken", "indonesian", "english"),
    [
        (step("gain_licence", "sim-a", label="SIM A"), "Punya SIM A", "Get SIM A"),
        (step("gain_certificate", "x", label="Brevet A"), "Punya Brevet A", "Get Brevet A"),
        (
            step("raise_education", "SMA", label="SMA"),
            "Lulus SMA (bisa lewat Paket C)",
            "Finish SMA, senior high (Paket C counts)",
        ),
        (step("raise_education", "S1", label="S1"), "Lulus S1", "Finish S1"),
        (step("gain_experience", amount=6, label=""), "Tambah 6 bulan pengalaman", "Work 6 more months"),
        (
            step("lower_pay", amount=4_500_000, label=""),
            "Mau upah Rp\N{NO-BREAK SPACE}4.500.000 per bulan",
            "Ask for Rp\N{NO-BREAK SPACE}4,500,000 a month",
        ),
        (step("accept_type", "contract", label="contract"), "Mau kerja kontrak", "Take this kind of work: contract"),
    ],
)
def test_each_kind_of_step_has_its_words(taken: dict[str, object], indonesian: str, english: str) -> None:
    assert (step_words(taken, "id"), step_words(taken, "en")) == (indonesian, english)
    found = replace(NOTHING, would_help=(taken,))
    assert all(holds for language in LANGUAGES for holds in sentences_hold(found, language))


def test_an_opening_names_licence_posting_and_score() -> None:
    assert opening_words(OPENING, "id") == (
        "Kalau punya SIM B1, lowongan ini terbuka: Sopir 2 Truk. Skornya 71,23 dari 100."
    )
    assert (
        opening_words(OPENING, "en")
        == "With Driving licence B1 this job opens: Sopir 2 Truk. Its score is 71.23 of 100."
    )
    assert all(opening_holds(OPENING, language) for language in LANGUAGES)


def test_an_untrue_sentence_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    found = replace(NOTHING, missing=(SKILL,))
    assert all(sentences_hold(found, "id"))
    for phrase in (
        "{label}: wajib, 3 orang belum punya.",
        "{label}: wajib, mustahil dipelajari.",
        "Ini wajib, belum ada di profil.",
    ):
        with monkeypatch.context() as patched:
            patched.setattr(module, "SENTENCES", {**SENTENCES, "required": {"id": phrase, "en": ""}})
            # The words of the phrases were read above, before the phrase was another.
            assert not sentences_hold(found, "id")[1]


@pytest.mark.parametrize(
    ("score", "indonesian", "english"),
    [
        (1.0, "Sangat cocok", "Very good fit"),
        (0.70, "Cocok", "Good fit"),
        (0.6999, "Cukup cocok", "Fair fit"),
        (0.0, "Kurang cocok", "Weak fit"),
    ],
)
def test_scores_in_words(score: float, indonesian: str, english: str) -> None:
    assert (score_word(score, "id"), score_word(score, "en")) == (indonesian, english)


@pytest.mark.parametrize(("share", "shown"), [(0.0, "0"), (1.0, "100"), (0.1, "10"), (0.0123, "1,23"), (0.705, "70,5")])
def test_shares_as_points_of_a_hundred(share: float, shown: str) -> None:
    assert number(share, "id") == shown
    assert number(share, "en") == shown.replace(",", ".")
