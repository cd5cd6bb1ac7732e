"""What the officers' pages show of people and postings, ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from api.serving import Serving
from api.web import views, words
from api.web.officer_words import PUT_OFFS, SECTIONS, WORK_KINDS
from api.web.tongue import Tongue
from indexes.placement_rows import StoredWork
from matcher.answers import Ranking
from matcher.engine import Engine
from matcher.explain import Explained
from matcher.impersonal import cleaned
from matcher.placement.judgements import ordered
from matcher.reason_words import score_word
from matcher.records import Kind, Posting, Worker
from taxonomy.errors import UnknownIdError


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record in a list.

    Attributes:
        key: Its key.
        title: Heading.
        facts: Beside it, none empty.
        score: Of the pair, in [0, 1]; None where there is none.
        points: Of a hundred.
        word: The score in words.
        has: Skills that match, the first few.
        lacks: Skills that are missing.
        verdict: An officer's judgement, a key of ``VERDICTS``, or empty.
        is_reviewed: Whether the person asked a human to look at the ranking.
    """

    key: str
    title: str
    facts: tuple[str, ...]
    score: float | None = None
    points: str = ""
    word: str = ""
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    verdict: str = ""
    is_reviewed: bool = False


def person_heading(engine: Engine, key: str, tongue: Tongue) -> str:
    """What a person is called on these pages: the work wished for, in the words of KBJI; never a name."""
    coded = engine.refresh().catalogues[Kind.WORKER].place(key).coded
    if not coded.occupations:
        return key
    return words.title(tongue, coded.occupations[0][0])


def person_row(serving: Serving, key: str, tongue: Tongue, found: Explained | None = None, verdict: str = "") -> Row:
    """A person in a list.

    Raises:
        UnknownIdError: Not stored, or not indexed.
    """
    coded = serving.engine.refresh().catalogues[Kind.WORKER].place(key).coded
    return Row(
        key=key,
        title=person_heading(serving.engine, key, tongue),
        facts=(*_wish(coded.title), *views.facts_of(tongue, serving, coded)),
        is_reviewed=key in serving.engine.limits.under_review({key}),
        **_scored(found, tongue),
        verdict=verdict,
    )


def _wish(title: str) -> tuple[str, ...]:
    """What somebody wishes for or did, in own words, without personal traits and contacts."""
    own = str(cleaned(title))[:80]
    return (f"“{own}”",) if own else ()


def posting_row(serving: Serving, key: str, tongue: Tongue, found: Explained | None = None, verdict: str = "") -> Row:
    """A posting in a list.

    Raises:
        UnknownIdError: Not stored, or not indexed.
    """
    posting = serving.engine.get(Kind.POSTING, key)
    assert isinstance(posting, Posting)
    coded = serving.engine.refresh().catalogues[Kind.POSTING].place(key).coded
    place = words.places(tongue, coded.region_codes, serving.engine.coder.gazetteer) or ", ".join(posting.places[:2])
    facts = (posting.employer, place, words.rupiah(tongue, coded.pay_low, coded.pay_high))
    return Row(
        key=key,
        title=posting.title,
        facts=tuple(fact for fact in facts if fact),
        **_scored(found, tongue),
        verdict=verdict,
    )


def _scored(found: Explained | None, tongue: Tongue) -> dict[str, Any]:
    if found is None:
        return {}
    return {
        "score": found.score,
        "points": words.points(tongue, found.score),
        "word": score_word(found.score, tongue.language),
        "has": tuple(label_of(one, tongue) for one in found.matched[:5]),
        "lacks": tuple(label_of(one, tongue) for one in found.missing if one["required"])[:5],
    }


def label_of(one: Mapping[str, Any], tongue: Tongue) -> str:
    """A skill in the reader's language."""
    return words.label(tongue, one)


def ranked_rows(serving: Serving, ranking: Ranking, kind: Kind, tongue: Tongue) -> list[Row]:
    """A ranking as officers see it, judged ones at their ends."""
    make = person_row if kind is Kind.WORKER else posting_row
    if not ranking.key:  # of words, not of a record
        verdicts = dict[str, str]()
    elif kind is Kind.WORKER:
        standing = serving.judgements.standing(posting=ranking.key)
        verdicts = {worker: one.verdict for (worker, _), one in standing.items()}
    else:
        standing = serving.judgements.standing(worker=ranking.key)
        verdicts = {posting: one.verdict for (_, posting), one in standing.items()}
    rows = list[Row]()
    for key, found in ordered([(one.key, one) for one in ranking.matches], verdicts):
        try:
            rows.append(make(serving, key, tongue, found, verdicts.get(key, "")))
        except UnknownIdError:
            continue  # deleted this moment
    return rows


def work_rows(serving: Serving, work: Sequence[StoredWork], client: str, now: datetime, tongue: Tongue) -> list[Any]:
    """What waits, in words, with who may take it."""
    rows: list[dict[str, Any]] = []
    for one in work:
        try:
            parts = [person_row(serving, one.worker_key, tongue)] if one.worker_key else []
            parts += [posting_row(serving, one.posting_key, tongue)] if one.posting_key else []
        except UnknownIdError:
            continue  # deleted, or not indexed yet
        days = max(0, (now - one.made_at).days)
        rows.append(
            {
                "id": one.id,
                "kind": tongue.gettext(WORK_KINDS[one.kind]),
                "parts": parts,
                "since": tongue.ngettext("%(n)s hari", "%(n)s hari", days) if days else tongue.gettext("hari ini"),
                "is_mine": one.holder == client and one.is_held_by_other("", now),
                "is_others": one.is_held_by_other(client, now),
                "reason": tongue.gettext(PUT_OFFS[one.reason]) if one.reason in PUT_OFFS else "",
                "note": cleaned(serving.queue.note(one)),
                "address": address_of(one),
            }
        )
    return rows


def address_of(work: StoredWork) -> str:
    """Where one works at it."""
    if work.worker_key and work.posting_key:
        asked = f"orang={quote(work.worker_key, safe='')}&lowongan={quote(work.posting_key, safe='')}"
        return f"/petugas/pasangan?{asked}&kerja={work.id}"
    where, key = ("orang", work.worker_key) if work.worker_key else ("lowongan", work.posting_key)
    return f"/petugas/{where}/{quote(key, safe='')}?kerja={work.id}"


def person_text(serving: Serving, key: str) -> list[tuple[str, str]]:
    """What a person wrote, without personal traits and contacts: name of the field and text."""
    worker = serving.engine.get(Kind.WORKER, key)
    assert isinstance(worker, Worker)
    fields = {
        "wish": worker.wish,
        "summary": worker.summary,
        "jobs": "\n".join(f"{job.title}. {job.description}" if job.description else job.title for job in worker.jobs),
        "skills": ", ".join(worker.skills),
        "licences": ", ".join(worker.licences),
        "education": " ".join(part for part in (worker.education, worker.study_programme) if part),
    }
    return [(SECTIONS[name], str(cleaned(text))) for name, text in fields.items() if text]
