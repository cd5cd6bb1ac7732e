"""What a course teaches and asks for, as ids of skills: from its lists, its modules, SKKNI units and its words."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.coded import CodedSkill
from matcher.course_modules import CourseModule
from matcher.course_terms import CodedModule, CourseTerms, last_day
from matcher.records import Course
from matcher.skill_coding import SkillCoder
from taxonomy.errors import UnknownIdError
from taxonomy.occupations import load_occupations
from taxonomy.skill_crosswalk import skills_of_unit
from taxonomy.training_titles import all_codes, all_skills, load_training_titles


def trained_for(course: Course) -> tuple[str, ...]:
    """KBJI unit groups that a course states, else those that its name is known to stand for; empty for neither."""
    stated = tuple(code for code in course.kbji if code in load_occupations())
    return stated or all_codes(load_training_titles().read(course.title))


def taught_skills(course: Course, coder: SkillCoder) -> tuple[CodedSkill, ...]:
    """Skills that a course teaches, distinct: listed ones first, then those of modules, of units and of its words.

    Titles of the course and its modules that are known by name teach what these names stand for, the others what is
    read in them. Those of modules are looked at only where neither the course nor any module lists skills: who lists
    them has left out what the other modules ("Uji kompetensi") do not teach.
    """
    listed = _listed(course)
    found = {skill.id: skill for skill in coder.skills(listed, (), "taught")}
    named = _of_name(course.title)
    words = course.summary if named else f"{course.title}\n{course.summary}"
    of_text = coder.skills((), coder.mentions(words), "taught")
    of_titles = [] if listed else [*named, *(s for module in course.modules for s in _of_module(module.title, coder))]
    for skill in (*_of_units(_units(course)), *of_titles, *of_text):
        found.setdefault(skill.id, skill)
    return tuple(found.values())


def _listed(course: Course) -> list[str]:
    return [*course.skills, *(skill for module in course.modules for skill in module.skills)]


def _of_name(title: str) -> list[CodedSkill]:
    """Skills that a name is known to stand for."""
    known = all_skills(load_training_titles().read(title))
    return [CodedSkill(id=skill.id, relevance="taught", surface=title) for skill in known]


def terms_of(course: Course, coder: SkillCoder) -> CourseTerms:
    """The terms of a course; entry conditions that the taxonomy does not know are left to be read in its text."""
    is_read = not _listed(course)
    licences = coder.licences([*course.entry_licences, *course.entry_skills], ())
    asked = coder.skills([*course.entry_skills, *course.entry_licences], (), "required")
    return CourseTerms(
        provider=course.provider,
        vocational_field=course.vocational_field,
        jp=course.jp,
        starts_on=course.starts_on,
        ends_on=course.ends_on or last_day(course.starts_on, course.jp),
        register_until=course.register_until,
        seats=course.seats,
        cost_idr=course.cost_idr,
        mode=course.mode,
        entry_skills=tuple(skill.id for skill in asked if skill.id not in licences),
        entry_licences=licences,
        units=_units(course),
        kkni_level=course.kkni_level,
        certification=course.certification,
        certifier=course.certifier,
        workshop=course.workshop,
        modules=tuple(_module(module, coder, is_read) for module in course.modules),
    )


def _of_module(title: str, coder: SkillCoder) -> list[CodedSkill]:
    """The skill that a module's title is, else what it is known to stand for, else what is read in it."""
    named = coder.named(title)
    if named is not None:
        return [CodedSkill(id=named.id, relevance="taught", surface=title)]
    return _of_name(title) or list(coder.skills((), coder.mentions(title), "taught"))


def _units(course: Course) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*course.units, *(unit for module in course.modules for unit in module.units)]))


def _of_units(units: Iterable[str]) -> list[CodedSkill]:
    """Skills of the units that our table knows; SKKNI has many more units than it."""
    found: list[CodedSkill] = []
    for unit in units:
        try:
            skills = skills_of_unit(unit)
        except UnknownIdError:
            continue
        found += [CodedSkill(id=skill.id, relevance="taught", surface=unit) for skill in skills]
    return found


def _module(module: CourseModule, coder: SkillCoder, is_read: bool) -> CodedModule:
    skills = [*coder.skills(module.skills, (), "taught"), *_of_units(module.units)]
    if is_read:
        skills += _of_module(module.title, coder)
    return CodedModule(title=module.title, jp=module.jp, skills=tuple(dict.fromkeys(skill.id for skill in skills)))
