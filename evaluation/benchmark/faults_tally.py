"""Counts of one kind of fault: how often it was tried, how often all was well afterwards, and what was not."""

from __future__ import annotations

from dataclasses import dataclass, field

from evaluation.benchmark.faults_soundness import Findings


@dataclass(slots=True, kw_only=True)
class Tally:
    """Grows as faults are tried.

    Attributes:
        kind: What was done.
        tried: Times that it really happened.
        survived: Times after which all was well.
        lost: Acknowledged writes that were gone.
        wrong: Answers or contents that were not those of the store, and damage that nobody noticed.
        notes: What was not well, for people; the same is told once.
        skipped: Why nothing was tried here; empty when it was.
        counts: What else was counted.
    """

    kind: str
    tried: int = 0
    survived: int = 0
    lost: int = 0
    wrong: int = 0
    notes: list[str] = field(default_factory=list)
    skipped: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """One more of a kind that the report names beside the others."""
        self.counts[what] = self.counts.get(what, 0) + 1

    def add(self, found: Findings, told: str = "") -> None:
        """Count one fault.

        Args:
            found: What was wrong after it.
            told: Said before each note: where the fault struck.
        """
        self.tried += 1
        self.lost += len(found.lost)
        self.wrong += len(found.wrong)
        self.survived += not found.all
        for note in found.all:
            line = f"{told}: {note}" if told else note
            if line not in self.notes:
                self.notes.append(line)
