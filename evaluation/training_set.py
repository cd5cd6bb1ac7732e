"""The training set of the weights: invented seekers, and grades of real ads for them by ``docs/judging-guide.md``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from evaluation.gold import read_judgements, read_seekers
from evaluation.measures import Judgements, check_same_ids
from matcher.records import Worker

SEEKERS = Path(__file__).parent / "data" / "training_seekers.jsonl"
JUDGEMENTS = SEEKERS.with_name("training_judgements.tsv")


def training_set() -> tuple[dict[str, Worker], Judgements]:
    """Seekers without their places by name, and the grades of ads for each.

    Raises:
        InputError: A file is faulty, or both are not of the same seekers.
    """
    seekers = {name: anywhere(seeker) for name, seeker in read_seekers(SEEKERS).items()}
    judgements = read_judgements(JUDGEMENTS)
    check_same_ids(judgements, seekers)
    return seekers, judgements


def anywhere(seeker: Worker) -> Worker:
    """A seeker without a place: the graders were told to leave place out."""
    return replace(seeker, place="", region_code="")
