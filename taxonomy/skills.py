"""The skill taxonomy: concepts with Indonesian and English labels, aliases, types, and the occupations that need them.

Authored tables: ``taxonomy/data/skills/*.tsv`` and ``taxonomy/data/occupation_skills/*.tsv``. Two tables may define the
same concept (equal label, or a label that is an alias of the other with the same type): they are merged, ``core.tsv``
first, then by file name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast, get_args

from taxonomy.errors import InputError, UnknownIdError
from taxonomy.occupations import load_occupations
from taxonomy.skill_types import Role, load_skill_types, role_of
from taxonomy.tables import bundled_folder, read_table
from taxonomy.text import fold

Need = Literal["essential", "optional"]

_SLUG = re.compile(r"[^a-z0-9+#]+")
_GENERIC = frozenset(
    "dan di ke dari untuk yang dengan the of and in to for dasar umum manajemen pengelolaan sistem teknik alat mesin "
    "basic general management system skill skills kemampuan bahasa sertifikat software perawatan pengoperasian".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """One concept.

    Attributes:
        id: Slug of the Indonesian label, unique and stable: ``microsoft-excel``.
        label: Indonesian.
        label_en: English.
        type: One of ``skill_types.tsv``.
        aliases: Other surface forms, both languages.
    """

    id: str
    label: str
    label_en: str
    type: str
    aliases: tuple[str, ...]

    @property
    def role(self) -> Role:
        """What is done with it."""
        return role_of(self.type)

    @property
    def is_name(self) -> bool:
        """Whether its labels keep their capitals."""
        return load_skill_types()[self.type].is_name

    @property
    def labels(self) -> tuple[str, ...]:
        """Both labels, folded, distinct."""
        return tuple(dict.fromkeys((fold(self.label), fold(self.label_en))))

    @property
    def forms(self) -> tuple[str, ...]:
        """Labels and aliases, folded, distinct, labels first."""
        return tuple(dict.fromkeys((*self.labels, *(fold(form) for form in self.aliases))))


class Skills:
    """All skills, by id and by any of their names."""

    def __init__(self, skills: Sequence[Skill], needs: Mapping[str, Sequence[tuple[str, Need]]]) -> None:
        """Hold skills.

        Args:
            skills: Distinct by id.
            needs: Unit group to (skill id, need).
        """
        self._by_id = {skill.id: skill for skill in skills}
        self._by_form: dict[str, Skill] = {}
        # Labels are claimed before aliases, so an alias never takes a concept's own name.
        claims = [(form, skill) for skill in skills for form in skill.labels]
        claims += [(form, skill) for skill in skills for form in skill.forms]
        for form, skill in claims:
            self._by_form.setdefault(form, skill)
        self._needs: dict[str, tuple[tuple[Skill, Need], ...]] = {
            code: tuple((self._by_id[i], need) for i, need in found) for code, found in needs.items()
        }
        self._units: dict[str, set[str]] = defaultdict(set)
        for code, found in needs.items():
            for skill_id, _ in found:
                self._units[skill_id].add(code)
        self._roles = {skill.id: skill.role for skill in skills}
        self._words = {skill.id: _content_words(skill) for skill in skills}
        self._with_word: dict[str, list[str]] = defaultdict(list)
        for skill_id, words in self._words.items():
            for word in words:
                self._with_word[word].append(skill_id)

    def __iter__(self) -> Iterator[Skill]:
        """All skills, as loaded."""
        return iter(self._by_id.values())

    def __len__(self) -> int:
        """Number of skills."""
        return len(self._by_id)

    def get(self, skill_id: str) -> Skill:
        """The skill of an id.

        Raises:
            UnknownIdError: No such skill.
        """
        if skill_id not in self._by_id:
            raise UnknownIdError(wanted="a skill of the taxonomy", found=skill_id, where="skill id")
        return self._by_id[skill_id]

    def find(self, name: str) -> Skill | None:
        """The skill whose label or alias this is, letter case and spaces aside; None when there is none."""
        return self._by_form.get(fold(name))

    def forms(self) -> Mapping[str, Skill]:
        """Every folded label and alias with the skill that it names."""
        return self._by_form

    def of_unit(self, code: str) -> tuple[tuple[Skill, Need], ...]:
        """Skills of a unit group with how much they are needed; empty when none are known."""
        return self._needs.get(code, ())

    def major_groups_of(self, skill_id: str) -> frozenset[str]:
        """Major groups of KBJI (first digits) with a unit group that needs a skill."""
        return frozenset(code[0] for code in self._units.get(skill_id, ()))

    def similarity(self, first: str, second: str) -> float:
        """How far one skill stands in for another, in [0, 1], symmetric, 1 for the same.

        Shared content words of the labels (Dice), and up to 0.2 for being asked for by the same unit groups; skills of
        different roles, licences and languages never stand in for each other.
        """
        if first == second:
            return 1.0
        role = self._roles[self.get(first).id]
        if role != self._roles[self.get(second).id] or role in {"licence", "language"}:
            return 0.0
        words, others = self._words[first], self._words[second]
        if not words & others:
            return 0.0
        dice = 2 * len(words & others) / (len(words) + len(others))
        units, more = self._units.get(first, set()), self._units.get(second, set())
        together = len(units & more) / len(units | more) if units | more else 0.0
        return min(0.95, 0.8 * dice + 0.2 * together)

    def near(self, skill_id: str, least: float) -> list[tuple[str, float]]:
        """Skills whose similarity to one is at least ``least`` (above 0), itself among them, by id."""
        others = {other for word in self._words[self.get(skill_id).id] for other in self._with_word[word]}
        found = [(other, self.similarity(skill_id, other)) for other in sorted(others | {skill_id})]
        return [(other, alike) for other, alike in found if alike >= least]


def _content_words(skill: Skill) -> frozenset[str]:
    words = re.findall(r"[a-z0-9+#]+", f"{fold(skill.label)} {fold(skill.label_en)}")
    return frozenset(word for word in words if word not in _GENERIC and len(word) > 1)


def slug(label: str) -> str:
    """Id of a label: ``Microsoft Excel`` gives ``microsoft-excel``."""
    return _SLUG.sub("-", fold(label)).strip("-")


@lru_cache(maxsize=1)
def load_skills() -> Skills:
    """The bundled taxonomy.

    Raises:
        InputError: A line of a table is not as it should be; names file and line.
    """
    merged: dict[str, Skill] = {}
    owner: dict[tuple[str, str], str] = {}
    tables = sorted(bundled_folder("skills"), key=lambda table: (table[0] != "core.tsv", table[0]))
    for where, row in (line for name, text in tables for line in read_table(text, name, _SKILL_COLUMNS)):
        if row["type"] not in load_skill_types() or not row["label_id"] or not slug(row["label_id"]):
            raise InputError(wanted="a label and a skill type", found=dict(row), where=where)
        _merge(merged, owner, row)
    skills = Skills(tuple(merged.values()), {})
    return Skills(tuple(merged.values()), _needs(skills))


_SKILL_COLUMNS = ("label_id", "label_en", "type", "aliases")
_NEED_COLUMNS = ("code", "relevance", "label_id")


def _merge(merged: dict[str, Skill], owner: dict[tuple[str, str], str], row: Mapping[str, str]) -> None:
    kind = row["type"]
    aliases = tuple(part.strip() for part in row["aliases"].split("|") if part.strip())
    label, label_en = row["label_id"], row["label_en"] or row["label_id"]
    known = owner.get((fold(label), "")) or owner.get((fold(label), kind)) or owner.get((fold(label_en), kind))
    skill_id = known or slug(label)
    before = merged.get(skill_id)
    if before is not None:
        aliases = tuple(dict.fromkeys((*before.aliases, label, label_en, *aliases)))
        label, label_en, kind = before.label, before.label_en, before.type
    skill = Skill(id=skill_id, label=label, label_en=label_en, type=kind, aliases=aliases)
    merged[skill_id] = skill
    owner.setdefault((fold(label), ""), skill_id)
    for form in skill.forms:
        owner.setdefault((form, kind), skill_id)


def _needs(skills: Skills) -> dict[str, list[tuple[str, Need]]]:
    units = set(load_occupations().unit_codes)
    found: dict[str, dict[str, Need]] = defaultdict(dict)
    for name, text in bundled_folder("occupation_skills"):
        for where, row in read_table(text, name, _NEED_COLUMNS):
            skill = skills.find(row["label_id"])
            if skill is None or row["code"] not in units or row["relevance"] not in get_args(Need):
                wanted = "a unit group, essential or optional, and the label of a skill"
                raise InputError(wanted=wanted, found=dict(row), where=where)
            found[row["code"]].setdefault(skill.id, cast(Need, row["relevance"]))
    return {code: list(needs.items()) for code, needs in found.items()}
