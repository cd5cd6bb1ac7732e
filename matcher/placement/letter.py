"""The letter that introduces a job seeker to an employer (surat pengantar), as a PDF of one page.

Official form as offices of labour use it (Permendagri 1/2023 on official letters of regional governments): the office's
head, number, attachments and subject at the left, place and day at the right, whom it goes to, body, signature, copies.
Identity is put in at this moment and nowhere kept: neither here nor in the file's properties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from matcher.placement.letter_words import long_day
from taxonomy.errors import InputError

LONGEST = 200
"""Characters of a line that is put in."""

_FONT = "times"
_SIZE = 11.5
_LINE = 6.0
"""Millimetres between lines."""

_LABEL, _COLON = 34.0, 4.0
_MARGIN, _TOP = 25.0, 15.0
_NAMED_MISSING = "........................................"
_DASHES = str.maketrans({"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "\u00a0": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who writes.

    Attributes:
        region: ``Pemerintah Kota Surabaya``; empty leaves the line out.
        name: ``Dinas Perindustrian dan Tenaga Kerja``.
        address: One line with street, telephone and post code, or empty.
        city: Where the letter is signed.
        signer: Name of who signs, or empty: then dots stand there.
        signer_title: ``Kepala Bidang Penempatan Tenaga Kerja``.
        nip: Number of the civil servant who signs, or empty.
    """

    name: str
    city: str
    signer_title: str
    region: str = ""
    address: str = ""
    signer: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced:
    """Who is introduced; what is empty is left out, but for the name, for which dots stand.

    Attributes:
        key: Of the record: the employer answers under it.
        name: As it is kept sealed.
        nik: Number of the identity card.
        address: Of living.
        phone: To be reached at.
        education: Highest, with the study programme.
        experience: In words.
        skills: Those of the posting that the person has, the first few.
    """

    key: str
    name: str = ""
    nik: str = ""
    address: str = ""
    phone: str = ""
    education: str = ""
    experience: str = ""
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter.

    Attributes:
        number: From the office's book.
        day: Of the letter.
        office: Who writes.
        employer: Whom it goes to, or empty: then to the head of personnel.
        employer_place: ``Surabaya``, or empty.
        job: Title of the posting.
        posting_key: Key of the posting.
        person: Who is introduced.
        attachments: Number of attachments; 0 writes a dash.
        copies: Who gets a copy (tembusan).
    """

    number: str
    day: date
    office: Office
    job: str
    posting_key: str
    person: Introduced
    employer: str = ""
    employer_place: str = ""
    attachments: int = 0
    copies: tuple[str, ...] = ()


class _Page(FPDF):
    """A4 with the margins of official letters; says nothing of who it is about in its properties."""

    def __init__(self, day: date) -> None:
        super().__init__(format="A4")
        self.set_margins(_MARGIN, _TOP, _MARGIN - 5)
        self.set_auto_page_break(auto=True, margin=15)
        self.set_title("Surat pengantar kerja")
        self.set_lang("id-ID")
        self.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))
        self.add_page()
        self.plain()

    def plain(self) -> None:
        """Back to the type of the body."""
        self.set_font(_FONT, size=_SIZE)

    def lines(self, text: str, align: str = "L") -> None:
        """A paragraph."""
        self.multi_cell(0, _LINE, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def labelled(self, label: str, text: str, indent: float = 0.0) -> None:
        """A label, a colon, and lines that stand under one another."""
        self.set_x(self.l_margin + indent)
        self.cell(_LABEL, _LINE, label)
        self.cell(_COLON, _LINE, ":")
        self.multi_cell(0, _LINE, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def referral_letter(letter: Letter) -> bytes:
    """A PDF file.

    Args:
        letter: What it says; line breaks within a line count as spaces.

    Raises:
        InputError: A line is longer than ``LONGEST``, or holds letters that the standard fonts of PDF lack.
    """
    page = _Page(letter.day)
    _head(page, letter.office)
    _references(page, letter)
    _addressed(page, letter)
    _body(page, letter)
    _signature(page, letter.office)
    _copies(page, letter.copies)
    return bytes(page.output())


def written(text: str, where: str) -> str:
    """Words as they can be printed.

    Args:
        text: Any.
        where: Its place, for the message.

    Raises:
        InputError: It is longer than ``LONGEST``, or holds letters outside of Latin-1.
    """
    line = " ".join(text.translate(_DASHES).split())
    if len(line) > LONGEST:
        raise InputError(wanted=f"at most {LONGEST} characters", found=len(line), where=where)
    odd = next((letter for letter in line if ord(letter) > 255 or ord(letter) < 32 or 127 <= ord(letter) < 160), "")
    if odd:
        raise InputError(wanted="Latin letters, digits and signs", found=f"U+{ord(odd):04X}", where=where)
    return line


def _head(page: _Page, office: Office) -> None:
    page.set_font(_FONT, size=13)
    if office.region:
        page.lines(written(office.region, "region").upper(), "C")
    page.set_font(_FONT, "B", 15)
    page.lines(written(office.name, "office").upper(), "C")
    page.set_font(_FONT, size=9.5)
    if office.address:
        page.lines(written(office.address, "address"), "C")
    page.ln(1)
    for width, gap in ((0.9, 0.9), (0.3, 0.0)):  # a thick line over a thin one, as heads of letters have it
        page.set_line_width(width)
        page.line(page.l_margin, page.get_y(), page.w - page.r_margin, page.get_y())
        page.ln(gap)
    page.ln(4)
    page.plain()


def _references(page: _Page, letter: Letter) -> None:
    page.lines(f"{written(letter.office.city, 'city')}, {long_day(letter.day)}", "R")
    page.labelled("Nomor", written(letter.number, "number"))
    page.labelled("Sifat", "Biasa")
    page.labelled("Lampiran", f"{letter.attachments} berkas" if letter.attachments else "-")
    page.set_font(_FONT, "B", _SIZE)
    page.labelled("Hal", "Pengantar Pencari Kerja")
    page.plain()
    page.ln(4)


def _addressed(page: _Page, letter: Letter) -> None:
    employer = written(letter.employer, "employer")
    page.lines("Yth. Pimpinan " + (employer or "Perusahaan"))
    page.lines("di " + (written(letter.employer_place, "place") or "Tempat"))
    page.ln(4)


def _body(page: _Page, letter: Letter) -> None:
    job, person = written(letter.job, "job"), letter.person
    page.lines("Dengan hormat,")
    page.ln(1)
    page.lines(
        f"Sehubungan dengan lowongan kerja {job} yang Saudara sampaikan, bersama ini kami hadapkan pencari kerja "
        "berikut untuk mengikuti seleksi:",
        "J",
    )
    page.ln(1)
    facts = (
        ("Nama", person.name or _NAMED_MISSING),
        ("NIK", person.nik),
        ("Alamat", person.address),
        ("Telepon", person.phone),
        ("Pendidikan", person.education),
        ("Pengalaman kerja", person.experience),
        ("Keterampilan", ", ".join(person.skills)),
        ("Kode pencari kerja", person.key),
        ("Kode lowongan", letter.posting_key),
    )
    for label, text in facts:
        if text:
            page.labelled(label, written(text, label), indent=8)
    page.ln(1)
    page.lines(
        "Kami mohon hasil seleksi disampaikan kepada kami paling lambat 14 (empat belas) hari setelah tanggal surat "
        "ini, baik diterima maupun tidak. Dalam proses seleksi pencari kerja tidak dipungut biaya apa pun.",
        "J",
    )
    page.ln(1)
    page.lines(
        "Demikian surat pengantar ini kami buat. Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.", "J"
    )
    page.ln(6)


def _signature(page: _Page, office: Office) -> None:
    left = page.w / 2
    page.set_left_margin(left)
    page.set_x(left)
    page.lines(f"{written(office.signer_title, 'signer title')},", "L")
    page.ln(18)
    page.set_font(_FONT, "BU" if office.signer else "", _SIZE)
    page.lines(written(office.signer, "signer") or _NAMED_MISSING)
    page.plain()
    page.lines(f"NIP {written(office.nip, 'NIP') or _NAMED_MISSING[:24]}")
    page.set_left_margin(_MARGIN)
    page.set_x(_MARGIN)
    page.ln(4)


def _copies(page: _Page, copies: Sequence[str]) -> None:
    if not copies:
        return
    page.set_font(_FONT, size=10)
    page.lines("Tembusan:")
    for number, copy in enumerate(copies, 1):
        page.lines(f"{number}. {written(copy, 'tembusan')}")
    page.plain()
