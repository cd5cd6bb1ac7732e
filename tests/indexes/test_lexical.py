"""BM25 against the formula written out slowly, and its files."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes import lexical
from indexes.lexical import LexicalIndex, words
from taxonomy.errors import GenerationError

ADS = [
    "Staf gudang, mengatur stok dan pengiriman",
    "Staf staf staf administrasi",
    "Programmer C++ dan C#",
    "",
    "Front-end developer Node.js, React",
    "Perawat IGD, STR aktif",
    "dan dan dan",
]


def oracle(texts: list[str], query: str) -> list[float]:
    """BM25 as Lucene has it (Kamphuis et al. 2020, "Which BM25 do you mean?", table 1), k1 = 1.5, b = 0.75."""
    rows = [Counter(words(text)) for text in texts]
    lengths = [sum(row.values()) for row in rows]
    average = sum(lengths) / len(rows)
    found = []
    for row, length in zip(rows, lengths, strict=True):
        score = 0.0
        for word in words(query):
            holding = sum(word in other for other in rows)
            if holding == 0:
                continue
            idf = math.log(1 + (len(rows) - holding + 0.5) / (holding + 0.5))
            score += idf * row[word] / (row[word] + 1.5 * (1 - 0.75 + 0.75 * length / average))
        found.append(score)
    return found


@pytest.mark.parametrize(
    "query", ["staf gudang", "dan", "c++", "c#", "node.js", "perawat perawat str", "staf tidakada"]
)
def test_scores_are_those_of_the_formula(query: str) -> None:
    found = LexicalIndex.build(ADS).scores(query)
    assert found.dtype == np.float32
    assert found.max() > 0
    np.testing.assert_allclose(found, oracle(ADS, query), rtol=1e-5, atol=1e-6)


@given(
    texts=st.lists(st.lists(st.sampled_from("abcdefg"), max_size=8).map(" ".join), min_size=1, max_size=12),
    query=st.lists(st.sampled_from("abcdefgxyz"), max_size=5).map(" ".join),
)
def test_scores_are_those_of_the_formula_for_any_corpus(texts: list[str], query: str) -> None:
    expected = oracle(texts, query) if any(texts) else [0.0] * len(texts)
    np.testing.assert_allclose(LexicalIndex.build(texts).scores(query), expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("query", ["", "!!!", "zzz tidakada", "\x00", "看護師"])
def test_a_query_of_unknown_words_scores_zero_everywhere(query: str) -> None:
    assert LexicalIndex.build(ADS).scores(query).tolist() == [0.0] * len(ADS)


@pytest.mark.parametrize("texts", [[], ["", ""], ["!!!"]])
def test_a_corpus_without_a_word_scores_zero_and_keeps_its_size(texts: list[str], tmp_path: Path) -> None:
    index = LexicalIndex.build(texts)
    index.write(tmp_path / "bm25")
    for one in (index, LexicalIndex.read(tmp_path / "bm25", len(texts))):
        found = one.scores("staf")
        assert found.tolist() == [0.0] * len(texts)
        assert found.dtype == np.float32


def spread(rows: int, seed: int) -> list[str]:
    """Texts of words that are as unevenly common as those of a language (Zipf 1949)."""
    random = np.random.default_rng(seed)
    return [" ".join(f"w{word}" for word in np.minimum(random.zipf(1.3, 12), 400)) for _ in range(rows)]


def exact_top(scores: list[float], depth: int, allowed: npt.NDArray[np.bool_]) -> list[int]:
    rows = [row for row, score in enumerate(scores) if score > 0 and allowed[row]]
    return sorted(rows, key=lambda row: (-scores[row], row))[:depth]


@pytest.mark.parametrize("postings", [10**9, 150, 1, 0])
@pytest.mark.parametrize("query", ["w1", "w1 w2 w7", "w1 w1 w3 w40 w41", "w399 w2 unknown", "w400"])
def test_scores_at_given_rows_are_those_of_the_formula_whatever_words_are_left_out(
    query: str, postings: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexical, "POSTINGS", postings)
    texts = spread(60, seed=1)
    expected = oracle(texts, query)
    asked = LexicalIndex.build(texts).query(query)
    rows = np.random.default_rng(2).permutation(60)[:25]
    np.testing.assert_allclose(asked.at(rows), np.array(expected)[rows], rtol=1e-4, atol=1e-6)
    assert asked.at(rows).dtype == np.float32
    assert asked.at(np.empty(0, np.int64)).shape == (0,)
    assert (asked.rough(rows) <= asked.at(rows) + 1e-6).all()


def test_rough_scores_leave_out_the_words_that_are_in_the_most_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical, "POSTINGS", 2)
    index = LexicalIndex.build(["a b", "a", "a b", "a c"])
    rows = np.arange(4)
    np.testing.assert_array_equal(index.query("a b").rough(rows), index.query("b").at(rows))
    assert (index.query("a b").at(rows) > index.query("b").at(rows)).all()


@given(seed=st.integers(0, 10**6), depth=st.integers(1, 40), share=st.sampled_from([0.1, 0.5, 1.0]))
def test_the_top_is_exactly_that_of_the_formula_when_nothing_is_left_out(seed: int, depth: int, share: float) -> None:
    random = np.random.default_rng(seed)
    index = LexicalIndex.build(spread(80, seed))
    query = " ".join(f"w{word}" for word in np.minimum(random.zipf(1.3, 4), 400))
    allowed = random.random(80) < share
    found = index.query(query).top(depth, allowed)
    # The index's own sums, so that rows of equal score are equal here too; they are the formula's (tests above).
    assert found.tolist() == exact_top(index.scores(query).tolist(), depth, allowed)
    assert found.dtype == np.int64


def test_the_top_has_nearly_all_of_the_best_when_the_commonest_words_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = np.random.default_rng(3)
    index = LexicalIndex.build(spread(2000, seed=4))
    shares = []
    for _ in range(40):
        query = " ".join(f"w{word}" for word in np.minimum(random.zipf(1.3, 6), 400))
        allowed = random.random(2000) < 0.5
        monkeypatch.setattr(lexical, "POSTINGS", 10**9)
        wanted = index.query(query).top(10, allowed).tolist()
        monkeypatch.setattr(lexical, "POSTINGS", 1500)
        found = index.query(query).top(10, allowed).tolist()
        assert len(found) == len(wanted)
        shares.append(len(set(found) & set(wanted)) / max(1, len(wanted)))
    assert np.mean(shares) >= 0.97


def test_rows_that_only_common_words_bring_fill_a_short_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical, "POSTINGS", 1)
    index = LexicalIndex.build(["kerja", "kerja las", "kerja kerja", "", "kerja malam"])
    everything = np.ones(5, dtype=bool)
    assert index.query("kerja las").top(3, everything).tolist() == exact_top(
        index.scores("kerja las").tolist(), 3, everything
    )
    assert index.query("kerja las").top(9, everything).tolist()[0] == 1
    assert sorted(index.query("kerja las").top(9, everything).tolist()) == [0, 1, 2, 4]
    assert index.query("kerja las").top(9, ~everything).tolist() == []


def test_words_keep_programming_languages_whole() -> None:
    assert words("C++, C# dan Node.js. (S1)") == ["c++", "c#", "dan", "node.js", "s1"]
    assert words("a.") == ["a"]


def test_what_is_written_answers_the_same_when_read(tmp_path: Path) -> None:
    index = LexicalIndex.build(ADS)
    index.write(tmp_path / "bm25")
    again = LexicalIndex.read(tmp_path / "bm25", len(ADS))
    for query in ("staf gudang", "c++", "tidakada"):
        assert again.scores(query).tobytes() == index.scores(query).tobytes()


def test_scores_are_the_same_to_the_bit_in_every_process() -> None:
    script = (
        "from indexes.lexical import LexicalIndex; from tests.indexes.test_lexical import ADS; "
        "print(LexicalIndex.build(ADS).scores('staf gudang dan stok').tobytes().hex())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=Path(__file__).resolve().parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert said == {LexicalIndex.build(ADS).scores("staf gudang dan stok").tobytes().hex().encode() + b"\n"}


def test_nothing_is_pickled(tmp_path: Path) -> None:
    LexicalIndex.build(ADS).write(tmp_path / "bm25")
    for path in (tmp_path / "bm25").iterdir():
        assert path.suffix in {".npy", ".json"}
        assert b"pickle" not in path.read_bytes()


def test_an_index_of_another_number_of_rows_is_refused(tmp_path: Path) -> None:
    LexicalIndex.build(ADS).write(tmp_path / "bm25")
    with pytest.raises(GenerationError, match="wanted a BM25 index of 6 rows, found 7"):
        LexicalIndex.read(tmp_path / "bm25", 6)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match="wanted a BM25 index"):
        LexicalIndex.read(tmp_path / "none", 3)


@pytest.mark.parametrize("content", [b"", b"{", b"\x93NUMPY"])
def test_each_damaged_or_missing_file_is_refused(tmp_path: Path, content: bytes) -> None:
    LexicalIndex.build(ADS).write(tmp_path / "bm25")
    names = sorted(path.name for path in (tmp_path / "bm25").iterdir())
    assert names
    for name in names:
        damaged = tmp_path / f"damaged-{name}"
        shutil.copytree(tmp_path / "bm25", damaged)
        (damaged / name).write_bytes(content)
        with pytest.raises(GenerationError, match="wanted a BM25 index"):
            LexicalIndex.read(damaged, len(ADS))
        shutil.rmtree(damaged)
