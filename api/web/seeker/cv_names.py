"""What a person calls a skill, a language and its level, as the taxonomy and the page of a draft call them."""

from __future__ import annotations

from collections.abc import Mapping

from api.web.tongue import N_, Tongue
from taxonomy.skills import Skill, load_skills

LEVEL_WORDS: Mapping[str, str] = {
    "basic": N_("dasar"),
    "intermediate": N_("menengah"),
    "advanced": N_("lancar"),
    "native": N_("bahasa ibu"),
}
"""Levels of a language that are no scale of a test."""


def skill_named(name: str) -> Skill | None:
    """The skill of a name."""
    return load_skills().find(name)


def language_named(name: str) -> Skill | None:
    """The language of a name, with or without "bahasa" before it."""
    for said in (name, f"Bahasa {name}"):
        known = load_skills().find(said)
        if known is not None and known.role == "language":
            return known
    return None


def language_in(name: str) -> Skill | None:
    """The language that a line of a draft begins with: ``Bahasa Inggris lancar``."""
    parts = name.split()
    for most in range(min(len(parts), 4), 0, -1):
        known = load_skills().find(" ".join(parts[:most]))
        if known is not None and known.role == "language" and name.startswith(known.label):
            return known
    return None


def level_words(tongue: Tongue, level: str) -> str:
    """A level as it stands in a draft, in the language of the page."""
    return tongue.gettext(level) if level in LEVEL_WORDS.values() else level
