"""How well somebody says to know a language: CEFR levels and language tests, as they are named and never converted.

CEFR: Council of Europe 2001, A1 to C2. Tests: JLPT N5 to N1, JFT-Basic A2 (Japan Foundation), TOPIK 1 to 6 and
EPS-TOPIK (HRD Korea), HSK 1 to 9, IELTS 0 to 9. A level counts for the language that stands before it in the same
clause, or that its test is of; a level of nothing says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
"""Levels in ascending order."""

_LANGUAGES = {
    "inggris|english": "bahasa-inggris",
    "jepang|japanese|nihongo": "bahasa-jepang",
    "korea|korean": "bahasa-korea",
    "mandarin|tiongkok|chinese": "bahasa-mandarin",
    "kanton|cantonese": "bahasa-kanton",
    "arab|arabic": "bahasa-arab",
    "jerman|german|deutsch|goethe|telc|oesd|ösd": "bahasa-jerman",
    "belanda|dutch|nederlands": "bahasa-belanda",
    "prancis|perancis|french|delf|dalf": "bahasa-prancis",
    "spanyol|spanish|dele": "bahasa-spanyol",
    "turki|turkish": "bahasa-turki",
    "italia|italian": "bahasa-italia",
    "portugis|portuguese": "bahasa-portugis",
    "rusia|russian": "bahasa-rusia",
}
"""Words of a language, or of a test of it that tells CEFR levels, to the id of the skill."""

_GAP = r"[^.;,\n]{0,25}?"
_CEFR_OF = tuple(
    (
        skill,
        re.compile(
            rf"\b(?:{words})\b{_GAP}\b(?P<level>[ABC][12])\b|\b(?P<before>[ABC][12])\s(?:bahasa\s)?(?:{words})\b",
            re.IGNORECASE,
        ),
    )
    for words, skill in _LANGUAGES.items()
)
_TEST_WORDS = (
    (
        "bahasa-jepang",
        "JLPT",
        (
            r"\b(?:jlpt|nat[- ]?test|noryoku shiken|bahasa jepang)\b[^.;,\n]{0,15}?\b(?P<level>N[1-5])\b|"
            r"\b(?P<before>N[1-5])\b(?=[^.;,\n]{0,10}\b(?:jlpt|jepang))"
        ),
    ),
    ("bahasa-jepang", "JFT-Basic", r"\bjft(?:[- ]?basic)?\b(?:[^.;,\n]{0,8}?(?P<level>A2))?"),
    ("bahasa-korea", "EPS-TOPIK", r"\beps[- ]?topik\b(?P<level>)"),
    (
        "bahasa-korea",
        "TOPIK",
        r"(?<!eps-)(?<!eps )\btopik\b\s(?:i{1,2}\s)?(?:level\s|lv\.?\s)?(?P<level>[1-6])\b",
    ),
    ("bahasa-mandarin", "HSK", r"\bhsk\b\s?(?:level\s|lv\.?\s)?(?P<level>[1-9])\b"),
    ("bahasa-inggris", "IELTS", r"\bielts\b[^.;,\n\d]{0,20}(?P<level>[3-9](?:[.,][05])?)\b"),
)
_TESTS = tuple((skill, scheme, re.compile(words, re.IGNORECASE)) for skill, scheme, words in _TEST_WORDS)
_MAX_TEXT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLevel:
    """A level of a language that is said.

    Attributes:
        skill_id: Skill of the language (``bahasa-jerman``).
        scheme: ``CEFR`` or the name of the test.
        level: As the scheme has it (``B1``, ``N4``, ``6.5``); empty for a test that is passed or not (EPS-TOPIK).
        surface: The words, unchanged.
    """

    skill_id: str
    scheme: str
    level: str
    surface: str

    @property
    def cefr(self) -> str:
        """The CEFR level where one is said, JFT-Basic's own A2 among them; empty otherwise: no test is converted."""
        return self.level if self.scheme in {"CEFR", "JFT-Basic"} else ""


def read_language_levels(text: str) -> tuple[LanguageLevel, ...]:
    """Levels that a text tells, distinct, CEFR first.

    Args:
        text: Own words of a person, or what an ad asks for; its first 20,000 characters are read.
    """
    read = text[:_MAX_TEXT]
    found = [
        LanguageLevel(
            skill_id=skill, scheme="CEFR", level=(match["level"] or match["before"]).upper(), surface=match[0]
        )
        for skill, pattern in _CEFR_OF
        for match in pattern.finditer(read)
    ]
    for skill, scheme, pattern in _TESTS:
        for match in pattern.finditer(read):
            groups = match.groupdict()
            level = (groups["level"] or groups.get("before") or ("A2" if scheme == "JFT-Basic" else "")).upper()
            found.append(LanguageLevel(skill_id=skill, scheme=scheme, level=level.replace(",", "."), surface=match[0]))
    return tuple({(one.skill_id, one.scheme, one.level): one for one in found}.values())
