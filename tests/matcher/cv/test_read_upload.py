"""Uploads go to a confined process: what it answers, what it refuses, and what it cannot do."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import zipfile

import docx
import pytest
from fpdf import FPDF

from evaluation.fuzz.cvs import packed
from matcher.cv import read_upload as uploads
from matcher.cv.errors import CvError
from matcher.cv.limits import MAX_BYTES, MAX_CHARACTERS, MAX_PAGES, MAX_UNPACKED_BYTES
from matcher.cv.parsing import answer, parse
from matcher.cv.read_upload import read_upload
from tests.matcher.cv.conftest import docx_bytes, pdf_of

WORDS = "PENGALAMAN KERJA"
TABLES = "<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def fault(data: bytes) -> str:
    with pytest.raises(CvError) as caught:
        parse(data)
    assert caught.value.words() != caught.value.words("en")
    return caught.value.fault


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def raw_pdf(*objects: str, page: str = "") -> bytes:
    """A PDF of one stream, with further objects, by hand."""
    stream = page.encode()
    body = [
        "<</Type/Catalog/Pages 2 0 R" + "".join(one for one in objects if one.startswith("/")) + ">>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{page}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    lines = "".join(f"{n} 0 obj{one}endobj\n" for n, one in enumerate(body, 1))
    return f"%PDF-1.4\n{lines}trailer<</Root 1 0 R>>\n%%EOF".encode()


def test_a_pdf_a_docx_and_texts_are_read_in_the_other_process() -> None:
    document = docx.Document()
    document.add_paragraph(WORDS)
    kinds = {"pdf": pdf_of(WORDS), "docx": docx_bytes(document), "text": WORDS.encode("utf-16")}
    for kind, data in kinds.items():
        found = read_upload(data)
        assert (found.kind, found.lines[0].text, found.lines[0].page) == (kind, WORDS, 1)


def test_a_fault_comes_back_with_words_for_the_person() -> None:
    with pytest.raises(CvError, match="wanted a PDF, found") as caught:
        read_upload(b"%PDF-1.7 nothing more")
    assert caught.value.fault == "malformed"
    assert "rusak" in caught.value.words()


def test_too_large_an_upload_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_answer", lambda data, wall_s: pytest.fail("started"))
    with pytest.raises(CvError, match="at most 5 MiB") as caught:
        read_upload(b" " * (MAX_BYTES + 1))
    assert caught.value.fault == "too_large"


@pytest.mark.parametrize("half", [b"", b'{"text": {"kind": "pdf"', b'{"text": {}}', b'{"text": {"lines": [{"x": 1}]}}'])
def test_half_an_answer_is_a_process_that_was_ended(half: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_answer", lambda data, wall_s: half)
    with pytest.raises(CvError) as caught:
        read_upload(b"x")
    assert caught.value.fault == "too_heavy"


def test_a_parser_that_takes_too_long_is_ended() -> None:
    with pytest.raises(CvError) as caught:
        read_upload(pdf_of(WORDS), wall_s=0.01)
    assert caught.value.fault == "too_heavy"


def test_the_confined_process_opens_writes_starts_and_signals_nothing() -> None:
    code = """
import os, socket, sys
from matcher.cv.confined import confine
whole = confine(memory=1 << 30, cpu_s=5)
tries = dict(read=lambda: open("/etc/hostname"), write=lambda: open("/tmp/x-cv", "w"), net=socket.socket, pipe=os.pipe)
if whole:
    tries |= dict(fork=os.fork, run=lambda: os.execv("/bin/true", ["true"]), kill=lambda: os.kill(os.getppid(), 0))
for name, attempt in tries.items():
    try:
        attempt()
        print(name, "was allowed")
    except OSError:
        pass
try:
    bytearray(2 << 30)
    print("memory was allowed")
except MemoryError:
    print("confined")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "confined\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b" \r\n\x00\x00", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "unknown"),
        (b"{\\rtf1 hello}", "unknown"),
        (bytes(range(1, 30)) * 20, "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.4", "malformed"),
        (b"PK\x03\x04" + bytes(30), "malformed"),
        (zipped(a=b"x"), "unknown"),
        (packed(b""), "malformed"),
        (packed(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "malformed"),
        (packed(f"<w:document {W}><w:body/></w:document>".encode()), "scanned"),
        (raw_pdf(page="0 0 100 100 re f"), "scanned"),
    ],
)
def test_what_is_no_cv_is_told_by_its_kind(data: bytes, expected: str) -> None:
    assert fault(data) == expected


