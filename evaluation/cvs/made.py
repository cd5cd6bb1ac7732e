"""The CVs: each person in each layout, with what a reader should find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from reportlab.platypus.doctemplate import LayoutError

from evaluation.cvs.blocks import Block
from evaluation.cvs.layouts import LAYOUTS, SECOND_LAYOUTS
from evaluation.cvs.marks import groups_of, read_marks
from evaluation.cvs.people import (
    HALVES,
    SECOND_HALVES,
    SECOND_PEOPLE,
    THIRD_HALF,
    THIRD_PEOPLE,
    HeldJob,
    Person,
    School,
    read_people,
)
from evaluation.cvs.second_wording import SecondWording, second_wording_of
from evaluation.cvs.wording import Wording, wording_of
from evaluation.cvs.write_docx import write_docx
from evaluation.cvs.write_fpdf import write_fpdf
from evaluation.cvs.write_reportlab import write_reportlab
from evaluation.cvs.write_text import write_text
from matcher.cv.record import Month

Writer = Callable[[Sequence[Block], str, Random], bytes]

WRITERS: Mapping[str, Writer] = {
    "fpdf": write_fpdf,
    "reportlab": write_reportlab,
    "docx": write_docx,
    "text": write_text,
}
FORMATS: Mapping[str, Sequence[str]] = {
    "plain": ("fpdf", "docx", "text", "reportlab", "fpdf"),
    "table": ("docx", "fpdf", "reportlab", "docx", "fpdf"),
    "sidebar": ("reportlab", "fpdf", "docx", "fpdf", "reportlab"),
    "europass": ("fpdf", "reportlab", "docx", "fpdf", "reportlab"),
    "form": ("docx", "text", "fpdf", "reportlab", "docx"),
    "prose": ("text", "fpdf", "docx", "text", "reportlab"),
    "canva": ("fpdf", "reportlab", "docx", "reportlab", "fpdf", "fpdf"),
    "ats": ("docx", "fpdf", "reportlab", "docx", "fpdf", "text"),
    "state-form": ("docx", "fpdf", "docx", "reportlab", "fpdf", "docx"),
    "portal": ("fpdf", "docx", "reportlab", "text", "fpdf", "docx"),
    "europass-online": ("reportlab", "fpdf", "docx", "reportlab", "fpdf", "reportlab"),
    "typed": ("text", "docx", "fpdf", "text", "docx", "text"),
}
"""Layout to the writers that the people of one half get, in order."""

SEED = 20_261_127


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldJob:
    """A job as the CV says it."""

    title: str
    employer: str
    starts: Month
    ends: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCv:
    """One CV.

    Attributes:
        name: ``operator-table``.
        person: Whose it is.
        layout: One of ``LAYOUTS``.
        writer: One of ``WRITERS``.
        data: The file.
        jobs: As said there.
        schools: As said there.
        skills: What its words name, each as the ids that say it equally well.
    """

    name: str
    person: Person
    layout: str
    writer: str
    data: bytes
    jobs: tuple[GoldJob, ...]
    schools: tuple[School, ...]
    skills: tuple[frozenset[str], ...]


def made_cvs(half: str = "", *, seed: int = SEED, only: Collection[str] = ()) -> Iterator[MadeCv]:
    """The CVs of the people of one half, or all; the same seed makes the same files.

    Args:
        half: One of ``HALVES`` or ``SECOND_HALVES``, or ``THIRD_HALF``; empty for all.
        seed: Of wording, order and type.
        only: Names of those that are made; all when empty.
    """
    numbers: Counter[str] = Counter()
    for person in (*read_people(), *read_people(SECOND_PEOPLE), *read_people(THIRD_PEOPLE)):
        number = numbers[person.half]
        numbers[person.half] += 1
        if half and person.half != half:
            continue
        for layout in LAYOUTS if person.half in HALVES else SECOND_LAYOUTS:
            if not only or f"{person.id}-{layout}" in only:
                yield _made(person, layout, FORMATS[layout][number % len(FORMATS[layout])], seed)


def _made(person: Person, layout: str, writer: str, seed: int) -> MadeCv:
    random = Random(f"{seed} {person.id} {layout}")  # noqa: S311 - the same CVs each time
    draw: Callable[[Random, str, str], Wording | SecondWording] = (
        wording_of if person.half in HALVES else second_wording_of
    )
    wording = draw(random, person.language, SECOND_HALVES[1] if person.half == THIRD_HALF else person.half)
    blocks = {**LAYOUTS, **SECOND_LAYOUTS}[layout](person, wording, random)
    try:
        data = WRITERS[writer](blocks, wording.bullet, random)
    except LayoutError:  # a column longer than a page, which ReportLab does not break
        writer = "fpdf"
        data = WRITERS[writer](blocks, wording.bullet, random)
    return MadeCv(
        name=f"{person.id}-{layout}",
        person=person,
        layout=layout,
        writer=writer,
        data=data,
        jobs=tuple(_gold_job(job, wording) for job in person.jobs),
        schools=person.schools,
        skills=_gold_skills(person, layout),
    )


def _gold_job(job: HeldJob, wording: Wording | SecondWording) -> GoldJob:
    starts = wording.dates.kept(job.starts)
    assert starts is not None
    return GoldJob(title=job.title, employer=job.employer, starts=starts, ends=wording.dates.kept(job.ends))


_MOST_TASKS = {"canva": 2, "typed": 2}
"""Layout to how many tasks of a job it tells; all where it is not named."""

_NO_SUMMARY = frozenset(("table", "europass", "form", "state-form"))
_NO_COURSES = frozenset(("prose", "canva"))


def _gold_skills(person: Person, layout: str) -> tuple[frozenset[str], ...]:
    """What a CV of a layout names: not all tell summary, courses or every task."""
    most = _MOST_TASKS.get(layout)
    told = {"summary": layout not in _NO_SUMMARY, "course": layout not in _NO_COURSES}
    marks = (mark for mark in read_marks()[person.id] if told.get(mark.section, True))
    return groups_of(mark for mark in marks if most is None or mark.task <= most)
