"""Do the sentences of a match say only what the match holds? Read back word by word, without how they were written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any, cast

from matcher import reason_words as said
from matcher.explain import Explained
from matcher.openings import Opening
from matcher.part_list import COMPONENT_WORDS
from matcher.reason_words import Language, opening_words, reason_words
from taxonomy.rupiah import SIGN

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_SLOT = re.compile(r"\{\w+\}")

_SAID = frozenset({"label", "label_en", "posting_words", "worker_words", "title", "what"})
_OUT_OF = 100.0
_SLACK = 1e-6


def sentences_hold(found: Explained, language: Language) -> list[bool]:
    """For each sentence on a match whether it holds facts of the match alone: of the score, or of its own entry."""
    words = asdict(reason_words(found, language))
    holds = [_holds(words["score"], {"score": found.score}, language)]
    for (name, points), sentence in zip(found.components.items(), words["components"], strict=True):
        detail = found.details[name]
        facts = {"points": points, "most": detail["weight"]}
        holds.append(_holds(sentence, facts, language) and _says_unknown(sentence, language) is not detail["known"])
    for kind in ("matched", "missing", "adjacent", "would_help"):
        for entry, sentence in zip(getattr(found, kind), words[kind], strict=True):
            holds.append(_holds(sentence, entry, language) and _names(sentence, entry, language))
    return holds


def opening_holds(opening: Opening, language: Language) -> bool:
    """Whether the sentence on a posting that a licence opens holds its facts alone, and names both."""
    sentence, facts = opening_words(opening, language), asdict(opening)
    return (
        _holds(sentence, facts, language) and opening.title in sentence and _names(sentence, opening.licence, language)
    )


def _holds(sentence: str, facts: Mapping[str, Any], language: Language) -> bool:
    """Every number is one of the facts', every other word one of theirs or of the phrases of this language."""
    rest = sentence
    for text in sorted(_texts(facts), key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", " ", rest)
    known = [*_numbers(facts), _OUT_OF]
    numbers = [_read(number, language) for number in _NUMBER.findall(rest)]
    are_facts = all(any(abs(number - fact) < _SLACK for fact in known) for number in numbers)
    return are_facts and {word.lower() for word in _WORD.findall(rest)} <= phrase_words(language)


def _names(sentence: str, entry: Mapping[str, Any], language: Language) -> bool:
    """Whether an entry that has a label, a level or an amount is named by it."""
    if entry.get("amount") is not None:
        return any(_read(number, language) == entry["amount"] for number in _NUMBER.findall(sentence))
    if entry.get("action") == "accept_type":
        return said.EMPLOYMENT_WORDS[entry["what"]][language].lower() in sentence
    label = entry["label_en"] or entry["label"] if language == "en" else entry["label"]
    return str(label) in sentence


def _says_unknown(sentence: str, language: Language) -> bool:
    return {"id": "belum disebut", "en": "not said"}[language] in sentence


def _texts(facts: Mapping[str, Any]) -> Iterator[str]:
    for name, value in facts.items():
        if isinstance(value, str) and value and name in _SAID:
            yield value
        elif isinstance(value, Mapping):
            yield from _texts(cast(Mapping[str, Any], value))


def _numbers(facts: Mapping[str, Any]) -> Iterator[float]:
    """Numbers of the facts as they are said: shares as points of a hundred, amounts as they are."""
    for name, value in facts.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield float(value) if name == "amount" else round(value * 100, 2)


def _read(shown: str, language: Language) -> float:
    """A number back: ``1.234,5`` in Bahasa Indonesia, ``1,234.5`` in English."""
    thousands, decimals = (".", ",") if language == "id" else (",", ".")
    return float(shown.replace(thousands, "").replace(decimals, "."))


@lru_cache(maxsize=2)
def phrase_words(language: Language) -> frozenset[str]:
    """The words of all phrases of a language, lower case, less what is filled in."""
    phrases: Iterable[str] = (
        *(word[language] for _, word in said.SCORE_WORDS),
        *(
            words[language]
            for table in (COMPONENT_WORDS, said.EMPLOYMENT_WORDS, said.EQUIVALENT, said.SENTENCES, said.STEPS)
            for words in table.values()
        ),
        SIGN,
    )
    return frozenset(word.lower() for phrase in phrases for word in _WORD.findall(_SLOT.sub(" ", phrase)))
