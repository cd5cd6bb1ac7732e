"""KBLI industries: the table of codes and official titles, and its tree.

Source: BPS, Peraturan Badan Pusat Statistik 2/2020, Klasifikasi Baku Lapangan Usaha Indonesia 2020 (codes and official
titles; the descriptions stay with BPS). KBLI follows ISIC Rev. 4: section (kategori), division (golongan pokok), group,
class, and the national fifth digit. KBLI 2025 is out; ``taxonomy/industry_importer.py`` reads it. Codes are strings:
``01`` is not 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from taxonomy.errors import InputError, UnknownIdError
from taxonomy.tables import bundled_table

VERSION = "KBLI2020"
"""Classification version that every industry code carries, unless it says otherwise."""

DIVISION_DIGITS = 2
"""Length of a division's code, the level at which employers are coded."""

DIGITS = (1, 2, 3, 4, 5)
"""Characters of the codes of each level; a section is one letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """One entry of the classification.

    Attributes:
        section: Letter of the section (kategori), ``A`` to ``U``.
        code: The same letter for a section, else 2-5 digits.
        title: Official Indonesian title.
    """

    section: str
    code: str
    title: str


class Industries:
    """One version of the classification as a tree.

    Attributes:
        version: Name of the version: ``KBLI2020``.
        sections: Letters of the sections, in order.
        divisions: Codes of the divisions, in order.
    """

    def __init__(self, entries: tuple[Industry, ...], version: str = VERSION) -> None:
        """Hold entries; use ``load_industries`` for the bundled table."""
        self.version = version
        self._by_code = {entry.code: entry for entry in entries}
        self.sections = tuple(entry.code for entry in entries if entry.code == entry.section)
        self.divisions = tuple(sorted(entry.code for entry in entries if len(entry.code) == DIVISION_DIGITS))

    def __iter__(self) -> Iterator[Industry]:
        """All entries, in the table's order."""
        return iter(self._by_code.values())

    def __contains__(self, code: object) -> bool:
        """Whether a code exists."""
        return code in self._by_code

    def get(self, code: str) -> Industry:
        """The entry of a code.

        Raises:
            UnknownIdError: No such code.
        """
        try:
            return self._by_code[code]
        except KeyError as error:
            raise UnknownIdError(wanted=f"a code of {self.version}", found=code, where="industry code") from error

    def section_of(self, code: str) -> Industry:
        """The section that a code belongs to.

        Raises:
            UnknownIdError: No such code.
        """
        return self.get(self.get(code).section)

    def parent(self, code: str) -> Industry | None:
        """The entry one level up; None for a section."""
        entry = self.get(code)
        if entry.code == entry.section:
            return None
        return self.get(entry.section if len(code) == DIVISION_DIGITS else code[:-1])

    def children(self, code: str) -> tuple[Industry, ...]:
        """The entries one level down, in order.

        Raises:
            UnknownIdError: No such code.
        """
        entry = self.get(code)
        if entry.code == entry.section:
            return tuple(e for e in self if e.section == code and len(e.code) == DIVISION_DIGITS)
        return tuple(e for e in self if len(e.code) == len(code) + 1 and e.code.startswith(code))


@lru_cache(maxsize=1)
def load_industries() -> Industries:
    """The bundled KBLI 2020 table.

    Raises:
        InputError: A line is faulty; names it.
    """
    rows = bundled_table("kbli2020.tsv", ("section", "code", "title"))
    return read_industries(((where, Industry(**row)) for where, row in rows), VERSION)


def read_industries(rows: Iterator[tuple[str, Industry]], version: str) -> Industries:
    """A version out of its entries, each with its place in a file.

    Raises:
        InputError: A code twice, a shape that is none, a blank title, an entry without the one above; names the line.
    """
    entries: dict[str, Industry] = {}
    for where, entry in rows:
        wanted = _wanted(entry, entries)
        if wanted:
            raise InputError(wanted=wanted, found=f"{entry.section} {entry.code} {entry.title}", where=where)
        entries[entry.code] = entry
    return Industries(tuple(entries.values()), version)


def _wanted(entry: Industry, before: dict[str, Industry]) -> str:
    """What an entry should have been; empty when it may stand after those before it."""
    if not entry.title:
        return "a title"
    if entry.code in before:
        return f"{entry.code} once"
    if len(entry.section) != 1 or not ("A" <= entry.section <= "Z"):
        return "a section, one letter from A"
    if entry.code == entry.section:
        return ""
    if not (entry.code.isascii() and entry.code.isdigit() and len(entry.code) in DIGITS[1:]):
        return "the section's letter, or 2-5 digits"
    above = entry.section if len(entry.code) == DIVISION_DIGITS else entry.code[:-1]
    if above not in before or before[above].section != entry.section:
        return f"{above} of section {entry.section} before it"
    return ""
