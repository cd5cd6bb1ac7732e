"""What of a worker a CV tells: codes with their English names, months, levels, and own words, without identity.

Nothing is translated by machine and nothing is made up: a job whose title is not coded with certainty keeps its own
words alone; a job with months but no dates shows its length and no dates; a language shows a CEFR level only where one
is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.coded import Coded
from matcher.europass.kinds import CvLanguage
from matcher.europass.levels import ISCED_FIELDS, SchoolLevel, driving_classes, school_level
from matcher.impersonal import impersonal
from matcher.records import Worker
from taxonomy.crosswalk import ESCO, ISCO08, load_crosswalk
from taxonomy.language_levels import LanguageLevel, read_language_levels
from taxonomy.occupations import VERSION, load_occupations
from taxonomy.skills import Skill, Skills
from taxonomy.study_programmes import load_study_programmes
from taxonomy.title_coding import TitleCoding

"""Of headings and of the names of coded things; own words stay as they are."""

_ISO639 = {
    "bahasa-inggris": "en", "bahasa-jepang": "ja", "bahasa-korea": "ko", "bahasa-mandarin": "zh", "bahasa-arab": "ar",
    "bahasa-jerman": "de", "bahasa-belanda": "nl", "bahasa-prancis": "fr", "bahasa-spanyol": "es",
    "bahasa-turki": "tr", "bahasa-italia": "it", "bahasa-portugis": "pt", "bahasa-rusia": "ru", "bahasa-melayu": "ms",
    "bahasa-thai": "th", "bahasa-vietnam": "vi", "bahasa-hindi": "hi",
}  # fmt: skip
"""Skill of a foreign language to ISO 639-1; what has no code (Cantonese, Hokkien) is shown by name."""

_AT_HOME = frozenset(
    "bahasa-indonesia bahasa-jawa bahasa-sunda bahasa-bali bahasa-minang bahasa-batak bahasa-madura bahasa-bugis "
    "bahasa-banjar bahasa-isyarat bahasa-asing kemampuan-bilingual".split()
)
"""Languages of Indonesia, and names of no single language: they stand among the other skills."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CvOccupation:
    """An occupation.

    Attributes:
        isco08: ISCO-08 group, or empty when the title could not be coded with certainty.
        title: Of the group, in the language of the CV (ISCO-08 in English, KBJI in Indonesian), or empty.
        esco: UUID of the ESCO occupation where the group has one alone, else empty.
        own_words: As the person says it.
    """

    isco08: str
    title: str
    esco: str
    own_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CvJob:
    """One job held.

    Attributes:
        occupation: What it was.
        months: How long; None when not said. No date is known.
        own_words: What was done there, as the person says it.
    """

    occupation: CvOccupation
    months: int | None
    own_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CvForeignLanguage:
    """A foreign language.

    Attributes:
        code: ISO 639-1, or empty.
        label: Its name.
        cefr: Level that the person names, or empty.
        tests: Tests and certificates that are named, in the person's words (``JLPT N4``).
    """

    code: str
    label: str
    cefr: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CvProfile:
    """A CV before it takes the form of a format.

    Attributes:
        key: Key of the worker, a pseudonym.
        lang: Language of the names.
        wish: Occupation sought; None when none is named.
        jobs: Jobs held, latest first.
        level: Highest schooling; None when not known.
        programme: Field of study in own words, or empty.
        field: Broad field of ISCED-F 2013, or empty.
        languages: Foreign languages.
        skills: Heading (``JobRelated``, ``Other``) to names of skills.
        driving: European classes that the driving licences point to.
        licences: Names of licences and certificates, the Indonesian name in brackets in an English CV.
        summary: Own words.
    """

    key: str
    lang: CvLanguage
    wish: CvOccupation | None
    jobs: tuple[CvJob, ...]
    level: SchoolLevel | None
    programme: str
    field: str
    languages: tuple[CvForeignLanguage, ...]
    skills: Mapping[str, tuple[str, ...]]
    driving: tuple[str, ...]
    licences: tuple[str, ...]
    summary: str


