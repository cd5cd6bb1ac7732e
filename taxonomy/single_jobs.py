"""The single job (six digits of KBJI) that a title names within its unit group.

A unit group is coded by the trained coder (``taxonomy/coder.py``). Of the one to thirty jobs below it a title names one
only where its words are that job's official title or an authored alias of it; anything looser would be a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from taxonomy.aliases import load_aliases
from taxonomy.occupations import UNIT_DIGITS, Occupation, load_occupations
from taxonomy.titles import core_title

_RANK = re.compile(r"^(?:senior|junior|sr|jr)\b\.?\s+|\s+(?:senior|junior|sr|jr)\b\.?$")
"""Ranks that leave the job as it is."""


def single_jobs(core: str) -> Mapping[str, Occupation]:
    """The jobs whose name a title is, by their unit group; a name of two jobs of one group names neither.

    Args:
        core: ``taxonomy.titles.core_title`` of the title; a rank before or after the job is passed over.
    """
    names = _names()
    return names.get(core) or names.get(_RANK.sub("", core)) or {}


@lru_cache(maxsize=1)
def _names() -> Mapping[str, Mapping[str, Occupation]]:
    """Names of single jobs as cores, and what each names."""
    occupations = load_occupations()
    named = [(entry.title, entry.code) for entry in occupations if len(entry.code) > UNIT_DIGITS]
    named += [(alias.text, alias.job) for alias in load_aliases() if alias.job]
    found: dict[str, dict[str, set[str]]] = {}
    for text, job in named:
        if core := core_title(text):
            found.setdefault(core, {}).setdefault(job[:UNIT_DIGITS], set()).add(job)
    return {
        core: {unit: occupations.get(min(jobs)) for unit, jobs in units.items() if len(jobs) == 1}
        for core, units in found.items()
    }
