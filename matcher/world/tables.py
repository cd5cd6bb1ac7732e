"""Read the authored tables of the sample world and refuse a line that is not as it should be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from taxonomy.education import kkni_level
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.tables import Row, read_table

KINDS = ("task", "need", "lived", "wish")
"""Kinds of phrase: what the job does, what an ad asks for, what a worker tells of it, what a worker hopes for."""

FACT_COLUMNS = ("code", "education_min", "majors", "pay_low", "pay_high", "experience_months", "licence")
PHRASE_COLUMNS = ("code", "kind", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an ordinary vacancy of a unit group asks for and pays.

    Attributes:
        code: KBJI unit group, 4 digits.
        education_min: A level of ``taxonomy.education.LEVELS`` or ``SMK``.
        majors: Fields of study that fit.
        pay_low: Usual least pay as a multiple of the local minimum wage.
        pay_high: Usual most.
        experience_months: Usually asked for.
        licence: Licence without which the job is not given; empty for none.
    """

    code: str
    education_min: str
    majors: tuple[str, ...]
    pay_low: float
    pay_high: float
    experience_months: int
    licence: str


def tables_folder() -> Traversable:
    """The folder of the authored tables inside the package."""
    return resources.files("matcher.world") / "tables"


def rows_of(folder: str, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """Rows of every table in a folder, by file name."""
    for file in sorted((tables_folder() / folder).iterdir(), key=lambda f: f.name):
        yield from read_table(file.read_text(encoding="utf-8"), file.name, columns)


def rows_in(path: str, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """Rows of one table, named by its path below ``tables/``."""
    file = tables_folder().joinpath(*path.split("/"))
    yield from read_table(file.read_text(encoding="utf-8"), file.name, columns)


def unit_code(code: str, where: str) -> str:
    """The code, when it is a KBJI unit group.

    Raises:
        InputError: It is not.
    """
    if code not in load_occupations().unit_codes:
        raise InputError(wanted="a KBJI unit group of 4 digits", found=code, where=f"{where}, code")
    return code


def number(text: str, where: str, least: float = 0.0) -> float:
    """A number not below ``least``.

    Raises:
        InputError: Not a number, or below it.
    """
    try:
        value = float(text)
    except ValueError as error:
        raise InputError(wanted="a number", found=text, where=where) from error
    if not value >= least:
        raise InputError(wanted=f"a number of at least {least:g}", found=text, where=where)
    return value


def level(text: str, where: str) -> str:
    """The level of education, when it is one.

    Raises:
        InputError: It is none.
    """
    try:
        kkni_level(text)
    except InputError as error:
        raise InputError(wanted=error.wanted, found=error.found, where=where) from error
    return text


def cells(text: str) -> tuple[str, ...]:
    """Parts of a cell split by ``|``."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


def to_facts(row: Mapping[str, str], where: str) -> Facts:
    """One line of ``facts/*.tsv``.

    Raises:
        InputError: Unknown code or level, or pay that runs backwards.
    """
    low = number(row["pay_low"], f"{where}, pay_low", 0.1)
    return Facts(
        code=unit_code(row["code"], where),
        education_min=level(row["education_min"], f"{where}, education_min"),
        majors=cells(row["majors"]),
        pay_low=low,
        pay_high=number(row["pay_high"], f"{where}, pay_high", low),
        experience_months=int(number(row["experience_months"], f"{where}, experience_months")),
        licence=row["licence"],
    )


def group_phrases(rows: Iterator[tuple[str, Row]]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Phrases by unit group and kind.

    Raises:
        InputError: Unknown code or kind, or no text.
    """
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: {kind: [] for kind in KINDS})
    for where, row in rows:
        if row["kind"] not in KINDS or not row["text"].strip():
            raise InputError(wanted=f"a text of the kind {', '.join(KINDS)}", found=dict(row), where=where)
        found[unit_code(row["code"], where)][row["kind"]].append(row["text"].strip())
    return {code: {kind: tuple(lines) for kind, lines in kinds.items()} for code, kinds in found.items()}


@lru_cache(maxsize=1)
def load_facts() -> dict[str, Facts]:
    """Facts of every unit group in ``facts/``, by code."""
    return {facts.code: facts for facts in (to_facts(row, where) for where, row in rows_of("facts", FACT_COLUMNS))}


@lru_cache(maxsize=1)
def load_phrases() -> dict[str, dict[str, tuple[str, ...]]]:
    """Phrases of every unit group in ``phrases/``, by code and kind."""
    return group_phrases(rows_of("phrases", PHRASE_COLUMNS))
