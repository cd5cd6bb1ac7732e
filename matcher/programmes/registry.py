"""The tables of programmes, read and checked: bundled, or a folder of an installation's own.

``sources.tsv`` holds laws, notices and reports; ``questions.tsv`` what may be asked; ``needs.tsv`` what people look
for; ``programmes.tsv`` a programme a line; ``rules.tsv`` a condition a line; ``benefits.tsv`` what each gives. All are
tab-separated without quoting. A folder ``programmes`` in the home takes the place of the bundled tables as a whole, so
that a ministry changes a rule without a new version (``docs/programmes-guide.md``); it is read again when a file of it
changes, and a faulty line is refused by file and line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from matcher.programmes.conditions import condition_of
from matcher.programmes.questions import Question, question_of
from matcher.programmes.registry_rows import COLUMNS, benefit_of, both, programme_of, rule_of, source_of
from matcher.programmes.rules import Benefit, Need, Programme, Registry, Rule, Source
from taxonomy.errors import InputError
from taxonomy.tables import Row, read_table

T = TypeVar("T")

FOLDER = "programmes"
"""Folder of a home that takes the place of the bundled tables."""


def registry_of(home: Path) -> Registry:
    """The tables of an installation: its own folder where there is one, else the bundled ones.

    Raises:
        InputError: A table of its own is missing, cannot be read, or has a faulty line.
    """
    folder = home / FOLDER
    if not folder.is_dir():
        return load_registry()
    stamps: list[tuple[int, int]] = []
    for name in COLUMNS:
        try:
            found = (folder / name).stat()
        except OSError as error:
            raise InputError(wanted=f"all of {', '.join(COLUMNS)}", found=f"no {name}", where=str(folder)) from error
        stamps.append((found.st_mtime_ns, found.st_size))
    return _own_registry(folder, tuple(stamps))


@lru_cache(maxsize=1)
def load_registry() -> Registry:
    """The bundled tables."""
    return read_registry(bundled_tables())


def bundled_tables() -> Traversable:
    """Folder of the bundled tables."""
    return resources.files("matcher.programmes") / "tables"


@lru_cache(maxsize=4)
def _own_registry(folder: Path, stamps: tuple[tuple[int, int], ...]) -> Registry:
    return read_registry(folder)


def read_registry(folder: Traversable) -> Registry:
    """The tables of a folder.

    Raises:
        InputError: A line is faulty, names what is not there, or stands twice; names file and line.
    """
    sources = _by_key(folder, "sources.tsv", "source", source_of)
    questions = _by_key(folder, "questions.tsv", "field", question_of)
    _check_personal(questions)
    needs = _needs(folder, questions)
    rules = dict[str, list[Rule]]()
    for where, row in _rows(folder, "rules.tsv"):
        rules.setdefault(row["programme"], []).append(rule_of(row, condition_of(row, questions, where), sources, where))
    benefits = dict[str, list[Benefit]]()
    for where, row in _rows(folder, "benefits.tsv"):
        benefits.setdefault(row["programme"], []).append(benefit_of(row, sources, where))
    programmes = _programmes(folder, sources, needs, rules, benefits)
    for table, named in (("rules.tsv", rules), ("benefits.tsv", benefits)):
        strangers = sorted(set(named) - set(programmes))
        if strangers:
            raise InputError(wanted="programmes of programmes.tsv", found=strangers[0], where=table)
    return Registry(questions=questions, needs=needs, programmes=programmes)


def _programmes(
    folder: Traversable,
    sources: Mapping[str, Source],
    needs: Mapping[str, Need],
    rules: Mapping[str, Sequence[Rule]],
    benefits: Mapping[str, Sequence[Benefit]],
) -> dict[str, Programme]:
    found = dict[str, Programme]()
    for where, row in _rows(folder, "programmes.tsv"):
        key = row["programme"]
        own = rules.get(key, ())
        twice = [name for name, count in Counter(rule.id for rule in own).items() if count > 1]
        if key in found or twice:
            raise InputError(wanted="each programme, and each rule of it, once", found=twice or key, where=where)
        found[key] = programme_of(row, sources, frozenset(needs), own, benefits.get(key, ()), where)
    return found


def _needs(folder: Traversable, questions: Mapping[str, Question]) -> dict[str, Need]:
    """Needs; a need with several signs stands on several lines, the first of which names it."""
    found = dict[str, Need]()
    for where, row in _rows(folder, "needs.tsv"):
        before = found.get(row["need"])
        signs = (condition_of(row, questions, where),) if row["field"] else ()
        name = both(row, "name", where) if before is None else before.name
        found[row["need"]] = Need(id=row["need"], name=name, signs=(*(before.signs if before else ()), *signs))
    return found


def _check_personal(questions: Mapping[str, Question]) -> None:
    """A personal trait comes from the person's answer and from nowhere else."""
    for question in questions.values():
        if question.is_personal and (question.record or question.skills):
            wanted = "nothing of a record behind a personal question"
            raise InputError(wanted=wanted, found=question.field, where="questions.tsv")


def _by_key(folder: Traversable, name: str, key: str, read: Callable[[Row, str], T]) -> dict[str, T]:
    found = dict[str, T]()
    for where, row in _rows(folder, name):
        if row[key] in found or not row[key]:
            raise InputError(wanted="a key that stands once", found=row[key] or "nothing", where=where)
        found[row[key]] = read(row, where)
    return found


def _rows(folder: Traversable, name: str) -> Iterator[tuple[str, Row]]:
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(wanted="a table in UTF-8", found=type(error).__name__, where=name) from error
    yield from read_table(text, name, COLUMNS[name])
