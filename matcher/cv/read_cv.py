"""The whole way of a CV: lines, paragraphs, sections, then each section by its own reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from matcher.cv.abilities import read_languages, read_licences, read_skills
from matcher.cv.errors import CvError
from matcher.cv.jobs import read_jobs, read_told_jobs
from matcher.cv.labels import labelled
from matcher.cv.lines import CvText, Line
from matcher.cv.naming import title_likeness
from matcher.cv.paragraphs import joined
from matcher.cv.personal import PersonalData, kind_of_label
from matcher.cv.places_said import residence
from matcher.cv.read_upload import read_upload
from matcher.cv.record import ReadCv, ReadEducation, ReadJob, Words
from matcher.cv.schooling import names_school, read_schools
from matcher.cv.sections import HEAD, Section, sections_of, with_values
from matcher.cv.sentences import is_told, other_sentences, told_schools
from matcher.skill_coding import SkillCoder

_DROPPED = frozenset("personal contact family references closing hobbies title".split())
"""Sections of which nothing but the place of living is kept."""

_SKILLS = frozenset(("skills",))
_PROSE_WORDS = 12
_SUMMARY_WORDS = 6


def read_cv(data: bytes, coder: SkillCoder) -> ReadCv:
    """Read an uploaded CV.

    Args:
        data: PDF, DOCX or text.
        coder: Finds skills; an open engine has one (``RecordCoder.finder``).

    Raises:
        CvError: It cannot be read, or says nothing of work, schooling or skills.
    """
    found = read_lines(read_upload(data), coder)
    if not (found.jobs or found.education or found.skills):
        raise CvError("no_cv", wanted="a CV", found="no job, school or skill")
    return found


def read_lines(text: CvText, coder: SkillCoder) -> ReadCv:
    """What the lines of a CV say.

    Args:
        text: In reading order.
        coder: Finds skills.
    """
    personal = PersonalData()
    sections = sections_of(joined(text.lines))
    said = [with_values(section.lines) for section in sections if section.name in {HEAD, *_DROPPED}]
    personal.learn_name([line for held in said for line in held])
    jobs = _jobs(sections, personal)
    schools = _schools(sections, personal)
    place, region_code = _place(sections, personal)
    summary, wish = _summary(sections, personal), _wish(sections, personal)
    _drop(sections, personal)
    own = [*([summary] if summary else []), *([wish] if wish else [])]
    own += [words for job in jobs for words in job.tasks]
    courses = _lines(sections, "courses")
    more = [*own, *_other_words(sections, personal)]
    listed = _lines(sections, "skills")
    return ReadCv(
        jobs=tuple(jobs),
        education=tuple(schools),
        skills=read_skills(listed, [*more, *_taught(courses, personal)], coder, personal),
        languages=read_languages(_lines(sections, "languages"), [*more, *_cleaned(listed, personal)], coder, personal),
        licences=read_licences(
            _lines(sections, "licences"), courses, [*more, *_cleaned(listed, personal)], coder, personal
        ),
        place=place,
        region_code=region_code,
        summary=summary,
        wish=wish,
        dropped=personal.counts,
        pages=text.pages,
        pages_read=text.pages_read,
        is_cut=text.is_cut or text.pages > text.pages_read,
    )


def _lines(sections: Sequence[Section], *names: str) -> list[Line]:
    return [line for section in sections if section.name in names for line in section.lines]


def _cleaned(lines: Sequence[Line], personal: PersonalData) -> list[Words]:
    return [Words(text=personal.cleaned(line.text), page=line.page, line=line.number) for line in lines]


_COURSE = re.compile(
    r"\b(?:pelatihan|kursus|seminar|workshop|lokakarya|diklat|training|course|class(?:es)?|bimtek|webinar|dasar|"
    r"tingkat \w+|"
    r"(?:dinas|lembaga|balai|badan|kementerian)\b[^,;–-]*)\b",
    re.IGNORECASE,
)
"""What makes a course one, and who gives it; what is left says what it teaches."""

_BEHIND = re.compile(r"(?<=\w\w),\s|\s[-–—]\s|\s?\(")
"""Behind it stand who gave a course, where and when."""


def _taught(courses: Sequence[Line], personal: PersonalData) -> list[Words]:
    named = [replace(line, text=_COURSE.sub(" ", _BEHIND.split(line.text)[0])) for line in courses]
    return _cleaned(named, personal)


def _jobs(sections: Sequence[Section], personal: PersonalData) -> list[ReadJob]:
    """Jobs of their sections; where these, or the whole CV, are told in sentences, those of the sentences."""
    found: list[ReadJob] = []
    has_section = False
    for section in sections:
        if section.name in {"jobs", "internships"}:
            has_section = True
            if _is_prose(section.lines) and is_told(section.lines):
                found += read_told_jobs(section.lines, personal)
            else:
                found += read_jobs(section.lines, personal, is_internship=section.name == "internships")
    if not has_section:
        told = [line for section in sections if section.name in {HEAD, "summary", "personal"} for line in section.lines]
        found += read_told_jobs([line for line in told if len(line.text.split()) >= _SUMMARY_WORDS], personal)
    return found


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether most words of a section stand in long lines without signs of a list."""
    words = [(len(line.text.split()), line.is_bullet or bool(line.row)) for line in lines]
    long = sum(count for count, is_listed in words if count >= _PROSE_WORDS and not is_listed)
    return long > 0.7 * sum(count for count, _ in words)


def _schools(sections: Sequence[Section], personal: PersonalData) -> list[ReadEducation]:
    lines = [section.lines for section in sections if section.name == "education"]
    if lines:
        found: list[ReadEducation] = []
        for held in lines:
            told = told_schools(held) if _is_prose(held) else []
            found += read_schools(told or held, personal)
        return found
    told = [line for section in sections if section.name in {HEAD, "summary", "personal"} for line in section.lines]
    return read_schools([line for line in told_schools(told) if names_school(line.text)], personal)


