"""What of a record is shown: to who keeps it, and of a worker to everybody else."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.access.caller import Caller
from api.day import today
from api.schemas_records import RecordResponse, Vacancy
from api.serving import Serving
from matcher.engine import Engine
from matcher.impersonal import cleaned, impersonal
from matcher.records import Kind, Posting, Record, Worker
from matcher.vacancy_card import vacancy_card
from taxonomy.errors import GenerationError


def whole_answer(serving: Serving, kind: Kind, key: str) -> bytes:
    """The answer to GET: its bytes decide its entity tag."""
    record = serving.engine.get(kind, key)
    codes, vacancy = codes_of(serving.engine, kind, key), _vacancy(serving.engine, record)
    answer = RecordResponse(id=record.key, kind=kind, record=content_of(record), codes=codes, vacancy=vacancy)
    return answer.model_dump_json().encode()


def content_of(record: Record) -> dict[str, Any]:
    """The fields of a record that others may see; a worker's own words without personal traits and contacts."""
    return impersonal(record) if isinstance(record, Worker) else asdict(record)


def worker_seen(engine: Engine, key: str, caller: Caller) -> bytes:
    """A worker as the caller may see it: of a foreign one neither key, source nor hash, and clean words alone."""
    record = engine.get(Kind.WORKER, key)
    assert isinstance(record, Worker)
    content, codes = impersonal(record), codes_of(engine, Kind.WORKER, key)
    if caller.is_foreign(key):
        content = {name: value for name, value in content.items() if name != "provenance"}
        codes = None if codes is None else {**_clean_codes(codes), "key": caller.shown(key)}
    answer = RecordResponse(id=caller.shown(key), kind=Kind.WORKER, record=content, codes=codes)
    return answer.model_dump_json().encode()


def _clean_codes(codes: dict[str, Any]) -> dict[str, Any]:
    """Codes with what they hold of a worker's own words cleaned."""
    skills = [{**skill, "surface": cleaned(skill["surface"])} for skill in codes["skills"]]
    return codes | {"skills": skills} | {name: cleaned(codes[name]) for name in ("title", "shift_words", "night_words")}


def _vacancy(engine: Engine, record: Record) -> Vacancy | None:
    if not isinstance(record, Posting):
        return None
    card = vacancy_card(record, engine.store.cluster_of(record.key), today())
    return Vacancy.model_validate(card.as_dict())


def codes_of(engine: Engine, kind: Kind, key: str) -> dict[str, Any] | None:
    """What was worked out from a stored record; None until it is indexed."""
    try:
        catalogue = engine.refresh().catalogues[kind]
    except GenerationError:
        return None
    return asdict(catalogue.place(key).coded) if key in catalogue else None
