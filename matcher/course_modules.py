"""The modules of a training programme, and how one is written in a single cell of a table.

A cell holds modules split by ``|``, each as ``Judul (24 JP): keterampilan; keterampilan``. JP and skills may be left
out. JP is the lesson hour of vocational training, 45 minutes (Permenaker 8/2014 on competency-based training).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_LENGTH = re.compile(r"\(\s*([0-9][0-9.]*)\s*(?:JP|jam|jam pelatihan)\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseModule:
    """One module of a training programme.

    Attributes:
        title: Name of the module.
        jp: Its length in JP; None when not stated.
        skills: Skills taught in it, in the source's words.
        units: Codes of the SKKNI units that it teaches.
    """

    title: str
    jp: int | None = None
    skills: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


def module_fields(text: str) -> Mapping[str, Any]:
    """Fields of a module as a cell writes it; text without JP in brackets is all title.

    Args:
        text: ``Las pelat posisi 3G (120 JP): Las SMAW; Gambar teknik``.
    """
    length = _LENGTH.search(text)
    rest = text[length.end() :].strip() if length else ""
    if length is None or not (rest == "" or rest.startswith(":")):
        return {"title": text}
    skills = [part.strip() for part in rest[1:].split(";") if part.strip()]
    return {"title": text[: length.start()].strip(), "jp": length[1], "skills": skills}


def module_text(module: CourseModule) -> str:
    """A module as a cell writes it; what ``module_fields`` reads, but for its units, which a cell does not hold."""
    length = "" if module.jp is None else f" ({module.jp} JP)"
    return f"{module.title}{length}" + (f": {'; '.join(module.skills)}" if module.skills and length else "")
