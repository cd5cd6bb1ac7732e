"""Authored words and known employers: how they are found, and what their tables must hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy import industry_words
from taxonomy.errors import InputError
from taxonomy.industry_features import VOTES, vote_features, votes
from taxonomy.industry_text import IndustryItem, name_words
from taxonomy.industry_words import (
    LONGEST,
    NO_INDUSTRY,
    Phrases,
    known_matches,
    load_known,
    load_read,
    load_words,
    phrases_in,
    stems,
)


def test_the_bundled_tables_are_as_rich_as_promised() -> None:
    assert len(load_known()) >= 1_500
    assert len(load_read()) >= 1_500
    assert len(load_words("name")) + len(load_words("text")) >= 3_000
    assert sum(read.code == NO_INDUSTRY for read in load_read().values()) >= 50


def test_no_name_of_a_person_at_a_notary_or_law_office_is_in_the_directory() -> None:
    assert not [" ".join(name) for name in load_read() if {"notaris", "ppat", "kjpp", "rekan"} & set(name)]


@pytest.mark.parametrize(
    ("employer", "how", "division"),
    [
        ("PT Bank Mandiri (Persero) Tbk", "whole", "64"),
        ("Bank Mandiri KCP Kebumen", "start", "64"),
        ("Novotel Mangga Dua", "start", "55"),
        ("Koperasi Karyawan Gudang Garam", "inside", "12"),
    ],
)
def test_a_known_employer_is_found_in_the_names_of_its_branches(employer: str, how: str, division: str) -> None:
    assert (how, division) in list(known_matches(name_words(employer)))


def test_a_single_known_word_inside_a_name_says_nothing() -> None:
    assert not list(known_matches(("sumber", "telkomsel")))


@pytest.mark.parametrize(
    ("word", "stem"), [("kertasindo", "kertas"), ("plastindo", "plast"), ("indo", ""), ("busanatama", "busana")]
)
def test_endings_of_firms_are_taken_off(word: str, stem: str) -> None:
    assert (stem in stems(word)) == bool(stem)


def brute_phrases(words: tuple[str, ...], phrases: Phrases) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """From each place that is not used yet, the longest phrase that begins there."""
    used = 0
    for at in range(len(words)):
        fitting = [p for p in phrases if words[at : at + len(p)] == p]
        if at >= used and fitting:
            longest = max(fitting, key=len)
            used = at + len(longest)
            yield at, len(longest), phrases[longest]


_WORDS = st.sampled_from(["a", "b", "c"])


@given(
    st.lists(_WORDS, max_size=12).map(tuple),
    st.dictionaries(st.lists(_WORDS, min_size=1, max_size=LONGEST).map(tuple), st.just(("10",)), max_size=8),
)
def test_phrases_are_found_as_by_trying_them_all(words: tuple[str, ...], phrases: Phrases) -> None:
    assert list(phrases_in(words, phrases)) == list(brute_phrases(words, phrases))


def test_votes_name_what_speaks_for_a_division() -> None:
    item = IndustryItem(employer="PT Karya Kertasindo", text="Bergerak di bidang distribusi kertas.")
    found = list(votes(item))
    assert ("stem", "17") in found
    assert ("activity", "46") in found
    assert {kind for kind, _ in found} <= set(VOTES)


def test_votes_become_a_row_whose_sum_is_that_of_their_square_roots() -> None:
    items = [IndustryItem(employer="Klinik Klinik", text=""), IndustryItem(employer="Zzz", text="")]
    rows = vote_features(items).toarray()
    counts: dict[tuple[str, str], int] = {}
    for kind, division in votes(items[0]):
        counts[kind, division] = counts.get((kind, division), 0) + 1
    assert rows[0].sum() == pytest.approx(sum(min(n, 4) ** 0.5 * 0.25 for n in counts.values()))
    assert not rows[1].any()


@pytest.mark.parametrize(
    ("loader", "table", "row", "wanted"),
    [
        (lambda: load_words.__wrapped__("name"), "words.tsv", {"code": "10", "in": "x", "word": "a"}, "name or text"),
        (lambda: load_words.__wrapped__("name"), "words.tsv", {"code": "1", "in": "name", "word": "a"}, "a division"),
        (
            lambda: load_words.__wrapped__("name"),
            "words.tsv",
            {"code": "10", "in": "name", "word": "!"},
            "1 to 6 words",
        ),
        (load_known.__wrapped__, "known.tsv", {"name": "PT", "code": "10"}, "1 to 6 words"),
        (load_known.__wrapped__, "known.tsv", {"name": "X", "code": "C"}, "a division"),
        (load_read.__wrapped__, "read.tsv", {"name": "", "code": "10", "alternates": ""}, "each employer once"),
        (load_read.__wrapped__, "read.tsv", {"name": "x", "code": "10", "alternates": "1"}, "a division"),
    ],
)
def test_a_faulty_line_of_a_table_is_refused_by_file_and_line(
    monkeypatch: pytest.MonkeyPatch, loader: Any, table: str, row: dict[str, str], wanted: str
) -> None:
    monkeypatch.setattr(industry_words, "bundled_table", lambda *_: iter([(f"{table} line 2", row)]))
    with pytest.raises(InputError) as caught:
        loader()
    assert caught.value.wanted.startswith(wanted)
    assert caught.value.where == f"{table} line 2"


def test_an_employer_that_was_read_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"name": "maju jaya", "code": "10", "alternates": "11|--"}
    monkeypatch.setattr(industry_words, "bundled_table", lambda *_: iter([("a", row), ("b", row)]))
    with pytest.raises(InputError, match="each employer once"):
        load_read.__wrapped__()
