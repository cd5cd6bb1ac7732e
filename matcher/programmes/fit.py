"""Which programmes to show first: those that serve what the person looks for, then those that are surely open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matcher.programmes.conditions import Condition
from matcher.programmes.eligibility import Checked, Verdict, check_programme
from matcher.programmes.known import Known
from matcher.programmes.rules import Registry
from taxonomy.errors import InputError

_ORDER: Mapping[Verdict, int] = {"eligible": 0, "need_to_know": 1, "not_eligible": 2, "not_running": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A programme with the needs that it serves.

    Attributes:
        checked: What came of its rules.
        serves: Needs of the person that it serves, in its own order.
    """

    checked: Checked
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All programmes held against one person.

    Attributes:
        day: The day that was asked about.
        needs: What the person needs: said, then shown by answers.
        ranked: All programmes, the best first.
        questions: Fields that open questions hang on, with how many programmes each; those that settle most first.
    """

    day: date
    needs: tuple[str, ...]
    ranked: tuple[Ranked, ...]
    questions: tuple[tuple[str, int], ...]


def find_programmes(registry: Registry, known: Known, said: Sequence[str], day: date) -> Findings:
    """Hold every programme against a person and put them in order.

    What is open, or may be, goes before what is not. Among it first what serves needs that the person names, the more
    the earlier, then needs that answers show, a programme's chief need counting twice; of equals what serves the more
    special need (the order of ``needs.tsv``), then what is surely open, what is known up to lately, and what has fewer
    open questions. Ties keep the order of the table.

    Args:
        registry: The tables.
        known: Of the person.
        said: Needs that the person names.
        day: The day.

    Raises:
        InputError: A need that is not known.
    """
    needs = needs_of(registry, known, said)
    found: list[Ranked] = []
    for programme in registry.programmes.values():
        serves = tuple(need for need in programme.needs if need in needs)
        found.append(Ranked(checked=check_programme(programme, known, day), serves=serves))
    specials = list(registry.needs)
    found.sort(key=lambda one: _place(one, frozenset(said), specials))
    return Findings(day=day, needs=needs, ranked=tuple(found), questions=_questions(found))


def needs_of(registry: Registry, known: Known, said: Iterable[str]) -> tuple[str, ...]:
    """Needs that are said, then those that an answer shows; a record alone shows none."""
    unknown = [need for need in said if need not in registry.needs]
    if unknown:
        raise InputError(wanted=f"needs of {', '.join(registry.needs)}", found=unknown[0], where="needs")
    shown = [need.id for need in registry.needs.values() if any(_is_shown(sign, known) for sign in need.signs)]
    return tuple(dict.fromkeys([*said, *shown]))


def _is_shown(sign: Condition, known: Known) -> bool:
    value = known.values.get(sign.question.field)
    return value is not None and known.origins[sign.question.field] == "answers" and sign.holds(value)


def _place(one: Ranked, said: frozenset[str], specials: Sequence[str]) -> tuple[bool, int, int, int, int, bool, int]:
    checked, order = one.checked, _ORDER[one.checked.verdict]
    chief = checked.programme.needs[0]
    named, served = (len(needs) + (chief in needs) for needs in (said.intersection(one.serves), one.serves))
    special = min((specials.index(need) for need in one.serves), default=len(specials))
    return (order > 1, -named, -served, special, order, checked.is_stale, len(checked.asks))


def _questions(found: Sequence[Ranked]) -> tuple[tuple[str, int], ...]:
    counts = Counter[str]()
    for one in found:
        counts.update(one.checked.asks)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
