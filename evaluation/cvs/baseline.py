"""The baseline: the text in the order of the file, and patterns on its lines, as the common small parsers do it.

Lines come as PDFium or python-docx gives them, without columns or tables. Headings are those that our reader knows; a
job is a line with two years, its title the line above or what stands before the first separator, its employer what
follows; a school is a line with a word of a school; a skill is an exact name of the taxonomy between commas.
"""

from __future__ import annotations

import io
import re

import docx
import pypdfium2

from evaluation.cvs.compare import FoundCv, FoundJob, FoundSchool
from evaluation.cvs.made import MadeCv
from matcher.cv.headings import heading_of
from matcher.cv.record import Month
from matcher.cv.text_lines import decode
from taxonomy.education import read_education
from taxonomy.skill_types import OF_SKILLS
from taxonomy.skills import Skills

_POINT = r"(?:(?P<m{0}>[A-Za-z]{{3,9}})\.? )?(?:(?P<n{0}>\d{{1,2}})[/.-])?(?P<y{0}>(?:19|20)\d\d)"
_SPAN = re.compile(
    _POINT.format(1)
    + r"\s*(?:-|–|—|to|s\.?/?d\.?|sampai|hingga)\s*(?:(?P<now>sekarang|present|now|kini|saat ini)|"
    + _POINT.format(2)
    + ")",
    re.I,
)
_SCHOOL = re.compile(r"\b(?:universit\w+|politeknik|institut|akademi|sm[kap]\b|mts|stm|stikes|sd\b|school)", re.I)
_MONTHS = {
    name: at
    for at, names in enumerate("jan,feb,mar,apr,mei may,jun,jul,agu aug,sep,okt oct,nov,des dec".split(","), 1)
    for name in names.split()
}


def read_plainly(made: MadeCv, skills: Skills) -> FoundCv:
    """What the baseline reads in a CV."""
    section, before = "", ""
    jobs, schools, found = list[FoundJob](), list[FoundSchool](), set[str]()
    for line in _lines(made):
        heading = heading_of(line)
        if heading:
            section = heading
            continue
        span = _SPAN.search(line)
        if section == "jobs" and span:
            jobs.append(_job(line, span, before))
        elif section == "education" and _SCHOOL.search(line):
            levels = read_education(line).levels
            name = next((part for part in re.split(r"[,|–(]| - ", line) if _SCHOOL.search(part)), line)
            schools.append(FoundSchool(level=levels[-1] if levels else "", institution=name.strip()))
        elif section == "skills":
            named = (skills.find(part.strip(" .•-●▪*")) for part in re.split(r"[,|;]", line))
            found |= {skill.id for skill in named if skill and skill.role in OF_SKILLS}
        before = line
    return FoundCv(jobs=tuple(jobs), schools=tuple(schools), skills=frozenset(found))


def _lines(made: MadeCv) -> list[str]:
    if made.data.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(made.data)
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    elif made.data.startswith(b"PK"):
        document = docx.Document(io.BytesIO(made.data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    else:
        text = decode(made.data)
    return [line.strip() for line in text.splitlines() if line.strip()]


def _job(line: str, span: re.Match[str], before: str) -> FoundJob:
    rest = (line[: span.start()] + line[span.end() :]).strip(" ()|,–-")
    parts = [part.strip() for part in re.split(r"[,|–(]| - | di | at ", rest) if part.strip()]
    title, employer = (parts[0], parts[1]) if len(parts) > 1 else (before, parts[0] if parts else "")
    return FoundJob(
        title=title,
        employer=employer,
        starts=_month(span, 1),
        ends=None if span["now"] else _month(span, 2),
        is_current=bool(span["now"]),
    )


def _month(span: re.Match[str], end: int) -> Month:
    number = int(span[f"n{end}"] or 0) or _MONTHS.get((span[f"m{end}"] or "")[:3].lower(), 0)
    return Month(year=int(span[f"y{end}"]), month=number if number <= 12 else 0)
