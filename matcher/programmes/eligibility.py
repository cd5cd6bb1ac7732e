"""Whether a programme is open to a person, by three-valued logic (Kleene 1952): met, not met, unknown.

All rules that hold on the day must be met. One that is not met decides; else one that is unknown leaves the question
open and says what to ask; only when every rule is met is a programme open to the person. Of alternatives one is enough.
So more knowledge never turns an answer round except through the fact that was learnt. A programme that is not running
on the day is told as such, whatever its rules say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matcher.programmes.known import Known, Origin
from matcher.programmes.rules import Benefit, Phase, Programme, Rule

State = Literal["met", "not_met", "unknown"]
"""Of a rule, or of the alternatives of which one is enough."""

Verdict = Literal["eligible", "need_to_know", "not_eligible", "not_running"]
"""``eligible`` is by the rules that stand here: selection, quota, health and documents come after."""

STALE_DAYS = 365
"""What is known only up to more than this before the day may have changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChecked:
    """One rule held against a person.

    Attributes:
        rule: The rule.
        state: What came of it.
        origin: Where the fact comes from; None when it is unknown.
    """

    rule: Rule
    state: State
    origin: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One programme held against a person.

    Attributes:
        programme: The programme.
        verdict: What came of it.
        phase: Where the programme stands on the day.
        rules: Those that hold on the day, in the order of the table.
        asks: Fields to ask for, where the verdict is ``need_to_know``; else empty.
        benefits: Those that hold on the day.
        is_stale: Known only up to more than ``STALE_DAYS`` before the day.
        is_verified: Programme and all rules that hold are.
    """

    programme: Programme
    verdict: Verdict
    phase: Phase
    rules: tuple[RuleChecked, ...]
    asks: tuple[str, ...]
    benefits: tuple[Benefit, ...]
    is_stale: bool
    is_verified: bool


def check_programme(programme: Programme, known: Known, day: date) -> Checked:
    """Hold one programme against what is known of a person, on a day."""
    rules = tuple(check_rule(rule, known) for rule in programme.rules if rule.held.on(day))
    groups = _groups(rules)
    phase = programme.phase(day)
    verdict: Verdict = "not_running" if phase != "running" else _verdict([any_of(group) for group in groups])
    undecided = [group for group in groups if any_of(group) == "unknown"] if verdict == "need_to_know" else []
    asks = [one.rule.condition.question.field for group in undecided for one in group if one.state == "unknown"]
    return Checked(
        programme=programme,
        verdict=verdict,
        phase=phase,
        rules=rules,
        asks=tuple(dict.fromkeys(asks)),
        benefits=tuple(one for one in programme.benefits if one.held.on(day)),
        is_stale=(day - programme.held.as_of).days > STALE_DAYS,
        is_verified=programme.held.is_verified and all(one.rule.held.is_verified for one in rules),
    )


def check_rule(rule: Rule, known: Known) -> RuleChecked:
    """Hold one rule against what is known."""
    field = rule.condition.question.field
    value = known.values.get(field)
    if value is None:
        return RuleChecked(rule=rule, state="unknown", origin=None)
    state: State = "met" if rule.condition.holds(value) else "not_met"
    return RuleChecked(rule=rule, state=state, origin=known.origins[field])


def any_of(group: Iterable[RuleChecked]) -> State:
    """Kleene's or: met when one is, not met when all are not, else unknown."""
    states = {one.state for one in group}
    if "met" in states:
        return "met"
    return "unknown" if "unknown" in states else "not_met"


def _verdict(states: Sequence[State]) -> Verdict:
    """Kleene's and."""
    if "not_met" in states:
        return "not_eligible"
    return "need_to_know" if "unknown" in states else "eligible"


def _groups(rules: Sequence[RuleChecked]) -> list[list[RuleChecked]]:
    """Alternatives together, every other rule alone, in the order of the table."""
    groups = dict[str, list[RuleChecked]]()
    for checked in rules:
        name = f"of {checked.rule.one_of}" if checked.rule.one_of else f"rule {checked.rule.id}"
        groups.setdefault(name, []).append(checked)
    return list(groups.values())
