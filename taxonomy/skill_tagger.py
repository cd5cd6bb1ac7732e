"""Which phrases of a text name a skill: a linear-chain conditional random field (Lafferty et al. 2001, ICML).

Through python-crfsuite. Trained on ads whose skills were marked by hand (``sepadan train skill-tagger``),
kept in ``taxonomy/data/skill_tagger.crfsuite``. A phrase is taken where the marginal probability of a skill reaches
``TAKEN_FROM``: the most probable path alone leaves out a third of what people mark.
"""

from __future__ import annotations

import hashlib
import threading
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import pycrfsuite

from taxonomy.errors import InputError
from taxonomy.skill_tokens import Clusters, Marked, Token, features_of, load_clusters, tokens_of

TAKEN_FROM = 0.4
"""Least probability that a token is part of a skill, chosen by cross-validation (docs/decisions/0006)."""

OUTSIDE = "O"
_WANTED = "a model of the skill tagger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase that names a skill.

    Attributes:
        start: Code point offset of its first character.
        end: Offset after its last one.
        type: hard, knowledge, tool, language, licence, soft or task.
        probability: Mean over its tokens that they are part of a skill, in [0, 1].
    """

    start: int
    end: int
    type: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """What the tagger says of a text.

    Attributes:
        phrases: Phrases that name a skill, by start, none overlapping.
        support: For each phrase that the dictionary knows, the highest probability that one of its tokens is part of a
            skill, in [0, 1]; same order as they were given.
    """

    phrases: list[Phrase]
    support: list[float]


class SkillTagger:
    """Finds phrases; safe to share between threads, each of which opens the model for itself."""

    def __init__(self, model: Path | bytes, clusters: Clusters) -> None:
        """Take a model.

        Args:
            model: File or bytes written by ``sepadan train skill-tagger``.
            clusters: The word clusters that it was trained with.

        Raises:
            InputError: It cannot be read.
        """
        try:
            self._model = model.read_bytes() if isinstance(model, Path) else model
        except OSError as error:
            raise InputError(wanted=_WANTED, found=str(error.strerror), where=str(model)) from error
        if int.from_bytes(self._model[4:8], "little") != len(self._model):
            # The library trusts the offsets in the file: one that is cut short would end the process.
            raise InputError(wanted=_WANTED, found=f"{len(self._model)} bytes", where="skill tagger")
        self._clusters = clusters
        self._local = threading.local()
        self.fingerprint = f"skills-{hashlib.sha256(self._model).hexdigest()[:12]}"
        self._tagger()

    def tag(self, text: str, marked: Sequence[Marked]) -> Tagged:
        """Read a text.

        Args:
            text: An ad, or a part of one.
            marked: What the dictionary found in it.
        """
        tokens = tokens_of(text)
        if not tokens:
            return Tagged(phrases=[], support=[0.0] * len(marked))
        tagger = self._tagger()
        tagger.set(features_of(text, tokens, marked, self._clusters))
        inside = [1.0 - tagger.marginal(OUTSIDE, at) for at in range(len(tokens))]
        runs = _runs(tokens, inside, lambda at: _begins(tagger, at))
        found = [
            _phrase(tagger, tokens, inside, first, last) for first, last in runs if _has_letter(tokens, first, last)
        ]
        return Tagged(phrases=found, support=[_support(tokens, inside, start, end) for start, end, _ in marked])

    def _tagger(self) -> pycrfsuite.Tagger:
        found: pycrfsuite.Tagger | None = getattr(self._local, "tagger", None)
        if found is None:
            found = pycrfsuite.Tagger()
            try:
                found.open_inmemory(self._model)
            except ValueError as error:
                wanted = "a model of the skill tagger"
                raise InputError(wanted=wanted, found=str(error), where="skill tagger") from error
            self._local.tagger = found
        return found


def _runs(tokens: Sequence[Token], inside: Sequence[float], begins: Callable[[int], bool]) -> list[tuple[int, int]]:
    """First and last token of each phrase."""
    found: list[tuple[int, int]] = []
    for at, token in enumerate(tokens):
        if inside[at] < TAKEN_FROM or token.text == "\n":
            continue
        if found and found[-1][1] == at - 1 and not begins(at):
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found


def _has_letter(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Emoji and dashes are no skill, however many."""
    return any(character.isalpha() for token in tokens[first : last + 1] for character in token.text)


def _support(tokens: Sequence[Token], inside: Sequence[float], start: int, end: int) -> float:
    at = max(bisect_right(tokens, start, key=lambda token: token.start) - 1, 0)
    best = 0.0
    while at < len(tokens) and tokens[at].start < end:
        if tokens[at].end > start:
            best = max(best, inside[at])
        at += 1
    return best


def _begins(tagger: pycrfsuite.Tagger, at: int) -> bool:
    """Whether a token more probably begins a phrase than goes on with one."""
    parts = {"B": 0.0, "I": 0.0, OUTSIDE: 0.0}
    for label in tagger.labels():
        parts[label[0]] += tagger.marginal(label, at)
    return parts["B"] > parts["I"]


def _phrase(
    tagger: pycrfsuite.Tagger, tokens: Sequence[Token], inside: Sequence[float], first: int, last: int
) -> Phrase:
    kinds = {label[2:] for label in tagger.labels() if label != OUTSIDE}
    known = set(tagger.labels())
    weights = {
        kind: sum(
            tagger.marginal(label, at)
            for at in range(first, last + 1)
            for label in (f"B-{kind}", f"I-{kind}")
            if label in known
        )
        for kind in sorted(kinds)
    }
    return Phrase(
        start=tokens[first].start,
        end=tokens[last].end,
        type=max(weights, key=lambda kind: weights[kind]),
        probability=sum(inside[first : last + 1]) / (last - first + 1),
    )


@lru_cache(maxsize=1)
def load_skill_tagger() -> SkillTagger:
    """The bundled tagger.

    Raises:
        InputError: The model cannot be read.
    """
    return SkillTagger((resources.files("taxonomy") / "data" / "skill_tagger.crfsuite").read_bytes(), load_clusters())
