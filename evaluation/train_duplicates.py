"""Learn the bundled scorecard of copies: ``python -m evaluation.train_duplicates``."""

from __future__ import annotations

from pathlib import Path

import orjson

from evaluation.duplicate_learning import learnt
from evaluation.duplicate_pairs import compared_pairs
from evaluation.task import Options
from matcher.duplicates.scorecard import FILE, Scorecard

_TARGET = Path(__file__).parents[1] / "matcher" / "data" / FILE


def write(scorecard: Scorecard, pairs: int, target: Path = _TARGET) -> None:
    """Write a scorecard as the product reads it.

    Args:
        scorecard: What was learnt.
        pairs: Number of pairs that it was learnt from.
        target: File.
    """
    facts = {
        "threshold": scorecard.threshold,
        "intercept": scorecard.intercept,
        "weights": dict(scorecard.weights),
        "pairs": pairs,
        "learnt_from": "pairs of real ads labelled by docs/duplicates-guide.md, by a language model",
        "command": "python -m evaluation.train_duplicates",
    }
    target.write_bytes(orjson.dumps(facts, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def main() -> None:
    """Learn and write ``matcher/data/duplicate_scorecard.json``."""
    lessons = compared_pairs(Options()).lessons()
    write(learnt(lessons), len(lessons.labels))


if __name__ == "__main__":
    main()