def cv_profile(
    worker: Worker, coded: Coded, titles: Sequence[TitleCoding], skills: Skills, lang: CvLanguage = "en"
) -> CvProfile:
    """The CV of a worker.

    Args:
        worker: As stored; its words are shown without personal traits and contact details.
        coded: Its codes.
        titles: Codings of the wish and of each job's title, in this order.
        skills: Names of skills.
        lang: Language of the names.
    """
    own = impersonal(worker)
    held = [skills.get(skill.id) for skill in coded.skills]
    held += [skills.get(licence) for licence in coded.licences if licence not in {skill.id for skill in held}]
    return CvProfile(
        key=worker.key,
        lang=lang,
        wish=_occupation(titles[0], own["wish"], lang) if own["wish"] else None,
        jobs=tuple(
            CvJob(
                occupation=_occupation(coding, job["title"], lang), months=job["months"], own_words=job["description"]
            )
            for job, coding in zip(own["jobs"], titles[1:], strict=True)
        ),
        level=school_level(coded.education) if coded.education else None,
        programme=own["study_programme"],
        field=_field(own["study_programme"]),
        languages=_languages(held, _own_words(own), lang),
        skills=_grouped(held, lang),
        driving=driving_classes(skill.id for skill in held),
        licences=tuple(_named(skill, lang, with_own=True) for skill in held if skill.role == "licence"),
        summary=own["summary"],
    )


def _own_words(own: Mapping[str, Any]) -> str:
    """All that may name a language level, a line each."""
    jobs = [f"{job['title']}. {job['description']}" for job in own["jobs"]]
    return "\n".join([own["summary"], own["wish"], *own["skills"], *own["licences"], *jobs])


def _occupation(coding: TitleCoding, own_words: str, lang: CvLanguage) -> CvOccupation:
    if coding.uncertain or not coding.candidates:
        return CvOccupation(isco08="", title="", esco="", own_words=own_words)
    kbji = coding.candidates[0].code
    crosswalk = load_crosswalk()
    groups = crosswalk.convert(kbji, VERSION, ISCO08)
    if not groups:
        return CvOccupation(isco08="", title="", esco="", own_words=own_words)
    same = crosswalk.convert(groups[0].code, ISCO08, ESCO)
    title = groups[0].title if lang == "en" else load_occupations().get(kbji).title
    esco = same[0].code if len(same) == 1 else ""
    return CvOccupation(isco08=groups[0].code, title=title, esco=esco, own_words=own_words)


def _field(programme: str) -> str:
    number = load_study_programmes().number(programme) if programme else None
    return "" if number is None else ISCED_FIELDS.get(load_study_programmes()[number].isced[:2], "")


def _languages(held: Sequence[Skill], words: str, lang: CvLanguage) -> tuple[CvForeignLanguage, ...]:
    levels = read_language_levels(words)
    known = {skill.id: skill for skill in held if skill.role == "language" and skill.id not in _AT_HOME}
    return tuple(
        CvForeignLanguage(
            code=_ISO639.get(skill_id, ""),
            label=_named(skill, lang),
            cefr=_cefr(levels, skill_id),
            tests=tuple(_test_name(level) for level in levels if level.skill_id == skill_id and level.scheme != "CEFR"),
        )
        for skill_id, skill in known.items()
    )


def _cefr(levels: Sequence[LanguageLevel], skill_id: str) -> str:
    """The highest CEFR level that is said."""
    return max((level.cefr for level in levels if level.skill_id == skill_id), default="")


def _test_name(level: LanguageLevel) -> str:
    return f"{level.scheme} {level.level}".strip()


def _grouped(held: Sequence[Skill], lang: CvLanguage) -> dict[str, tuple[str, ...]]:
    headings = {
        "JobRelated": [skill for skill in held if skill.role == "ability"],
        "Other": [skill for skill in held if skill.role == "general" or skill.id in _AT_HOME],
    }
    return {name: tuple(_named(skill, lang) for skill in found) for name, found in headings.items() if found}


def _named(skill: Skill, lang: CvLanguage, *, with_own: bool = False) -> str:
    if lang == "id":
        return skill.label
    name = skill.label_en or skill.label
    return f"{name} [{skill.label}]" if with_own and skill.label != name else name