def test_locked_files_are_told_as_locked() -> None:
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=11)
    page.cell(0, 6, WORDS)
    page.set_encryption(owner_password="a", user_password="b")
    assert fault(bytes(page.output())) == "encrypted"
    locked = bytearray(packed(b"<a/>"))
    for at in range(len(locked) - 10):
        if locked[at : at + 4] in (b"PK\x03\x04", b"PK\x01\x02"):
            locked[at + (6 if locked[at + 2] == 3 else 8)] |= 1
    assert fault(bytes(locked)) == "encrypted"


def test_a_zip_bomb_is_refused_by_what_it_says_and_one_that_lies_is_cut() -> None:
    assert fault(zipped(word__document_xml=b"<a/>", big=bytes(MAX_UNPACKED_BYTES + 1))) == "unknown"
    bomb = {"word/document.xml": b"<a/>", "word/media/a.bin": bytes(MAX_UNPACKED_BYTES + 1)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in bomb.items():
            archive.writestr(name, data)
    assert len(out.getvalue()) < 100_000
    assert fault(out.getvalue()) == "too_heavy"


def test_entities_are_neither_read_from_files_nor_multiplied() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    for kinds in ('<!ENTITY l11 SYSTEM "file:///etc/passwd">', f'<!ENTITY l0 "ha">{laughs}'):
        body = f"<w:p><w:r><w:t>&l11;{WORDS}</w:t></w:r></w:p>"
        data = packed(f"<!DOCTYPE d [{kinds}]><w:document {W}><w:body>{body}</w:body></w:document>".encode())
        told = answer(data)
        assert b"root:" not in told
        assert len(told) < 5_000


def test_ten_thousand_pages_are_told_and_the_first_twenty_read() -> None:
    kids = "3 0 R " * 10_000
    data = raw_pdf(page=f"BT /F1 12 Tf 50 700 Td ({WORDS}) Tj ET").replace(
        b"/Kids[3 0 R]/Count 1", f"/Kids[{kids}]/Count 10000".encode()
    )
    found = read_upload(data)
    assert (found.pages, found.pages_read, len(found.lines)) == (10_000, MAX_PAGES, MAX_PAGES)


@pytest.mark.parametrize(
    "data",
    [
        raw_pdf(page="[" * 100_000),
        raw_pdf(page="q " * 100_000),
        raw_pdf(page=f"BT /F1 1000000000 Tf 50 700 Td ({WORDS}) Tj ET"),
        raw_pdf(page=f"BT /F1 0 Tf 1e38 1e38 Td ({WORDS}) Tj ET"),
        packed(f"<w:document {W}><w:body>{'<w:sdt>' * 5_000}{'</w:sdt>' * 5_000}</w:body></w:document>".encode()),
        packed(f"<w:document {W}><w:body>{TABLES}</w:body></w:document>".encode()),
    ],
)
def test_what_is_nested_or_huge_gives_an_answer(data: bytes) -> None:
    assert answer(data)[:8] in (b'{"text":', b'{"fault"')


def test_scripts_in_a_pdf_are_not_run_and_not_read() -> None:
    script = "/OpenAction<</S/JavaScript/JS(app.alert\\('x'\\))>>"
    found = parse(raw_pdf(script, page=f"BT /F1 12 Tf 50 700 Td ({WORDS}) Tj ET"))
    assert [line.text for line in found.lines] == [WORDS]


def test_damaged_files_give_lines_or_a_fault_and_never_an_exception() -> None:
    document = docx.Document()
    document.add_paragraph(WORDS)
    draw = random.Random(7)
    for whole in (pdf_of(WORDS, "Operator, PT Maju (2019 - 2021)"), docx_bytes(document)):
        for _ in range(60):
            data = bytearray(whole)
            for _ in range(draw.choice((1, 8, 60))):
                data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
            cut = bytes(data[: draw.randrange(len(data))]) if draw.random() < 0.4 else bytes(data)
            assert answer(cut)[:8] in (b'{"text":', b'{"fault"')


def test_very_long_texts_are_cut_and_told_so() -> None:
    found = parse("\n".join(["kata " * 300] * 500).encode())
    assert found.is_cut
    assert sum(len(line.text) for line in found.lines) <= MAX_CHARACTERS


@pytest.mark.parametrize(
    "data",
    [
        "Pengalaman – kafé".encode(),
        b"\xef\xbb\xbf" + "Pengalaman – kafé".encode(),
        "Pengalaman – kafé".encode("utf-16"),
        "Pengalaman – kafé".encode("utf-16-le"),
        "Pengalaman – kafé".encode("utf-16-be"),
        "Pengalaman – kafé".encode("cp1252"),
    ],
)
def test_texts_are_read_in_each_encoding(data: bytes) -> None:
    assert parse(data).lines[0].text == "Pengalaman – kafé"