def _place(sections: Sequence[Section], personal: PersonalData) -> tuple[Words | None, str]:
    """Where the person lives: behind a label, else in the address or contact line above the first heading."""
    best: list[tuple[int, Line, str, str]] = []
    for section in sections:
        if section.name not in {HEAD, "personal", "contact", "summary"}:
            continue
        for line in section.lines:
            found = labelled(line.text)
            label = (found.field if found else "") if found else ""
            kind = kind_of_label(found.label) if found else ""
            if found and label == "domicile":
                rank, text = 0, found.value
            elif found and kind == "address":
                rank, text = 1, found.value
            elif found and (kind or label):
                continue
            elif section.name in {HEAD, "contact", "personal"} and len(line.text.split()) <= 25:
                rank, text = 2, line.text
            else:
                said = re.search(
                    r"\b(?:tinggal di|domisili(?: di)?|living in|live in|based in|"
                    r"berdomisili di)\s+(?P<p>[A-Z][^,.;]{2,40})",
                    line.text,
                )
                if said is None:
                    continue
                rank, text = 1, said["p"]
            name, code = residence(_without_birth(_without_name(text, personal, rank)))
            if name:
                best.append((rank, line, name, code))
    if not best:
        return None, ""
    _, line, name, code = min(best, key=lambda one: one[0])
    return Words(text=name, page=line.page, line=line.number), code


def _without_name(text: str, personal: PersonalData, rank: int) -> str:
    return "" if rank == 2 and personal.is_name(text) else text


_BORN = re.compile(r"[^,|\t]{2,40},?\s+(?:0?[1-9]|[12]\d|3[01])[\s/.-]+\w+[\s/.-]+(?:19|20)\d\d")


def _without_birth(text: str) -> str:
    return _BORN.sub(" ", text)


def _summary(sections: Sequence[Section], personal: PersonalData) -> Words | None:
    """Own words about oneself: those of the section, else the sentences above the first heading."""
    lines = _lines(sections, "summary")
    if not lines or not _has_jobs(sections):
        told = [
            line
            for line in _lines(sections, HEAD)
            if len(line.text.split()) >= _SUMMARY_WORDS and not _is_personal(line.text)
        ]
        lines = [*lines, *told] if not lines or is_told(lines) else lines
    sentences = other_sentences(lines)
    for line in sentences:
        if personal.tells_of(line.text):
            personal.drop_line(line.text)
    own = [line for line in sentences if not personal.tells_of(line.text)]
    kept = [words for words in _cleaned(own, personal) if len(words.text.split()) > 1]
    if not kept:
        return None
    return Words(text=". ".join(words.text.rstrip(".") for words in kept) + ".", page=kept[0].page, line=kept[0].line)


_ADDRESS = re.compile(r"\b(?i:kec|kel|kab|ds|dsn|dusun|desa|kelurahan|kecamatan)\b\.?\s+[A-Z]\w.*,")
"""Parts of an address, whose full stops end no sentence."""


def _is_personal(text: str) -> bool:
    found = labelled(text)
    return (found is not None and bool(kind_of_label(found.label))) or bool(_ADDRESS.search(text))


def _has_jobs(sections: Sequence[Section]) -> bool:
    return any(section.name in {"jobs", "internships"} for section in sections)


def _wish(sections: Sequence[Section], personal: PersonalData) -> Words | None:
    """The job that is looked for: of its section, else the title that stands below the name."""
    lines = [replace(line, text=text) for line in _lines(sections, "wish") if (text := _job_wished(line.text))]
    head = [line for line in _lines(sections, HEAD) if not labelled(line.text) and len(line.text.split()) <= 8]
    lines = lines or [line for line in head[:5] if _is_title(line.text, personal)][:1]
    told = [line for line in lines if not personal.tells_of(line.text)]  # of referees whose heading is not known
    kept = [words for words in _cleaned(told, personal) if words.text]
    return Words(text=" ".join(words.text for words in kept), page=kept[0].page, line=kept[0].line) if kept else None


_CONDITION = re.compile(
    r"gaji|upah|salary|wage|pay\b|lokasi|location|penempatan|tipe|type|jam kerja|waktu|hours|shift|status|kota|city|"
    r"ketersediaan|available|availability|notice|mulai|start",
    re.IGNORECASE,
)
"""Labels of what is wished besides a job."""


def _job_wished(text: str) -> str:
    """The job that a line of wishes names: behind its label, or all of it; empty for pay, place and hours."""
    found = labelled(text)
    if found is None or not found.value:
        return text
    return "" if _CONDITION.search(found.label) else found.value


def _is_title(text: str, personal: PersonalData) -> bool:
    return (
        title_likeness(text) >= 1.5 and not personal.is_name(text) and not any(letter.isdigit() for letter in text[:3])
    )


def _other_words(sections: Sequence[Section], personal: PersonalData) -> list[Words]:
    """Words of sections that only skills are read from: projects, organisations, achievements; licences said above."""
    lines = _lines(sections, "projects", "organisations", "achievements", "other")
    licences = [line for line in _lines(sections, HEAD, "personal") if re.search(r"\bSIM\b", line.text)]
    return _cleaned([*lines, *licences], personal)


def _drop(sections: Sequence[Section], personal: PersonalData) -> None:
    """Count what the sections say that are not kept."""
    for section in sections:
        if section.name == "references":
            personal.saw("reference")
        elif section.name == "family":
            personal.saw("family")
        elif section.name in {"personal", "contact"} or section.name == HEAD:
            for line in section.lines:
                personal.drop_line(line.text)
