"""Every learnt file that is committed has a card, and no card states an interval that stands nowhere else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CARDS = (ROOT / "docs" / "model-cards.md").read_text(encoding="utf-8")
ROOMS = ("taxonomy", "indexes", "matcher", "api", "evaluation")
WEIGHTS = {".safetensors", ".crfsuite", ".npz", ".npy", ".onnx", ".pt", ".pth", ".bin", ".pkl", ".joblib", ".faiss"}
TABLES = ("word_clusters.tsv", "learnt_phrases.tsv", "silent_words.tsv")
"""Tables that a trainer writes, by name: their form does not tell them from authored ones."""

BESIDE = ("matcher/world/vectors.safetensors",)
"""Tensors that nothing was learnt for: they stand at the end of the page."""

ASKED = ("purpose", "learnt from", "command", "measured", "limits", "not for")


def is_learnt(path: Path) -> bool:
    """Whether a file of a package was learnt: by its kind, by its name, or by naming the command that learnt it."""
    if path.suffix == ".json":
        document = json.loads(path.read_bytes())
        return isinstance(document, dict) and "learnt_from" in document
    return (path.suffix in WEIGHTS and str(path.relative_to(ROOT)) not in BESIDE) or path.name in TABLES


LEARNT = sorted(
    str(path.relative_to(ROOT))
    for room in ROOMS
    for path in (ROOT / room).rglob("*")
    if path.is_file() and path.suffix in {*WEIGHTS, ".json", ".tsv"} and is_learnt(path)
)


def test_learnt_files_are_found() -> None:
    assert len(LEARNT) >= 9


@pytest.mark.parametrize("path", LEARNT)
def test_a_learnt_file_has_a_card_that_answers_everything(path: str) -> None:
    cards = [part for part in CARDS.split("\n## ")[1:] if f"`{path}`" in part.splitlines()[0]]
    assert len(cards) == 1, f"docs/model-cards.md: wanted a card for {path}, found {len(cards)}"
    assert re.findall(r"^\| ([\w ]+) \|", cards[0], re.MULTILINE) == list(ASKED)


def test_what_is_no_model_is_told_beside_the_cards() -> None:
    assert all((ROOT / path).is_file() and f"`{path}`" in CARDS for path in BESIDE)


def test_no_card_is_of_a_file_that_is_gone() -> None:
    named = re.findall(r"`([\w/]+\.\w+)`", "\n".join(re.findall(r"^## .*$", CARDS, re.MULTILINE)))
    assert sorted(named) == LEARNT


def test_intervals_stand_in_the_readme_or_a_decision() -> None:
    written = ("README.md", "docs/cv-reading.md", "docs/measured.md", "docs/measured-notes.md")
    pages = [*(ROOT / name for name in written), *(ROOT / "docs" / "decisions").glob("*.md")]
    elsewhere = " ".join(" ".join(page.read_text("utf-8") for page in pages).replace("*", "").split())
    elsewhere += re.sub(r"\((\.\d+) to (\.\d+)\)", r"[\1, \2]", elsewhere)  # 0012 writes them in words
    figures = re.findall(r"\.\d+ \[[^\]]+\]", CARDS)
    assert len(figures) >= 15
    assert [figure for figure in figures if figure not in elsewhere] == []


def test_sizes_of_what_was_learnt_from_are_those_of_the_files() -> None:
    weights = json.loads((ROOT / "matcher/data/weights.json").read_bytes())
    assert f"{weights['judgements']:,} graded pairs of {weights['seekers']} invented seekers" in CARDS
    pairs = json.loads((ROOT / "matcher/data/duplicate_scorecard.json").read_bytes())["pairs"]
    assert f"{pairs} of the 1,209 labelled pairs" in CARDS
    for name, words in (("learnt_phrases", "verbs and objects"), ("silent_words", "words that seldom mean theirs")):
        rows = len((ROOT / f"matcher/cv/tables/{name}.tsv").read_text("utf-8").splitlines()) - 1
        assert f"{rows:,} {words}" in CARDS
