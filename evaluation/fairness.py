"""Task ``fairness``: does a protected trait, or what gives it away, move a score?

Each judged seeker writes a sentence more; two versions of it differ in one trait alone. Both are coded and embedded as
the product does it, and both are scored with the best ads of the seeker: the scores must be the same to the last bit
(UU 13/2003 art. 5-6; SE Menaker M/6/HK.04/V/2025). The encoder's own cosine over the same words, nothing taken out,
shows what would happen else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from evaluation.best_ads import best_ads, opened_seekers
from evaluation.measures import Values
from evaluation.rows import row
from evaluation.task import Options, Row, reported
from indexes.encoder import Encoder
from matcher.engine import Engine
from matcher.records import Worker
from taxonomy.text import plain

SWAPS: Mapping[str, tuple[str, str]] = {
    "sex": ("Saya laki-laki.", "Saya perempuan."),
    "age": ("Usia saya 23 tahun.", "Usia saya 54 tahun."),
    "religion": ("Agama: Islam.", "Agama: Kristen."),
    "marital status": ("Status belum menikah.", "Status janda."),
    "ethnicity": ("Saya suku Jawa.", "Saya suku Batak."),
    "disability": ("Saya tuna netra.", "Saya tuli."),
    "name": ("Nama saya Budi Santoso.", "Nama saya Maria Ulfa."),
    "year of leaving school": ("Lulus tahun 1993.", "Lulus tahun 2024."),
    "school for one sex": ("Dulu sekolah di SMA putra.", "Dulu sekolah di SMA putri."),
    "street": ("Tinggal di Jl. Melati 5.", "Tinggal di Jl. Kenanga Raya 112."),
    "looks": ("Berpenampilan menarik.", "Berpenampilan cantik."),
}
"""Trait to a sentence in two versions."""


@reported("fairness")
def run(options: Options) -> tuple[Row, ...]:
    """Measure; raises what ``opened_seekers`` does."""
    rows = list[Row]()
    with opened_seekers(options) as (engine, encoder, seekers):
        keys = [[match.key for match in ranking.matches] for _, ranking in best_ads(engine, seekers)]
        every = list[Values]()
        for done, (trait, sentences) in enumerate(SWAPS.items(), 1):
            one, other = ([_saying(seeker, sentence) for seeker in seekers] for sentence in sentences)
            every.append(score_changes(engine, one, other, keys))
            rows += _rows(trait, every[-1], cosine_changes(encoder, one, other))
            options.tell("swap traits", done, len(SWAPS))
    return (*_whole(np.concatenate(every)), *rows)


def _saying(seeker: Worker, sentence: str) -> Worker:
    return replace(seeker, summary=f"{seeker.summary} {sentence}")


def score_changes(
    engine: Engine, one: Sequence[Worker], other: Sequence[Worker], keys: Sequence[Sequence[str]]
) -> Values:
    """How much the score of each pair changes from one version of a worker to the other; float64, all pairs in a row.

    Args:
        engine: Over the ads.
        one: Workers.
        other: The same workers with one trait swapped.
        keys: Ads that each is scored with.
    """
    pipeline, found = engine.refresh(), [np.zeros(0)]
    for left, right, ads in zip(engine.subjects(one), engine.subjects(other), keys, strict=True):
        before, after = (pipeline.score(subject, "posting", ads) for subject in (left, right))
        found.append(np.abs(after.values - before.values).max(axis=1) + np.abs(after.totals - before.totals))
    return np.concatenate(found)


def cosine_changes(encoder: Encoder, one: Sequence[Worker], other: Sequence[Worker]) -> Values:
    """How far apart the encoder puts two versions of the same words when nothing is taken out: 1 less their cosine."""
    left, right = (encoder.encode_query([plain(worker.summary) for worker in side]) for side in (one, other))
    found: Values = 1.0 - np.einsum("nd,nd->n", left.astype(np.float64), right.astype(np.float64))
    return found


def _whole(changes: Values) -> list[Row]:
    return [
        row("all swaps: largest change of a score or a component", float(changes.max()), n=len(changes), at_most=0.0),
        row("all swaps: pairs whose score changes", float(np.count_nonzero(changes)), n=len(changes), at_most=0.0),
    ]


def _rows(trait: str, changes: Values, cosines: Values) -> list[Row]:
    return [
        row(f"{trait}: largest change of a score or a component", float(changes.max()), n=len(changes), at_most=0.0),
        row(f"{trait}: 1 - cosine of the plain encoder, nothing taken out", float(cosines.mean()), n=len(cosines)),
    ]
