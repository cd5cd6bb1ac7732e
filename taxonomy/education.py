"""Education as Indonesian ads and people name it: levels in order, KKNI levels, fields of study.

KKNI: Peraturan Presiden 8/2012 (Kerangka Kualifikasi Nasional Indonesia), article 5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taxonomy.errors import InputError
from taxonomy.text import fold

LEVELS = ("SD", "SMP", "SMA", "D1", "D2", "D3", "D4", "S1", "PROFESI", "S2", "S3")
"""Levels in ascending order; SMK counts as SMA."""

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

_NOT_EMPLOYER = r"(?!\s+(?:negeri|swasta|islam|kristen|katolik|plus|it\b|\d))"
_SCHOOL = r"(?:tk|paud|sd|mi|smp|mts|sma|smk|ma)"
_NOT_DEMAND = re.compile(
    # Whom one teaches ("guru SD", "anak SD dan SMP", "kelas 1 SD"), and things that are named like a level.
    rf"(?:\b(?:guru|anak(?:-anak)?|siswa|murid|pelajar|mengajar|pengajar|tutor|les|kelas(?:\s+\d+)?|tingkat)\s+"
    rf"(?:{_SCHOOL}\s*(?:[/,&-]|dan\b|atau\b)\s*)*|\b(?:vitamin|samsung|galaxy)\s+)$",
    re.IGNORECASE,
)
_NOT_DEMAND_REACH = 60
_LEVEL_WORDS = {
    "SD": (
        r"(?<![\w&./])(?:sd|sekolah dasar)(?![\w&.])(?=\s*(?:$|[/,|;)]|\n|sederajat|sampai|s/d|-|ke atas|atau|dan))|"
        r"(?<!\w)kejar paket a(?!\w)"
    ),
    "SMP": (
        r"(?<!\w)(?:smp|sltp|mts|sekolah menengah pertama|madrasah tsanawiyah|kejar paket b|junior high)(?!\w)"
        + _NOT_EMPLOYER
    ),
    "SMA": (
        r"(?<!\w)(?:sma|smk|smu|slta|stm|smea|smkk|smak|man(?=\s*/)|ma(?=\s*/\s*sm|\s+sederajat)|paket c|"
        r"madrasah aliyah|sekolah menengah (?:atas|kejuruan|umum)|(?:senior )?high school|vocational school)(?!\w)"
        + _NOT_EMPLOYER
    ),
    "D1": r"(?<![\w&])(?:d[\s.-]?1|d-i|diploma[\s-]?(?:1|i|satu))(?!\w)",
    "D2": r"(?<![\w&])(?:d[\s.-]?(?:2|ii)|diploma[\s-]?(?:2|ii|dua))(?!\w)",
    "D3": (
        r"(?<![\w&])(?:d[\s.-]?(?:3|iii)|diploma[\s-]?(?:3|iii|tiga)|ahli madya|a\.md|diploma|diploma degree|akademi)"
        r"(?!\w|[\s-]?(?:1|2|4|i|ii|iv)\b)(?!\s+(?:printing|printer|max|model|animat))"
    ),
    "D4": r"(?<![\w&])(?:d[\s.-]?(?:4|iv)|diploma[\s-]?(?:4|iv|empat)|sarjana terapan)(?!\w)",
    "S1": (
        r"(?<![\w&])(?:s[\s.-]?1|strata[\s-]?(?:1|i|satu)|sarjana(?! terapan)|bachelor(?:['’]?s)?|undergraduate|"
        r"s\.(?:kom|pd|farm|kep|psi|sos|ak|hum|ars|i\.?kom)|"
        r"college graduate|university graduate|degree in|lulusan universitas|universitas/)(?!\w)"
    ),
    "PROFESI": (
        r"(?<!\w)(?:pendidikan profesi|profesi (?:ners|apoteker|akuntan|dokter|guru|insinyur)|ners|apoteker)(?!\w)"
    ),
    "S2": (
        r"(?<![\w&])(?:s[\s.-]?2|strata[\s-]?(?:2|ii)|magister|master(?:['’]s)? degree|master(?:['’]s)? in|master of|"
        r"pascasarjana|master(?=/s2)|mba)(?!\w)"
    ),
    "S3": r"(?<![\w&])(?:s[\s.-]?3|strata[\s-]?(?:3|iii)|doktor|doctor(?=/s3)|doctoral|ph\.?d)(?!\w)",
}
_PATTERNS = {level: re.compile(pattern, re.IGNORECASE) for level, pattern in _LEVEL_WORDS.items()}
_RANGE_DIPLOMA = re.compile(r"diploma\s*/\s*d1\s*/\s*d2\s*/\s*d3", re.IGNORECASE)
_FIELD = (
    r"(?:teknik|teknologi|akuntansi|manajemen|ilmu|hukum|ekonomi|psikologi|farmasi|keperawatan|kebidanan|kedokteran|"
    r"pendidikan|sastra|bahasa|komunikasi|informatika|sistem|pertanian|peternakan|perikanan|kehutanan|perhotelan|"
    r"pariwisata|tata|desain|arsitektur|matematika|fisika|kimia|biologi|statistika?|administrasi|gizi|kesehatan|"
    r"perpajakan|keuangan|perbankan|agribisnis|sipil|elektro|mesin|industri|komputer|multimedia|accounting|"
    r"management|engineering|computer|law|economics|pharmacy|nursing|business|psychology)"
)
_MAJOR = re.compile(
    # Gaps are bounded, so that a field of spaces costs no more than its length.
    r"(?:(?:(?:smk|stm)\s{1,4})?(?:jurusan|program studi|prodi|bidang studi|bidang keahlian)|"
    r"major(?:ing)? in|degree in|smk|"
    # "S1 Teknik Industri": a level says its field without a word between, where the field is a known one.
    rf"\b(?:[sd][\s.-]?[1-4]|d[\s.-]?i{{1,3}}v?|sarjana|magister|stm)\)?(?=\s{{0,4}}[:\-]?\s{{0,4}}{_FIELD}\b))\s{{0,4}}[:\-]?\s{{0,4}}"
    r"((?:[a-z][a-z&.'-]*(?:\s{0,4}[/,]\s{0,4}|\s{1,4})?){1,14})",
    re.IGNORECASE,
)
_ANY_MAJOR = re.compile(
    r"\b(?:semua|segala|seluruh|all|any|berbagai)\s+(?:\w+\s+)?(?:jurusan|major|majors|prodi|program studi|bidang)",
    re.IGNORECASE,
)
_MAJOR_END = re.compile(
    r"\b(?:atau (?:sederajat|setara|yang|bidang)|sederajat|setara|yang|dengan|dari|min|minimal|minimum|pengalaman|"
    r"berpengalaman|usia|umur|max|maks|ipk|gpa|preferably|preferred|or equivalent|related|relevant|from|with|"
    r"dan (?:memiliki|mampu|bisa)|memiliki|mampu|bisa|diutamakan|lebih disukai|lulusan|terkait|relevan|lainnya|serta|"
    r"untuk|di|pria|wanita|laki|perempuan|fresh|terbuka|jujur|disiplin|tanggung|bersedia|domisili|dapat|terakreditasi|"
    r"akreditasi|negeri|is|are|and at)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_SPLIT_MAJORS = re.compile(r"\s*(?:/|,|\batau\b|\bdan\b|\bor\b|\band\b|&)\s*", re.IGNORECASE)
_MAJOR_HEAD = re.compile(r"^(?:jurusan|program studi|prodi|bidang)\s+", re.IGNORECASE)
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
    levels = {level for level, pattern in _PATTERNS.items() if any(map(_is_demand, pattern.finditer(read)))}
    if _RANGE_DIPLOMA.search(read):
        levels |= {"D1", "D2", "D3"}
    ordered = tuple(level for level in LEVELS if level in levels)
    any_major = bool(_ANY_MAJOR.search(read))
    return EducationReading(
        levels=ordered,
        least=ordered[0] if ordered else "",
        majors=() if any_major else _majors(read),
        any_major=any_major,
    )


def _is_demand(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _NOT_DEMAND_REACH) : match.start()]
    return _NOT_DEMAND.search(before) is None


def _majors(text: str) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for phrase in _MAJOR.finditer(text):
        cut = _MAJOR_END.sub("", phrase[1].split("\n")[0])
        for part in _SPLIT_MAJORS.split(cut):
            name = " ".join(_MAJOR_HEAD.sub("", part.strip(" .-'")).split()[:5])
            if len(name) >= 3 and fold(name) not in {"sma", "smk", "smu", "slta", "s1", "jurusan", "diploma"}:
                found.setdefault(fold(name), name)
    return tuple(found.values())[:10]
