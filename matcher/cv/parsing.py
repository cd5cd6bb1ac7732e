"""The confined process's part: bytes in, lines out. No upload is ever parsed in the process that serves."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

from matcher.cv import columns, docx_lines, pdf_words, text_lines
from matcher.cv.confined import confine
from matcher.cv.errors import CvError
from matcher.cv.headings import heading_of
from matcher.cv.limits import MAX_BYTES, MAX_CHARACTERS, MAX_LINE_CHARACTERS, MAX_LINES
from matcher.cv.lines import CvText, Line

_PDF, _ZIP, _OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 1_024
"""Bytes within which readers look for the mark of a PDF."""

_FOREIGN = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"RIFF",
    b"MZ",
    b"\x7fELF",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc",
)


def parse(data: bytes) -> CvText:
    """The lines of an upload in reading order.

    Raises:
        CvError: It is no CV that can be read; the fault says why.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise CvError("empty", wanted="a CV", found="an empty file")
    if _PDF in data[:_HEAD]:
        return _pdf(data)
    if data.startswith(_OLE):
        # A DOCX with a password is an OLE file too.
        is_locked = "EncryptedPackage".encode("utf-16-le") in data
        fault = ("encrypted", "a locked one") if is_locked else ("old_word", "an OLE file")
        raise CvError(fault[0], wanted="PDF, DOCX or text", found=fault[1])  # type: ignore[arg-type]
    if data.startswith(_FOREIGN):
        raise CvError("unknown", wanted="PDF, DOCX or text", found="a file of another kind")
    kind, lines = (
        ("docx", docx_lines.read_docx(data)) if data.startswith(_ZIP) else ("text", text_lines.read_text(data))
    )
    if not lines:
        fault_name = "scanned" if kind == "docx" else "empty"
        raise CvError(fault_name, wanted="words", found="none")  # type: ignore[arg-type]
    numbered = (replace(line, number=line.number or number) for number, line in enumerate(lines, 1))
    kept, is_cut = _bounded(numbered)
    return CvText(kind=kind, pages=1, pages_read=1, lines=tuple(kept), is_cut=is_cut)


def _pdf(data: bytes) -> CvText:
    count, pages = pdf_words.read_pdf(data)
    reader = columns.PageReader()
    found = (line for number, page in enumerate(pages, 1) for line in reader.read(page.words, page.rules, number))
    lines, is_cut = _bounded(found)
    if not any(any(letter.isalpha() for letter in line.text) for line in lines):
        raise CvError("scanned", wanted="words", found=f"{count} pages of pictures")
    return CvText(kind="pdf", pages=count, pages_read=len(pages), lines=tuple(lines), is_cut=is_cut)


def _bounded(lines: Iterable[Line]) -> tuple[list[Line], bool]:
    """As many lines as may go on, and whether some were left out."""
    kept, room = list[Line](), MAX_CHARACTERS
    for line in _clean(lines):
        room -= len(line.text)
        if room < 0 or len(kept) == MAX_LINES:
            return kept, True
        kept.append(line)
    return kept, False


def _clean(lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        text = "".join(letter if letter == "\t" or letter.isprintable() else " " for letter in line.text)
        text = text[:MAX_LINE_CHARACTERS].strip()
        if text:
            yield replace(line, text=text)


def answer(data: bytes) -> bytes:
    """What the process answers: lines, or the fault, as JSON."""
    try:
        told = {"text": parse(data).as_dict()}
    except CvError as error:
        told = {"fault": error.fault, "wanted": error.wanted, "found": error.found}  # type: ignore[dict-item]
    except (MemoryError, RecursionError):
        told = {"fault": "too_heavy", "wanted": "a simpler file", "found": "more than may be held"}  # type: ignore[dict-item]
    except Exception as error:  # noqa: BLE001 - whatever a parser raises is a fault of the file
        told = {"fault": "malformed", "wanted": "a whole file", "found": type(error).__name__}  # type: ignore[dict-item]
    return json.dumps(told).encode()


def _warm() -> None:
    """Load all that is loaded on first use, for later nothing can be opened: tables, codecs, parts of python-docx."""
    heading_of("pengalaman kerja")
    for name in ("cp437", "cp1252", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        codecs.lookup(name)
    docx_lines.read_docx(docx_lines.sample())


def main() -> int:
    """Read the upload on stdin, give up all rights, answer on stdout."""
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    _warm()
    confine()
    sys.stdout.buffer.write(answer(data))
    sys.stdout.buffer.flush()
    return 0
