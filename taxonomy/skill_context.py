"""What the words around a skill make of it: not needed, only preferred, a benefit, or not a skill at all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

_CLAUSE = re.compile(r"[.;\n•▪●]|,\s|\bnamun\b|\btetapi\b|\btapi\b|\bbut\b", re.IGNORECASE)
_LINE = re.compile(r"[\n•▪●]|\.\s")
_NEGATION = re.compile(
    r"\b(?:tidak (?:perlu|harus|wajib|diwajibkan|diperlukan|dibutuhkan|memerlukan|membutuhkan|ada|bisa|punya|memiliki)|"
    r"tdk (?:perlu|harus|wajib|bisa|punya)|(?:gak|ga|nggak|enggak|ndak) (?:perlu|harus|bisa|punya)|"
    r"tanpa|belum (?:bisa|punya|memiliki)|"
    r"no(?:t)? (?:need|required|necessary|require)|without|bukan)\b",
    re.IGNORECASE,
)
_NOT_REQUIRED = re.compile(r"\b(?:not required|tidak (?:wajib|harus|diwajibkan|diperlukan))\b", re.IGNORECASE)
_PREFERENCE = re.compile(
    r"\b(?:diutamakan|lebih (?:di)?sukai|disukai|diprioritaskan|nilai (?:plus|tambah|lebih)|menjadi (?:nilai )?plus|"
    r"preferred|preferably|preferable|(?:is )?a plus|an advantage|advantageous|nice to have|"
    r"lebih baik jika|optional)\b",
    re.IGNORECASE,
)
_HEADED = re.compile(
    r"^(?P<bullet>[^\w\n]{0,6})(?P<name>[A-Za-z][A-Za-z /&()]{2,45}?)[^\S\n]*:[^\S\n]*(?P<rest>[^\n]*)$", re.MULTILINE
)
_PLAIN_HEADING = re.compile(
    r"^[^\S\n]*(?P<name>(?:kualifikasi|persyaratan|syarat|requirements?|qualifications?|job ?desc(?:ription)?s?|"
    r"deskripsi|tanggung jawab|tugas|responsibilities|keahlian)(?: [A-Za-z&]+){0,3}|"
    r"(?:benefits?|fasilitas|keuntungan|tunjangan|perks|what we offer|yang kami tawarkan|kami menawarkan|cara melamar)"
    r"(?: (?:dan|&|and) [a-z]+)?(?: (?:karyawan|perusahaan|kerja|lainnya))?)[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_BENEFIT = re.compile(
    r"^(?:tunjangan|insentif|benefit|benefits|fasilitas|keuntungan|kompensasi|waktu bekerja|jam kerja|what we offer|"
    r"yang kami tawarkan|kami menawarkan|perks|gaji|penempatan|lokasi|alamat|cara melamar|kirim)\b",
    re.IGNORECASE,
)
_ONE_LINE = re.compile(r"^(?:waktu bekerja|jam kerja|gaji|penempatan|lokasi|alamat)\b", re.IGNORECASE)
_SHORT_CONTEXT = re.compile(
    r"\b(?:bahasa pemrograman|programming|framework|developer|pemrograman|programmer|coding|menguasai|python|"
    r"java|php|sql|javascript|html|css|golang|kotlin|swift|mesin kasir|kasir|adobe|corel|figma|software|aplikasi|"
    r"tools?|skill|keahlian)\b"
)
_AMBIGUOUS = frozenset("go java r c d pos ai ae pr ps rust swift access word express".split())
_NOT_GO = re.compile(r" (?:jek|food|send|car|ride|pay|mart|box|public|live|to|the|kart)\b")
_NEAR = 80


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the clause before and after a span."""
    before = _CLAUSE.split(text[max(0, start - 160) : start])[-1]
    after = _CLAUSE.split(text[end : end + 120], maxsplit=1)[0]
    return before, after


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether the clause says that the skill is not needed or not held ("tidak perlu bisa bahasa Inggris")."""
    before, after = _clause(text, start, end)
    # The name itself may begin with the verb that is denied: "gak" + "bisa nyetir", "belum" + "punya SIM A".
    denied = any(found.start() < len(before) for found in _NEGATION.finditer(before + text[start:end]))
    return denied or bool(_NOT_REQUIRED.search(after))


def is_preferred(text: str, start: int, end: int) -> bool:
    """Whether the line only prefers the skill ("diutamakan", "menjadi nilai plus")."""
    before = _LINE.split(text[max(0, start - 200) : start])[-1]
    after = _LINE.split(text[end : end + 200], maxsplit=1)[0]
    return bool(_PREFERENCE.search(before) or _PREFERENCE.search(after))


def section_starts(text: str) -> tuple[tuple[int, bool], ...]:
    """Where the sections of an ad begin, and whether each speaks of benefits and terms instead of the work.

    A heading ends in a colon or is a known one on a line of its own. A field such as "Gaji: 5 juta" is a section of one
    line; a bullet with a colon ("- BPJS: lengkap") is none.
    """
    headings = sorted(
        (*_HEADED.finditer(text), *_PLAIN_HEADING.finditer(text)), key=lambda heading: (heading.start(), heading.end())
    )
    found: list[tuple[int, bool]] = []
    now = False
    for heading in headings:
        says_benefit = bool(_BENEFIT.match(heading["name"]))
        is_field = bool(heading.groupdict().get("rest"))
        if is_field and heading["bullet"].strip():
            continue
        found.append((heading.start(), says_benefit))
        if is_field and _ONE_LINE.match(heading["name"]):
            found.append((heading.end(), now))
        else:
            now = says_benefit
    return tuple(found)


def heading_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the headings of an ad stand ("Tanggung Jawab Pekerjaan :"); what they say is no demand."""
    return tuple(
        (heading.start("name"), heading.start("rest"))
        for heading in _HEADED.finditer(text)
        if not heading["bullet"].strip() or not heading["rest"]
    )


