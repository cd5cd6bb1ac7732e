"""Task ``suggestions``: what search boxes offer while a job or a skill is typed, beside RapidFuzz over all names.

500 questions: names of the tables and aliases with typing errors made by script, as beginnings, and in English; slang
and short forms written by hand (``evaluation/data/suggestion_slang.tsv``) with every answer that would do. Right is a
question of which one of the answers stands among the eight that are shown. Times are processor time of one question,
for other work on the machine must not count.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from evaluation.rows import row, share_row
from evaluation.task import Options, Row, reported
from taxonomy.aliases import load_aliases
from taxonomy.occupation_search import load_search
from taxonomy.occupations import UNIT_DIGITS, load_occupations
from taxonomy.skill_search import load_skill_search
from taxonomy.skills import load_skills
from taxonomy.tables import read_table
from taxonomy.text import fold

GOLD = Path(__file__).parent / "data" / "suggestion_slang.tsv"
COLUMNS = ("kind", "asked", "accepted")
SHOWN = 8
"""Suggestions that a page shows."""
QUESTIONS = 500
MOST_MS = 50.0
LEAST_RIGHT = 0.9

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEAR = {
    key: "".join(line[max(0, at - 1) : at] + line[at + 1 : at + 2]) for line in _KEYS for at, key in enumerate(line)
}
_LENGTHS = range(6, 31)
"""Letters of the names that are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody typed.

    Attributes:
        sort: ``typing error``, ``beginning``, ``English`` or ``slang``.
        is_job: A job, else a skill.
        asked: The words.
        accepted: Unit groups, or ids of skills; any of them is right.
    """

    sort: str
    is_job: bool
    asked: str
    accepted: frozenset[str]


Find = Callable[[bool, str], list[str]]
"""Whether a job is asked for, and the words, to unit groups or ids, best first."""


@reported("suggestions")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: The gold cannot be read.
    """
    asked = questions(options.gold or GOLD)
    rows: list[Row] = []
    for system, find in (("Sepadan", ours), ("RapidFuzz over all names", baseline())):
        for is_occupation, word in ((True, "kasir"), (False, "excel")):  # load what is loaded once
            find(is_occupation, word)
        right, milliseconds = _asked(find, asked)
        target = LEAST_RIGHT if find is ours else None
        rows.append(share_row(f"{system}: right among {SHOWN}", right, at_least=target))
        for sort in dict.fromkeys(one.sort for one in asked):
            own = [is_right for is_right, one in zip(right, asked, strict=True) if one.sort == sort]
            rows.append(share_row(f"{system}, {sort}: right among {SHOWN}", own))
        slow = float(np.quantile(milliseconds, 0.95))
        rows.append(row(f"{system}: milliseconds, p95", slow, n=len(asked), at_most=MOST_MS if find is ours else None))
    return rows


def _asked(find: Find, asked: Sequence[Question]) -> tuple[list[bool], list[float]]:
    right, milliseconds = list[bool](), list[float]()
    for one in asked:
        began = time.thread_time()
        found = find(one.is_job, one.asked)
        milliseconds.append((time.thread_time() - began) * 1e3)
        right.append(not one.accepted.isdisjoint(found))
    return right, milliseconds


def ours(is_job: bool, words: str) -> list[str]:
    """What the pages offer."""
    if is_job:
        return [hit.occupation.code[:UNIT_DIGITS] for hit in load_search().suggest(words, SHOWN)]
    return [hit.skill.id for hit in load_skill_search().find(words, SHOWN)]


def baseline() -> Find:
    """RapidFuzz's weighted ratio over the same names, the best eight that differ."""
    jobs, skills = _job_names(), _skill_names()
    names = {True: [name for name, _ in jobs], False: [name for name, _ in skills]}
    means = {True: [code for _, code in jobs], False: [found for _, found in skills]}

    def find(is_job: bool, words: str) -> list[str]:
        hits = process.extract(fold(words), names[is_job], scorer=fuzz.WRatio, limit=20 * SHOWN)
        return list(dict.fromkeys(means[is_job][place] for _, _, place in hits))[:SHOWN]

    return find


def questions(gold: Path) -> list[Question]:
    """``QUESTIONS`` questions: those of the gold, and the rest by script, always the same.

    Raises:
        InputError: The gold cannot be read.
    """
    slang = [
        Question(
            sort="slang",
            is_job=row["kind"] == "job",
            asked=row["asked"],
            accepted=frozenset(row["accepted"].split("|")),
        )
        for _, row in read_table(gold.read_text(encoding="utf-8"), gold.name, COLUMNS)
    ]
    chance = random.Random(20261127)  # noqa: S311 - no secret: the same questions each time
    made = list[Question]()
    pools = {(is_job, lang): _pool(is_job, lang) for is_job in (True, False) for lang in ("id", "en")}
    while len(made) < QUESTIONS - len(slang):
        sort = ("typing error", "beginning", "English")[len(made) % 3]
        is_job = chance.random() < 0.6
        name, accepted = chance.choice(pools[is_job, "en" if sort == "English" else "id"])
        words = name[: max(5, int(len(name) * chance.uniform(0.6, 0.9)))] if sort == "beginning" else name
        made.append(Question(sort=sort, is_job=is_job, asked=mistyped(words, chance), accepted=accepted))
    return slang + made


def mistyped(name: str, chance: random.Random) -> str:
    """A name with one error, with two where it is long: letters swapped, left out, typed twice or their neighbour's."""
    letters = list(name)
    for _ in range(1 + (len(name) > 14)):
        # People look at the first letter of a word that they type.
        places = [at for at in range(1, len(letters) - 1) if letters[at].isalpha() and letters[at - 1].isalpha()]
        if not places:
            break
        at = chance.choice(places)
        kind = chance.randrange(4)
        if kind == 0 and letters[at + 1].isalpha():
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif kind == 1:
            del letters[at]
        elif kind == 2:
            letters.insert(at, letters[at])
        else:
            letters[at] = chance.choice(_NEAR.get(letters[at], letters[at]))
    return "".join(letters)


def _pool(is_job: bool, language: str) -> list[tuple[str, frozenset[str]]]:
    """Names that are asked for, folded, with what they mean."""
    meant: dict[str, set[str]] = {}
    if is_job:
        for entry in load_occupations():
            title = entry.title if language == "id" else entry.title_en
            if len(entry.code) >= UNIT_DIGITS and title:
                meant.setdefault(fold(title), set()).add(entry.code[:UNIT_DIGITS])
        if language == "id":
            for alias in load_aliases():
                meant.setdefault(fold(alias.text), set()).update(code[:UNIT_DIGITS] for code in alias.shares)
    else:
        for skill in load_skills():
            meant.setdefault(fold(skill.label if language == "id" else skill.label_en), set()).add(skill.id)
    return [(name, frozenset(codes)) for name, codes in sorted(meant.items()) if len(name) in _LENGTHS]


def _job_names() -> list[tuple[str, str]]:
    names = [(fold(alias.text), alias.code) for alias in load_aliases()]
    for entry in load_occupations():
        names += [(fold(title), entry.code[:UNIT_DIGITS]) for title in (entry.title, entry.title_en) if title]
    return names


def _skill_names() -> list[tuple[str, str]]:
    return [(form, skill.id) for skill in load_skills() for form in skill.forms]
