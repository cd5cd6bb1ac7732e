"""Reads a version of KBJI from its official table: KBJI 2014 with descriptions, KBJI 2026, or a later one.

Columns ``digit``, ``kode``, ``judul``, ``deskripsi`` as BPS lists them, or ``jumlah_digit``, ``kode``, ``nama_resmi``,
``uraian_resmi`` as the transcription alvinvigo/KBJI-2026 of the book does. Descriptions are BPS's own text: they stay
with the user who has them and never enter this package. A tree that does not hold together is refused as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from taxonomy.errors import InputError
from taxonomy.occupations import UNIT_DIGITS, VERSION, Occupation, Occupations, load_occupations
from taxonomy.text import plain
from taxonomy.version_files import cell_text, check_counts, check_name

LEVELS: Mapping[str, int] = {"1": 1, "2": 2, "3": 3, "4": 4, "6": 7}
"""Digits of each level, and characters of its codes (``4321.01`` has six digits)."""

COUNTS: Mapping[str, tuple[int, ...]] = {
    VERSION: (10, 43, 130, 446, 2137),
    "KBJI2026": (10, 43, 130, 447, 2380),
}
"""Entries at each level, as published; of KBJI 2026 as in the book's contents and text (its table 3 says 449)."""

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "digit": ("digit", "jumlah_digit"),
    "kode": ("kode",),
    "judul": ("judul", "nama_resmi"),
    "deskripsi": ("deskripsi", "uraian_resmi"),
}
_CODE = re.compile(r"\d{1,4}|\d{4}\.\d{2}")
_ROWS_NAMED = 10

_Fault = tuple[int, str, object]
"""Row, what was wanted, what was found."""

