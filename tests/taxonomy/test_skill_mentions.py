"""Skills in text against a slow reader that tries every form at every place."""

from __future__ import annotations

import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.skill_context import heading_spans, is_benefit, needs_context, section_starts
from taxonomy.skill_mentions import SkillMention, SkillReader, folded_with_map, load_skill_reader
from taxonomy.skills import Skill, Skills


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


def found(mentions: tuple[SkillMention, ...]) -> list[tuple[int, int, str]]:
    return [(mention.start, mention.end, mention.skill_id) for mention in mentions]


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.lists(st.sampled_from(WORDS)).map("".join))
def test_the_reader_agrees_with_trying_every_form_at_every_place(text: str) -> None:
    assert found(SkillReader(SMALL).read(text)) == slow_read(SMALL, text)


@given(st.text())
def test_no_text_makes_the_reader_fail_and_offsets_point_at_the_words(text: str) -> None:
    last = 0
    for mention in load_skill_reader().read(text):
        assert text[mention.start : mention.end] == mention.surface
        assert last <= mention.start < mention.end
        last = mention.end


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.sampled_from("\u200b\u200d\ufeff"))
def test_zero_width_characters_and_case_change_no_skill(text: str, invisible: str) -> None:
    reader = SkillReader(SMALL)
    ids = [mention.skill_id for mention in reader.read(text)]
    assert [mention.skill_id for mention in reader.read(text.upper().replace("ﬁ".upper(), "fi"))] == ids
    if "\n" not in text:
        assert [mention.skill_id for mention in reader.read(invisible.join(text))] == ids


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


def test_an_empty_text_and_an_empty_taxonomy_have_no_skills() -> None:
    assert load_skill_reader().read("") == ()
    assert SkillReader(Skills([], {})).read("excel") == ()
    assert SkillReader(SMALL).read("\u200b") == ()


def test_a_name_that_folds_to_nothing_is_left_out() -> None:
    assert SkillReader(Skills([skill("Excel"), skill("-")], {})).read("a - b") == ()


def test_a_ligature_and_a_zero_width_space_move_no_offset() -> None:
    (mention,) = SkillReader(Skills([skill("finance")], {})).read("♥ ﬁn\u200bance!")
    assert (mention.surface, mention.start, mention.end) == ("ﬁn\u200bance", 2, 9)


def ids(text: str) -> list[str]:
    return [mention.skill_id for mention in load_skill_reader().read(text)]


@pytest.mark.parametrize(
    ("text", "skill_ids"),
    [
        ("Menguasai Microsoft Excel dan Word", ["microsoft-excel", "microsoft-word"]),
        ("bisa ms office", ["microsoft-office"]),
        ("Mi\u200bcrosoft   EXCEL", ["microsoft-excel"]),
        ("bisa Excell", ["microsoft-excel"]),
        ("programming C++, C# dan Go", ["pemrograman", "c++", "c#", "golang"]),
        ("python, java, sql", ["python", "java-bahasa-pemrograman", "sql"]),
        ("let's go to the office", []),
        ("kirim lewat Go-Food", []),
        ("node.js", ["node-js"]),
        ("AutoCAD/SketchUp", ["autocad", "sketchup"]),
        ("SIM A dan SIM C", ["sim-a", "sim-c"]),
        ("SIM B1 Umum", ["sim-b1"]),
        ("mengelas pipa", ["pengelasan-pipa"]),
        ("bisa ngelas", ["pengelasan"]),
        ("pernah jahit", ["menjahit"]),
        ("servis AC", ["perawatan-ac"]),
        ("jujur, disiplin, tanggung jawab", ["kejujuran", "disiplin", "tanggung-jawab"]),
        ("bertanggung jawab atas gudang", []),
        ("excellent", []),
        ("Tanggung Jawab Pekerjaan :\nMelayani pelanggan", ["pelayanan-pelanggan"]),
        ("Benefit:\nBelajar Excel\nKualifikasi:\nBisa AutoCAD", ["autocad"]),
    ],
)
def test_skills_are_read_as_people_write_them(text: str, skill_ids: list[str]) -> None:
    assert ids(text) == skill_ids


@pytest.mark.parametrize(
    ("text", "required", "negated"),
    [
        ("bisa bahasa Inggris", True, False),
        ("tidak perlu bisa bahasa Inggris", True, True),
        ("bahasa Inggris lebih disukai", False, False),
        ("gak bisa nyetir", True, True),
        ("belum punya SIM A", True, True),
        ("Wajib SIM A. Bahasa Jepang nilai plus", True, False),
    ],
)
def test_the_first_mention_is_required_preferred_or_denied(text: str, required: bool, negated: bool) -> None:
    first = load_skill_reader().read(text)[0]
    assert (first.required, first.negated) == (required, negated)


def test_a_name_is_surer_than_a_form_made_from_one() -> None:
    assert [mention.similarity for mention in load_skill_reader().read("pengelasan; mengelas pipa")] == [1.0, 0.9]
