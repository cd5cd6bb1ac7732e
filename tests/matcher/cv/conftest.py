"""What tests of CVs share: a coder over the bundled skills, and files made on the spot."""

from __future__ import annotations

import io

import pytest
from fpdf import FPDF

from matcher.cv.lines import CvText
from matcher.cv.parsing import parse
from matcher.cv.read_cv import read_lines
from matcher.cv.record import ReadCv
from matcher.skill_coding import SkillCoder
from taxonomy.skill_mentions import SkillReader
from taxonomy.skills import load_skills


@pytest.fixture(scope="session")
def coder() -> SkillCoder:
    """Finds the skills of the bundled taxonomy."""
    skills = load_skills()
    return SkillCoder(skills, SkillReader(skills))


def pdf_of(*paragraphs: str, pages: int = 1) -> bytes:
    """A PDF with some paragraphs on each page."""
    page = FPDF()
    for _ in range(pages):
        page.add_page()
        page.set_font("helvetica", size=11)
        for text in paragraphs:
            page.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())


def docx_bytes(document: object) -> bytes:
    """A document of python-docx as a file."""
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def text_of(words: str) -> CvText:
    """The lines of a text file."""
    return parse(words.encode())


def read(words: str, coder: SkillCoder) -> ReadCv:
    """What is read in a text file."""
    return read_lines(text_of(words), coder)