def is_in_heading(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether an offset lies in one of ``heading_spans``, which are ascending and apart."""
    found = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return found >= 0 and at < spans[found][1]


def is_benefit(at: int, starts: Sequence[tuple[int, bool]]) -> bool:
    """Whether an offset lies in a section of benefits and terms."""
    found = bisect_right(starts, (at, True)) - 1
    return found >= 0 and starts[found][1]


_IN_CHARGE = re.compile(r"\s+(?:penuh\s+)?(?:untuk|atas|terhadap|dalam|pada|langsung|kepada|untuk)\b")


def needs_context(folded: str, start: int, end: int) -> bool:
    """Whether a short, ambiguous name stands where only a skill can be meant; True for all other names.

    "Bertanggung jawab atas gudang" is a duty, "bertanggung jawab" alone a trait.
    """
    if folded[start:end] == "bertanggung jawab":
        return not _IN_CHARGE.match(folded, end)
    if folded[start:end] not in _AMBIGUOUS:
        return True
    if folded[start:end] == "go" and _NOT_GO.match(folded, end):
        return False
    return bool(_SHORT_CONTEXT.search(folded[max(0, start - _NEAR) : start] + " | " + folded[end : end + _NEAR]))


Level = Literal["basic", "intermediate", "advanced", ""]
_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (
        "advanced",
        re.compile(
            r"\b(?:fasih|mahir|lancar|ahli|sangat baik|tingkat lanjut|fluent(?:ly)?|advanced?|expert|excellent|"
            r"proficient|proficiency|strong|mendalam|in-depth|menguasai penuh)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "intermediate",
        re.compile(r"\b(?:menengah|intermediate|cukup baik|cukup lancar|baik|good|aktif|active)\b", re.IGNORECASE),
    ),
    ("basic", re.compile(r"\b(?:dasar(?:-dasar)?|basic|pasif|passive|sederhana|pemula|beginner)\b", re.IGNORECASE)),
)
_LEVEL_REACH = 40


def level_of(text: str, start: int, end: int) -> Level:
    """How well a skill is to be mastered by the words nearest to it in its clause ("fasih berbahasa Inggris")."""
    before, after = _clause(text, start, end)
    before, after = before[-_LEVEL_REACH:], after[:_LEVEL_REACH]
    nearest: list[tuple[int, Level]] = []
    for level, pattern in _LEVELS:
        nearest.extend((len(before) - found.end(), level) for found in pattern.finditer(before))
        nearest.extend((found.start(), level) for found in pattern.finditer(after))
        nearest.extend((0, level) for _ in pattern.finditer(text[start:end]))
    return min(nearest, default=(0, ""), key=lambda found: found[0])[1]
