"""What may be answered to a title."""

from __future__ import annotations

from taxonomy.coder import NO_WORK
from taxonomy.errors import InputError
from taxonomy.occupations import UNIT_DIGITS, load_occupations
from taxonomy.titles import core_title

NO_JOB = NO_WORK
"""The title names no work."""

DEPENDS = "depends"
"""The title alone does not tell: the coder goes on to read each ad, and the title is not asked again."""

LONGEST_NOTE = 300


def is_unit(answer: str) -> bool:
    """Whether an answer is a unit group of the classification in use."""
    return len(answer) == UNIT_DIGITS and answer in load_occupations()


def checked_answer(answer: str) -> str:
    """An answer that may be given.

    Raises:
        InputError: It is neither a unit group nor one of the two words.
    """
    if answer not in {NO_JOB, DEPENDS} and not is_unit(answer):
        wanted = f"a KBJI 2014 unit group of 4 digits, {NO_JOB} (no job) or {DEPENDS} (the ad decides)"
        raise InputError(wanted=wanted, found=answer[:40], where="answer")
    return answer


def checked_title(title: str) -> str:
    """The normalised form of a title.

    Raises:
        InputError: Nothing of it names work.
    """
    core = core_title(title)
    if not core:
        raise InputError(wanted="a title with a word that may name work", found=title[:80], where="title")
    return core
