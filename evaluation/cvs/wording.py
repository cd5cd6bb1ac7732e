"""How the invented CVs say things: headings and spans of months, in many manners, drawn by a seeded generator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from matcher.cv.record import Month

HEADINGS: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]] = {
    "id": {
        "dev": {
            "personal": ("DATA PRIBADI", "Data Diri", "A. IDENTITAS DIRI"),
            "summary": ("PROFIL", "Tentang Saya", "RINGKASAN"),
            "jobs": ("PENGALAMAN KERJA", "Riwayat Pekerjaan", "Pengalaman Bekerja:"),
            "education": ("PENDIDIKAN", "Riwayat Pendidikan", "PENDIDIKAN FORMAL"),
            "skills": ("KEAHLIAN", "Keterampilan", "KEMAMPUAN"),
            "languages": ("BAHASA", "Kemampuan Bahasa"),
            "licences": ("SERTIFIKAT", "Lisensi & Sertifikasi"),
            "courses": ("PELATIHAN", "Kursus dan Pelatihan"),
            "references": ("REFERENSI",),
            "contact": ("KONTAK",),
        },
        "judged": {
            "personal": ("DATA DIRI PELAMAR", "Biodata", "I. KETERANGAN PERORANGAN"),
            "summary": ("SEKILAS TENTANG SAYA", "Profil Singkat", "Deskripsi Diri"),
            "jobs": ("RIWAYAT KERJA", "Pengalaman Profesional", "P E N G A L A M A N  K E R J A", "Riwayat Karier"),
            "education": ("LATAR BELAKANG PENDIDIKAN", "Pendidikan Terakhir", "Jenjang Pendidikan", "Riwayat Sekolah"),
            "skills": ("KETERAMPILAN & KEAHLIAN", "Kompetensi", "Keahlian yang Dimiliki", "Hard Skill & Soft Skill"),
            "languages": ("PENGUASAAN BAHASA", "Bahasa yang Dikuasai"),
            "licences": ("LISENSI DAN SERTIFIKAT", "Sertifikasi Profesi"),
            "courses": ("PENDIDIKAN NON FORMAL", "Pelatihan yang Pernah Diikuti"),
            "references": ("Pemberi Referensi",),
            "contact": ("Hubungi Saya",),
        },
    },
    "en": {
        "dev": {
            "personal": ("PERSONAL DATA", "Personal Details"),
            "summary": ("SUMMARY", "Profile", "About Me"),
            "jobs": ("WORK EXPERIENCE", "Employment History", "Experience"),
            "education": ("EDUCATION", "Educational Background"),
            "skills": ("SKILLS", "Key Skills", "Technical Skills"),
            "languages": ("LANGUAGES", "Language Skills"),
            "licences": ("CERTIFICATIONS", "Certificates"),
            "courses": ("TRAINING", "Courses"),
            "references": ("REFERENCES",),
            "contact": ("CONTACT",),
        },
        "judged": {
            "personal": ("PERSONAL PARTICULARS", "Personal Information"),
            "summary": ("CAREER SUMMARY", "Personal Profile", "Who I Am"),
            "jobs": ("PROFESSIONAL EXPERIENCE", "Career History", "Working Experience", "Previous Employment"),
            "education": ("ACADEMIC BACKGROUND", "Education & Qualifications", "Formal Education"),
            "skills": ("CORE COMPETENCIES", "Skills & Abilities", "Areas of Expertise"),
            "languages": ("LANGUAGE PROFICIENCY", "Languages Spoken"),
            "licences": ("LICENSES & CERTIFICATIONS", "Professional Certificates"),
            "courses": ("TRAININGS", "Courses and Workshops"),
            "references": ("Referees",),
            "contact": ("GET IN TOUCH",),
        },
    },
}
"""Language, half and section to headings; the halves share none, so that no heading of the judged half was in sight."""

_ID = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
_ID_SHORT = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split()
_EN = "January February March April May June July August September October November December".split()
_EN_SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class DateManner:
    """How one CV writes spans.

    Attributes:
        months: Names, or empty for numbers.
        form: Of a month, with name, number and year.
        to: Between two ends.
        now: For what goes on.
        has_months: Whether more than years are said.
    """

    months: Sequence[str]
    form: str
    to: str
    now: str
    has_months: bool = True

    def point(self, month: Month) -> str:
        """A month as written."""
        name = self.months[month.month - 1] if self.months and month.month else ""
        return self.form.format(name=name, number=month.month, year=month.year, short=month.year % 100)

    def span(self, starts: Month, ends: Month | None) -> str:
        """A span as written."""
        return f"{self.point(starts)}{self.to}{self.point(ends) if ends else self.now}"

    def kept(self, month: Month | None) -> Month | None:
        """What of a month the CV says."""
        return month if month is None or self.has_months else Month(year=month.year)


MANNERS: Mapping[str, Sequence[DateManner]] = {
    "id": (
        DateManner(_ID, "{name} {year}", " – ", "Sekarang"),
        DateManner(_ID_SHORT, "{name} {year}", " - ", "sekarang"),
        DateManner((), "{number:02}/{year}", " s.d. ", "sekarang"),
        DateManner((), "{year}", "-", "sekarang", has_months=False),
        DateManner(_ID, "{name} {year}", " hingga ", "kini"),
        DateManner(_ID, "{name} {year}", " s/d ", "saat ini"),
        DateManner((), "{number:02}-{year}", " sampai ", "sekarang"),
        DateManner(_ID_SHORT, "{name}. {year}", "—", "Sekarang"),
    ),
    "en": (
        DateManner(_EN_SHORT, "{name} {year}", " – ", "Present"),
        DateManner(_EN, "{name} {year}", " to ", "present"),
        DateManner((), "{number:02}/{year}", " - ", "Present"),
        DateManner((), "{year}-{number:02}", " – ", "now"),
        DateManner(_EN_SHORT, "{name} '{short:02}", " - ", "Current"),
        DateManner((), "{number:02}.{year}", " – ", "Present"),
        DateManner((), "{year}", " – ", "Present", has_months=False),
        DateManner(_EN, "{name}, {year}", " until ", "Now"),
    ),
}
"""Language to manners."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What whoever writes a CV is used to.

    Attributes:
        language: Of headings.
        headings: Section to heading.
        bullet: Sign before entries of lists.
        arrangement: Of the lines that name a job, 0 to 3.
    """

    language: str
    headings: Mapping[str, str]
    bullet: str
    arrangement: int


@dataclass(frozen=True, slots=True)
class Wording(Habits):
    """What one CV's author is used to.

    Attributes:
        dates: Manner of spans.
    """

    dates: DateManner


BULLETS = ("•", "-", "–", "●", "▪", "*", "➢", "○")


def wording_of(random: Random, language: str, half: str) -> Wording:
    """Draw how an author writes."""
    headings = {name: random.choice(words) for name, words in HEADINGS[language][half].items()}
    return Wording(
        language=language,
        headings=headings,
        dates=random.choice(MANNERS[language]),
        bullet=random.choice(BULLETS),
        arrangement=random.randrange(4),
    )
