"""Entries of a section to schools: level, programme, institution, years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from matcher.cv.entries import Entry, entries_of
from matcher.cv.labels import labelled
from matcher.cv.lines import Line
from matcher.cv.personal import PersonalData
from matcher.cv.places_said import is_place
from matcher.cv.record import ReadEducation, Words
from matcher.cv.sections import with_values
from taxonomy.education import LEVELS, kkni_level, level_rank, read_education
from taxonomy.majors import read_majors
from taxonomy.study_programmes import load_study_programmes
from taxonomy.text import fold

_HIGH = r"universitas|university|institut|institute|sekolah tinggi|stikes|stmik|stie|stkip|uin|iain|ikip|univ\.?"
_MIDDLE = r"politeknik|polytechnic|poltekkes|poltek|akademi|academy|akbid|akper|college|community college"
_SECONDARY = (
    r"smk[ns]?|sma[ns]?|smu[ns]?|ma[ns]|(?-i:MA)(?=\s+(?!in\b|of\b)(?-i:[A-Z])|\s*$)|stm|smea|slta|smkk|"
    r"madrasah aliyah|(?<!junior )(?:senior |vocational )?high school|vocational school"
)
_INSTITUTION = re.compile(
    rf"\b(?:{_HIGH}|{_MIDDLE}|{_SECONDARY}|smp[ns]?|mts[ns]?|sltp|sd[ns]?|sdit|mi[ns]?|sekolah|madrasah|school|pesantren|ponpes|"
    r"pkbm|faculty|kampus)\b",
    re.IGNORECASE,
)
_BY_SCHOOL = (
    ("SMA", re.compile(rf"\b(?:{_SECONDARY}|paket c)\b", re.IGNORECASE)),
    ("SMP", re.compile(r"\b(?:smp[ns]?|mts[ns]?|sltp|paket b|junior high)\b", re.IGNORECASE)),
    ("SD", re.compile(r"\b(?:sd[ns]?|sdit|mi[ns]?|sekolah dasar|elementary|primary school|paket a)\b", re.IGNORECASE)),
    ("D3", re.compile(rf"\b(?:{_MIDDLE})\b", re.IGNORECASE)),
    ("S1", re.compile(rf"\b(?:{_HIGH})\b", re.IGNORECASE)),
)
_BY_DEGREE = (
    ("S3", re.compile(r"\b(?:doctor(?:ate)? of|ph\.?d|doktor)\b", re.IGNORECASE)),
    (
        "S2",
        re.compile(
            r"\b(?:magister|master(?:'s)?(?: of| in| degree)?|m\.(?:kom|pd|si|m|t|kes)\b|mba|m\.?sc)\b", re.IGNORECASE
        ),
    ),
    ("PROFESI", re.compile(r"\b(?:profesi|ners|apoteker|ppg)\b", re.IGNORECASE)),
    (
        "D4",
        re.compile(r"\b(?:d[ -]?4|d[ -]?iv|diploma (?:iv|4)|sarjana terapan|applied bachelor|s\.?tr\.)", re.IGNORECASE),
    ),
    (
        "D3",
        re.compile(
            r"\b(?:d[ -]?3|d[ -]?iii|diploma (?:iii|3)|ahli madya|a\.?md|associate(?:'s)? degree|diploma)\b",
            re.IGNORECASE,
        ),
    ),
    ("D1", re.compile(r"\b(?:d[ -]?1|d[ -]i|diploma (?:i|1|satu))\b", re.IGNORECASE)),
    (
        "S1",
        re.compile(
            r"\b(?:s[ -]?1|strata[ -]?(?:1|satu|i)|sarjana|bachelor(?:'s)?|b\.?sc|b\.?eng|b\.?a|s\.(?:kom|pd|"
            r"kep|t|e|farm|si|sos|i\.kom|h|ak|m|tr)|undergraduate)\b",
            re.IGNORECASE,
        ),
    ),
)
_SPLIT = re.compile(
    r"\t+|\s*[|•·;]\s*|\s+[-–—]+\s+|\s*[–—]\s*|,\s+|\s*[()\[\]]\s*|\s*\n\s*|\s+(?:di|at|from|dari|pada)\s+"
)
_MAJOR = re.compile(
    r"\b(?:jurusan|program studi|prodi|program keahlian|kompetensi keahlian|bidang keahlian|major(?:ing|"
    r"ed)?(?: in| of)?|concentration in|"
    r"peminatan|keahlian|fakultas)\s*:?\s*(?P<name>[^\W\d_][^,;|()\t\n–—]{1,60})",
    re.IGNORECASE,
)
_DEGREE_IN = re.compile(
    r"\b(?:bachelor|master|diploma|degree|sarjana|magister|associate)(?:'s)?(?: degree)?(?: terapan)?(?: of| in|"
    r",)?\s+(?P<name>(?!degree)[^,;|()\t\n–—]{3,60})",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\b(?:dengan|ipk|gpa|nilai|with|lulus\w*|tahun|graduated|from|dari|di|at|in (?=(?:19|20))|pada|(?:19|"
    r"20)\d\d|tamat)\b.*$|[.\s]+$",
    re.IGNORECASE,
)
_GRADE = re.compile(r"\b(?:ipk|gpa|nilai|nem|cum laude|predikat|rata-rata|score)\b", re.IGNORECASE)
_TAIL = re.compile(r"\s+(?:in|di|tahun|on|pada|with|from|dengan)\s*$", re.IGNORECASE)
_DEGREE_FIRST = re.compile(
    r"^(?:s[ -]?[123]|d[ -]?(?:[1-4]|iii|iv)|sarjana|bachelor|master|diploma|profesi|profession|jurusan)\b",
    re.IGNORECASE,
)
_DEGREE_BEFORE = re.compile(
    r"(?:s[ -]?[123]|d[ -]?(?:[1-4]|iii|iv)|diploma(?: (?:iii|iv|3|4))?|sarjana|bachelor|master|paket [abc])\b[\s:,-]*",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    rf"(?:{_HIGH}|{_MIDDLE}|smk|sma|smp|mts|ma|sekolah|tinggi|ilmu|negeri|swasta|kesehatan|pendidikan|\d+|\W+)",
    re.IGNORECASE,
)
"""Words of a school's name that many have."""

