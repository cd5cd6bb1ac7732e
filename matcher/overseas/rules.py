"""What a check or a warning says, and the law behind it (``tables/checks.tsv``, ``tables/warnings.tsv``).

UU 18/2017 (Pelindungan Pekerja Migran Indonesia), PP 59/2021, Peraturan BP2MI 9/2020, Permenaker 10/2019, Kepmenaker
260/2015, UU 21/2007 (trafficking), UU 6/2011 (immigration); as of December 2025.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal, get_args

from taxonomy.errors import InputError
from taxonomy.tables import read_table

AS_OF = "2025-12"
"""Month of which the rules tell."""

Status = Literal["ok", "missing", "violated", "not_applicable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a finding means.

    Attributes:
        rule: Law or decision.
        explains_id: In Indonesian.
        explains_en: In English.
    """

    rule: str
    explains_id: str
    explains_en: str


NOT_OVERSEAS = Rule(
    rule="UU 18/2017 pasal 1",
    explains_id="Iklan ini bukan pekerjaan di luar negeri.",
    explains_en="This ad is not for work abroad.",
)
"""Of every check of an ad for work at home."""


def rule_of(check: str, status: Status) -> Rule:
    """What a status of a check means."""
    return _check_rules()[(check, status)]


def rule_of_warning(kind: str) -> Rule:
    """What a kind of warning means."""
    return _warning_rules()[kind]


@lru_cache(maxsize=1)
def _check_rules() -> Mapping[tuple[str, str], Rule]:
    columns = ("check", "status", "rule", "explains_id", "explains_en")
    found: dict[tuple[str, str], Rule] = {}
    for where, row in read_table(_table("checks.tsv"), "checks.tsv", columns):
        if row["status"] not in get_args(Status):
            raise InputError(wanted=f"one of {', '.join(get_args(Status))}", found=row["status"], where=where)
        found[(row["check"], row["status"])] = _rule(row, where)
    return found


@lru_cache(maxsize=1)
def _warning_rules() -> Mapping[str, Rule]:
    columns = ("kind", "rule", "explains_id", "explains_en")
    rows = read_table(_table("warnings.tsv"), "warnings.tsv", columns)
    return {row["kind"]: _rule(row, where) for where, row in rows}


def _rule(row: Mapping[str, str], where: str) -> Rule:
    rule = Rule(rule=row["rule"], explains_id=row["explains_id"], explains_en=row["explains_en"])
    if not (rule.rule and rule.explains_id and rule.explains_en):
        raise InputError(wanted="a rule and what it explains in both languages", found=dict(row), where=where)
    return rule


def _table(name: str) -> str:
    return (resources.files("matcher.overseas") / "tables" / name).read_text(encoding="utf-8")
