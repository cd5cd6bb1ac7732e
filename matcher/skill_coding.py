"""What a record lists and what its text says, to skills of the taxonomy and to licences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcher.coded import CodedSkill, Relevance
from matcher.privacy import without_personal
from taxonomy.licences import covered
from taxonomy.skill_mentions import SkillMention, SkillReader
from taxonomy.skills import Skill, Skills

_BEFORE_A_TRAIT = 40
"""Characters before a skill that can make it a personal trait."""

NOT_ASKED = "Bukan syarat:"
"""Begins an entry of a list that takes a skill out, whatever the text says: who advertises knows best."""

_NOT_ASKED = re.compile(rf"{NOT_ASKED}\s*(?P<name>\S.*)", re.IGNORECASE | re.DOTALL)


class SkillCoder:
    """Finds skills in lists and in text; pure, safe to share between threads."""

    def __init__(self, skills: Skills, reader: SkillReader) -> None:
        """Look up in ``skills`` and read with ``reader``, which must know the same skills."""
        self._skills = skills
        self._reader = reader

    def named(self, text: str) -> Skill | None:
        """The skill of this name; None when it is no name of one."""
        return self._skills.find(text)

    def skill(self, skill_id: str) -> Skill:
        """The skill of an id.

        Raises:
            UnknownIdError: No such skill.
        """
        return self._skills.get(skill_id)

    def mentions(self, text: str) -> list[SkillMention]:
        """Skills that a person's own words or a course's summary name; personal traits are none."""
        return _without_traits(text, self._reader.read_words(text))

    def ad_mentions(self, texts: Sequence[str]) -> list[list[SkillMention]]:
        """Skills read in each of several ads, same order; personal traits are none."""
        read = self._reader.read_many(texts)
        return [_without_traits(text, mentions) for text, mentions in zip(texts, read, strict=True)]

    def skills(
        self, listed: Sequence[str], mentions: Sequence[SkillMention], relevance: Relevance
    ) -> tuple[CodedSkill, ...]:
        """Skills that the source lists, then those read in the text; negated ones are left out.

        Args:
            listed: Entries of the source's own list.
            mentions: Of the text.
            relevance: Of the listed ones, and of the mentioned ones; a posting's may be ``preferred`` by its text.
        """
        found: dict[str, CodedSkill] = {}
        out = self._not_asked(listed)
        for entry in listed:
            for skill in self._of_entry(entry, relevance):
                found.setdefault(skill.id, skill)
        for mention in mentions:
            if mention.skill_id and not mention.negated and mention.skill_id not in out:
                kind: Relevance = relevance if mention.required or relevance != "required" else "preferred"
                coded = CodedSkill(id=mention.skill_id, relevance=kind, surface=mention.surface)
                before = found.setdefault(mention.skill_id, coded)
                if before.relevance == "preferred" and kind == "required":
                    found[mention.skill_id] = coded  # preferred in one line, demanded in another: demanded
        return tuple(found.values())

    def _not_asked(self, listed: Sequence[str]) -> frozenset[str]:
        """Ids of the skills that a list takes out by name."""
        names = (found["name"] for entry in listed if (found := _NOT_ASKED.fullmatch(entry)))
        return frozenset(skill.id for skill in map(self.named, names) if skill is not None)

    def _of_entry(self, entry: str, relevance: Relevance) -> list[CodedSkill]:
        """The skill that an entry names, else those that its words mention; none of an entry that takes one out."""
        if _NOT_ASKED.fullmatch(entry):
            return []
        named = self.named(entry)
        if named is not None:
            return [CodedSkill(id=named.id, relevance=relevance, surface=entry)]
        shown = without_personal(entry)  # the other side of a match sees these words
        return [
            CodedSkill(id=mention.skill_id, relevance=relevance, surface=shown)
            for mention in self.mentions(entry)
            if not mention.negated
        ]

    def licences(self, listed: Sequence[str], mentions: Sequence[SkillMention]) -> tuple[str, ...]:
        """Ids of the licences that a source lists ("SIM A & C" lists two) or a text demands; distinct, in order."""
        out = self._not_asked(listed)
        ids = [skill.id for entry in listed for skill in self._of_entry(entry, "held")]
        ids += [m.skill_id for m in mentions if m.skill_id and m.required and not m.negated and m.skill_id not in out]
        return tuple(dict.fromkeys(skill_id for skill_id in ids if self._skills.get(skill_id).role == "licence"))


def with_covered_licences(held: tuple[str, ...]) -> tuple[str, ...]:
    """The licences held and the lower ones that they entitle to."""
    return (*held, *covered(held))


def with_covered(held: tuple[CodedSkill, ...]) -> tuple[CodedSkill, ...]:
    """The skills held and the lower licences that they entitle to, by the same words: SIM B1 drives what A does."""
    surfaces = {skill.id: skill.surface for skill in held}
    more = (CodedSkill(id=low, relevance="held", surface=surfaces[high]) for low, high in covered(surfaces).items())
    return (*held, *more)


def _without_traits(text: str, mentions: Sequence[SkillMention]) -> list[SkillMention]:
    """The mentions less those that are a personal trait: "suku Batak" is no language."""
    return [mention for mention in mentions if not _is_trait(text, mention)]


def _is_trait(text: str, mention: SkillMention) -> bool:
    words = without_personal(text[max(0, mention.start - _BEFORE_A_TRAIT) : mention.end])
    return not words.endswith(mention.surface.split()[-1])
