"""Readers of gold files. A faulty file is refused with its row: a figure on half a file would be believed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matcher.filling import fill, raw_hash
from matcher.forms import WorkerForm
from matcher.identity import names_to_show
from matcher.records import Worker
from matcher.sources.files import jsonl_rows
from taxonomy.errors import InputError
from taxonomy.json_values import is_list, is_object
from taxonomy.title_item import TitleItem

NOT_CODABLE = "----"
"""Code of a title that cannot be coded."""

NO_CONCEPT = "-"
"""Stands for "the taxonomy has no concept for this"."""

MAX_GRADE = 3
_CODE = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldTitle:
    """A coded title.

    Attributes:
        id: Of the ad.
        item: What is coded.
        code: KBJI unit group, or ``NOT_CODABLE``.
        accepted: The code and the alternates that a trained coder could defend; empty when not codable.
    """

    id: str
    item: TitleItem
    code: str
    accepted: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSpan:
    """A skill marked in a text.

    Attributes:
        start: Code point offset of its first character.
        end: Offset after its last one.
        type: ``hard``, ``knowledge``, ``tool``, ``language``, ``licence``, ``soft`` or ``task``.
        surface: The marked words.
        label: The annotator's own name of the concept, or empty.
    """

    start: int
    end: int
    type: str
    surface: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldAd:
    """An ad with its skills marked.

    Attributes:
        id: Of the ad.
        text: What the offsets count in.
        spans: The marked skills.
    """

    id: str
    text: str
    spans: tuple[GoldSpan, ...]


def gold_text(path: Path, wanted: str = "a readable gold file") -> str:
    """All of a file.

    Raises:
        InputError: It cannot be read; says what was wanted.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(wanted=wanted, found=type(error).__name__, where=str(path)) from error


def read_titles(path: Path) -> list[GoldTitle]:
    """Coded titles: tab-separated ``id, title, hint, text, code, alternates``; more columns are ignored.

    Raises:
        InputError: Not such a file; names file, row and column.
    """
    found: list[GoldTitle] = []
    for where, row in tsv_rows(path, ("id", "title", "hint", "text", "code", "alternates")):
        item = TitleItem(title=row["title"], hint=row["hint"], text=row["text"])
        found.append(_gold_title(row, item, where))
    return found


def read_codes(path: Path, items: Mapping[str, TitleItem]) -> list[GoldTitle]:
    """Codes of titles that lie elsewhere: tab-separated ``id, code, alternates``; ids that are not there are left out.

    Args:
        path: The codes.
        items: Id to what is coded.

    Raises:
        InputError: Not such a file, or no id is there; names file, row and column.
    """
    rows = tsv_rows(path, ("id", "code", "alternates"))
    found = [_gold_title(row, items[row["id"]], where) for where, row in rows if row["id"] in items]
    if not found:
        raise InputError(wanted=f"ads of the ids in {path.name}", found="none of them", where="ads")
    return found


def _gold_title(row: Mapping[str, str], item: TitleItem, where: str) -> GoldTitle:
    code = row["code"].strip()
    others = [part.strip() for part in row["alternates"].split("|") if part.strip()]
    for column, value in (("code", code), *(("alternates", other) for other in others)):
        if value != NOT_CODABLE and not _CODE.fullmatch(value):
            wanted = f"a KBJI unit group of 4 digits, or {NOT_CODABLE}"
            raise InputError(wanted=wanted, found=value, where=f"{where}, column {column}")
    accepted = frozenset[str]() if code == NOT_CODABLE else frozenset((code, *others))
    return GoldTitle(id=row["id"], item=item, code=code, accepted=accepted)


def read_judgements(path: Path, asking: str = "seeker", found: str = "ad") -> dict[str, dict[str, int]]:
    """Grades: tab-separated ``seeker, ad, grade``; seeker to ad to grade 0-3.

    Args:
        path: The grades.
        asking: Name of the column of who was judged for.
        found: Name of the column of what was judged.

    Raises:
        InputError: Not such a file, or a pair graded twice; names file, row and column.
    """
    judged: dict[str, dict[str, int]] = {}
    grades = {str(grade): grade for grade in range(MAX_GRADE + 1)}
    for where, row in tsv_rows(path, (asking, found, "grade")):
        grade = grades.get(row["grade"].strip())
        if grade is None:
            wanted = f"a grade from 0 to {MAX_GRADE}"
            raise InputError(wanted=wanted, found=row["grade"], where=f"{where}, column grade")
        others = judged.setdefault(row[asking], {})
        if row[found] in others:
            raise InputError(wanted="each pair once", found=f"{row[asking]} {row[found]} twice", where=where)
        others[row[found]] = grade
    return judged