_LEVEL_ONLY = re.compile(
    r"^(?:(?:senior |junior |vocational )*high school|(?:elementary|primary|vocational|secondary) school|"
    r"smk ?/ ?sma|sma ?/ ?smk|smu|s[ -]?[123]|d[ -]?(?:[1-4]|iii|iv)|diploma(?: (?:iii|iv|3|4))?|"
    r"sarjana|bachelor|sma|smk|slta|smp|sltp|sd|mts|mi|ma|paket [abc])$",
    re.IGNORECASE,
)


def read_schools(lines: Sequence[Line], personal: PersonalData) -> list[ReadEducation]:
    """The schools that the lines of a section tell of, in their order.

    Args:
        lines: Paragraphs of the section.
        personal: Cleans what is kept.
    """
    entries = entries_of(with_values(lines), singles=True, starts=names_school)
    found = [_school(entry, personal) for entry in _with_undated(entries)]
    return [school for school in found if school is not None]


def names_school(text: str) -> bool:
    """Whether a line names a school or a level."""
    return bool(_INSTITUTION.search(text)) or bool(level_in(text))


def level_in(text: str) -> str:
    """The level that a line about schooling names, by a degree first, else by the kind of school; empty when none."""
    degree = next((level for level, pattern in _BY_DEGREE if pattern.search(text)), "")
    if degree == "PROFESI" and not re.search(r"profesi|ppg|\bners\b", text, re.IGNORECASE):
        degree = ""
    if degree:
        return degree
    school = next((level for level, pattern in _BY_SCHOOL if pattern.search(text)), "")
    named = [level for level in read_education(text).levels if level in LEVELS]
    return school or (max(named, key=level_rank) if named else "")


