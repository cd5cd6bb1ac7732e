"""Why a seeker does not want a posting: fixed choices, for free words would often be about who people are."""

from __future__ import annotations

from collections.abc import Mapping

from api.web.tongue import N_

REASONS: Mapping[str, str] = {
    "jauh": N_("Terlalu jauh"),
    "upah": N_("Upahnya kurang"),
    "bidang": N_("Bukan bidang saya"),
    "jam": N_("Jam kerjanya"),
    "curiga": N_("Lowongannya mencurigakan"),
    "lain": N_("Alasan lain"),
}
"""Code to words. None of them names a trait that the law protects, and none is taught to the ranking: see
docs/decisions/0033-seeker-pages.md."""


def read_hidden(value: str) -> tuple[str, str]:
    """Reason and key out of the value of a button (``jauh contoh:p-1``); an unknown reason is ``lain``."""
    reason, _, key = value.strip().partition(" ")
    return (reason if reason in REASONS else "lain", key.strip()[:400]) if key else ("lain", reason[:400])
