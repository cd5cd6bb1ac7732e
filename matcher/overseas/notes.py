"""What an answer adds to matches with postings abroad; nothing is read where no posting is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from indexes.store import Store
from matcher.answers import Ranking, Subject
from matcher.catalogue import Catalogue
from matcher.codec import from_json
from matcher.coded import Coded
from matcher.impersonal import impersonal
from matcher.overseas.ad import Ad
from matcher.overseas.report import OverseasReport, check_ad, report_document, worker_requirements
from matcher.records import Kind, Posting, Record, Worker
from taxonomy.places import Gazetteer

_OCCUPATIONS = 2
"""Likeliest unit groups of a posting whose requirements are told; further ones would mislead."""


def with_overseas(
    ranking: Ranking, subject: Subject, catalogues: Mapping[str, Catalogue], store: Store, gazetteer: Gazetteer
) -> Ranking:
    """The ranking, with a note for each match between a worker and a posting abroad.

    Args:
        ranking: Matches of ``subject``.
        subject: A worker or a posting.
        catalogues: What was searched; says which postings are abroad.
        store: Holds the ads and the workers' own words.
        gazetteer: Reads the places of ads.
    """
    is_worker = subject.coded.kind == Kind.WORKER
    if not is_worker and not subject.coded.countries:
        return ranking
    found = {match.key: catalogues[_kind(is_worker)].place(match.key).coded for match in ranking.matches}
    wanted = [key for key, coded in found.items() if not is_worker or coded.countries]
    if not wanted:
        return ranking
    records = {key: _record(store, _kind(is_worker), key) for key in wanted}
    if is_worker:
        words = _words(subject.record)
        notes = {
            key: _note(_report(found[key], records[key], gazetteer), subject.coded, words)
            for key in wanted
            if records[key] is not None
        }
    else:
        report = _report(subject.coded, subject.record, gazetteer)
        notes = {key: _note(report, found[key], _words(records[key])) for key in wanted}
    return replace(ranking, overseas=notes)


def _kind(is_worker: bool) -> Kind:
    """What is found for the subject."""
    return Kind.POSTING if is_worker else Kind.WORKER


def _record(store: Store, kind: Kind, key: str) -> Record | None:
    stored = store.get(kind, key)
    return None if stored is None else from_json(kind, stored.payload)


def _report(coded: Coded, record: Record | None, gazetteer: Gazetteer) -> OverseasReport:
    """Of a posting abroad; its title alone speaks where the record is not at hand."""
    ad = Ad.of(record) if isinstance(record, Posting) else Ad(title=coded.title)
    codes: Sequence[str] = [code for code, _ in coded.occupations[:_OCCUPATIONS]]
    return check_ad(ad, gazetteer, codes)


def _note(report: OverseasReport, worker: Coded, words: str) -> Mapping[str, Any]:
    return {**report_document(report), "requirements": worker_requirements(report, worker, words)}


def _words(record: Record | None) -> str:
    """A worker's own words, cleaned, a line each."""
    if not isinstance(record, Worker):
        return ""
    own = impersonal(record)
    jobs = [f"{job['title']}. {job['description']}" for job in own["jobs"]]
    return "\n".join([own["summary"], own["wish"], *own["skills"], *own["licences"], *jobs])
