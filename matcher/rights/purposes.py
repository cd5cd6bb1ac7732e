"""What personal data is used for, on which legal basis (UU 27/2022 Art. 20), and whether the person is asked.

``tables/purposes.tsv`` holds a purpose a line. Who uses a worker's data for one of them asks
``matcher.rights.purpose_limits`` first, where the person has a say: purpose limitation is Art. 16(2)b and Art. 28.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from taxonomy.errors import InputError, UnknownIdError
from taxonomy.tables import Row, read_table

_FILE = "purposes.tsv"
_COLUMNS = (
    *("purpose", "name_id", "basis", "asked", "per_tenant", "version"),
    *("data", "receives", "retention", "law", "code", "text_id"),
)


class Basis(StrEnum):
    """Legal basis, Art. 20(2): the letters of the law."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal_duty"
    VITAL_INTEREST = "vital_interest"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTEREST = "legitimate_interest"


LETTERS: Mapping[Basis, str] = dict(zip(Basis, "abcdef", strict=True))
"""Basis to its letter in Art. 20(2)."""


class Asked(StrEnum):
    """What the person has a say in."""

    OPT_IN = "opt_in"
    """Nothing is done before the person agrees."""
    OPT_OUT = "opt_out"
    """It is done until the person says no."""
    NONE = "none"
    """The law or the task demands it; the person may ask for restriction or erasure."""


class Purpose(StrEnum):
    """What personal data is used for; one line of the table each."""

    MATCHING = "matching"
    RECOMMENDATIONS = "recommendations"
    SHARE = "share"
    TRAINING = "training"
    LEARNING = "learning"
    STATISTICS = "statistics"
    FAIRNESS = "fairness"
    OVERSEAS = "overseas"
    ALERTS = "alerts"
    IDENTITY = "identity"
    RIGHTS = "rights"
    SECURITY = "security"


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeFacts:
    """One line of the table.

    Attributes:
        purpose: Which one.
        name_id: Its name for people, in Bahasa Indonesia.
        basis: Legal basis.
        asked: Whether and how the person is asked.
        per_tenant: Whether the person may agree for single tenants.
        version: Of ``text_id``; a consent says which one the person saw (Art. 21, 22).
        data: What is used.
        receives: Who gets to see it.
        retention: How long.
        law: Articles.
        code: Modules that do it.
        text_id: What the person is told, in plain Bahasa Indonesia.
    """

    purpose: Purpose
    name_id: str
    basis: Basis
    asked: Asked
    per_tenant: bool
    version: str
    data: str
    receives: str
    retention: str
    law: str
    code: str
    text_id: str


@lru_cache(maxsize=1)
def load_purposes() -> Mapping[Purpose, PurposeFacts]:
    """All purposes, in the order of the table.

    Raises:
        InputError: A line of the table cannot be read, or a purpose has none.
    """
    text = (resources.files("matcher.rights") / "tables" / _FILE).read_text(encoding="utf-8")
    return read_purposes(text)


def read_purposes(text: str) -> Mapping[Purpose, PurposeFacts]:
    """Purposes of a table.

    Raises:
        InputError: Names the line, or the purpose that has none.
    """
    found = {facts.purpose: facts for facts in (_facts(where, row) for where, row in read_table(text, _FILE, _COLUMNS))}
    missing = [purpose for purpose in Purpose if purpose not in found]
    if missing:
        raise InputError(wanted="a line for every purpose", found=f"none for {missing[0]}", where=_FILE)
    return found


def _facts(where: str, row: Row) -> PurposeFacts:
    try:
        facts = PurposeFacts(
            **{name: row[name] for name in ("name_id", "version", "data", "receives", "retention", "law", "code")},
            text_id=row["text_id"],
            purpose=Purpose(row["purpose"]),
            basis=Basis(row["basis"]),
            asked=Asked(row["asked"]),
            per_tenant={"yes": True, "no": False}[row["per_tenant"]],
        )
    except (ValueError, KeyError) as error:
        raise InputError(
            wanted="purpose, basis, asked and per_tenant as known", found=str(error), where=where
        ) from error
    if not all(row.values()):
        raise InputError(wanted="a value in every cell", found="an empty one", where=where)
    if (facts.basis is Basis.CONSENT) != (facts.asked is Asked.OPT_IN):
        raise InputError(wanted="consent asked exactly where it is the basis", found=f"{facts.asked}", where=where)
    return facts


def purpose_named(name: str, tenant: str = "") -> PurposeFacts:
    """The facts of a purpose that a person has a say in.

    Args:
        name: Of the purpose.
        tenant: For whom; empty for all.

    Raises:
        UnknownIdError: There is no such purpose.
        InputError: The person is not asked for it, or not for single tenants.
    """
    facts = load_purposes().get(name)  # type: ignore[call-overload]
    if facts is None:
        known = ", ".join(one for one, facts in load_purposes().items() if facts.asked is not Asked.NONE)
        raise UnknownIdError(wanted=f"one of {known}", found=name, where="purpose")
    if facts.asked is Asked.NONE:
        mend = "ask for restriction, objection or erasure instead"
        raise InputError(wanted=f"a purpose that a person decides; {mend}", found=name, where="purpose")
    if tenant and not facts.per_tenant:
        raise InputError(wanted=f"no tenant: {name} is decided for all", found=tenant, where="tenant")
    found: PurposeFacts = facts
    return found
