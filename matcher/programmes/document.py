"""Programmes, and what came of holding them against a person, as documents for the API and the command line.

No answer of the person is repeated in any of them: a rule says whether it is met and whether the record or the answers
told so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from matcher.programmes.conditions import Condition
from matcher.programmes.eligibility import STALE_DAYS, RuleChecked
from matcher.programmes.fit import Findings, Ranked
from matcher.programmes.questions import Question
from matcher.programmes.rules import Benefit, Held, Programme, Registry, Rule

NOTE = {
    "id": "Hasil ini menurut syarat yang tertulis di sini, bukan keputusan. Seleksi, kuota, kesehatan dan berkas "
    "diputuskan penyelenggara; yang belum diverifikasi ditandai.",
    "en": "By the rules that stand here, no decision. Selection, quota, health and papers are up to who runs it; what "
    "is not verified is marked.",
}
"""Stands under every result."""

_SENTENCES = ("name", "says", "also", "apply")


def findings_document(findings: Findings, registry: Registry, k: int) -> dict[str, Any]:
    """The best k programmes for a person, with every rule, and what to ask next."""
    counts = Counter[str](one.checked.verdict for one in findings.ranked)
    verdicts = ("eligible", "need_to_know", "not_eligible", "not_running")
    return {
        "as_of": findings.day.isoformat(),
        "needs": [need_document(registry, need) for need in findings.needs],
        "counts": {verdict: counts[verdict] for verdict in verdicts},
        "programmes": [_ranked(one, findings.day) for one in findings.ranked[:k]],
        "questions": [
            {**question_document(registry.questions[field]), "programmes": count} for field, count in findings.questions
        ],
        "note_id": NOTE["id"],
        "note_en": NOTE["en"],
    }


def _ranked(one: Ranked, day: date) -> dict[str, Any]:
    checked = one.checked
    return {
        **programme_entry(checked.programme, day),
        "verdict": checked.verdict,
        "serves": list(one.serves),
        "verified": checked.is_verified,
        "rules": [_checked(rule) for rule in checked.rules],
        "asks": list(checked.asks),
        "benefits": [benefit_document(benefit) for benefit in checked.benefits],
    }


def _checked(one: RuleChecked) -> dict[str, Any]:
    return {**rule_document(one.rule), "state": one.state, "origin": one.origin}


def need_document(registry: Registry, need: str) -> dict[str, str]:
    """A need with its names."""
    return {"id": need, **_both("name", registry.needs[need].name)}


def question_document(question: Question) -> dict[str, Any]:
    """A question, and what may be answered."""
    is_number = question.kind == "number"
    return {
        "field": question.field,
        "kind": question.kind,
        "least": question.least if is_number else None,
        "most": question.most if is_number else None,
        "choices": list(question.choices),
        "personal": question.is_personal,
        **_both("asks", question.asks),
    }


def programme_entry(programme: Programme, day: date) -> dict[str, Any]:
    """A programme without its rules and benefits, on a day."""
    return {
        "id": programme.id,
        "kind": programme.kind,
        "owner": programme.owner,
        "status": programme.status,
        "phase": programme.phase(day),
        "serves_needs": list(programme.needs),
        **{name: words for part in _SENTENCES for name, words in _both(part, getattr(programme, part)).items()},
        "held": held_document(programme.held),
        "stale": (day - programme.held.as_of).days > STALE_DAYS,
    }


def programme_document(programme: Programme, day: date) -> dict[str, Any]:
    """A programme with all its rules and benefits, those of other days too."""
    return {
        **programme_entry(programme, day),
        "rules": [rule_document(rule) for rule in programme.rules],
        "benefits": [benefit_document(benefit) for benefit in programme.benefits],
    }


def rule_document(rule: Rule) -> dict[str, Any]:
    """A rule as it stands in the table."""
    return {
        "id": rule.id,
        "one_of": rule.one_of,
        "field": rule.condition.question.field,
        "operator": rule.condition.operator,
        "value": _value(rule.condition),
        **_both("reason", rule.reason),
        "held": held_document(rule.held),
    }


def benefit_document(benefit: Benefit) -> dict[str, Any]:
    """A benefit: amounts are rupiah, or percent where ``per`` says so."""
    return {
        "low": benefit.low,
        "high": benefit.high,
        "per": benefit.per,
        **_both("words", benefit.words),
        "held": held_document(benefit.held),
    }


def held_document(held: Held) -> dict[str, Any]:
    """Where something stands, when it holds, up to when it is known, and whether that was read."""
    return {
        "source": held.citation,
        "source_kind": held.source.kind,
        **_both("about", held.source.about),
        "valid_from": held.valid_from and held.valid_from.isoformat(),
        "valid_until": held.valid_until and held.valid_until.isoformat(),
        "as_of": held.as_of.isoformat(),
        "verified": held.is_verified,
    }


def _value(condition: Condition) -> str:
    """What a rule wants, as its table writes it."""
    if condition.question.kind == "yes_no":
        return "ya" if condition.wanted[0] else "tidak"
    return "|".join(str(value) for value in condition.wanted)


def _both(name: str, words: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}_{language}": words[language] for language in ("id", "en")}
