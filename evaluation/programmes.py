"""Task ``programmes``: verdicts on invented people, beside two ways of doing without three values, and planted faults.

``evaluation/data/programme_cases.jsonl`` holds invented people with what they say, a programme, a day and the right
verdict; for an open question also which fields must be asked for. Part ``before`` was written from what the laws and
notices say before any rule and any code of the check was; part ``after`` was added so that every rule and every bound
is watched. All are by the author of the rules: agreement shows that tables and code do what was meant, not that the law
was understood.

``guess yes`` takes what is unknown for met, as a form does that asks little; ``guess no`` takes it for not met. What
must not happen is a promise: somebody told that a programme is open who may not join, or of whom it cannot be told. How
much the cases can find is measured by planted faults (DeMillo et al. 1978, Computer 11): each rule is left out, and
each number moved by one. What changes no verdict and no question of any case is not watched. Rules of programmes that
are only announced cannot change a verdict, and count as not watched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from evaluation.coded_titles import DATA
from evaluation.gold import gold_text
from evaluation.rows import share_row
from evaluation.task import Options, Row, reported
from matcher.coded import Coded, CodedSkill
from matcher.programmes.eligibility import Checked, Verdict, check_programme
from matcher.programmes.known import Known, known_of
from matcher.programmes.questions import read_answers
from matcher.programmes.registry import load_registry
from matcher.programmes.rules import Programme, Registry, Rule
from taxonomy.errors import InputError
from taxonomy.text import fold

CASES = DATA / "programme_cases.jsonl"
RIGHT = 0.95
"""Target of verdicts and of questions."""
WATCHED = 0.90
"""Target of planted faults that the cases notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An invented person before one programme.

    Attributes:
        id: Key.
        programme: The programme.
        day: The day.
        known: What is known of the person.
        verdict: What is right.
        asks: Fields that must be asked for; empty unless the verdict is ``need_to_know``.
        is_before: Of part ``before``.
    """

    id: str
    programme: Programme
    day: date
    known: Known
    verdict: Verdict
    asks: frozenset[str]
    is_before: bool


Judge = Callable[[Case], Verdict]


@reported("programmes")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: The cases are missing or faulty.
    """
    cases = read_cases(options.gold or CASES, load_registry())
    before = [case for case in cases if case.is_before]
    return [
        *_rows("Sepadan, written before the rules", before, ours, RIGHT),
        *_rows("Sepadan", cases, ours, RIGHT),
        _asked(cases),
        *_watched(cases),
        *_rows("guess yes", cases, guess_yes, None),
        *_rows("guess no", cases, guess_no, None),
    ]


def read_cases(path: Path, registry: Registry) -> list[Case]:
    """The invented people.

    Raises:
        InputError: The file is missing or a line is faulty; names it.
    """
    lines = gold_text(path, "a readable file of cases").splitlines()
    return [_case(line, registry, f"{path.name} line {number}") for number, line in enumerate(lines, 1)]


def _case(line: str, registry: Registry, where: str) -> Case:
    verdicts: Mapping[str, Verdict] = {
        name: name for name in ("eligible", "need_to_know", "not_eligible", "not_running")
    }
    try:
        row = json.loads(line)
        answers = read_answers(row["answers"], registry.questions, where)
        return Case(
            id=row["id"],
            programme=registry.programmes[row["programme"]],
            day=date.fromisoformat(row["as_of"]),
            known=known_of(_worker(row["worker"]), answers, registry.questions),
            verdict=verdicts[row["verdict"]],
            asks=frozenset(row["asks"]),
            is_before={"before": True, "after": False}[row["part"]],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        wanted = "id, part, programme, as_of, worker, answers, verdict and asks"
        raise InputError(wanted=wanted, found=f"{type(error).__name__}: {error}", where=where) from error


def _worker(fields: Mapping[str, Any]) -> Coded:
    """A coded worker of the fields that a case gives."""
    return Coded(
        key="cases:worker",
        kind="worker",
        title="",
        education=fields.get("education", ""),
        study_programmes=tuple(fold(words) for words in fields.get("study", ())),
        experience_months=fields.get("experience_months"),
        region_codes=(fields["region"],) if "region" in fields else (),
        skills=tuple(CodedSkill(id=skill, relevance="held") for skill in fields.get("skills", ())),
    )


def _checked(case: Case) -> Checked:
    return check_programme(case.programme, case.known, case.day)


def ours(case: Case) -> Verdict:
    """What the product finds."""
    return _checked(case).verdict


def guess_yes(case: Case) -> Verdict:
    """A baseline: what is unknown is taken for met."""
    found = ours(case)
    return "eligible" if found == "need_to_know" else found


def guess_no(case: Case) -> Verdict:
    """A baseline: what is unknown is taken for not met."""
    found = ours(case)
    return "not_eligible" if found == "need_to_know" else found


def _rows(name: str, cases: Sequence[Case], judge: Judge, target: float | None) -> Iterator[Row]:
    pairs = [(case.verdict, judge(case)) for case in cases]
    yield share_row(f"{name}: right verdict", [right == found for right, found in pairs], at_least=target)
    for verdict in ("eligible", "need_to_know", "not_eligible", "not_running"):
        shares = [found == right for right, found in pairs if right == verdict]
        yield share_row(f"{name}: right of those that are {verdict}", shares)
    kept = [found != "eligible" for right, found in pairs if right != "eligible"]
    yield share_row(f"{name}: no promise to who may not join", kept, at_least=None if target is None else 1.0)


def _asked(cases: Sequence[Case]) -> Row:
    """Whether exactly those fields are asked for that decide."""
    open_cases = [case for case in cases if case.verdict == "need_to_know"]
    right = [frozenset(_checked(case).asks) == case.asks for case in open_cases]
    return share_row("Sepadan: right questions where it cannot be told", right, at_least=RIGHT)


def _watched(cases: Sequence[Case]) -> Iterator[Row]:
    """Of every rule, whether a case notices when it is left out; of every number, when it is moved by one."""
    lost, moved = list[bool](), list[bool]()
    for programme in {case.programme.id: case.programme for case in cases}.values():
        own = [case for case in cases if case.programme.id == programme.id]
        for rule in programme.rules:
            others = [one for one in programme.rules if one is not rule]
            lost.append(_is_noticed(own, replace(programme, rules=tuple(others))))
            if rule.condition.question.kind == "number":
                moved += [_is_noticed(own, _moved(programme, rule, step)) for step in (-1, 1)]
    yield share_row("Sepadan: rules whose loss the cases notice", lost, at_least=WATCHED)
    yield share_row("Sepadan: numbers moved by one that the cases notice", moved, at_least=WATCHED)


def _moved(programme: Programme, rule: Rule, step: int) -> Programme:
    wanted = (int(str(rule.condition.wanted[0])) + step,)
    other = replace(rule, condition=replace(rule.condition, wanted=wanted))
    return replace(programme, rules=tuple(other if one is rule else one for one in programme.rules))


def _is_noticed(cases: Sequence[Case], programme: Programme) -> bool:
    return any(_differs(replace(case, programme=programme)) for case in cases)


def _differs(case: Case) -> bool:
    found = _checked(case)
    return found.verdict != case.verdict or frozenset(found.asks) != case.asks


def failures(cases: Sequence[Case]) -> list[tuple[Case, Checked]]:
    """Cases of which anything is wrong, with what was found, for people who mend it."""
    return [(case, _checked(case)) for case in cases if _differs(case)]
