"""What the names of training programmes and certification schemes say that is taught, and for which work.

A table of a training centre often gives a name alone (``Practical Office``, ``Pipe Welder SMAW 6G``). Such names are
used all over the country, and their words are not those of an ad. Table: ``taxonomy/data/training_titles.tsv``; the
names are those of the training programmes of Kemnaker's centres and of schemes of LSP, the skills and KBJI unit groups
are our own judgement. No licence is among them: that a name speaks of a forklift does not say that a licence is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.skills import Skill, Skills, load_skills
from taxonomy.tables import Row, bundled_table
from taxonomy.text import fold

COLUMNS = ("words", "skills", "kbji")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingTitle:
    """What one name, or part of a name, stands for.

    Attributes:
        skills: Skills that are taught, the most telling first.
        kbji: Unit groups that it trains for.
    """

    skills: tuple[Skill, ...]
    kbji: tuple[str, ...]


class TrainingTitles:
    """Names by their words."""

    def __init__(self, rows: Iterable[tuple[str, Row]], skills: Skills, unit_codes: Iterable[str]) -> None:
        """Read rows of the table.

        Raises:
            InputError: A phrase that comes twice, no skill, an unknown skill, one that is a licence or an unknown code.
        """
        known = frozenset(unit_codes)
        self._by_words: dict[tuple[str, ...], TrainingTitle] = {}
        for where, row in rows:
            title = TrainingTitle(
                skills=tuple(_skill(name, skills, where) for name in row["skills"].split("|")),
                kbji=tuple(row["kbji"].split("|")),
            )
            if not set(title.kbji) <= known:
                raise InputError(wanted="unit groups of KBJI", found=row["kbji"], where=f"{where}, kbji")
            for phrase in row["words"].split("|"):
                words = _words(phrase)
                if not words or words in self._by_words:
                    raise InputError(wanted="a phrase, once in the table", found=phrase, where=f"{where}, words")
                self._by_words[words] = title
        self._longest = max(map(len, self._by_words), default=0)

    def read(self, text: str) -> tuple[TrainingTitle, ...]:
        """What a name speaks of, in the order of its words; empty where no phrase is known.

        A phrase inside a longer one is not heard: ``Practical Office Advance`` is not ``Practical Office``.

        Args:
            text: Name of a programme or scheme; of any length, its first 40 words are read.
        """
        words = _words(text)[:40]
        spans = [
            (start, start + size)
            for size in range(self._longest, 0, -1)
            for start in range(len(words) - size + 1)
            if words[start : start + size] in self._by_words
        ]
        kept: list[tuple[int, int]] = []
        for start, end in spans:  # longest first
            if not any(first <= start and end <= last for first, last in kept):
                kept.append((start, end))
        found = (self._by_words[words[start:end]] for start, end in sorted(kept))
        return tuple(dict.fromkeys(found))


def _words(text: str) -> tuple[str, ...]:
    return tuple("".join(c if c.isalnum() else " " for c in fold(text)).split())


def _skill(name: str, skills: Skills, where: str) -> Skill:
    skill = skills.find(name)
    if skill is None or skill.role == "licence":
        raise InputError(wanted="a skill of the taxonomy that is no licence", found=name, where=f"{where}, skills")
    return skill


def all_skills(titles: Sequence[TrainingTitle]) -> tuple[Skill, ...]:
    """Skills of several titles, each once, in order."""
    found: Mapping[str, Skill] = {skill.id: skill for title in titles for skill in title.skills}
    return tuple(found.values())


def all_codes(titles: Sequence[TrainingTitle]) -> tuple[str, ...]:
    """Unit groups of several titles, each once, in order."""
    return tuple(dict.fromkeys(code for title in titles for code in title.kbji))


@lru_cache(maxsize=1)
def load_training_titles() -> TrainingTitles:
    """The bundled names."""
    rows = bundled_table("training_titles.tsv", COLUMNS)
    return TrainingTitles(rows, load_skills(), load_occupations().unit_codes)
