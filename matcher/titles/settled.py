"""The titles that an installation's stewards have settled, as the store has them now."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from indexes.store import Store
from indexes.title_rows import CONFIRMED, TitleCase
from matcher.titles.answers import DEPENDS, NO_JOB, is_unit


def confirmed(cases: Sequence[TitleCase]) -> dict[str, TitleCase]:
    """Title to the answer that counts; the store sees to it that there is one at most."""
    return {case.answer.title: case for case in cases if case.state == CONFIRMED}


def is_lost(case: TitleCase) -> bool:
    """Whether an answer names a unit group that the classification in use does not have."""
    return case.answer.answer not in {NO_JOB, DEPENDS} and not is_unit(case.answer.answer)


class SettledTitles:
    """Follows the store; safe to share between threads. A question costs a look at the last review."""

    def __init__(self, store: Store) -> None:
        """Follow a store; nothing is read yet."""
        self._store = store
        self._lock = threading.Lock()
        self._mark: bytes | None = None
        self._now: Mapping[str, str] = MappingProxyType({})

    def now(self) -> Mapping[str, str]:
        """Normalised title to unit group or ``NO_JOB``: the same object until somebody says something else.

        What depends on the ad is left to the coder, and so is a unit group that is no more.

        Raises:
            StoreError: The store cannot be read.
        """
        with self._lock:
            mark = self._store.title_mark()
            if mark != self._mark:
                counting = confirmed(self._store.title_cases())
                found = {
                    title: case.answer.answer
                    for title, case in counting.items()
                    if case.answer.answer != DEPENDS and not is_lost(case)
                }
                self._now, self._mark = MappingProxyType(found), mark
            return self._now
