"""What a letter of introduction says, part by part, whether it is printed or looked at before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.pdf_text import printable, unprintable
from matcher.placement.letter_words import long_day
from taxonomy.errors import InputError

LONGEST = 200
"""Characters of a line that is put in."""

DOTS = "........................................"
"""Where something is written by hand."""

_OPENING = (
    "Sehubungan dengan lowongan kerja {job} yang Saudara sampaikan, bersama ini kami hadapkan pencari kerja berikut "
    "untuk mengikuti seleksi:"
)
_ANSWER = (
    "Kami mohon hasil seleksi disampaikan kepada kami paling lambat 14 (empat belas) hari setelah tanggal surat ini, "
    "baik diterima maupun tidak. Dalam proses seleksi pencari kerja tidak dipungut biaya apa pun."
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    """A letter as it reads, every line printable.

    Attributes:
        region: Above the office's name, capitals; empty for none.
        office: Its name, capitals.
        address: Of the office, or empty.
        place_and_day: At the right.
        references: Number, kind, attachments and subject, each with its label.
        addressed: Whom it goes to.
        opening: Before the person.
        facts: Of the person, each with its label.
        closing: Paragraphs after the person.
        signer_title: Above the signature.
        signer: Below it.
        is_signer_named: Whether that is a name, not dots.
        nip: Line below the name.
        copies: Numbered lines.
    """

    region: str
    office: str
    address: str
    place_and_day: str
    references: tuple[tuple[str, str], ...]
    addressed: tuple[str, ...]
    opening: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    closing: tuple[str, ...]
    signer_title: str
    signer: str
    is_signer_named: bool
    nip: str
    copies: tuple[str, ...]


def written(text: str, where: str) -> str:
    """Words as they can be printed, on one line.

    Args:
        text: Any; line breaks count as spaces.
        where: Its place, for the message.

    Raises:
        InputError: It is longer than ``LONGEST``, or holds letters that the standard fonts of PDF lack.
    """
    line = " ".join(text.split())
    if odd := unprintable(line):
        raise InputError(wanted="Latin letters, digits and signs", found=f"U+{ord(odd):04X}", where=where)
    line = printable(line)
    if len(line) > LONGEST:
        raise InputError(wanted=f"at most {LONGEST} characters", found=len(line), where=where)
    return line


def letter_text(letter: Letter) -> LetterText:
    """What a letter says.

    Raises:
        InputError: As for ``written``.
    """
    office = letter.office
    signer = written(office.signer, "signer")
    return LetterText(
        region=written(office.region, "region").upper(),
        office=written(office.name, "office").upper(),
        address=written(office.address, "address"),
        place_and_day=f"{written(office.city, 'city')}, {long_day(letter.day)}",
        references=(
            ("Nomor", written(letter.number, "number")),
            ("Sifat", "Biasa"),
            ("Lampiran", f"{letter.attachments} berkas" if letter.attachments else "-"),
            ("Hal", "Pengantar Pencari Kerja"),
        ),
        addressed=(
            "Yth. Pimpinan " + (written(letter.employer, "employer") or "Perusahaan"),
            "di " + (written(letter.employer_place, "place") or "Tempat"),
        ),
        opening=(
            "Dengan hormat,",
            _OPENING.format(job=written(letter.job, "job")),
        ),
        facts=_facts(letter),
        closing=(
            _ANSWER,
            "Demikian surat pengantar ini kami buat. Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.",
        ),
        signer_title=f"{written(office.signer_title, 'signer title')},",
        signer=signer or DOTS,
        is_signer_named=bool(signer),
        nip=f"NIP {written(office.nip, 'NIP') or DOTS[:24]}",
        copies=tuple(f"{number}. {written(one, 'tembusan')}" for number, one in enumerate(letter.copies, 1)),
    )


def _facts(letter: Letter) -> tuple[tuple[str, str], ...]:
    person = letter.person
    facts = (
        ("Nama", person.name or DOTS),
        ("NIK", person.nik),
        ("Alamat", person.address),
        ("Telepon", person.phone),
        ("Pendidikan", person.education),
        ("Pengalaman kerja", person.experience),
        ("Keterampilan", ", ".join(person.skills)),
        ("Kode pencari kerja", person.key),
        ("Kode lowongan", letter.posting_key),
    )
    return tuple((label, written(text, label)) for label, text in facts if text)
