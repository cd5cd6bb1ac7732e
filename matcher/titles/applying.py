"""Codes anew what settled titles change, and nothing else.

A settled title is no part of the coder's fingerprint, for then each answer would have every record of the installation
coded again. Instead each coded record says which settled titles it rests on; one that rests on others than count now is
stale, and is coded anew by the coder that codes everything else. Whoever runs this twice changes nothing the second
time, so that it may be cut short, and run by a page, a command and a build at once.
"""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import orjson

from indexes.rows import StoredRecord
from indexes.store import Store
from indexes.title_rows import TitleRun
from matcher.codec import from_json
from matcher.coded_writes import derived_rows
from matcher.records import Kind
from matcher.titles.used import settled_of
from taxonomy.text import fold, plain

if TYPE_CHECKING:
    from matcher.coding import RecordCoder

_BATCH = 64
_WORD = re.compile(r"\w+")
_MARK = '"settled":['
"""Stands in the codes of what rests on a settled title, and nowhere else: quotes within a text are escaped."""

Tell = Callable[[int, int], None]
"""Called with (records coded anew, records to code anew)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A record whose codes rest on other settled titles than count now."""

    kind: str
    record: StoredRecord


def is_due(store: Store) -> bool:
    """Whether something was said of answers since records were last coded anew."""
    runs = store.title_runs(1)
    return store.last_title_review() > (runs[0].upto if runs else 0)


def apply(store: Store, coder: RecordCoder, tell: Tell | None = None) -> TitleRun:
    """Code anew every stale record; says how many of each kind there were, and keeps that where it says something.

    Args:
        store: The truth.
        coder: Codes them; it asks ``coder.settled`` itself.
        tell: Told of progress.

    Raises:
        StoreError: The database refused.
    """
    upto, is_news = store.last_title_review(), is_due(store)
    stale = [one for kind in Kind for one in stale_records(store, kind, coder.fingerprint, coder.settled())]
    counts: Counter[str] = Counter(one.kind for one in stale)
    for at in range(0, len(stale), _BATCH):
        code_anew(store, coder, [one.record for one in stale[at : at + _BATCH]])
        if tell is not None:
            tell(min(at + _BATCH, len(stale)), len(stale))
    run = TitleRun(
        id=f"run_{secrets.token_hex(12)}",
        upto=upto,
        postings=counts[Kind.POSTING],
        workers=counts[Kind.WORKER],
        courses=counts[Kind.COURSE],
        made_at=datetime.now(UTC),
    )
    if stale or is_news:
        store.put_title_run(run)
    return run


def code_anew(store: Store, coder: RecordCoder, records: Sequence[StoredRecord]) -> None:
    """Code records and keep their codes; what was replaced meanwhile is left as it is."""
    codings = coder.code([from_json(one.kind, one.payload) for one in records])
    store.save_derived(derived_rows(records, codings, coder.fingerprint))


def stale_records(store: Store, kind: Kind, fingerprint: str, settled: Mapping[str, str]) -> Iterator[Stale]:
    """The records of a kind that were coded by other settled titles than count now, by key.

    What was not coded yet, or by another coder, is no part of it: it is coded anyway, by what counts then.

    Args:
        store: The truth.
        kind: Kind of record.
        fingerprint: Of the coder in use.
        settled: Normalised titles to answers.
    """
    first_words = {words[0] for title in settled if (words := _WORD.findall(title))}
    for derived, stored in store.derived_like(kind, fingerprint, None if settled else _MARK):
        is_marked = _MARK in derived
        if not is_marked and first_words.isdisjoint(_words_of(kind, stored.payload)):
            continue
        coded_by = tuple(orjson.loads(derived).get("settled", ()))
        if coded_by != settled_of(from_json(kind, stored.payload), settled):
            yield Stale(kind=kind, record=stored)


def _words_of(kind: Kind, payload: str) -> list[str]:
    """Words of which one begins each title that ``settled_of`` may look at; cheaper than reading the whole record."""
    values = orjson.loads(payload)
    if kind is Kind.WORKER:
        jobs = values.get("jobs") or ()
        told = [values.get("wish", ""), jobs[0].get("title", "") if jobs else values.get("summary", "")]
    else:
        told = [values.get("title", "")]
    return _WORD.findall(fold(plain("\n".join(str(text) for text in told))))
