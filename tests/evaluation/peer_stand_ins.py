"""Systems that stand in for peers; a module of its own, for a process that runs one loads it and nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from evaluation.peers.contest import Answer

MEBI = 2**20


@contextmanager
def doubling(work: int) -> Iterator[Answer]:
    yield lambda items: [work * item for item in items]


@contextmanager
def zero(work: int) -> Iterator[Answer]:
    yield lambda items: [0 for _ in items]


@contextmanager
def heavy(work: int) -> Iterator[Answer]:
    held = np.ones(64 * MEBI // 8)
    yield lambda items: [int(work * item * held[0]) for item in items]


@contextmanager
def failing(work: int) -> Iterator[Answer]:
    def answer(items: Sequence[Any]) -> Sequence[Any]:
        raise ValueError("no such work")

    yield answer
