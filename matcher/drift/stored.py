"""Stored postings as drift sees them, and what people have said of their titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson

from indexes.store import Store
from matcher.ad_inspection.rewrite import language_of
from matcher.codec import from_json
from matcher.drift.profile import Profile, Seen, profile_from, title_of
from matcher.home import Home
from matcher.posting_facts import stated_unit
from matcher.records import Kind, Posting
from matcher.skill_coding import SkillCoder
from matcher.texts import title_item
from taxonomy.coder import NO_WORK, TitleCoder
from taxonomy.errors import InputError
from taxonomy.title_item import TitleItem

BUNDLED_PROFILE = Path(__file__).parents[1] / "data" / "drift_profile.json"
READ_FOR_PHRASES = 200
"""Postings whose phrases of skills are read, evenly drawn: reading takes milliseconds each."""

READ_FOR_TRUTH = 500
"""Postings whose source states the code that are coded to see whether the coder says the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDrift:
    """The last report of a home.

    Attributes:
        made_at: When, UTC.
        values: Figure to value.
        drifted: Names of the figures that had drifted.
    """

    made_at: datetime
    values: Mapping[str, float]
    drifted: frozenset[str]


def last_drift(home: Home) -> LastDrift | None:
    """The last report of ``sepadan drift``; None where there is none that can be read."""
    try:
        told = orjson.loads(home.drift.read_bytes())
        return LastDrift(
            made_at=datetime.fromisoformat(told["made_at"]),
            values={figure["name"]: float(figure["value"]) for figure in told["figures"]},
            drifted=frozenset(told["drifted"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def stored_postings(store: Store, fingerprint: str, since: date | None) -> Iterator[tuple[Posting, Seen]]:
    """Coded postings, by key, with what drift sees of them.

    Args:
        store: Where they lie.
        fingerprint: Of the coder in use; what it has not coded yet is left out.
        since: Only those read on this day (UTC) or later; all when None.

    Raises:
        StoreError: A record is not what was written.
    """
    for coded, stored in store.derived_like(Kind.POSTING, fingerprint):
        posting = from_json(Kind.POSTING, stored.payload)
        if not isinstance(posting, Posting) or (since and posting.provenance.fetched_at.date() < since):
            continue
        values: dict[str, Any] = orjson.loads(coded)
        occupations = values["occupations"]
        yield (
            posting,
            Seen(
                title=title_of(posting.title),
                occupation=occupations[0][0] if occupations and not values["uncertain"] else "",
                is_uncertain=bool(values["uncertain"]),
                language=language_of(f"{posting.title}\n{posting.description}"),
                source=posting.provenance.source,
            ),
        )


def with_phrases(found: Sequence[tuple[Posting, Seen]], finder: SkillCoder, most: int = READ_FOR_PHRASES) -> list[Seen]:
    """What drift sees, with phrases of skills where an evenly drawn part was read for them.

    Args:
        found: Postings.
        finder: Reads ads.
        most: How many are read.
    """
    step = max(1, -(-len(found) // most)) if most else len(found) + 1
    rows = range(0, len(found) if most else 0, step)
    read = finder.ad_mentions([found[row][0].description for row in rows])
    seen = [one for _, one in found]
    for row, mentions in zip(rows, read, strict=True):
        unlinked = sum(not mention.skill_id for mention in mentions)
        seen[row] = replace(seen[row], phrases=len(mentions), unlinked=unlinked)
    return seen


def told_truth(
    found: Sequence[tuple[Posting, Seen]], settled: Mapping[str, str], coder: TitleCoder
) -> list[tuple[float, bool]]:
    """First score of the coder, asked without what people said, and whether its code is theirs.

    People say it by settling a title (stewards), and by stating the code of a posting (sources, and employers and
    officers who correct one).

    Args:
        found: Postings.
        settled: Normalised title to unit group or ``NO_WORK``; those alone count that a posting has.
        coder: Codes titles.
    """
    titles = {seen.title for _, seen in found}
    items = [(TitleItem(title=title), code) for title, code in sorted(settled.items()) if title in titles]
    stated = [(title_item(posting), code) for posting, _ in found if (code := stated_unit(posting))]
    items += stated[:READ_FOR_TRUTH]
    codings = coder.code([item for item, _ in items])
    told: list[tuple[float, bool]] = []
    for (_, code), coding in zip(items, codings, strict=True):
        if coding.candidates and not (coding.uncertain and code == NO_WORK):
            told.append((coding.candidates[0].score, coding.candidates[0].code == code))
    return told


def read_profile(path: Path) -> Profile:
    """A profile out of its file.

    Raises:
        InputError: It cannot be read, or is none.
    """
    try:
        document = orjson.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(wanted="a profile of postings", found=str(error), where=str(path)) from error
    return profile_from(document, str(path))
