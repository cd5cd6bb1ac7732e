"""What was worked out from a record: codes, skills, levels, amounts. The middle of Sepadan works on these only."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

import orjson

from matcher.course_terms import CourseTerms, terms_from
from taxonomy.occupations import VERSION
from taxonomy.seniority import STAFF

Relevance = Literal["required", "preferred", "held", "taught"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSkill:
    """One skill of a record.

    Attributes:
        id: Key in the skill taxonomy.
        relevance: ``required`` or ``preferred`` by a posting, ``held`` by a worker, ``taught`` by a course.
        surface: The words that show it: of the text, or the entry of the source's own list.
    """

    id: str
    relevance: Relevance
    surface: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """The coded form of a posting, worker or course.

    Attributes:
        key: ``source:source_id``.
        kind: ``posting``, ``worker`` or ``course``.
        title: For people: the posting's or course's title, the worker's wish.
        occupations: Unit groups with weights in [0, 1], descending; what a posting is, a worker can or wants to do.
        uncertain: True when the occupation is a guess below the coder's threshold.
        worked_in: Workers only: the unit group that the past is surely of, whatever the wish; empty when none is.
        skills: Distinct by id.
        licences: Skill ids of licences demanded (posting) or held (worker).
        region_codes: Regency or province codes.
        countries: Countries of work outside Indonesia, ISO 3166 alpha-2.
        is_remote: Work can be done from anywhere.
        will_relocate: Workers only; None when not said.
        wants_remote: Workers only; None when either will do or nothing is said.
        education: Least level asked for, or the level held; empty when not known.
        study_programmes: Fields of study, folded.
        experience_months: Least asked for (by a course too), or held; None when not known.
        pay_low: Rupiah a month; for a worker the wished pay.
        pay_high: Rupiah a month.
        employment_types: As in the record: of a posting the one that it names, of a worker those wished for.
        is_internship: True for internships, which are for people at the start.
        seniority: Place in ``taxonomy.seniority.LEVELS`` that the title, or a worker's wish, names.
        closes_on: Last day on which one can apply; of a course the last of registration, else its first day.
        is_closed: Said to be closed by the source.
        shift_words: Words of a posting that ask for shift work, of a worker that refuse it; empty when none do.
        night_words: Likewise of night work.
        access_words: Words of a posting that say that people with disabilities may apply. For a filter that a seeker
            asks for, never for a score; of a worker nothing of the kind is read or kept.
        classification: Version of the occupation codes.
        terms: Of a course: dates, seats, cost, what it asks for, modules; None for other kinds.
        settled: Titles of the record that stewards settled, each as ``title=answer``; the occupations rest on them.
    """

    key: str
    kind: str
    title: str
    occupations: tuple[tuple[str, float], ...] = ()
    uncertain: bool = False
    worked_in: str = ""
    skills: tuple[CodedSkill, ...] = ()
    licences: tuple[str, ...] = ()
    region_codes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    is_remote: bool = False
    will_relocate: bool | None = None
    wants_remote: bool | None = None
    education: str = ""
    study_programmes: tuple[str, ...] = ()
    experience_months: int | None = None
    pay_low: float | None = None
    pay_high: float | None = None
    employment_types: tuple[str, ...] = ()
    is_internship: bool = False
    seniority: int = STAFF
    closes_on: date | None = None
    is_closed: bool = False
    shift_words: str = ""
    night_words: str = ""
    access_words: str = ""
    classification: str = VERSION
    terms: CourseTerms | None = None
    settled: tuple[str, ...] = ()

    def is_open(self, today: date) -> bool:
        """Whether one can still apply on a day."""
        return not self.is_closed and (self.closes_on is None or self.closes_on >= today)


def coded_to_json(coded: Coded) -> str:
    """JSON text, keys sorted; what rests on no settled title says nothing of them, as before there were any."""
    values = asdict(coded)
    if not coded.settled:
        del values["settled"]
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS).decode()


def coded_from_json(text: str) -> Coded:
    """What ``coded_to_json`` wrote."""
    values: dict[str, Any] = orjson.loads(text)
    values["occupations"] = tuple((str(code), float(weight)) for code, weight in values["occupations"])
    values["skills"] = tuple(CodedSkill(**skill) for skill in values["skills"])
    for name in ("licences", "region_codes", "countries", "study_programmes", "employment_types"):
        values[name] = tuple(values[name])
    values["closes_on"] = date.fromisoformat(values["closes_on"]) if values["closes_on"] else None
    values["settled"] = tuple(values.get("settled", ()))
    values["terms"] = terms_from(values["terms"]) if values.get("terms") else None
    return Coded(**values)
