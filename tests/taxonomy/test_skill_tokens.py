"""Tokens of a text, and the features that the skill tagger sees of each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.skill_tokens import Marked, features_of, load_clusters, tokens_of

CLUSTERS = {
    "bisa": ("1", "10", "100"),
    "excel": ("2", "20", "200"),
    "word": ("2", "21", "201"),
}


def features(text: str, *marked: Marked) -> list[list[str]]:
    return features_of(text, tokens_of(text), marked, CLUSTERS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \t\u00a0", []),
        ("Bisa C++, C# & node.js!", ["Bisa", "C++", ",", "C#", "&", "node.js", "!"]),
        ("a_b  c-d", ["a", "_", "b", "c", "-", "d"]),
        ("Excel.\n\n2.500", ["Excel", ".", "\n", "\n", "2.500"]),
        ("<b>é</b>😀\x00", ["<", "b", ">", "é", "<", "/", "b", ">", "😀", "\x00"]),
        ("jujur...rapi", ["jujur", ".", ".", ".", "rapi"]),
    ],
)
def test_words_marks_and_line_breaks_are_tokens(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens_of(text)] == words


@given(st.text())
def test_tokens_hold_all_of_a_text_but_its_spaces_in_order(text: str) -> None:
    last = 0
    for token in tokens_of(text):
        assert text[last : token.start].strip() == ""
        assert token.text == text[token.start : token.end] != ""
        last = token.end
    assert text[last:].strip() == ""


def marks(tokens: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, 40), max_size=tokens, unique=True).map(sorted)


@given(st.text(max_size=40) | st.text("ab \n:.-", max_size=40), marks(6))
def test_no_text_and_no_marks_make_the_features_fail(text: str, edges: list[int]) -> None:
    marked = [(start, end, "tool") for start, end in zip(edges[::2], edges[1::2], strict=False)]
    tokens = tokens_of(text)
    found = features_of(text, tokens, marked, CLUSTERS)
    assert len(found) == len(tokens)
    for token, names in zip(tokens, found, strict=True):
        assert (names == ["nl"]) == (token.text == "\n")
        assert len(names) == len(set(names))
        overlapped = any(start < token.end and token.start < end for start, end, _ in marked)
        if token.text != "\n":
            assert ("lex=O" not in names) == overlapped


def test_the_features_of_a_token_by_hand() -> None:
    found = features("Bisa Excel\n", (5, 10, "tool"))[1]
    assert found == [
        *("b", "w=excel", "sh=Xxx", "p3=exc", "p4=exce", "s3=cel", "s4=xcel"),
        *("lex=B-tool", "pos=1", "sec=start", "head=0", "ben=0"),
        *("w-3=EDGE", "w-2=EDGE", "p-2=EDG", "w-1=bisa", "p-1=bis"),
        *("w1=NL", "p1=NL", "w2=EDGE", "p2=EDG", "w3=EDGE", "w-=bisa|excel", "w+=excel|NL"),
        *("l-1=O", "l1=O"),
        *("m-1=10", "c-1=1", "m0=20", "c0=2", "f=200", "c-=1|2"),
    ]


def test_clusters_of_neighbours_are_named_by_their_distance() -> None:
    first, dull, last = features("excel dan word")
    assert {"m0=20", "c0=2", "f=200", "m2=21"} <= set(first)
    assert not any(name.startswith(("c-=", "c+=", "c2=")) for name in first)
    assert {"m-1=20", "c-1=2", "m1=21", "c1=2"} <= set(dull)
    assert not any(name.startswith(("f=", "c-=", "c+=")) for name in dull)
    assert "m-2=20" in last
    one, two = features("bisa word")
    assert "c+=1|2" in one
    assert "c-=1|2" in two


def test_a_known_phrase_begins_once_and_goes_on() -> None:
    found = features("bisa ms excel 2016", (6, 13, "tool"))  # from within "ms"
    assert [name for names in found for name in names if name.startswith("lex=")] == [
        "lex=O",
        "lex=B-tool",
        "lex=I-tool",
        "lex=O",
    ]
    assert {"l-1=O", "l1=I-tool", "l2=O"} <= set(found[1])


@pytest.mark.parametrize(
    ("word", "shape"), [("SIM", "XX"), ("Excel", "Xxx"), ("ISO9001", "XX00"), ("3D", "0X"), ("AbCdEfGh", "XxXxXx")]
)
def test_the_shape_of_a_word_is_its_kinds_of_letters(word: str, shape: str) -> None:
    assert f"sh={shape}" in features(word)[0]


AD = """Kasir Toko
Kualifikasi:
- rapi dan jujur sekali setiap hari
Benefit:
- makan"""


def test_a_token_knows_its_place_in_line_and_section() -> None:
    tokens = tokens_of(AD)
    found = features_of(AD, tokens, [], {})
    of = {token.text: set(names) for token, names in zip(tokens, found, strict=True)}
    assert {"pos=1", "sec=start", "head=0", "ben=0"} <= of["Toko"]
    assert {"pos=0", "sec=kualifikasi", "head=1"} <= of["Kualifikasi"]
    assert {"pos=1", "sec=kualifikasi", "head=0", "ben=0"} <= of["rapi"]
    assert {"pos=4", "sec=kualifikasi"} <= of["hari"]
    assert {"pos=1", "sec=benefit", "head=0", "ben=1"} <= of["makan"]


def test_the_bundled_clusters_are_words_as_the_features_ask_for_them() -> None:
    clusters = load_clusters()
    assert len(clusters) > 1_000
    for word, numbers in clusters.items():
        assert word == word.lower()
        assert [int(number) < size for number, size in zip(numbers, (64, 300, 1000), strict=True)] == [True] * 3
