"""What is known of a person: from the coded record what it shows, from the answers what the person says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from matcher.coded import Coded
from matcher.programmes.questions import Question, Value
from taxonomy.education import LEVELS, level_rank

Origin = Literal["record", "answers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Facts by field; a field that is not there is unknown, which is never taken for yes or no.

    Attributes:
        values: Field to value.
        origins: Field to where it comes from.
    """

    values: Mapping[str, Value]
    origins: Mapping[str, Origin]


def known_of(worker: Coded | None, answers: Mapping[str, Value], questions: Mapping[str, Question]) -> Known:
    """What a worker's codes and answers tell; where both do, the person's own answer stands.

    Nothing personal is read from a record: neither age nor sex nor disability is there, and no question that is marked
    as personal may name a field of it (``registry`` refuses that).

    Args:
        worker: As coded; None where only answers are given.
        answers: Field to answer.
        questions: Field to question.
    """
    shown = dict[str, Value]()
    if worker is not None:
        held = {skill.id for skill in worker.skills} | set(worker.licences)
        for field, question in questions.items():
            value = _from_record(worker, question) if question.record else None
            if question.skills and held.intersection(question.skills):
                value = True
            if value is not None:
                shown[field] = value
    origins: dict[str, Origin] = {**dict.fromkeys(shown, "record"), **dict.fromkeys(answers, "answers")}
    return Known(values={**shown, **answers}, origins=origins)


def _from_record(worker: Coded, question: Question) -> Value | None:
    if question.record == "education":
        return LEVELS[level_rank(worker.education)] if worker.education else None
    if question.record == "study":
        return worker.study_programmes or None
    if question.record == "experience_months":
        return worker.experience_months
    provinces = {code[:2] for code in worker.region_codes}
    return provinces.pop() if len(provinces) == 1 else None
