"""The report for labour inspectors: how many open postings are flagged, of which kind, source and province, and which.

It shows nobody's number or address: contacts are masked in titles and in the words found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from matcher.ad_inspection.flags import Flag
from matcher.ad_inspection.rules import KINDS
from matcher.ad_inspection.stored import Inspected
from matcher.privacy import without_contacts

MASKED = "***"
"""Stands for a contact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which flagged postings are asked for; empty fields ask for all.

    Attributes:
        kind: Of a flag that they have.
        source: Short name of their source.
        employer: Part of the employer's name, whatever the case.
        province: Code of one of their provinces, 2 digits.
        key: Their key.
        closed: Those that are closed too.
        only: Keys of those alone that are asked for; of all when None.
    """

    kind: str = ""
    source: str = ""
    employer: str = ""
    province: str = ""
    key: str = ""
    closed: bool = False
    only: frozenset[str] | None = None

    def takes(self, found: Inspected) -> bool:
        """Whether a posting is asked for."""
        return (
            (not self.kind or any(flag.kind == self.kind for flag in found.flags))
            and self.source in {"", found.source}
            and self.employer.casefold() in found.employer.casefold()
            and (not self.province or self.province in found.provinces)
            and self.key in {"", found.key}
            and (self.only is None or found.key in self.only)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was asked for.

    Attributes:
        inspected: Postings inspected, of those that match all but ``kind`` and ``only``.
        flagged: Of these, those with an unlawful flag (or of the kind asked for).
        flags: Kind to number of flags in them.
        postings: ``kind``, ``source`` and ``province`` to name to number of postings flagged; most first.
        page: Flagged postings of the page, by number of unlawful flags, most first, then key.
        total: Flagged postings on all pages.
    """

    inspected: int
    flagged: int
    flags: Mapping[str, int]
    postings: Mapping[str, Mapping[str, int]]
    page: tuple[Inspected, ...]
    total: int


def report(found: Iterable[Inspected], wanted: Wanted, today: date, *, offset: int = 0, limit: int = 20) -> Report:
    """Count and choose.

    Args:
        found: All that is inspected.
        wanted: What is asked for.
        today: Day on which postings must be open, unless closed ones are asked for too.
        offset: Postings to pass over.
        limit: Postings of the page.
    """
    everywhere = replace(wanted, kind="", only=None)
    there = [one for one in found if (wanted.closed or one.is_open(today)) and everywhere.takes(one)]
    flagged = [one for one in there if _unlawful(one) or (wanted.kind and wanted.takes(one))]
    chosen = sorted((one for one in flagged if wanted.takes(one)), key=lambda one: (-len(_unlawful(one)), one.key))
    kinds: Counter[str] = Counter(flag.kind for one in chosen for flag in one.flags)
    return Report(
        inspected=len(there),
        flagged=len(chosen),
        flags={kind: kinds[kind] for kind in KINDS if kinds[kind]},
        postings={
            "kind": _counted(chosen, lambda one: {flag.kind for flag in one.flags}),
            "source": _counted(chosen, lambda one: {one.source}),
            "province": _counted(chosen, lambda one: set(one.provinces)),
        },
        page=tuple(chosen[offset : offset + limit]),
        total=len(chosen),
    )


def _unlawful(found: Inspected) -> Sequence[Flag]:
    return [flag for flag in found.flags if flag.is_unlawful]


def _counted(chosen: Sequence[Inspected], names: Callable[[Inspected], set[str]]) -> dict[str, int]:
    counts: Counter[str] = Counter(name for one in chosen for name in names(one))
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def report_document(told: Report, *, due: int) -> dict[str, Any]:
    """For JSON.

    Args:
        told: The report.
        due: Postings that are still to be inspected.
    """
    return {
        "inspected": told.inspected,
        "due": due,
        "flagged": told.flagged,
        "flags": dict(told.flags),
        "postings": {name: dict(counts) for name, counts in told.postings.items()},
        "total": told.total,
        "items": [shown_posting(found) for found in told.page],
    }


def shown_posting(found: Inspected) -> dict[str, Any]:
    """A flagged posting, contacts masked."""
    return {
        "id": found.key,
        "title": masked(found.title),
        "employer": masked(found.employer),
        "provinces": list(found.provinces),
        "flags": [shown_flag(flag) for flag in found.flags],
    }


def shown_flag(flag: Flag) -> dict[str, Any]:
    """A flag of a stored posting, its contact masked."""
    shown = MASKED if flag.kind == "contact" else masked(flag.surface)
    return {**flag.as_dict(), "surface": shown}


def masked(text: str) -> str:
    """A text without numbers and addresses of people."""
    return without_contacts(text).strip()
