"""Skills in free text, with the exact words that show them.

An ad is read in three steps: the dictionary finds names word for word, the tagger says which phrases are skills, the
linker says which concept a phrase means that no name spells out. A phrase that means none is given as it stands. A
worker's own words and a course's summary are read with the dictionary alone: the tagger has learnt from ads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from taxonomy.skill_context import Level, is_negated, is_preferred, level_of
from taxonomy.skill_dictionary import Hit, SkillDictionary
from taxonomy.skill_linker import SkillLinker, load_skill_linker
from taxonomy.skill_tagger import Phrase, SkillTagger, load_skill_tagger
from taxonomy.skill_types import Role, load_skill_types, role_of
from taxonomy.skills import Skills, load_skills
from taxonomy.text import fold, plain

_COVERS = 0.85
"""Share of a phrase that a name must cover to stand for all of it."""

NAMED_FROM = 0.2
"""Least probability by the tagger of a name that no phrase holds: recall rises by .04 and F1 stays."""

_SURE_ROLES = frozenset({"licence", "language"})
"""Roles whose names count wherever they stand: what an ad demands by law must not be lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillMention:
    """One skill, read out of free text.

    Attributes:
        skill_id: Key in the taxonomy; empty when the phrase means none of its concepts.
        label: Indonesian label; the words themselves when there is no concept.
        type: Type of the skill.
        surface: The words found, unchanged, so a match can be explained.
        start: Code point offset of the first character.
        end: Offset after the last one.
        required: False when the text only prefers it.
        negated: True when the text says that it is not needed.
        level: ``basic``, ``intermediate``, ``advanced``, or empty when the text does not say.
        similarity: In [0, 1]; 1 for a name of the taxonomy, 0.9 for a form derived from one, else the probability of
            the concept; 0 without a concept.
    """

    skill_id: str
    label: str
    type: str
    surface: str
    start: int
    end: int
    required: bool
    negated: bool
    level: Level
    similarity: float

    @property
    def role(self) -> Role:
        """What is done with its type."""
        return role_of(self.type)


class SkillReader:
    """Finds skills in text; safe to share between threads.

    Attributes:
        fingerprint: Names a tagger and linker that are not the product's own; empty for those.
    """

    def __init__(
        self,
        skills: Skills,
        tagger: SkillTagger | None = None,
        linker: SkillLinker | None = None,
        fingerprint: str = "",
    ) -> None:
        """Read with a dictionary of ``skills``, and ads with a tagger and a linker where these are given.

        Args:
            skills: The taxonomy.
            tagger: Says which phrases are skills.
            linker: Says which concept a phrase means.
            fingerprint: Names a tagger and linker that are not the product's own.
        """
        self.fingerprint = fingerprint
        self._skills = skills
        self._dictionary = SkillDictionary(skills)
        self._tagger = tagger
        self._linker = linker

    def read_words(self, text: str) -> tuple[SkillMention, ...]:
        """Skills that a text names word for word, by start, none overlapping.

        Never raises; an empty text gives none.
        """
        return tuple(self._named(text, hit) for hit in self._dictionary.find(text))

    def read(self, text: str) -> tuple[SkillMention, ...]:
        """Skills of an ad, by start, none overlapping: named ones, and phrases that say one in other words.

        Never raises; an empty text gives none.
        """
        return self.read_many([text])[0]

    def read_many(self, texts: Sequence[str]) -> list[tuple[SkillMention, ...]]:
        """As ``read`` for each of several ads, same order; their phrases are linked together, which is quicker."""
        if self._tagger is None:
            return [self.read_words(text) for text in texts]
        tagged = [self._tag(text, self._tagger) for text in texts]
        unnamed = [
            [plain(text[p.start : p.end]) for p, hit in pairs if hit is None]
            for text, (pairs, _) in zip(texts, tagged, strict=True)
        ]
        links = iter(self._linked([phrase for phrases in unnamed for phrase in phrases]))
        found: list[tuple[SkillMention, ...]] = []
        for text, (pairs, alone) in zip(texts, tagged, strict=True):
            mentions = [self._named(text, hit) for hit in alone]
            for phrase, hit in pairs:
                skill_id, similarity = (hit.skill.id, hit.similarity) if hit is not None else next(links)
                if hit is None and skill_id and self._is_doubtful(skill_id, phrase):
                    skill_id, similarity = "", 0.0
                mentions.append(self._mention(text, phrase, skill_id, similarity))
            found.append(tuple(sorted(mentions, key=lambda mention: mention.start)))
        return found

    def _tag(self, text: str, tagger: SkillTagger) -> tuple[list[tuple[Phrase, Hit | None]], list[Hit]]:
        """Phrases with the name that covers each, if one does; and the names outside of phrases that count alone."""
        hits = self._dictionary.find(text)
        tagged = tagger.tag(text, [(hit.start, hit.end, load_skill_types()[hit.skill.type].read_as) for hit in hits])
        alone = [
            hit
            for hit, support in zip(hits, tagged.support, strict=True)
            if (support >= NAMED_FROM or hit.skill.role in _SURE_ROLES)
            and not any(_overlap(hit, phrase) for phrase in tagged.phrases)
        ]
        return [(phrase, _covering(phrase, hits)) for phrase in tagged.phrases], alone

    def _is_doubtful(self, skill_id: str, phrase: Phrase) -> bool:
        """A licence is a hard condition of a match: it must be named, or be told as one by the tagger itself."""
        return self._skills.get(skill_id).role == "licence" and phrase.type != "licence"

    def _linked(self, phrases: Sequence[str]) -> list[tuple[str, float]]:
        return [("", 0.0)] * len(phrases) if self._linker is None else self._linker.link(phrases)

    def _named(self, text: str, hit: Hit) -> SkillMention:
        phrase = Phrase(start=hit.start, end=hit.end, type=hit.skill.type, probability=1.0)
        return self._mention(text, phrase, hit.skill.id, hit.similarity)

    def _mention(self, text: str, phrase: Phrase, skill_id: str, similarity: float) -> SkillMention:
        skill = self._skills.get(skill_id) if skill_id else None
        surface = text[phrase.start : phrase.end]
        own = "hard" if phrase.type == "task" else phrase.type
        return SkillMention(
            skill_id=skill_id,
            label=skill.label if skill else fold(plain(surface)),
            type=skill.type if skill else own,
            surface=surface,
            start=phrase.start,
            end=phrase.end,
            required=not is_preferred(text, phrase.start, phrase.end),
            negated=is_negated(text, phrase.start, phrase.end),
            level=level_of(text, phrase.start, phrase.end),
            similarity=similarity if skill else 0.0,
        )


def _overlap(hit: Hit, phrase: Phrase) -> bool:
    return hit.start < phrase.end and phrase.start < hit.end


def _covering(phrase: Phrase, hits: Sequence[Hit]) -> Hit | None:
    """The name that makes up most of a phrase, if one does."""
    inside = [hit for hit in hits if _overlap(hit, phrase)]
    if not inside:
        return None
    longest = max(inside, key=lambda hit: min(hit.end, phrase.end) - max(hit.start, phrase.start))
    shared = min(longest.end, phrase.end) - max(longest.start, phrase.start)
    return longest if shared >= _COVERS * (phrase.end - phrase.start) else None


@lru_cache(maxsize=1)
def load_skill_reader() -> SkillReader:
    """The reader over the bundled taxonomy, tagger and linker."""
    skills = load_skills()
    return SkillReader(skills, load_skill_tagger(), load_skill_linker(skills))