def pooled_judgements(path: Path, more: Path | None) -> dict[str, dict[str, int]]:
    """Grades of a file, with those of another of the same seekers; see ``docs/judging-guide.md``.

    Args:
        path: The grades.
        more: Grades of ads that later rankings found; None for none.

    Raises:
        InputError: As ``read_judgements``, or a pair that both files grade, or a seeker that the first does not know.
    """
    found = read_judgements(path)
    for seeker, grades in (read_judgements(more) if more else {}).items():
        twice = sorted(found.get(seeker, {}).keys() & grades)
        if seeker not in found or twice:
            wrong = f"{seeker} {twice[0]} in both" if twice else f"{seeker}, who is in {more} alone"
            raise InputError(wanted="more grades of the same seekers, each pair once", found=wrong, where=str(more))
        found[seeker] |= grades
    return found


def read_seekers(path: Path) -> dict[str, Worker]:
    """Job seekers, one JSON object a line in the fields of the worker template; id to worker.

    Raises:
        InputError: Not such a file, or an id twice; names file, line and field.
    """
    found: dict[str, Worker] = {}
    for where, raw in _json_rows(path):
        worker = fill(WorkerForm, raw, where).to_record("gold", raw_hash(raw))
        if str(raw["id"]) in found:
            raise InputError(wanted="each id once", found=str(raw["id"]), where=f"{where}, field id")
        found[str(raw["id"])] = worker
    return found


def read_skills(path: Path) -> list[GoldAd]:
    """Ads with marked skills, one JSON object a line: ``id, text, skills``.

    Each skill has ``start, end, surface, type`` and may have a ``label``.

    Raises:
        InputError: Not such a file, or offsets that do not show the surface; names file, line and field.
    """
    found: list[GoldAd] = []
    for where, raw in _json_rows(path):
        text, skills = raw.get("text"), raw.get("skills")
        if not isinstance(text, str) or not is_list(skills):
            wanted = "an object with text (string) and skills (list)"
            raise InputError(wanted=wanted, found=f"fields {', '.join(raw)}", where=where)
        spans = tuple(_span(text, skill, f"{where}, skills[{at}]") for at, skill in enumerate(skills))
        found.append(GoldAd(id=str(raw.get("id", "")), text=text, spans=spans))
    return found


def read_concepts(path: Path) -> dict[tuple[str, int], frozenset[str]]:
    """Concepts that a coder accepts for marked phrases: tab-separated ``id, start, end, concepts`` (``|`` between).

    Returns:
        Ad id and start of the span to skill ids; ``NO_CONCEPT`` alone where the taxonomy has none.

    Raises:
        InputError: Not such a file; names file, row and column.
    """
    found: dict[tuple[str, int], frozenset[str]] = {}
    for where, row in tsv_rows(path, ("id", "start", "end", "concepts")):
        if not row["start"].isdecimal():
            raise InputError(wanted="an offset", found=row["start"], where=f"{where}, column start")
        found[row["id"], int(row["start"])] = frozenset(row["concepts"].split("|"))
    return found


def _span(text: str, skill: object, where: str) -> GoldSpan:
    names = ("start", "end", "surface", "type")
    if not (is_object(skill) and all(name in skill for name in names)):
        raise InputError(wanted="start, end, surface and type", found=skill, where=where)
    start, end, surface, kind = (skill[name] for name in names)
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end and text[start:end] == surface):
        raise InputError(wanted="offsets that show the surface in the text", found=skill, where=where)
    return GoldSpan(start=start, end=end, type=str(kind), surface=surface, label=str(skill.get("label") or ""))


def _json_rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for row in jsonl_rows(path):
        if row.fault is not None or row.value is None:
            raise row.fault or InputError(wanted="an object", found="nothing", where=f"{path} line {row.number}")
        yield f"{path} line {row.number}", row.value


def tsv_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Where and value of each row. Split at line feeds and tabs alone: titles hold quotes and odd line separators."""
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as error:
        raise InputError(wanted="a readable gold file", found=str(error.strerror), where=str(path)) from error
    header = _decoded(lines[0], f"{path} header").split("\t")
    missing = [name for name in columns if name not in header]
    if missing:
        wanted = f"tab-separated columns {', '.join(missing)}"
        raise InputError(wanted=wanted, found=f"columns {names_to_show(header)}", where=f"{path} header")
    count = 0
    for number, line in enumerate(lines[1:], 1):
        where = f"{path} row {number}"
        fields = _decoded(line, where).split("\t")
        if fields == [""]:
            continue
        if len(fields) != len(header):
            raise InputError(wanted=f"{len(header)} fields", found=f"{len(fields)} fields", where=where)
        count += 1
        yield where, dict(zip(header, fields, strict=True))
    if not count:
        raise InputError(wanted="at least one row", found="none", where=str(path))


def _decoded(line: bytes, where: str) -> str:
    try:
        return line.decode("utf-8").removesuffix("\r")
    except UnicodeDecodeError as error:
        shown = f"byte 0x{line[error.start]:02X} at {error.start}"
        raise InputError(wanted="UTF-8 text", found=shown, where=where) from error
