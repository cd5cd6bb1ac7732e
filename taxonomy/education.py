"""Education as Indonesian ads and people name it: levels in order, KKNI levels, fields of study.

KKNI: Peraturan Presiden 8/2012 (Kerangka Kualifikasi Nasional Indonesia), article 5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taxonomy.errors import InputError
from taxonomy.majors import read_majors

LEVELS = ("SD", "SMP", "SMA", "D1", "D2", "D3", "D4", "S1", "PROFESI", "S2", "S3")
"""Levels in ascending order; SMK counts as SMA."""

_OPENS = {
    "SD": ("SMP",),
    "SMP": ("SMA",),
    "SMA": ("D1", "D2", "D3", "D4", "S1"),
    "D1": ("D2", "D3", "D4", "S1"),
    "D2": ("D3", "D4", "S1"),
    "D3": ("D4", "S1"),
    "D4": ("PROFESI", "S2"),
    "S1": ("PROFESI", "S2"),
    "PROFESI": ("S2",),
    "S2": ("S3",),
    "S3": (),
}
"""Level to those that it opens: what one more school or programme gives. Paket B and C stand for SMP and SMA (UU
20/2003, article 26)."""

_KKNI = {
    "SD": 1,
    "SMP": 1,
    "SMA": 2,
    "D1": 3,
    "D2": 4,
    "D3": 5,
    "D4": 6,
    "S1": 6,
    "PROFESI": 7,
    "S2": 8,
    "S3": 9,
}

_START = r"(?:(?<![\w&])(?<!s/)(?<!s\.)|(?-i:(?<=[a-z])(?=[DS](?:[1-4]|M[AKPU]|LTA))))"
"""A word begins, but not in ``08.00 s/d 17.00``; portals that lose line breaks write ``minimalSMA``."""

_END = r"(?:(?!\w)|(?-i:(?=[A-Z][a-z]))|(?=[1-9][.)](?!\d))|(?=sederajat))"
"""A word ends; with lost line breaks ``SMKUsia`` or ``D32. Usia``."""

_NOT_EMPLOYER = r"(?!\s+(?:negeri|swasta|islam|kristen|katolik|plus|it\b|\d+\s*[a-z]))"
_SCHOOL = r"(?:tk|paud|sd|mi|smp|mts|sma|smk|ma|sekolah (?:dasar|menengah)(?: pertama| atas| kejuruan)?)"
_NOT_DEMAND = re.compile(
    # Whom one teaches ("guru SD", "anak SD dan SMP", "kelas 1 SD"), and things that are named like a level.
    r"(?:\b(?:guru|anak(?:-anak)?|siswa|murid|pelajar|mengajar|pengajar|tutor|les|kelas(?:\s+\d+)?|tingkat|jenjang|pkl|"
    rf"teacher|students?)\s+(?:pkl\s+)?\(?(?:{_SCHOOL}\s*(?:[/,&-]|dan\b|atau\b|hingga\b|sampai\b|\s)+)*|"
    r"\b(?:vitamin|samsung|galaxy|(?:kunjungan|promosi|presentasi|sosialisasi|kerja\s?sama|mitra)(?:\s+\w+)?\s+"
    r"(?:ke|di|dengan))\s+)$",
    re.IGNORECASE,
)
_NOT_DEMAND_REACH = 60
_TEACHES = re.compile(
    r"\b(?:guru|tutor|teachers?|teaching|pengajar|mengajar|bimbel|bimbingan belajar|siswa|murid|students?|kurikulum|"
    r"sekolah|(?<!high )(?<!vocational )school)\b",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:min|minimal|minimum|lulusan|(?<!bidang )(?<!dunia )(?<!lembaga )(?<!jenjang )(?<!tenaga )pendidikan|pend|"
    r"ijazah|berijazah|tamat(?:an)?|lulus|setara|setingkat|at least|possess|graduated?s?|diutamakan|education)\b",
    re.IGNORECASE,
)
_EQUAL = re.compile(r"^[^\n.;]{0,25}\b(?:sederajat|setara|equivalent)\b", re.IGNORECASE)
_BULLET = re.compile(r"^\W*(?:\d{1,2}\s*[.)]\s*)?$")
_LISTED = re.compile(r"^\s*(?:$|[/,(-]|jurusan\b|atau\b|dan\b)", re.IGNORECASE)
_SCHOOL_LEVELS = frozenset({"SD", "SMP", "SMA"})
_JOB_NAMES = frozenset({"ners", "apoteker"})
"""Names of a level and of the job of those who have it."""

_BESIDE_LEVEL = re.compile(r"\b(?:s1|sarjana|farmasi|keperawatan|kep)\b[^.;]{0,20}$", re.IGNORECASE)
_LEVEL_WORDS = {
    "SD": (
        r"(?<![\w&./])(?:sd|sekolah dasar)(?![\w&.])(?=\s*(?:$|[/,|;)]|\n|sederajat|sampai|s/d|-|ke atas|atau|dan))|"
        r"(?<!\w)kejar paket a(?!\w)"
    ),
    "SMP": (
        rf"{_START}(?:smp|sltp|mts|sekolah menengah pertama|madrasah tsanawiyah|kejar paket b|junior high){_END}"
        + _NOT_EMPLOYER
    ),
    "SMA": (
        rf"{_START}(?:sma|smk|smu|slta|smta|stm|smea|smkk|smak|smf|man(?=\s*/)|ma(?=\s*/\s*sm|\s+sederajat)|paket c|"
        r"madrasah aliyah|sekolah menengah (?:atas|kejuruan|umum|farmasi)|(?:senior )?high school|senior secondary|"
        rf"vocational school){_END}" + _NOT_EMPLOYER
    ),
    "D1": rf"{_START}(?:d[\s.-]?1|d-i|diploma[ -]?(?:1|i|satu)){_END}",
    "D2": rf"{_START}(?:d[\s.-]?(?:2|ii)|diploma[ -]?(?:2|ii|dua)){_END}",
    "D3": (
        rf"{_START}(?:d[\s.-]?(?:3|iii)|diploma[ -]?(?:3|iii|tiga)|ahli madya|a\.md|diploma|diploma degree|"
        rf"akademi){_END}"
        r"(?![ -]?(?:1|2|4|i|ii|iv|satu|dua|empat)\b)(?!\s+(?:printing|printer|max|model|animat))"
    ),
    "D4": rf"{_START}(?:d[\s.-]?(?:4|iv)|diploma[ -]?(?:4|iv|empat)|sarjana terapan){_END}",
    "S1": (
        rf"{_START}(?:s[\s.-]?1|strata[\s-]?(?:1|i|satu)|(?<!pasca )(?<!pasca-)sarjana(?! terapan)|"
        r"bachelor(?:['’]?s)?|undergraduate|s\.(?:kom|pd|farm|kep|psi|sos|ak|hum|ars|i\.?kom)|"
        r"(?:college|university) graduate|lulusan universitas|universitas/|"
        r"(?<!diploma )(?<!diploma's )(?<!school )(?<!master )(?<!master's )(?<!masters )(?<!doctoral )degree"
        r"(?= (?:in|from|holder|of (?-i:[A-Z])))|"
        rf"(?:university|college|medical|minimum|first|relevant|related) degree){_END}"
    ),
    "PROFESI": (
        rf"{_START}(?:pendidikan profesi|profesi (?:ners|apoteker|akuntan|dokter|guru|insinyur|spesialis)|ners|"
        rf"apoteker){_END}"
    ),
    "S2": (
        rf"{_START}(?:s[\s.-]?2|strata[\s-]?(?:2|ii|dua)|magister|master['’]?s? degree|master(?:['’]s)? in|master of|"
        rf"pasca[ -]?sarjana|post[ -]?graduate|master(?=/s2)|mba){_END}"
    ),
    "S3": rf"{_START}(?:s[\s.-]?3|strata[\s-]?(?:3|iii|tiga)|doktor|doctor(?=/s3)|doctoral|ph\.?d){_END}",
}
_PATTERNS = {level: re.compile(pattern, re.IGNORECASE) for level, pattern in _LEVEL_WORDS.items()}
_RANGE_DIPLOMA = re.compile(r"diploma\s*/\s*d1\s*/\s*d2\s*/\s*d3", re.IGNORECASE)
_ANY_MAJOR = re.compile(
    r"\b(?:semua|segala|seluruh|all|any|berbagai)\s+(?:\w+\s+)?(?:jurusan|major|majors|prodi|program studi|bidang)",
    re.IGNORECASE,
)
_MAX_TEXT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationReading:
    """What was read.

    Attributes:
        levels: Levels named, ascending.
        least: The lowest of them, which is enough; empty when none is named.
        majors: Fields of study named.
        any_major: True when the text takes every field.
    """

    levels: tuple[str, ...]
    least: str
    majors: tuple[str, ...]
    any_major: bool


def level_rank(level: str) -> int:
    """Place of a level in ``LEVELS``, from 0.

    Raises:
        InputError: Not a level.
    """
    name = "SMA" if level == "SMK" else level
    if name not in LEVELS:
        raise InputError(wanted=f"one of {', '.join(LEVELS)}, SMK", found=level, where="education level")
    return LEVELS.index(name)


def one_step_towards(held: str, wanted: str) -> str:
    """The highest level not above ``wanted`` that one more school or programme gives; empty when nothing is short.

    Raises:
        InputError: Not one of ``LEVELS``.
    """
    most, least = level_rank(wanted), level_rank(held)
    return max(
        (level for level in _OPENS[LEVELS[least]] if least < level_rank(level) <= most), key=level_rank, default=""
    )


def kkni_level(level: str) -> int:
    """KKNI level 1-9 of an education level.

    Raises:
        InputError: Not a level.
    """
    return _KKNI[LEVELS[level_rank(level)]]


def read_education(text: str) -> EducationReading:
    """Read levels and fields of study out of a field or a whole ad.

    ``Diploma/D1/D2/D3`` as a source's tick box means any diploma, so D1 is the least.
    """
    read = text[:_MAX_TEXT]
    levels = {level for level, _, _ in level_spans(read)}
    if _RANGE_DIPLOMA.search(read):
        levels |= {"D1", "D2", "D3"}
    ordered = tuple(level for level in LEVELS if level in levels)
    any_major = bool(_ANY_MAJOR.search(read))
    return EducationReading(
        levels=ordered,
        least=ordered[0] if ordered else "",
        majors=() if any_major else read_majors(read),
        any_major=any_major,
    )


def level_spans(text: str) -> list[tuple[str, int, int]]:
    """The levels that a text asks for, each with the code point offsets of its words."""
    read = text[:_MAX_TEXT]
    teaches = bool(_TEACHES.search(read))
    return [
        (level, *match.span())
        for level, pattern in _PATTERNS.items()
        for match in pattern.finditer(read)
        if _is_demand(match, is_school=teaches and level in _SCHOOL_LEVELS)
    ]


def _is_demand(match: re.Match[str], *, is_school: bool) -> bool:
    """Whether a level is asked for.

    Where an ad speaks of pupils, a school level needs a word that asks for it; the name of a job always does.
    """
    text, start, end = match.string, match.start(), match.end()
    if _NOT_DEMAND.search(text[max(0, start - _NOT_DEMAND_REACH) : start]):
        return False
    is_job = match[0].casefold() in _JOB_NAMES
    if not is_school and not is_job:
        return True
    line_start = text.rfind("\n", 0, start) + 1
    before, after = text[line_start:start], text[end : end + 60].split("\n")[0]
    if _CUE.search(before[-_NOT_DEMAND_REACH:]) or _EQUAL.search(after) or (is_job and _BESIDE_LEVEL.search(before)):
        return True
    is_title = is_job and not line_start and "\n" in text
    return bool(not is_title and _BULLET.match(before) and _LISTED.match(after))
