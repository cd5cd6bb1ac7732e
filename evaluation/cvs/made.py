"""The sixty CVs: each person in each layout, with what a reader should find."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from evaluation.cvs.blocks import Block
from evaluation.cvs.layouts import LAYOUTS
from evaluation.cvs.people import HeldJob, Person, School, marked, read_people
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
        skills: Ids that its words name.
    """

    name: str
    person: Person
    layout: str
    writer: str
    data: bytes
    jobs: tuple[GoldJob, ...]
    schools: tuple[School, ...]
    skills: frozenset[str]


def made_cvs(half: str = "", *, seed: int = SEED, only: Collection[str] = ()) -> Iterator[MadeCv]:
    """The CVs of the people of one half, or all; the same seed makes the same files.

    Args:
        half: One of ``HALVES``, or empty.
        seed: Of wording, order and type.
        only: Names of those that are made; all when empty.
    """
    numbers = dict.fromkeys(("dev", "judged"), 0)
    for person in read_people():
        number = numbers[person.half]
        numbers[person.half] += 1
        if half and person.half != half:
            continue
        for layout in LAYOUTS:
            if not only or f"{person.id}-{layout}" in only:
                yield _made(person, layout, FORMATS[layout][number], seed)


def _made(person: Person, layout: str, writer: str, seed: int) -> MadeCv:
    random = Random(f"{seed} {person.id} {layout}")  # noqa: S311 - the same CVs each time
    wording = wording_of(random, person.language, person.half)
    blocks = LAYOUTS[layout](person, wording, random)
    return MadeCv(
        name=f"{person.id}-{layout}",
        person=person,
        layout=layout,
        writer=writer,
        data=WRITERS[writer](blocks, wording.bullet, random),
        jobs=tuple(_gold_job(job, wording) for job in person.jobs),
        schools=person.schools,
        skills=_gold_skills(person, layout),
    )


def _gold_job(job: HeldJob, wording: Wording) -> GoldJob:
    starts = wording.dates.kept(job.starts)
    assert starts is not None
    return GoldJob(title=job.title, employer=job.employer, starts=starts, ends=wording.dates.kept(job.ends))


def _gold_skills(person: Person, layout: str) -> frozenset[str]:
    """Ids that a CV of a layout names: tables and forms say no summary, stories no courses."""
    found = {skill for _, skill in person.skills if skill}
    found |= {skill for job in person.jobs for task in job.tasks for skill in marked(task)}
    if layout in {"plain", "sidebar", "prose"}:
        found |= marked(person.summary)
    if layout != "prose":
        found |= {skill for course in person.courses for skill in marked(course)}
    return frozenset(found)
