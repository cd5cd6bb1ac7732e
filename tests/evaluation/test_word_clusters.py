"""Clusters of words that stand in like places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from evaluation import word_clusters as module
from evaluation.word_clusters import LEAST_COUNT, word_clusters, write_clusters
from taxonomy.skill_tokens import load_clusters
from taxonomy.tables import read_table

FRUIT = ("apel", "jeruk", "mangga", "pisang")
TRADES = ("kasir", "koki", "satpam", "sopir")
TEXTS = [
    *(f"kami beli {fruit} segar sekali" for fruit in FRUIT * 6),
    *(f"dicari seorang {trade} untuk toko" for trade in TRADES * 6),
]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few clusters that words must share one."""
    monkeypatch.setattr(module, "SIZES", (3, 5, 8))


@pytest.mark.usefixtures("few")
def test_words_in_like_places_share_a_cluster_and_others_do_not() -> None:
    found = word_clusters(TEXTS)
    fruit, trades = ({found[word][1] for word in words} for words in (FRUIT, TRADES))
    assert len(fruit) == len(trades) == 1
    assert fruit != trades


@pytest.mark.usefixtures("few")
def test_every_word_has_three_clusters_below_their_number() -> None:
    found = word_clusters(TEXTS)
    assert set(found) == {word for text in TEXTS for word in text.split()}
    for numbers in found.values():
        assert [0 <= number < size for number, size in zip(numbers, (3, 5, 8), strict=True)] == [True] * 3


@pytest.mark.usefixtures("few")
def test_the_same_texts_give_the_same_clusters() -> None:
    assert word_clusters(TEXTS) == word_clusters(iter(TEXTS))


def test_there_are_no_more_clusters_than_words() -> None:
    found = word_clusters(TEXTS)
    assert {numbers[0] for numbers in found.values()} <= set(range(len(found)))


def test_rare_words_and_those_a_table_cannot_hold_are_left_out() -> None:
    texts = ['"Beli" apel\nsegar' for _ in range(LEAST_COUNT)] + ["langka apel beli"] * (LEAST_COUNT - 1)
    assert set(word_clusters(texts)) == {"beli", "apel", "segar"}


def slow_counts(lines: Sequence[Sequence[str]], words: Sequence[str]) -> np.ndarray:
    """Of each word, how often each other stands one or two places behind it (even) or before it (odd)."""
    found = np.zeros((len(words), 2 * len(words)))
    for line in lines:
        for at, word in enumerate(line):
            for step in (1, 2):
                for near, side in ((at + step, 0), (at - step, 1)):
                    if 0 <= near < len(line) and word in words and line[near] in words:
                        found[words.index(word), 2 * words.index(line[near]) + side] += 1
    return found


def test_neighbours_are_counted_on_both_sides() -> None:
    lines = [["a", "b", "a", "c"], ["c", "x", "b"], [], ["a"]]
    words = ["a", "b", "c"]
    counts = module._counts(lines, {word: at for at, word in enumerate(words)})
    assert counts.toarray().tolist() == slow_counts(lines, words).tolist()


def test_mutual_information_is_positive_and_that_of_the_formula() -> None:
    lines = [["a", "b", "c", "a"], ["b", "c", "b", "a"], ["c", "c", "c", "b"]]
    counts = slow_counts(lines, ["a", "b", "c"])
    smoothed = counts.sum(axis=0) ** 0.75
    with np.errstate(divide="ignore", invalid="ignore"):
        wanted = np.log(counts / (counts.sum(axis=1)[:, None] * smoothed[None, :] / smoothed.sum()))
    found = module._mutual_information(module._counts(lines, {"a": 0, "b": 1, "c": 2})).toarray()
    assert found == pytest.approx(np.maximum(np.nan_to_num(wanted, neginf=0.0), 0.0), abs=1e-6)


def test_the_table_is_written_in_the_order_of_words_as_the_tagger_reads_it(tmp_path: Path) -> None:
    write_clusters(tmp_path / "w.tsv", {"koki": (1, 20, 300), "apel": (0, 2, 3), "#": (4, 5, 6)})
    text = (tmp_path / "w.tsv").read_text(encoding="utf-8")
    rows = [row for _, row in read_table(text, "w.tsv", ("word", "coarse", "middle", "fine"))]
    assert [tuple(row.values()) for row in rows] == [
        ("#", "4", "5", "6"),
        ("apel", "0", "2", "3"),
        ("koki", "1", "20", "300"),
    ]


def test_the_bundled_table_is_as_this_module_writes_it(tmp_path: Path) -> None:
    bundled = {word: [int(number) for number in numbers] for word, numbers in load_clusters().items()}
    write_clusters(tmp_path / "w.tsv", bundled)
    path = Path(load_clusters.__wrapped__.__code__.co_filename).parent / "data" / "word_clusters.tsv"
    assert (tmp_path / "w.tsv").read_bytes() == path.read_bytes()
