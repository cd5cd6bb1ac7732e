"""Stored postings as rows of industry, occupation, province and month: what the industry tables count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexes.store import Store
from matcher.codec import from_json
from matcher.coded import coded_from_json
from matcher.employer_industries import Tell, code_employers, employers_of
from matcher.records import Kind, Posting
from taxonomy.industries import load_industries
from taxonomy.industry_coder import TOLD_FROM, IndustryCoder
from taxonomy.industry_text import IndustryItem

NOT_TOLD = ""
"""Division of an employer that nobody could place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingFact:
    """One stored posting.

    Attributes:
        employer: Folded name; empty where it is not named.
        division: KBLI division of the employer, or ``NOT_TOLD``.
        occupation: KBJI unit group of the posting; empty where it is not coded, or coded as a guess.
        provinces: Codes of the provinces that it names, two digits each; empty where it names none.
        month: ``2025-07``; empty where the date is not known.
        openings: People wanted; 1 where the posting does not say.
    """

    employer: str
    division: str
    occupation: str
    provinces: tuple[str, ...]
    month: str
    openings: int

    @property
    def section(self) -> str:
        """Section of the division, or ``NOT_TOLD``."""
        return load_industries().get(self.division).section if self.division else NOT_TOLD


def posting_facts(
    store: Store, fingerprint: str, coder: IndustryCoder, home: Path, tell: Tell | None = None
) -> list[PostingFact]:
    """A row for each stored posting, by key; employers are coded once and kept in the home.

    Args:
        store: Where postings and their codes lie.
        fingerprint: Of the coder whose occupations are wanted.
        coder: Codes employers that the home does not hold.
        home: Folder of the installation.
        tell: Told of progress: employers coded, employers to code.

    Raises:
        StoreError: The store cannot be read.
    """
    rows = list(_read(store, fingerprint))
    employers = code_employers(employers_of((key, item) for key, item, _ in rows), coder, home, tell)
    found: list[PostingFact] = []
    for _, item, fact in rows:
        name = " ".join(item.name)
        own = employers.get(name)
        division = own.division if own and own.score >= TOLD_FROM else NOT_TOLD
        found.append(PostingFact(employer=name, division=division, **fact))
    return found


def _read(store: Store, fingerprint: str) -> Iterator[tuple[str, IndustryItem, dict[str, Any]]]:
    for change in store.changes(Kind.POSTING, fingerprint, 0):
        if not change.content_hash:
            continue
        posting = from_json(Kind.POSTING, change.payload)
        assert isinstance(posting, Posting)
        coded = coded_from_json(change.derived.coded) if change.derived else None
        codes = coded.region_codes if coded else posting.region_codes
        is_sure = coded is not None and bool(coded.occupations) and not coded.uncertain
        fact: dict[str, Any] = {
            "occupation": coded.occupations[0][0] if coded and is_sure else "",
            "provinces": tuple(sorted({code[:2] for code in codes})),
            "month": f"{posting.posted_on:%Y-%m}" if posting.posted_on else "",
            "openings": posting.openings or 1,
        }
        item = IndustryItem(employer=posting.employer, title=posting.title, text=posting.description)
        yield posting.key, item, fact


def named(facts: Iterable[PostingFact]) -> Iterator[PostingFact]:
    """Those whose industry was told."""
    return (fact for fact in facts if fact.division)
