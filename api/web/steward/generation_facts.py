"""What the manifests of generations say, in the reader's words: of one, of two beside each other, and between both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from api.web.steward.words import KINDS_MANY
from api.web.tongue import N_, Tongue
from indexes.store import Store
from matcher.records import Kind

_FACTS: Mapping[str, str] = {
    "made_at": N_("Dibuat"),
    "revision": N_("Revisi data"),
    "fingerprint": N_("Pengode dan encoder"),
    "vocabulary": N_("Tabel istilah"),
    "classification": N_("Klasifikasi jabatan"),
    "dim": N_("Panjang vektor"),
    "normalisation": N_("Penormalan vektor"),
    "store_id": N_("Basis data"),
    "format": N_("Versi bentuk"),
}
"""Facts of a manifest and their words."""


def facts_beside(
    older: Mapping[str, Any], newer: Mapping[str, Any], tongue: Tongue
) -> list[tuple[str, str, str, bool]]:
    """Fact, both values, and whether they are the same."""
    values = [
        (tongue.gettext(label), *(_said(name, of, tongue) for of in (older, newer))) for name, label in _FACTS.items()
    ]
    return [(label, one, other, one == other) for label, one, other in values]


def facts_of(manifest: Mapping[str, Any], tongue: Tongue) -> list[tuple[str, str]]:
    """Fact and value, of those that the manifest has."""
    return [(tongue.gettext(label), _said(key, manifest, tongue)) for key, label in _FACTS.items() if key in manifest]


def _said(name: str, manifest: Mapping[str, Any], tongue: Tongue) -> str:
    value = manifest.get(name, "")
    if name == "made_at" and value:
        return tongue.moment(datetime.fromisoformat(value))
    return tongue.number(value) if isinstance(value, int) else str(value)


def counts_of(manifest: Mapping[str, Any], tongue: Tongue) -> list[tuple[str, str]]:
    """Kind and how many records of it are indexed."""
    counts = manifest.get("counts", {})
    return [(tongue.gettext(KINDS_MANY[kind]), tongue.number(counts.get(str(kind), 0))) for kind in Kind]


def counts_beside(older: Mapping[str, Any], newer: Mapping[str, Any], tongue: Tongue) -> list[tuple[str, ...]]:
    """Kind, both counts and the difference with its sign."""
    rows: list[tuple[str, ...]] = []
    for kind in Kind:
        one, other = (int(of["counts"].get(str(kind), 0)) for of in (older, newer))
        sign = "+" if other > one else "−" if other < one else ""
        moved = f"{sign}{tongue.number(abs(other - one))}"
        rows.append((tongue.gettext(KINDS_MANY[kind]), tongue.number(one), tongue.number(other), moved))
    return rows


def changes_between(store: Store, older: int, newer: int, tongue: Tongue) -> list[tuple[str, ...]]:
    """Kind, and how many records were last written and deleted between both, and since the newer one."""
    return [
        (
            tongue.gettext(KINDS_MANY[kind]),
            *(tongue.number(count) for count in store.written_between(kind, older, newer)),
            *(tongue.number(count) for count in store.written_between(kind, newer)),
        )
        for kind in Kind
    ]