def _with_undated(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, where one that holds several schools (of which the first alone has a date) is several."""
    found: list[Entry] = []
    for entry in entries:
        lines = [line for line in (*entry.heads, *entry.tasks) if not line.is_bullet]
        schools = [line for line in lines if _INSTITUTION.search(line.text)]
        own = schools[:1] if entry.span is None else [line for line in schools if line in entry.heads]
        later = [line for line in schools if line not in own]
        if entry.named or not later:
            found.append(entry)
            continue
        heads = [line for line in entry.heads if line not in later]
        found.append(Entry(heads=heads, span=entry.span, dated=entry.dated))
        found += [Entry(heads=[line]) for line in later]
    return found


def _school(entry: Entry, personal: PersonalData) -> ReadEducation | None:
    lines = [
        *(entry.named[name] for name in ("level", "institution", "programme") if name in entry.named),
        *entry.heads,
    ]
    lines = [line for line in lines if not _GRADE.match(line.text)] or lines
    detail = [line for line in entry.tasks if _MAJOR.search(line.text)]
    text = "\n".join(line.text for line in [*lines, *detail])
    if not text or not (names_school(text) or "institution" in entry.named):
        return None
    level = level_in(entry.named["level"].text) if "level" in entry.named else ""
    level = level or level_in(text)
    institution = _institution(entry, lines, personal)
    programme = _programme(entry, [*lines, *detail], institution, personal)
    if not level and institution is None:
        return None
    span = entry.span
    dates = None
    if span is not None and entry.dated is not None:
        words = entry.dated.text[span.start : span.end]
        dates = Words(text=words, page=entry.dated.page, line=entry.dated.number)
    first = lines[0] if lines else detail[0]
    return ReadEducation(
        level=level,
        kkni=kkni_level(level) if level else 0,
        programme=programme,
        institution=institution,
        starts=span.starts if span else None,
        ends=span.ends if span else None,
        dates=dates,
        words=Words(text=personal.cleaned_name(first.text), page=first.page, line=first.number),
    )


def _institution(entry: Entry, lines: Sequence[Line], personal: PersonalData) -> Words | None:
    named = entry.named.get("institution")
    if named is not None:
        pieces = [piece for piece in _SPLIT.split(named.text) if piece.strip()]
        text = pieces[0] if len(pieces) > 1 and is_place(pieces[-1]) else named.text
        return _words(text, named, personal)
    best: tuple[int, str, Line] | None = None
    for line in lines:
        for piece in _SPLIT.split(line.text):
            label = labelled(piece)
            shown = _MAJOR.sub("", label.value if label and label.value else piece)
            shown = _without_degree(_TAIL.sub("", shown).strip(" .,:"))
            match = _INSTITUTION.search(shown)
            if match is None or _LEVEL_ONLY.match(shown):
                continue
            begins = not shown[: match.start()].strip() or not _DEGREE_FIRST.match(shown)
            worth = 2 * begins + (match.start() == 0 or match.end() == len(shown))
            if best is None or worth > best[0]:
                best = (worth, shown, line)
    return None if best is None else _words(best[1], best[2], personal)


def _without_degree(text: str) -> str:
    """A school without the degree before it and the programme behind it, which nothing parts from its name."""
    lead = _DEGREE_BEFORE.match(text)
    shown = text[lead.end() :] if lead and _INSTITUTION.match(text, lead.end()) else text
    words = shown.split()
    for at in range(2, len(words)):
        name, behind = " ".join(words[:at]), words[at:]
        is_own = any(not _GENERIC.fullmatch(word) for word in words[:at]) and bool(_INSTITUTION.search(name))
        if is_own and all(fold(word) in _programme_words() for word in behind):
            return name if load_study_programmes().number(" ".join(behind)) is not None else shown
    return shown


@lru_cache(maxsize=1)
def _programme_words() -> frozenset[str]:
    """Words that names of study programmes are made of."""
    names = (name for one in load_study_programmes() for name in one.names)
    return frozenset(word for name in names for word in re.findall(r"[^\W\d_]+", fold(name)))


def _programme(entry: Entry, lines: Sequence[Line], institution: Words | None, personal: PersonalData) -> Words | None:
    named = entry.named.get("programme")
    if named is not None:
        return _words(named.text, named, personal)
    for pattern in (_MAJOR, _DEGREE_IN):
        for line in lines:
            match = pattern.search(line.text)
            if match and (name := _CUT.sub("", match["name"]).strip()) and not _INSTITUTION.search(name):
                return _words(name, line, personal)
    known = load_study_programmes()
    for line in lines:
        for piece in _SPLIT.split(line.text):
            shown = _CUT.sub("", piece).strip(" .,:")
            if not shown or _INSTITUTION.search(shown) or _GRADE.search(shown) or is_place(shown) or len(shown) < 2:
                continue
            bare = re.sub(
                r"^(?:s[ -]?[123]|d[ -]?(?:[1-4]|iii|iv)|sarjana|diploma)\b[\s:]*", "", shown, flags=re.IGNORECASE
            )
            if bare and known.number(bare) is not None:
                return _words(bare, line, personal)
    for line in lines:
        majors = read_majors(line.text)
        if majors and (institution is None or majors[0].casefold() not in institution.text.casefold()):
            return _words(majors[0], line, personal)
    return None


def _words(text: str, line: Line, personal: PersonalData) -> Words | None:
    shown = personal.cleaned_name(text)
    return Words(text=shown, page=line.page, line=line.number) if shown else None
