"""Judged job seekers and their best ads, for tasks that look closely at a few matches."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager

from evaluation.ads import opened_ads
from evaluation.gold import read_seekers
from evaluation.retrieval import SEEKERS
from evaluation.task import Options, data_folder
from indexes.encoder import Encoder
from matcher.answers import Ranking, Subject
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.records import Worker

DEPTH = 5
"""Ads a seeker that are looked at."""


@contextmanager
def opened_seekers(options: Options) -> Generator[tuple[Engine, Encoder, list[Worker]]]:
    """An engine over all real ads, the encoder that it runs with, and the judged seekers.

    Raises:
        InputError: Gold or ads are missing or faulty.
        GenerationError: The chosen home is not built.
        EncoderError: The encoder is not prepared.
    """
    seekers = list(read_seekers(data_folder(options.data) / "gold" / SEEKERS).values())
    with opened_ads(options) as (engine, encoder):
        yield engine, encoder, seekers


def best_ads(engine: Engine, seekers: Sequence[Worker]) -> list[tuple[Subject, Ranking]]:
    """Each seeker, coded and embedded, with the ``DEPTH`` best ads."""
    pipeline = engine.refresh()
    subjects = engine.subjects(seekers)
    return [(subject, pipeline.rank_postings(subject, DEPTH, Conditions())) for subject in subjects]
