"""What a course teaches and asks for, as ids of skills: from its lists, its modules, SKKNI units and its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcher.coded import CodedSkill
from matcher.course_modules import CourseModule
from matcher.course_terms import CodedModule, CourseTerms, last_day
from matcher.records import Course
from matcher.skill_coding import SkillCoder
from taxonomy.errors import UnknownIdError
from taxonomy.skill_crosswalk import skills_of_unit


def taught_skills(course: Course, coder: SkillCoder) -> tuple[CodedSkill, ...]:
    """Skills that a course teaches, distinct: listed ones first, then those of modules, of units and of its words.

    Titles of modules are read only where neither the course nor any module lists skills: who lists them has left out
    what the other modules ("Uji kompetensi") do not teach.
    """
    modules = course.modules
    listed = [*course.skills, *(skill for module in modules for skill in module.skills)]
    words = [course.title, course.summary, *([] if listed else [module.title for module in modules])]
    found = {skill.id: skill for skill in coder.skills(listed, (), "taught")}
    for skill in (*_of_units(_units(course)), *coder.skills((), coder.mentions("\n".join(words)), "taught")):
        found.setdefault(skill.id, skill)
    return tuple(found.values())


def terms_of(course: Course, coder: SkillCoder) -> CourseTerms:
    """The terms of a course; entry conditions that the taxonomy does not know are left to be read in its text."""
    is_read = not (course.skills or any(module.skills for module in course.modules))
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


def _units(course: Course) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*course.units, *(unit for module in course.modules for unit in module.units)]))


def _of_units(units: Iterable[str]) -> list[CodedSkill]:
    """Skills of the units that our table knows; SKKNI has many more units than it."""
    found = []
    for unit in units:
        try:
            skills = skills_of_unit(unit)
        except UnknownIdError:
            continue
        found += [CodedSkill(id=skill.id, relevance="taught", surface=unit) for skill in skills]
    return found


def _module(module: CourseModule, coder: SkillCoder, is_read: bool) -> CodedModule:
    mentions = coder.mentions(module.title) if is_read else ()
    skills: Sequence[CodedSkill] = (*coder.skills(module.skills, mentions, "taught"), *_of_units(module.units))
    return CodedModule(title=module.title, jp=module.jp, skills=tuple(dict.fromkeys(skill.id for skill in skills)))
