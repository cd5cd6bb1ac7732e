"""Everything that can be checked of an installation: store, identities, generations, and that both say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from indexes.identity_vault import Vault
from indexes.store import Store
from matcher.build import KINDS
from matcher.catalogue import Catalogue
from matcher.home import Home
from matcher.inspection import Generations, served_fingerprint
from matcher.serving import ServedState
from matcher.vocabulary import load_vocabulary
from taxonomy.errors import GenerationError, SepadanError, VectorServerError

_LOOKS = 5
"""Times that keys are compared again because records were written meanwhile."""

_RESEND = "delete the record (DELETE /v1/...) and send it again, or restore a backup into a new --home"
_RESTORE = "restore the newest whole backup into a new --home"
_BUILD = "run 'sepadan build'"

_MENDS = (
    ("record of", _RESEND),
    ("derived of", _RESEND),
    (
        "outcome of",
        "delete the worker (DELETE /v1/workers/...) and send it and its outcomes again, or restore a backup",
    ),
    ("store: identity", _RESEND),
    ("identity keys", "set SEPADAN_IDENTITY_KEYS to all keys that were ever used"),
    ("generation", _BUILD),
)
"""Beginning of a fault of the store to its mend; all others need a backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        where: ``store``, ``generation NAME`` or ``index``.
        fault: What was wanted and what was found.
        mend: What to do.
    """

    where: str
    fault: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was checked, and what is wrong.

    Attributes:
        records: Kind to number of records stored.
        generations: Generations that were checked, the one that serves first.
        identities: Whether identities were opened: that takes their keys.
        faults: All faults; empty when everything is as it was written.
    """

    records: Mapping[str, int]
    generations: list[str]
    identities: bool
    faults: list[Fault]


def verify(store: Store, home: Home, vault: Vault | None = None) -> Verified:
    """Check an installation; others may go on writing to it.

    Args:
        store: The truth.
        home: Where the generations lie.
        vault: Opens the identities; they are passed over when None.

    Raises:
        StoreError: The store cannot be read at all.
    """
    faults = [Fault(where="store", fault=fault, mend=_mend_of(fault)) for fault in store.check(vault)]
    checked: list[str] = []
    try:
        for found in Generations(home, store).all():
            # What a killed build left harms nothing and is removed by the next one.
            if found.is_recorded:
                checked.append(found.name)
                faults += [_of_generation(found.name, found.fault)] if found.fault else []
        if checked:
            faults += _key_faults(store, home)
    except SepadanError as error:
        # A store that is damaged was told of above, and may well refuse what the rest needs.
        faults.append(Fault(where="index", fault=str(error), mend="mend the store first, then verify again"))
    return Verified(records=store.counts(), generations=checked, identities=vault is not None, faults=faults)


def _mend_of(fault: str) -> str:
    return next((mend for beginning, mend in _MENDS if fault.startswith(beginning)), _RESTORE)


def _of_generation(name: str, fault: str) -> Fault:
    return Fault(where=f"generation {name}", fault=fault, mend=f"{_BUILD}, then 'sepadan generations prune'")


def _key_faults(store: Store, home: Home) -> list[Fault]:
    """Whether what can be found is what is stored: every coded record once, and nothing else."""
    fingerprint = served_fingerprint(home)
    served = ServedState(home, store, fingerprint, load_vocabulary(), counts=False)
    for _ in range(_LOOKS):
        revision = store.revision()
        try:
            catalogues = served.open()
        except (GenerationError, VectorServerError):  # told of already, generation by generation
            return []
        faults = [
            fault
            for kind in KINDS
            for fault in compare(str(kind), catalogues[kind], store.derived_hashes(kind, fingerprint))
        ]
        if store.revision() == revision:
            return faults
    fault = f"wanted no writing while keys are compared, found some {_LOOKS} times"
    return [Fault(where="index", fault=fault, mend="verify again when less is written")]


def compare(kind: str, catalogue: Catalogue, stored: Mapping[str, str]) -> Iterator[Fault]:
    """Faults of what can be found of a kind.

    Args:
        kind: Of the records.
        catalogue: What can be found.
        stored: Key to content hash of the coded records of the store.
    """
    seen: set[str] = set()
    for segment in catalogue.segments:
        for row in np.flatnonzero(segment.alive).tolist():
            key = segment.key(row)
            if key in seen:
                yield _of_key(kind, key, "once", "twice")
            elif key not in stored:
                yield _of_key(kind, key, "nowhere, as no coded record has this key", "in the index")
            seen.add(key)
    for key in stored:
        if key not in seen:
            yield _of_key(kind, key, "in the index", "nowhere")


def _of_key(kind: str, key: str, wanted: str, found: str) -> Fault:
    return Fault(where="index", fault=f"{kind} {key}: wanted {wanted}, found {found}", mend=_BUILD)
