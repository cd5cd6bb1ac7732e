"""Readers of real formats: one file each, found by name here."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.sources.jobstreet import JOBSTREET
from matcher.sources.jsonld import JSONLD
from matcher.sources.lokerid import LOKERID
from matcher.sources.maganghub import MAGANGHUB
from matcher.sources.source import Source
from matcher.sources.template import COURSES, POSTINGS, WORKERS
from taxonomy.errors import InputError

SOURCES: Mapping[str, Source] = {
    source.name: source for source in (LOKERID, JOBSTREET, MAGANGHUB, POSTINGS, WORKERS, COURSES, JSONLD)
}
"""Every source by name."""


def source_named(name: str) -> Source:
    """The source of a name.

    Raises:
        InputError: No such source; names those that exist.
    """
    if name not in SOURCES:
        raise InputError(wanted=f"one of {', '.join(SOURCES)}", found=name, where="source")
    return SOURCES[name]