RawRows = Iterable[tuple[int, Mapping[str, object]]]
"""Row number in the file, from 1 without the header, and column to cell; numbers may be floats, as Excel has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """A version of KBJI as a user has it.

    Attributes:
        occupations: The tree.
        descriptions: Code to the official description, where there is one.
        conversion: (code of KBJI 2014, code of this version); empty when no table was given.
    """

    occupations: Occupations
    descriptions: Mapping[str, str]
    conversion: tuple[tuple[str, str], ...] = ()

    @property
    def version(self) -> str:
        """Name of the version."""
        return self.occupations.version


def check_version(version: str) -> str:
    """The name of a version, if it is one.

    Raises:
        InputError: Not ``KBJI`` and a year.
    """
    return check_name(version, "KBJI", "KBJI2026")


def read_classification(rows: RawRows, version: str, where: str) -> Classification:
    """Read an official table.

    Args:
        rows: Of the table.
        version: Name of the version.
        where: The file, for messages.

    Raises:
        InputError: A name that is none, a row that is none, a code twice, an entry whose group is missing, a group with
            nothing below it, or other numbers of entries than were published; names the rows.
    """
    check_version(version)
    english = {entry.code: entry.title_en for entry in load_occupations()} if version == VERSION else {}
    entries: dict[str, Occupation] = {}
    numbers: dict[str, int] = {}
    descriptions: dict[str, str] = {}
    faults: list[_Fault] = []
    for number, row in _with_columns(rows, list(_COLUMNS.values())[:3], where):
        code, title, description, wanted = _read(row)
        if not wanted and code in entries:
            wanted = f"{code} once, not in row {numbers[code]} too"
        if wanted:
            faults.append((number, wanted, {name: _cell(row, name) for name in ("digit", "kode", "judul")}))
            continue
        entries[code] = Occupation(code=code, title=title, title_en=english.get(code, ""))
        numbers[code] = number
        if description:
            descriptions[code] = description
    _refuse(faults, where)
    occupations = Occupations(tuple(entries[code] for code in sorted(entries)), version)
    _refuse(_broken(occupations, numbers), where)
    _check_counts(occupations, where)
    return Classification(occupations=occupations, descriptions=descriptions)


def read_conversion(rows: RawRows, new: Occupations, where: str) -> tuple[tuple[str, str], ...]:
    """Read a table that says what became of the codes of KBJI 2014: columns ``old`` and ``new``, many-to-many.

    Raises:
        InputError: An unknown code, or two codes of different levels; names the rows.
    """
    old = load_occupations()
    pairs: dict[tuple[str, str], None] = {}
    faults: list[_Fault] = []
    for number, row in _with_columns(rows, (("old",), ("new",)), where):
        before, after = (cell_text(row.get(name)) for name in ("old", "new"))
        if before not in old or after not in new or len(before) != len(after):
            wanted = f"old, a code of {old.version}, and new, a code of {new.version} of the same level"
            faults.append((number, wanted, dict(row)))
        pairs[before, after] = None
    _refuse(faults, where)
    return tuple(pairs)


def check_tree(occupations: Occupations, where: str) -> None:
    """Refuse a tree that does not hold together, as ``read_classification`` does.

    Raises:
        InputError: Names the entries.
    """
    _refuse(_broken(occupations, {entry.code: row for row, entry in enumerate(occupations, 1)}), where)
    _check_counts(occupations, where)


def _with_columns(
    rows: RawRows, columns: Iterable[Sequence[str]], where: str
) -> list[tuple[int, Mapping[str, object]]]:
    """The rows, once the first one shows that each column stands there under one of its names."""
    found = list(rows)
    missing = [names for names in columns if found and not set(names) & found[0][1].keys()]
    if missing:
        wanted = f"columns {', '.join(' or '.join(names) for names in missing)}"
        raise InputError(wanted=wanted, found=", ".join(map(str, found[0][1])), where=f"{where} header")
    return found


def _read(row: Mapping[str, object]) -> tuple[str, str, str, str]:
    """Code, title and description of a row, and what was wanted instead where it is none."""
    code, wanted = _code(cell_text(_cell(row, "digit")), cell_text(_cell(row, "kode")))
    title = " ".join(plain(cell_text(_cell(row, "judul"))).split())
    return code, title, plain(cell_text(_cell(row, "deskripsi"))), wanted or ("" if title else "judul, not blank")


def _cell(row: Mapping[str, object], name: str) -> object:
    return next((row[column] for column in _COLUMNS[name] if row.get(column) is not None), None)


def _code(level: str, code: str) -> tuple[str, str]:
    """The code of an entry, and what was wanted instead when it is none.

    Spreadsheets make numbers of codes (110 of ``0110``, 1111.1 of ``1111.10``); the number of digits mends them.
    """
    if level not in LEVELS:
        return "", f"digit, one of {', '.join(LEVELS)}"
    if level != "6":
        found = code.zfill(LEVELS[level])
    elif "." not in code and len(code) > UNIT_DIGITS:
        found = f"{code.zfill(6)[:UNIT_DIGITS]}.{code.zfill(6)[UNIT_DIGITS:]}"
    else:
        unit, _, job = code.partition(".")
        found = f"{unit:0>4}.{job:0<2}"
    if not code or len(found) != LEVELS[level] or not _CODE.fullmatch(found):
        return "", f"kode of {level} digits" + (", like 4321.01" if level == "6" else "")
    return found, ""


def _broken(occupations: Occupations, numbers: Mapping[str, int]) -> list[_Fault]:
    above = {entry.code: occupations.parent(entry.code) for entry in occupations}
    parents = {group.code for group in above.values() if group is not None}
    orphans = [code for code, group in above.items() if group is None and len(code) > 1]
    empty = [code for code in above if code not in parents and len(code) <= UNIT_DIGITS]
    return sorted(
        [(numbers[code], "an entry whose group is in the table too", code) for code in orphans]
        + [(numbers[code], "a group with entries below it", code) for code in empty],
        key=lambda fault: fault[0],
    )


def _check_counts(occupations: Occupations, where: str) -> None:
    lengths = (len(entry.code) for entry in occupations)
    check_counts(lengths, tuple(LEVELS.values()), LEVELS, COUNTS.get(occupations.version), where)


def _refuse(faults: Sequence[_Fault], where: str) -> None:
    if not faults:
        return
    number, wanted, found = faults[0]
    rest = [str(row) for row, _, _ in faults[1 : _ROWS_NAMED + 1]]
    also = f" ({len(faults) - 1} more faulty rows: {', '.join(rest)}{', ...' * (len(faults) > _ROWS_NAMED + 1)})"
    raise InputError(wanted=wanted, found=found, where=f"{where} row {number}{also * bool(rest)}")
