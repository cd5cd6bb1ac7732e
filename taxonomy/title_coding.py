"""What the coder answers for one title: its codes, and the several jobs that it may name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from taxonomy.aliases import alias_names
from taxonomy.occupations import Occupation
from taxonomy.titles import core_title, jobs_in_title

TOP = 5
"""Candidates given for each title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One possible code.

    Attributes:
        code: KBJI 2014 unit group, 4 digits.
        title: Its official title.
        score: Calibrated probability in [0, 1] that it is right.
        job: The single job of the group (``2512.03``) whose name the title is; None when it names none or several.
    """

    code: str
    title: str
    score: float
    job: Occupation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One of several jobs that a title names.

    Attributes:
        words: Its words in the title, folded.
        candidates: Codes of these words alone, best first.
    """

    words: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleCoding:
    """Codes of one title, best first.

    Attributes:
        candidates: At most ``TOP``, scores descending; empty when the title holds no word.
        uncertain: True when there is no candidate, when the title names no work, or when the first score of the title
            as a whole is below ``UNCERTAIN_BELOW``.
        jobs: Two or more when the title names several jobs of different unit groups ("Admin & Driver"); then
            ``candidates`` begins with the first code of each.
        settled: The normalised title, where people settled it and no model was asked; empty otherwise.
    """

    candidates: tuple[Candidate, ...]
    uncertain: bool
    jobs: tuple[Job, ...] = ()
    settled: str = ""


def named_jobs(title: str) -> tuple[str, ...]:
    """The parts of a title when it joins two or more and each is a job title of its own; none otherwise.

    "Admin & Driver" joins two jobs. "Sales & Marketing" is a title itself, and in "Pengolah Data dan Informasi" only
    one part is: both are coded as a whole.
    """
    parts = jobs_in_title(title)
    names = alias_names()
    if len(parts) < 2 or core_title(title) in names or not all(part in names for part in parts):
        return ()
    return parts


def with_jobs(coding: TitleCoding, parts: Sequence[Job]) -> TitleCoding:
    """A coding whose title names several jobs: the first code of each leads, at most ``TOP`` codes in all.

    The order is that of the title as a whole, which says what is meant first; jobs of one unit group are one job.
    """
    leading = {job.candidates[0].code: job.candidates[0] for job in parts}
    if len(leading) < 2:
        return coding
    by_whole = {candidate.code: candidate.score for candidate in coding.candidates}
    first = sorted(leading.values(), key=lambda candidate: (-by_whole.get(candidate.code, 0.0), candidate.code))
    # Scores of one title sum to at most 1, so the jobs share it; none is shown above the one that is meant before it.
    shares = np.minimum.accumulate([candidate.score / len(first) for candidate in first])
    shown = [replace(candidate, score=round(float(share), 4)) for candidate, share in zip(first, shares, strict=True)]
    least = shown[-1].score
    rest = [c for c in coding.candidates if c.code not in leading]
    spare = max(0.0, 1.0 - sum(candidate.score for candidate in shown))
    total = sum(candidate.score for candidate in rest) or 1.0
    shown += [replace(c, score=round(min(c.score * spare / total, least), 4)) for c in rest]
    return TitleCoding(candidates=tuple(shown[:TOP]), uncertain=coding.uncertain, jobs=tuple(parts))
