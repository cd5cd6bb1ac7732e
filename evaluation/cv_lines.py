"""Invented lines of CVs whose skills are marked: what phrases of CVs are learnt from.

``evaluation/data/cv_lines.tsv``: unit group of KBJI, language, and the line with its marks in braces,
``{Menyortir ikan|sortir-barang|penanganan-hasil-tangkapan} di palka``: the words, then the concepts that say them
equally well, the best first. Eight language models wrote and marked them by major groups, without a CV of the
evaluation, the reader or its tables in sight.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.coded_titles import DATA
from taxonomy.errors import InputError
from taxonomy.tables import read_table

LINES = DATA / "cv_lines.tsv"
_COLUMNS = ("unit", "language", "line")
_MARK = re.compile(r"\{(?P<words>[^{}|]+)\|(?P<ids>[^{} ]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedWords:
    """Words that say a skill, with the ids of the concepts that say them equally well, the best first."""

    words: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CvLine:
    """One line of a CV.

    Attributes:
        unit: Unit group of the job, four digits.
        language: ``id`` or ``en``.
        text: Without marks.
        marks: In order.
    """

    unit: str
    language: str
    text: str
    marks: tuple[MarkedWords, ...]

    @property
    def ids(self) -> frozenset[str]:
        """All concepts that the line says."""
        return frozenset(skill_id for mark in self.marks for skill_id in mark.ids)


def read_cv_lines(path: Path = LINES) -> list[CvLine]:
    """All lines, in the order of the file.

    Raises:
        InputError: A brace that belongs to no mark.
    """
    return [
        _line(row["unit"], row["language"], row["line"], where)
        for where, row in read_table(path.read_text(encoding="utf-8"), path.name, _COLUMNS)
    ]


def _line(unit: str, language: str, marked: str, where: str) -> CvLine:
    text = _MARK.sub(lambda mark: mark["words"], marked)
    if set(text) & set("{}|"):
        raise InputError(wanted="marks like {words|id|id}", found=marked, where=where)
    marks = tuple(MarkedWords(words=m["words"], ids=tuple(m["ids"].split("|"))) for m in _MARK.finditer(marked))
    return CvLine(unit=unit, language=language, text=text, marks=marks)


def halves(lines: Sequence[CvLine]) -> tuple[list[CvLine], list[CvLine]]:
    """Lines of every other unit group, and the others: wording of one half is new to the other."""
    units = sorted({line.unit for line in lines})
    first = frozenset(units[::2])
    return [line for line in lines if line.unit in first], [line for line in lines if line.unit not in first]
