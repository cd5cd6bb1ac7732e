"""Neutral rewrites: free of flags whatever the ad, and the same to the letter where nothing was wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.ad_inspection import rewrite as rewriting
from matcher.ad_inspection.flags import Ad, Flag, find_flags
from matcher.ad_inspection.rewrite import language_of, rewrite
from matcher.ad_inspection.rules import load_rules
from tests.matcher.ad_inspection.cases import CASES, ad_of
from tests.matcher.ad_inspection.test_flags import TEXTS


def unlawful(title: str, text: str, company: str = "") -> list[str]:
    return [flag.surface for flag in find_flags(Ad(title=title, text=text, company=company)) if flag.is_unlawful]


@given(title=TEXTS, text=TEXTS)
def test_a_rewritten_ad_has_no_flag(title: str, text: str) -> None:
    made = rewrite(Ad(title=title, text=text))
    assert unlawful(made.title, made.text) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_rewritten_case_has_no_flag_and_a_clean_one_stays_as_it_is(case: dict[str, Any]) -> None:
    made = rewrite(ad_of(case))
    assert unlawful(made.title, made.text, case["company"]) == []
    if not unlawful(case["title"], case["text"], case["company"]):
        assert (made.title, made.text, made.changes) == (case["title"], case["text"], ())


def test_words_give_way_to_others_or_go_with_what_hung_on_them() -> None:
    text = (
        "Kualifikasi:\n1. Usia maks. 27 tahun (belum menikah)\n2. Pria, jujur dan berpenampilan menarik\n"
        "3. Domisili Bandung\n4.  Bisa   menghitung\n5. Wanita"
    )
    made = rewrite(Ad(title="Kasir (Wanita)", text=text))
    assert made.title == "Kasir"
    assert made.text == (
        "Kualifikasi:\n2. jujur dan berpenampilan rapi\n3. Bersedia bekerja di lokasi penempatan\n4.  Bisa   menghitung"
    )
    assert [change.flag.kind for change in made.changes] == [
        "sex",
        "age",
        "marital",
        "sex",
        "appearance",
        "domicile",
        "sex",
    ]
    assert made.changes[1].instead == load_rules().by_id["age-limit"].instead["id"]


def test_an_english_ad_is_rewritten_in_english() -> None:
    made = rewrite(
        Ad(title="Clerk", text="Requirements:\n- Good looking and able to work with the team\n- Domicile in Medan")
    )
    assert made.language == "en"
    assert (
        made.text == "Requirements:\n- Neat and polite and able to work with the team\n- Able to work at the location"
    )


def test_words_are_put_in_once_and_a_title_only_loses_words() -> None:
    made = rewrite(Ad(title="Kasir good looking", text="- Good looking\n- Penampilan menarik"))
    assert (made.title, made.text) == ("Kasir", "- Berpenampilan rapi")


def test_flags_that_are_known_are_not_looked_for_again() -> None:
    ad = Ad(title="", text="Usia maks 30 tahun. Rajin")
    assert rewrite(ad, find_flags(ad)) == rewrite(ad)


@pytest.mark.parametrize(
    ("text", "language"), [("", "id"), ("bekerja dengan tim dan jujur", "id"), ("work with the team", "en")]
)
def test_a_language_is_told_by_small_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_what_is_put_in_breaks_no_rule() -> None:
    for rule in load_rules().by_id.values():
        for text in (*rule.put.values(),):
            assert unlawful("", f"- {text}") == []


NESTED = "tidak buta " * 60 + "warna " * 60
"""Each round takes a few words of it, and what is left breaks the rule again."""


def test_an_ad_that_each_round_breaks_anew_is_read_a_few_times_and_loses_the_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = list[Ad]()

    def counted(ad: Ad) -> list[Flag]:
        read.append(ad)
        return find_flags(ad)

    monkeypatch.setattr(rewriting, "find_flags", counted)
    made = rewrite(Ad(title="Operator", text=f"Jujur\n{NESTED}\nRajin"))
    assert (made.title, made.text) == ("Operator", "Jujur\nRajin")
    assert len(read) <= 15


@settings(max_examples=30)
@given(
    title=st.sampled_from(["Kasir", NESTED]),
    lines=st.lists(st.sampled_from(["Jujur", "- Mampu membaca Al-Quran", "Ustadz", NESTED, "tidak buta", "warna"])),
)
def test_no_flag_is_left_when_words_alone_do_not_help(title: str, lines: list[str]) -> None:
    made = rewrite(Ad(title=title, text="\n".join(lines)))
    assert unlawful(made.title, made.text) == []


def test_a_part_goes_when_neither_words_nor_lines_help(monkeypatch: pytest.MonkeyPatch) -> None:
    for step in ("_without_words", "_without_lines"):
        monkeypatch.setattr(rewriting, step, lambda ad, flags: ad)
    made = rewrite(Ad(title="Kasir", text=f"Jujur\n{NESTED}"))
    assert (made.title, made.text) == ("Kasir", "")


def test_nothing_is_left_of_what_hung_on_words_that_went() -> None:
    made = rewrite(Ad(title="Kasir", text="Ramah.\nTinggi badan min 160 cm\nMinat? Hub WA 081234567890"))
    assert made.text == "Ramah.\nMinat?"


def test_a_kind_that_is_spared_stays_and_all_others_go() -> None:
    made = rewrite(Ad(title="Kasir", text="Wanita. Hub WA 081234567890"), spared=frozenset({"contact"}))
    assert made.text == "Hub WA 081234567890"
    assert [change.flag.kind for change in made.changes] == ["sex"]
