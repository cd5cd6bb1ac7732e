"""Skills, languages, licences and courses of a CV, with the taxonomy's own readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from matcher.cv.lines import Line
from matcher.cv.personal import PersonalData
from matcher.cv.record import ReadLanguage, ReadLicence, ReadSkill, Words
from matcher.cv.said_skills import UNTOLD, names_said, skills_said
from matcher.skill_coding import SkillCoder
from taxonomy.language_levels import read_language_levels
from taxonomy.skill_mentions import SkillMention
from taxonomy.skill_types import load_skill_types
from taxonomy.skills import Skill
from taxonomy.text import fold

_ITEMS = re.compile(r"\t+|\s*[|•·●;▪]\s*|,\s+(?![^()]*\))|\s{3,}|\n")
_SLASHES = re.compile(r"\s+/\s+")
"""Between entries where there are several and no comma: ``Excel / SAP / Jurnal``."""

_LANGUAGE = re.compile(
    r"\b(?:bahasa|bhs\.?)?\s*(?P<name>inggris|english|indonesia|indonesian|mandarin|chinese|jepang|japanese|korea|korean|arab|arabic|"
    r"jerman|german|jawa|javanese|sunda|sundanese|belanda|dutch|prancis|perancis|french|spanyol|spanish|melayu|malay|bali|balinese|"
    r"minang|batak|madura|bugis|banjar|kanton|cantonese|hokkien|thai|vietnam|turki|turkish|rusia|russian|isyarat)\b",
    re.IGNORECASE,
)
_GRADES = (
    ("native", r"ibu|native|mother tongue|penutur asli|bahasa sehari-hari"),
    (
        "advanced",
        r"aktif|lancar|fluent\w*|mahir|advanced|fasih|sangat baik|excellent|proficient|full professional|very good",
    ),
    ("intermediate", r"menengah|cukup|intermediate|conversational|sedang|baik|good|working|percakapan|moderate|fair"),
    ("basic", r"pasif|dasar|basic|beginner|pemula|passive|elementary|sedikit|limited"),
)
_LEVELS = tuple((level, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for level, words in _GRADES)
_CERTIFICATE = re.compile(
    r"\b(?:sertifi\w+|certifi\w+|lisensi|licen[cs]e\w*|bnsp|sim|sio|str\w*|brevet|toefl|toeic|ielts|jlpt|k3|"
    r"buku pelaut|bst|skkni|"
    r"kompetensi|passport|surat izin)\b",
    re.IGNORECASE,
)
_SIM = re.compile(
    r"\bSIM\b\s*:?\s*(?P<classes>(?:A|B1|B2|BI{1,2}|C|D)(?:\s?umum)?(?:\s*(?:,|&|dan|/|and)\s*(?:SIM\s*)?(?:A|B1|B2|BI{1,2}|C|D)\b(?:\s?umum)?)*)\b",
    re.IGNORECASE,
)
_SHORT = 4
_SINGULAR = re.compile(r"(?<=[a-z]{3})s$")
_CLAUSE = re.compile(r"[^,.;\n()]{1,50}(?:\([^()\n]{1,30}\))?")
_LONGEST_ITEM = 80


def read_skills(
    listed: Sequence[Line], texts: Iterable[Words], coder: SkillCoder, personal: PersonalData
) -> tuple[ReadSkill, ...]:
    """Skills that the person lists, then those that other words of the CV name; distinct by id.

    Args:
        listed: Lines of the sections of skills.
        texts: Cleaned words of summary, jobs and courses.
        coder: Knows the taxonomy.
        personal: Cleans what is kept.
    """
    found: dict[str, ReadSkill] = {}
    for words in _items(listed, personal):
        named = coder.named(words.text) or coder.named(_SINGULAR.sub("", words.text))
        hits = [named.id] if named else _most_of(words.text, coder) or skills_said(words.text, coder)
        if not hits and fold(words.text) not in found:
            found[fold(words.text)] = ReadSkill(id="", label=words.text, type="", words=words)
        for skill_id in hits:
            _add(found, coder.skill(skill_id), words)
    for words in texts:
        for skill_id in skills_said(words.text, coder):
            _add(found, coder.skill(skill_id), words)
    return tuple(found.values())


def _most_of(item: str, coder: SkillCoder) -> list[str]:
    """Ids of the skills that an entry of a list names.

    In a short one a name must be most of it ("vehicle maintenance" is no "vehicle"), begin it ("memasak di kapal"), or
    be a tool's ("AutoCAD Electrical").
    """
    words, mentions = len(item.split()), coder.mentions(item)
    known = [mention for mention in mentions if mention.skill_id]
    if words > _SHORT or 2 * sum(len(mention.surface.split()) for mention in known) > words:
        return names_said(item, coder)
    return [m.skill_id for m in known if not m.negated and (m.start == 0 or _is_tool(m))]


def _is_tool(mention: SkillMention) -> bool:
    return mention.role == "ability" and load_skill_types()[mention.type].is_name


def _add(found: dict[str, ReadSkill], skill: Skill, words: Words) -> None:
    if skill.role in UNTOLD:
        return
    found.setdefault(skill.id, ReadSkill(id=skill.id, label=skill.label, type=skill.type, words=words))


def _items(lines: Sequence[Line], personal: PersonalData) -> Iterator[Words]:
    """Entries of a list, however it is written: one a line, or several with commas; a name before a colon goes."""
    for line in lines:
        _, colon, behind = line.text.partition(":")
        text = behind if colon and behind.strip() and len(line.text.split(":")[0].split()) <= 4 else line.text
        for item in (_SLASHES if len(_SLASHES.findall(text)) > 1 and "," not in text else _ITEMS).split(text):
            shown = personal.cleaned(item.strip(" .-–"))
            if len(shown) > 1 and len(shown) <= 4 * _LONGEST_ITEM and not re.fullmatch(r"[\d\W]+", shown):
                yield Words(text=shown, page=line.page, line=line.number)


def read_languages(
    listed: Sequence[Line], texts: Iterable[Words], coder: SkillCoder, personal: PersonalData
) -> tuple[ReadLanguage, ...]:
    """Languages of a section of their own, then those that other words name as such; distinct."""
    found: dict[str, ReadLanguage] = {}
    for line in listed:
        for item in re.split(r"\t+|\s*[|•·;]\s*|,\s+(?=(?:bahasa\s)?[A-Z])|\n", line.text):
            for name in _LANGUAGE.finditer(item):
                said = [one for one in coder.mentions(f"bahasa {name['name']}") if one.role == "language"]
                skill = coder.named(name["name"]) or (coder.named(said[0].label) if said else None)
                if skill is not None and skill.role == "language":
                    _add_language(found, skill, item, line.page, line.number, personal)
    for words in texts:
        for mention in coder.mentions(words.text):
            skill = coder.named(mention.label) if mention.role == "language" and not mention.negated else None
            if skill is not None:
                clause = _CLAUSE.match(words.text, mention.start)
                _add_language(found, skill, clause[0] if clause else mention.surface, words.page, words.line, personal)
    return tuple(found.values())


def _add_language(
    found: dict[str, ReadLanguage], skill: Skill, said: str, page: int, line: int, personal: PersonalData
) -> None:
    known = [one for one in read_language_levels(said) if one.skill_id == skill.id]
    level = known[0].level if known else next((name for name, pattern in _LEVELS if pattern.search(said)), "")
    scheme = known[0].scheme if known else ""
    before = found.get(skill.id)
    if before is None or (level and not before.level):
        words = Words(text=personal.cleaned(said), page=page, line=line)
        found[skill.id] = ReadLanguage(id=skill.id, label=skill.label, level=level, scheme=scheme, words=words)


def read_licences(
    licences: Sequence[Line], courses: Sequence[Line], texts: Iterable[Words], coder: SkillCoder, personal: PersonalData
) -> tuple[ReadLicence, ...]:
    """Licences and certificates of their section, courses of theirs, and licences that other words name."""
    found: dict[str, ReadLicence] = {}
    for lines, is_course in ((licences, False), (courses, True)):
        for line in lines:
            text = personal.cleaned(line.text)
            if len(text) < 3 or re.fullmatch(r"[\d\W]+", text):
                continue
            words = Words(text=text, page=line.page, line=line.number)
            ids = _licences_in(text, coder)
            for skill_id in ids:
                found.setdefault(skill_id, ReadLicence(id=skill_id, words=words))
            if not ids:
                course = is_course and not _CERTIFICATE.search(text)
                found.setdefault(fold(text), ReadLicence(words=words, is_course=course))
    for words in texts:
        for skill_id, surface in _licences_in(words.text, coder).items():
            shown = Words(text=surface, page=words.page, line=words.line)
            found.setdefault(skill_id, ReadLicence(id=skill_id, words=shown))
    return tuple(found.values())


def _licences_in(text: str, coder: SkillCoder) -> dict[str, str]:
    """Ids of the licences that a text names, each with the words."""
    found: dict[str, str] = {}
    for mention in coder.mentions(text):
        if mention.role == "licence" and mention.skill_id and not mention.negated:
            found.setdefault(mention.skill_id, mention.surface)
    for match in _SIM.finditer(text):
        for part in re.findall(r"\b(?:A|B1|B2|BII|BI|C|D)\b", match["classes"].upper()):
            skill = coder.named(f"SIM {part.replace('BII', 'B2').replace('BI', 'B1')}")
            if skill is not None:
                found.setdefault(skill.id, match[0])
    return found
