"""What the words of a CV say of skills: names of the taxonomy, and phrases with a verb and an object.

Some names and phrases seldom mean their skill in a CV ("steam susu" is no STEAM lesson, "ran the floor cleaner" no
selling). ``silent_words.tsv`` lists those that meant something else in most of the invented lines that
``sepadan train cv-phrases`` learnt from; they say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from matcher.cv.skill_phrases import PhraseTable, cv_table, load_phrases
from matcher.skill_coding import SkillCoder
from taxonomy.skill_mentions import SkillMention
from taxonomy.text import fold

SILENT = "silent_words.tsv"
SILENT_COLUMNS = ("skill_id", "kind", "words")
UNTOLD = frozenset({"language", "licence"})
"""Roles of skills that a CV is asked for by readers of their own."""

_PLURAL = re.compile(r"(?<=[a-z]{3}[^\Wsiu])s\b")
"""Of English nouns; names of skills are in the singular."""

Kind = Literal["name", "phrase"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A skill that a text says, by a name or a phrase, with the words that say it, folded."""

    skill_id: str
    kind: Kind
    words: str


def skills_said(text: str, coder: SkillCoder) -> list[str]:
    """Ids of the skills that a text says, distinct, names first; neither languages nor licences."""
    silent = _silent()
    found = (one.skill_id for one in all_said(text, coder, load_phrases()) if one not in silent)
    return list(dict.fromkeys(found))


def names_said(text: str, coder: SkillCoder) -> list[str]:
    """As ``skills_said``, for names alone."""
    silent = _silent()
    return list(dict.fromkeys(one.skill_id for one in _names(text, coder.mentions(text), coder) if one not in silent))


def all_said(text: str, coder: SkillCoder, phrases: PhraseTable) -> list[Said]:
    """Everything that a text says, silent words too; names first."""
    mentions = coder.mentions(text)
    spans = [(mention.start, mention.end) for mention in mentions if mention.skill_id]
    phrased = (
        Said(skill_id=one.skill_id, kind="phrase", words=fold(one.words))
        for one in phrases.find(text, spans)
        if coder.skill(one.skill_id).role not in UNTOLD
    )
    return [*_names(text, mentions, coder), *phrased]


def _names(text: str, mentions: Sequence[SkillMention], coder: SkillCoder) -> list[Said]:
    """Names of skills that a text mentions, its plurals taken for singulars too."""
    singular = _PLURAL.sub("", text)
    return [
        Said(skill_id=mention.skill_id, kind="name", words=fold(mention.surface))
        for mention in (*mentions, *(coder.mentions(singular) if singular != text else ()))
        if mention.skill_id and not mention.negated and mention.role not in UNTOLD
    ]


@lru_cache(maxsize=1)
def _silent() -> frozenset[Said]:
    return frozenset(
        Said(skill_id=row["skill_id"], kind="name" if row["kind"] == "name" else "phrase", words=row["words"])
        for _, row in cv_table(SILENT, SILENT_COLUMNS)
    )
