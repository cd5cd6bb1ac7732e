"""``sepadan cv``: what is read in a CV; nothing is stored."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.lines import STDIO
from api.cli.options import JsonOption, LangOption
from api.cli.show import facts_table, print_json, show
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from matcher.cv.record import ReadCv, ReadJob, Words


def cv(
    file: Annotated[str, typer.Argument(metavar="FILE", help="PDF, DOCX or text; - is stdin.")],
    lang: LangOption = "id",
    as_json: JsonOption = False,
) -> None:
    """Read a CV: jobs held, schools, skills, languages, licences; name, numbers and other identity are left out.

    The file is parsed in a confined process and is not kept.
    """
    from matcher.cv.document import cv_document
    from matcher.cv.errors import CvError
    from matcher.cv.read_cv import read_cv
    from matcher.skill_coding import SkillCoder
    from taxonomy.skill_mentions import SkillReader
    from taxonomy.skills import load_skills

    skills = load_skills()
    try:
        found = read_cv(_bytes(file), SkillCoder(skills, SkillReader(skills)))
    except CvError as error:
        raise InputError(wanted=error.wanted, found=f"{error.found}. {error.words(lang)}", where=file) from error
    if as_json:
        print_json(cv_document(found))
    else:
        show(*_tables(found, lang))


def _bytes(file: str) -> bytes:
    from matcher.cv.limits import MAX_BYTES

    try:
        if file == STDIO:
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(wanted="a file that can be read", found=error.strerror or "none", where=file) from error


def _tables(cv: ReadCv, lang: str) -> list[RenderableType]:
    from matcher.cv.document import dropped_words

    facts: dict[str, object] = {
        "Tempat tinggal": _text(cv.place) or "-",
        "Pekerjaan yang dicari": _text(cv.wish) or "-",
        "Pekerjaan": "\n".join(map(_job, cv.jobs)) or "-",
        "Pendidikan": "\n".join(
            ", ".join(filter(None, (one.level, _text(one.programme), _text(one.institution), str(one.ends or ""))))
            for one in cv.education
        )
        or "-",
        "Keterampilan": ", ".join(skill.label for skill in cv.skills) or "-",
        "Bahasa": ", ".join(f"{one.label} {one.level}".strip() for one in cv.languages) or "-",
        "Lisensi dan pelatihan": "\n".join(one.words.text for one in cv.licences) or "-",
        "Halaman": f"{cv.pages_read} dari {cv.pages}" if cv.pages != cv.pages_read else str(cv.pages),
    }
    told = dropped_words(cv, lang)
    return [facts_table(facts, title="CV"), *([told] if told else [])]


def _job(job: ReadJob) -> str:
    ends = "sekarang" if job.is_current else str(job.ends or "?")
    span = f" ({job.starts or '?'} - {ends})" if job.dates else ""
    return ", ".join(filter(None, (_text(job.title), _text(job.employer), _text(job.place)))) + span


def _text(words: Words | None) -> str:
    return words.text if words else ""
