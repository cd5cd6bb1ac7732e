"""Reads a version of KBLI from its official table, and keeps imported versions in a folder of the user's.

Columns ``kategori``, ``digit``, ``kode``, ``judul``, ``deskripsi``, as BPS lists them. Descriptions are BPS's own text:
they stay with the user who has them and never enter this package. A table that does not hold together is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taxonomy.errors import InputError
from taxonomy.importer import RawRows
from taxonomy.industries import DIGITS, VERSION, Industries, Industry, load_industries, read_industries
from taxonomy.text import plain
from taxonomy.version_files import cell_text, check_counts, check_name, file_of, read_version_file
from taxonomy.whole_file import write_whole

COUNTS: Mapping[str, tuple[int, ...]] = {VERSION: (21, 88, 245, 567, 1791)}
"""Entries at each level, as published; other versions are not counted."""

_COLUMNS = ("kategori", "digit", "kode", "judul")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryVersion:
    """A version of KBLI as a user has it.

    Attributes:
        industries: The tree.
        descriptions: Code to the official description, where there is one.
    """

    industries: Industries
    descriptions: Mapping[str, str]

    @property
    def version(self) -> str:
        """Name of the version."""
        return self.industries.version


def check_version(version: str) -> str:
    """The name of a version, if it is one.

    Raises:
        InputError: Not ``KBLI`` and a year.
    """
    return check_name(version, "KBLI", "KBLI2025")


def read_version(rows: RawRows, version: str, where: str) -> IndustryVersion:
    """Read an official table.

    Args:
        rows: Row number from 1 without the header, and column to cell.
        version: Name of the version.
        where: The file, for messages.

    Raises:
        InputError: A name that is none, a column that is not there, a faulty row, or other numbers of entries than were
            published; names the row.
    """
    check_version(version)
    descriptions: dict[str, str] = {}
    # A group may stand after its classes in a spreadsheet; the tree is checked from the top down.
    read = sorted(_entries(rows, where, descriptions), key=lambda found: (len(found[1].code), found[1].code))
    found = read_industries(iter(read), version)
    _check_counts(found, where)
    return IndustryVersion(industries=found, descriptions=descriptions)


def _entries(rows: RawRows, where: str, descriptions: dict[str, str]) -> Iterator[tuple[str, Industry]]:
    for number, row in rows:
        missing = [name for name in _COLUMNS if name not in row]
        if missing:
            found = ", ".join(map(str, row))
            raise InputError(wanted=f"columns {', '.join(missing)}", found=found, where=f"{where} header")
        place = f"{where} row {number}"
        section = cell_text(row["kategori"]).upper()
        code = _code(cell_text(row["digit"]), cell_text(row["kode"]), place)
        title = " ".join(plain(cell_text(row["judul"])).split())
        description = plain(cell_text(row.get("deskripsi")))
        if description:
            descriptions[code] = description
        yield place, Industry(section=section, code=code, title=title)


def _code(level: str, code: str, place: str) -> str:
    """The code of an entry; a spreadsheet may have made 111 of ``0111``, which the number of digits mends."""
    if level not in {str(digits) for digits in DIGITS}:
        raise InputError(wanted="digit, one of 1, 2, 3, 4, 5", found=level, where=place)
    found = code.upper() if level == "1" else code.zfill(int(level))
    if not code or len(found) != int(level):
        raise InputError(wanted=f"kode of {level} characters", found=code, where=place)
    return found


def _check_counts(industries: Industries, where: str) -> None:
    lengths = (len(entry.code) for entry in industries)
    check_counts(lengths, DIGITS, DIGITS, COUNTS.get(industries.version), where)


def save_version(found: IndustryVersion, folder: Path) -> Path:
    """Write a version, in place of an earlier import of it; whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    path = file_of(found.version, folder)
    document = {
        "version": found.version,
        "entries": [[entry.section, entry.code, entry.title] for entry in found.industries],
        "descriptions": dict(found.descriptions),
    }
    write_whole(path, json.dumps(document, ensure_ascii=False).encode())
    return path


def load_version(version: str, folder: Path) -> IndustryVersion:
    """A version: an imported one, or KBLI 2020, which has no descriptions unless it was imported.

    Raises:
        InputError: A name that is none, or a file that is damaged.
        UnknownIdError: A version that was not imported.
    """
    path = file_of(check_version(version), folder)
    if version == VERSION and not path.is_file():
        return IndustryVersion(industries=load_industries(), descriptions={})
    known = sorted({VERSION, *(file.stem for file in folder.glob("KBLI*.json"))})
    found = read_version_file(version, folder, _version, known, "industries")
    _check_counts(found.industries, str(path))
    return found


def _version(document: Mapping[str, Any], where: str) -> IndustryVersion:
    rows = [(where, Industry(section=section, code=code, title=title)) for section, code, title in document["entries"]]
    return IndustryVersion(
        industries=read_industries(iter(rows), document["version"]),
        descriptions=dict(document["descriptions"].items()),
    )
