"""Uploaded CVs as targets: any bytes give lines or one fault, and what is read of lines holds no number of a person.

The confined process's part runs in this process here, so that the fuzzer sees where it goes and what it crashes on.
"""

from __future__ import annotations

import io
import re
import zipfile

import orjson

from evaluation.fuzz.target import Target, Try, hold
from matcher.cv.document import cv_document, cv_of
from matcher.cv.errors import CvError
from matcher.cv.limits import MAX_CHARACTERS, MAX_LINES, MAX_PAGES
from matcher.cv.parsing import parse
from matcher.cv.read_cv import read_lines
from matcher.skill_coding import SkillCoder
from taxonomy.skill_mentions import SkillReader
from taxonomy.skills import load_skills

_MOBILE = re.compile(r"(?<!\d)08\d{9,10}(?!\d)")
_SAMPLE = (
    b"PENGALAMAN KERJA\nOperator, PT Maju, Bekasi (2019 - 2021)\nPENDIDIKAN\n"
    b"SMK Negeri 1 Bekasi, Teknik Mesin, 2018\nKEAHLIAN\n5R"
)
_PACKAGE = "application/vnd.openxmlformats-package.relationships+xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OPEN = "http://schemas.openxmlformats.org"
_TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{_OPEN}/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_PACKAGE}"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)
_LINKS = (
    f'<?xml version="1.0"?><Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_OPEN}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def packed(document: bytes) -> bytes:
    """A DOCX whose main part is some bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _LINKS)
        archive.writestr("word/document.xml", document)
    return out.getvalue()


def _coder() -> SkillCoder:
    """A coder; a sample was read with it, so that no tables are loaded while an input is timed."""
    skills = load_skills()
    coder = SkillCoder(skills, SkillReader(skills))
    _read(_SAMPLE, coder)
    return coder


def _upload() -> Try:
    """Bytes as they are uploaded: text, PDF and DOCX."""
    coder = _coder()

    def attempt(data: bytes) -> None:
        _read(data, coder)

    return attempt


def _docx() -> Try:
    """Bytes as the main part of a DOCX, past its zip."""
    coder = _coder()

    def attempt(data: bytes) -> None:
        _read(packed(data), coder)

    return attempt


def _read(data: bytes, coder: SkillCoder) -> None:
    try:
        text = parse(data)
    except CvError as error:
        hold(bool(error.words() and error.words("en") and error.wanted), "a fault has words")
        return
    hold(len(text.lines) <= MAX_LINES and text.pages_read <= MAX_PAGES, "lines and pages are bounded")
    hold(sum(len(line.text) for line in text.lines) <= MAX_CHARACTERS, "characters are bounded")
    cv = read_lines(text, coder)
    document = cv_document(cv)
    hold(cv_of(document) == cv, "a CV is read again from its document")
    hold(_MOBILE.search(orjson.dumps(document).decode()) is None, "a mobile number is left")


def cv_targets() -> tuple[Target, ...]:
    """The two targets."""
    return (
        Target(name="cv-upload", load=_upload, max_bytes=8_192),
        Target(name="cv-docx", load=_docx, max_bytes=8_192),
    )
