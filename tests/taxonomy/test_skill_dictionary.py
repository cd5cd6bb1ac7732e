"""Names in text against a slow search that tries every form at every place."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.skill_context import heading_spans, is_benefit, needs_context, section_starts
from taxonomy.skill_dictionary import Hit, SkillDictionary, folded_with_map
from taxonomy.skills import Skill, Skills, load_skills


def skill(label: str, *aliases: str) -> Skill:
    return Skill(id=label.casefold().replace(" ", "-"), label=label, label_en=label, type="hard", aliases=aliases)


SMALL = Skills(
    [
        skill("Excel", "ms excel", "microsoft excel"),
        skill("C"),
        skill("C++", "cpp"),
        skill("C#"),
        skill("Pengelasan", "las"),
        skill("Pengelasan pipa"),
        skill("Pembuatan roti"),
        skill("Surat-menyurat"),
        skill("SIM A", "punya sim a"),
        skill("SIM A Umum"),
        skill("Kasir"),
        skill("las pipa kapal"),
    ],
    {},
)
WORDS = (
    *(
        "excel",
        "Excel",
        "ms",
        "microsoft",
        "c",
        "C++",
        "c#",
        "++",
        "las",
        "pipa",
        "kapal",
        "pengelasan",
        "mengelas",
        "sim",
    ),
    *(
        "a",
        "A",
        "umum",
        "kasir",
        "kasirnya",
        "kasirku",
        "surat menyurat",
        "surat-menyurat",
        "membuat roti",
        "-",
        "_",
        ",",
    ),
    *("punya", "tidak", "Benefit:\n", "Syarat:\n", "\n", "\u200b", "  ", "coding", "ﬁ", "é", "1", "software"),
)


@cache
def forms_of(skills: Skills) -> dict[str, str]:
    """Folded form to skill id: names, then -nya, then verbs; written again from the rules, without an automaton."""
    names = {slow_fold(form): found.id for form, found in skills.forms().items()}
    derived: dict[str, str] = {}
    for form, skill_id in names.items():
        if len(form) > 4 and form[-1].isalpha():
            derived.setdefault(form + "nya", skill_id)
        head, _, rest = form.partition(" ")
        for noun, verb in {"peng": "meng", "peny": "meny", "pem": "mem", "pen": "men", "per": "memper"}.items():
            if head.startswith(noun) and head.endswith("an") and len(head) - len(noun) >= 4:
                root = verb + head[len(noun) : -2]
                for word in (root, root + "kan"):
                    whole = f"{word} {rest}".strip()
                    if rest or len(whole) >= 8:
                        derived.setdefault(whole, skill_id)
                break
    return {**derived, **names}


def slow_fold(form: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", form).casefold().replace("-", " ").replace("_", " ").split())


def is_letter(character: str) -> bool:
    return character.isalnum()


def slow_spans(skills: Skills, text: str) -> list[tuple[int, int, str]]:
    """Longest first, then leftmost; whole words only; offsets into the folded text."""
    folded, _ = folded_with_map(text)
    hits = []
    for form, skill_id in forms_of(skills).items():
        for start in range(len(folded) - len(form) + 1):
            end = start + len(form)
            if folded[start:end] != form or not needs_context(folded, start, end):
                continue
            before, after = folded[start - 1 : start] or " ", folded[end : end + 1] or " "
            splits_left = is_letter(form[0]) and is_letter(before)
            splits_right = is_letter(form[-1]) and (is_letter(after) or after in "+#")
            if not splits_left and not splits_right:
                hits.append((start, end, skill_id))
    chosen: list[tuple[int, int, str]] = []
    for start, end, skill_id in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if all(end <= other or start >= tail for other, tail, _ in chosen):
            chosen.append((start, end, skill_id))
    return sorted(chosen)


def slow_read(skills: Skills, text: str) -> list[tuple[int, int, str]]:
    _, offsets = folded_with_map(text)
    spans = [(offsets[start], offsets[end - 1] + 1, skill_id) for start, end, skill_id in slow_spans(skills, text)]
    headings, starts = heading_spans(text), section_starts(text)
    return [
        span
        for span in spans
        if not is_benefit(span[0], starts) and not any(head <= span[0] < tail for head, tail in headings)
    ]


def found(hits: list[Hit]) -> list[tuple[int, int, str]]:
    return [(hit.start, hit.end, hit.skill.id) for hit in hits]


@lru_cache(maxsize=1)
def bundled() -> SkillDictionary:
    return SkillDictionary(load_skills())


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.lists(st.sampled_from(WORDS)).map("".join))
def test_the_dictionary_agrees_with_trying_every_form_at_every_place(text: str) -> None:
    assert found(SkillDictionary(SMALL).find(text)) == slow_read(SMALL, text)


@given(st.text() | st.lists(st.sampled_from(WORDS)).map("".join))
def test_no_text_makes_the_dictionary_fail_and_names_stand_apart_in_order(text: str) -> None:
    last = 0
    for hit in bundled().find(text):
        assert last <= hit.start < hit.end <= len(text)
        last = hit.end


@pytest.mark.parametrize(
    "text",
    ["\x00", "excel\x00", "\ud800 excel", "<b>excel</b>", "'; DROP TABLE skills; --", "😀" * 50_000, "excel " * 8_400],
    ids=["NUL", "after NUL", "surrogate", "HTML", "SQL", "50,000 emoji", "50,000 characters"],
)
def test_bad_text_is_read_like_any_other(text: str) -> None:
    assert {hit.skill.id for hit in bundled().find(text)} == ({"microsoft-excel"} if "excel" in text else set())


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.sampled_from("\u200b\u200d\ufeff"))
def test_zero_width_characters_and_case_change_no_name(text: str, invisible: str) -> None:
    dictionary = SkillDictionary(SMALL)
    ids = [hit.skill.id for hit in dictionary.find(text)]
    if "ﬁ" not in text:  # in capitals it is two letters, which can make a line a heading
        assert [hit.skill.id for hit in dictionary.find(text.upper())] == ids
    if "\n" not in text:
        assert [hit.skill.id for hit in dictionary.find(invisible.join(text))] == ids


@given(st.text())
def test_the_map_leads_each_folded_character_back_to_its_own(text: str) -> None:
    folded, offsets = folded_with_map(text)
    assert len(folded) == len(offsets)
    assert offsets == sorted(offsets)
    assert "  " not in folded
    assert not folded.startswith(" ")
    for character, at in zip(folded, offsets, strict=True):
        plain = unicodedata.normalize("NFKC", text[at]).casefold()
        assert character in plain or character == " "


def test_an_empty_text_and_an_empty_taxonomy_have_no_names() -> None:
    assert bundled().find("") == []
    assert SkillDictionary(Skills([], {})).find("excel") == []
    assert SkillDictionary(SMALL).find("\u200b") == []


def test_a_name_that_folds_to_nothing_is_left_out() -> None:
    assert SkillDictionary(Skills([skill("Excel"), skill("-")], {})).find("a - b") == []


def test_a_ligature_and_a_zero_width_space_move_no_offset() -> None:
    assert found(SkillDictionary(Skills([skill("finance")], {})).find("♥ ﬁn\u200bance!")) == [(2, 9, "finance")]


def test_a_name_is_surer_than_a_form_made_from_one() -> None:
    assert [hit.similarity for hit in bundled().find("pengelasan; mengelas pipa")] == [1.0, 0.9]
