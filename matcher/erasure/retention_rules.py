"""The rules of retention as a table: what is kept how long, from when, on which ground, and who removes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from taxonomy.errors import InputError
from taxonomy.tables import read_table

_COLUMNS = ("rule", "kind", "days", "notice_days", "from", "does", "by", "basis")
_DOES = frozenset({"erase", "delete"})
_BY = frozenset({"sepadan", "operator"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """How long one kind of data is kept.

    Attributes:
        name: Key, ``worker-inactive``.
        kind: What it is about.
        days: Days after which it goes.
        notice_days: Days before that in which people are told; 0 where nobody is.
        counted_from: From when the days count, in words.
        does: ``erase`` reaches every copy, ``delete`` the thing itself.
        by: ``sepadan``, or ``operator`` where it lies out of reach.
        basis: The law that it rests on.
    """

    name: str
    kind: str
    days: int
    notice_days: int
    counted_from: str
    does: str
    by: str
    basis: str


@lru_cache(maxsize=1)
def load_retention_rules() -> Mapping[str, RetentionRule]:
    """Name to rule, in the order of the table.

    Raises:
        InputError: The table in the package is faulty.
    """
    text = (resources.files("matcher.erasure") / "tables" / "retention.tsv").read_text(encoding="utf-8")
    return rules_of(text, "retention.tsv")


def rules_of(text: str, name: str) -> dict[str, RetentionRule]:
    """The rules of a table.

    Args:
        text: The table, its header first.
        name: File name, for messages.

    Raises:
        InputError: A line is not as it should be; names it.
    """
    found: dict[str, RetentionRule] = {}
    for where, row in read_table(text, name, _COLUMNS):
        if not (row["days"].isdecimal() and row["notice_days"].isdecimal() and int(row["days"]) > 0):
            wanted = "whole days, 1 or more, and 0 or more of notice"
            raise InputError(wanted=wanted, found=f"{row['days']}, {row['notice_days']}", where=where)
        if row["does"] not in _DOES or row["by"] not in _BY:
            wanted = "erase or delete, by sepadan or operator"
            raise InputError(wanted=wanted, found=f"{row['does']}, {row['by']}", where=where)
        found[row["rule"]] = RetentionRule(
            name=row["rule"],
            kind=row["kind"],
            days=int(row["days"]),
            notice_days=int(row["notice_days"]),
            counted_from=row["from"],
            does=row["does"],
            by=row["by"],
            basis=row["basis"],
        )
    return found
