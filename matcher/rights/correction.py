"""Puts right what is kept of a worker (UU 27/2022 Art. 6, 30): words in the template, identity fields in the vault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from indexes.identity_vault import Vault
from matcher.codec import to_stored
from matcher.engine import Engine
from matcher.filling import fill, raw_hash
from matcher.forms import WorkerForm
from matcher.identity import identity_of, is_identity
from matcher.records import Kind, Worker
from taxonomy.errors import ConfigError, InputError


def worker_template(worker: Worker) -> dict[str, Any]:
    """A worker as the template has it: what ``POST /v1/workers`` takes gives the same record again.

    Args:
        worker: As stored.
    """
    fields = asdict(worker)
    del fields["provenance"]
    jobs = [{name: value for name, value in job.items() if value not in (None, "")} for job in fields["jobs"]]
    told: dict[str, Any] = {name: [*value] if isinstance(value, tuple) else value for name, value in fields.items()}
    kept = {name: value for name, value in {**told, "jobs": jobs}.items() if value not in (None, "", [])}
    return {"id": worker.key, "source": worker.provenance.source, **kept}


def correct_worker(engine: Engine, vault: Vault | None, key: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Replace fields of a worker; the record is coded anew and can be found at once.

    Args:
        engine: Holds the worker.
        vault: Seals identity fields; None where none are kept.
        key: Of the worker.
        fields: Name of the template, or of an identity field, to the right value; null or empty removes it.

    Returns:
        Content hashes ``before`` and ``after``, and the names of the ``fields``.

    Raises:
        UnknownIdError: Not stored.
        InputError: A field that cannot be read, or one that says which record it is.
        ConfigError: An identity field where no identity is kept.
    """
    for name in ("id", "source", "fetched_at"):
        if name in fields:
            raise InputError(wanted="fields that may change", found=name, where=f"fields.{name}")
    worker = engine.get(Kind.WORKER, key)
    assert isinstance(worker, Worker)
    identity = {name: value for name, value in fields.items() if is_identity(name)}
    if identity and vault is None:
        raise ConfigError("rights: wanted identity keys, which names and contacts are sealed with, found none")
    words = {name: value for name, value in fields.items() if name not in identity}
    raw = {name: value for name, value in {**worker_template(worker), **words}.items() if value is not None}
    made = fill(WorkerForm, raw, "fields").to_record(worker.provenance.source, raw_hash(raw))
    before, after = to_stored(worker).content_hash, to_stored(made).content_hash
    if words:
        engine.upsert([made])
    if identity and vault is not None:
        _seal(engine, vault, key, identity)
    return {"before": before, "after": after, "fields": sorted(fields)}


def _seal(engine: Engine, vault: Vault, key: str, changed: Mapping[str, Any]) -> None:
    held = engine.store.identity(Kind.WORKER, key, vault) or {}
    removed = {name for name, value in changed.items() if value in (None, "")}
    gone = identity_of(dict.fromkeys(removed, "x"))
    kept = {name: value for name, value in held.items() if name not in gone}
    engine.store.put_identity(Kind.WORKER, {key: {**kept, **identity_of(changed)}}, vault)
