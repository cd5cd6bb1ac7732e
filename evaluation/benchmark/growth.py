"""How answers, memory and disk grow with the number of postings, as rows and as a picture."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from evaluation.benchmark.crowd import crowd
from evaluation.benchmark.growth_figure import two_panels
from evaluation.benchmark.matches import Answered, measure_answers
from evaluation.rows import row
from evaluation.task import Row
from matcher.answers import Subject
from matcher.catalogue import Catalogue
from matcher.filters import Conditions
from matcher.pipeline import Pipeline
from matcher.rooms_file import write_rooms
from matcher.segment import Fresh
from matcher.vocabulary import Vocabulary

SIZES = (10_000, 100_000, 1_000_000)
P50_MS, P99_MS = 15.0, 50.0
"""Targets of a whole answer over a million postings, milliseconds, single client."""

SEED = 2026
_FIRST_DAY = date(2026, 11, 26)
_ASKED_ON = date(2026, 12, 6)
"""Ten days on: about one posting in twelve has closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """One size.

    Attributes:
        answered: How long answers took.
        build_seconds: To write the postings as a generation does: columns, words, vectors.
    """

    answered: Answered
    build_seconds: float


def measure_growth(
    real: Sequence[Fresh],
    subjects: Sequence[Subject],
    pipeline_of: Callable[[Catalogue], Pipeline],
    vocabulary: Vocabulary,
    sizes: Sequence[int] = SIZES,
    tell: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> list[Grown]:
    """Answers over crowds of several sizes, in a temporary folder.

    Args:
        real: Postings that the crowds are made of.
        subjects: Who asks.
        pipeline_of: Makes a pipeline over postings.
        vocabulary: Numbers for the columns.
        sizes: Rows of each crowd.
        tell: Told of progress.
    """
    regions = [code for code in vocabulary.regions if len(code) == 4]
    queries = np.stack([subject.vector for subject in subjects])
    grown: list[Grown] = []
    for done, rows in enumerate(sizes):
        tell("answers", done, len(sizes))
        folder = Path(tempfile.mkdtemp(prefix="sepadan-crowd-"))
        try:
            started = time.perf_counter()
            postings = crowd(real, rows, regions, _FIRST_DAY, SEED)
            facts = write_rooms(folder, postings, vocabulary, len(subjects[0].vector), queries)
            seconds = time.perf_counter() - started
            answered = measure_answers(pipeline_of, folder, facts, subjects, Conditions(today=_ASKED_ON))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        grown.append(Grown(answered=answered, build_seconds=seconds))
    tell("answers", len(sizes), len(sizes))
    return grown


def growth_rows(grown: Sequence[Grown]) -> list[Row]:
    """Figures of each size; targets where it is a million."""
    rows: list[Row] = []
    for one in grown:
        found, name = one.answered, f"{one.answered.rows:,} postings"
        n, is_million = len(found.whole), found.rows >= SIZES[-1]
        p50, p99 = (float(np.percentile(found.whole, at)) for at in (50, 99))
        bare = float(np.percentile(found.bare, 50))
        rows += [
            row(f"{name}: whole answer p50 ms", p50, n=n, at_most=P50_MS if is_million else None),
            row(f"{name}: whole answer p99 ms", p99, n=n, at_most=P99_MS if is_million else None),
            row(f"{name}: whole answer p50, multiple of the bare vector search", p50 / bare, n=n),
            row(f"{name}: bytes a posting on disk, all in all", found.disk_bytes / found.rows, n=n),
            row(f"{name}: resident memory at most, GB", found.resident_bytes / 1e9, n=n),
            row(f"{name}: seconds to build columns, words and vectors", one.build_seconds, n=n),
        ]
    return rows


def plot_growth(grown: Sequence[Grown], path: Path) -> None:
    """Draw latency and size against the number of postings as an SVG, both axes logarithmic.

    Args:
        grown: At least one size.
        path: The SVG to be written.

    Raises:
        ModuleNotFoundError: matplotlib is not installed (``pip install 'sepadan[dev]'``).
    """
    rows = [one.answered.rows for one in grown]
    with two_panels(path) as (times, sizes):
        for at, style in ((50, "o-"), (99, "s--")):
            times.plot(
                rows, [np.percentile(one.answered.whole, at) for one in grown], style, label=f"whole answer p{at}"
            )
        times.plot(rows, [np.percentile(one.answered.bare, 50) for one in grown], "^:", label="bare vector search p50")
        times.set(yscale="log", ylabel="milliseconds", title="One answer, one client")
        sizes.plot(rows, [one.answered.disk_bytes / 1e6 for one in grown], "o-", label="on disk")
        sizes.plot(
            rows, [one.answered.resident_bytes / 1e6 for one in grown], "s--", label="resident at most, building too"
        )
        sizes.set(yscale="log", ylabel="MB", title="Size")
