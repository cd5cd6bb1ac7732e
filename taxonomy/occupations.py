"""KBJI occupations: the table of codes and official titles, its tree, and how alike two unit groups are for matching.

Distances between two occupations are in ``taxonomy/occupation_distance.py``, other classifications and versions in
``taxonomy/crosswalk.py``, search by words in ``taxonomy/occupation_search.py``.

Source: BPS, Klasifikasi Baku Jabatan Indonesia 2014 (codes and official titles); ILO, ISCO-08 (English titles of groups
that carry the same code). Codes are strings: ``0110`` is not 110.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from taxonomy.errors import UnknownIdError
from taxonomy.tables import bundled_table

VERSION = "KBJI2014"
"""Classification version that every code in this package carries, unless it says otherwise."""

UNIT_DIGITS = 4
"""Length of a unit group's code, the level at which titles are coded."""

_SIMILARITY_BY_SHARED_DIGITS = (0.0, 0.15, 0.35, 0.65, 1.0)
"""Similarity of two unit groups that share 0, 1, 2, 3 or 4 leading digits of their codes."""

NEAR_ACROSS_THE_TREE: dict[frozenset[str], float] = {
    frozenset(pair): value
    for pair, value in {
        # Groups whose daily work overlaps although the tree parts them (skill level or industry splits them in ISCO).
        ("4110", "3343"): 0.6,
        ("4110", "4120"): 0.6,
        ("4110", "4132"): 0.6,
        ("4110", "4415"): 0.6,
        ("3343", "4120"): 0.7,
        ("4311", "3313"): 0.75,
        ("4311", "4312"): 0.65,
        ("3313", "2411"): 0.65,
        ("2411", "1211"): 0.45,
        ("2431", "3322"): 0.5,
        ("2431", "1221"): 0.55,
        ("1221", "3322"): 0.5,
        ("2433", "3322"): 0.65,
        ("2434", "3322"): 0.55,
        ("3322", "5244"): 0.5,
        ("3322", "5242"): 0.45,
        ("3322", "5223"): 0.45,
        ("3322", "5243"): 0.5,
        ("5242", "5223"): 0.65,
        ("2423", "4416"): 0.6,
        ("2423", "1212"): 0.5,
        ("2511", "2512"): 0.75,
        ("2512", "2513"): 0.75,
        ("2512", "2514"): 0.8,
        ("2522", "3512"): 0.55,
        ("2523", "3513"): 0.6,
        ("2512", "3514"): 0.45,
        ("3512", "7422"): 0.45,
        ("4321", "8344"): 0.4,
        ("4321", "9333"): 0.45,
        ("4321", "1324"): 0.4,
        ("3323", "1324"): 0.4,
        ("4323", "1324"): 0.45,
        ("8322", "8332"): 0.65,
        ("8321", "8322"): 0.4,
        ("9321", "9329"): 0.65,
        ("9329", "8160"): 0.4,
        ("5120", "3434"): 0.7,
        ("5120", "9412"): 0.5,
        ("9411", "5120"): 0.5,
        ("5131", "5132"): 0.65,
        ("5131", "9412"): 0.4,
        ("9112", "9111"): 0.65,
        ("5151", "9112"): 0.4,
        ("4226", "4225"): 0.6,
        ("4222", "4225"): 0.7,
        ("4224", "4226"): 0.6,
        ("5230", "4211"): 0.5,
        ("5230", "5223"): 0.55,
        ("2221", "3221"): 0.7,
        ("2222", "3222"): 0.7,
        ("2262", "3213"): 0.6,
        ("2341", "2342"): 0.65,
        ("2330", "2341"): 0.5,
        ("2330", "2320"): 0.6,
        ("2330", "2310"): 0.45,
        ("2142", "3112"): 0.6,
        ("2142", "1323"): 0.45,
        ("3112", "3123"): 0.55,
        ("2144", "3115"): 0.6,
        ("2151", "3113"): 0.6,
        ("2152", "3114"): 0.6,
        ("2141", "3122"): 0.4,
        ("2161", "3118"): 0.5,
        ("2166", "3118"): 0.35,
        ("2163", "7531"): 0.35,
        ("7531", "8153"): 0.75,
        ("7412", "7411"): 0.6,
        ("7411", "3113"): 0.45,
        ("7412", "3113"): 0.5,
        ("7233", "3115"): 0.45,
        ("7223", "8142"): 0.3,
        ("3122", "8211"): 0.3,
        ("8212", "8211"): 0.7,
        ("8212", "9329"): 0.45,
        ("7543", "3119"): 0.35,
        ("5141", "5142"): 0.65,
        ("5311", "2342"): 0.5,
        ("5414", "5419"): 0.45,
        ("2642", "2431"): 0.35,
        ("2432", "2431"): 0.5,
        ("2641", "2642"): 0.6,
        ("2166", "2654"): 0.4,
        ("3431", "2654"): 0.35,
        ("3521", "2654"): 0.4,
        ("2166", "3521"): 0.35,
    }.items()
}
"""Authored overlaps between unit groups that the tree puts further apart than the work does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation:
    """One entry of the classification.

    Attributes:
        code: 1-4 digits for groups, ``dddd.dd`` for single jobs.
        title: Official Indonesian title.
        title_en: ISCO-08 title of the group with the same code, or empty.
    """

    code: str
    title: str
    title_en: str


class Occupations:
    """One version of the classification as a tree.

    Attributes:
        version: Name of the version: ``KBJI2014``.
        unit_codes: Unit groups, in order.
    """

    def __init__(self, entries: tuple[Occupation, ...], version: str = VERSION) -> None:
        """Hold entries; use ``load_occupations`` for the bundled table."""
        self.version = version
        self._by_code = {entry.code: entry for entry in entries}
        self.unit_codes = tuple(entry.code for entry in entries if len(entry.code) == UNIT_DIGITS)
        self._unit_row = {code: row for row, code in enumerate(self.unit_codes)}

    def __iter__(self) -> Iterator[Occupation]:
        """All entries, by code."""
        return iter(self._by_code.values())

    def __contains__(self, code: object) -> bool:
        """Whether a code exists."""
        return code in self._by_code

    def get(self, code: str) -> Occupation:
        """The entry of a code.

        Raises:
            UnknownIdError: No such code.
        """
        try:
            return self._by_code[code]
        except KeyError as error:
            raise UnknownIdError(wanted=f"a code of {self.version}", found=code, where="occupation code") from error

    def parent(self, code: str) -> Occupation | None:
        """The group one level up; None for a major group."""
        return self._by_code.get(_above(self.get(code).code))

    def children(self, code: str) -> tuple[Occupation, ...]:
        """The entries one level down, by code."""
        self.get(code)
        return tuple(entry for entry in self._by_code.values() if _above(entry.code) == code)

    def parents(self, code: str) -> tuple[Occupation, ...]:
        """The groups above, from the major group down."""
        above = self.parent(code)
        return () if above is None else (*self.parents(above.code), above)

    def siblings(self, code: str) -> tuple[Occupation, ...]:
        """The other entries below the same parent, by code; for a major group the other major groups."""
        above = _above(self.get(code).code)
        return tuple(entry for entry in self._by_code.values() if _above(entry.code) == above and entry.code != code)

    def unit_row(self, code: str) -> int:
        """Row of a unit group in ``similarity``.

        Raises:
            UnknownIdError: Not a unit group.
        """
        try:
            return self._unit_row[code]
        except KeyError as error:
            raise UnknownIdError(
                wanted=f"a unit group of {self.version}", found=code, where="occupation code"
            ) from error

    @cached_property
    def similarity(self) -> npt.NDArray[np.float32]:
        """How alike the work of two unit groups is, in [0, 1], symmetric, 1 on the diagonal; shape ``(446, 446)``.

        By shared leading digits, raised where ``NEAR_ACROSS_THE_TREE`` says so of two groups that this version has.
        """
        codes = np.array([list(code) for code in self.unit_codes])
        same: npt.NDArray[np.bool_] = codes[:, None, :] == codes[None, :, :]
        shared: npt.NDArray[np.int64] = np.cumprod(same, axis=2).sum(axis=2)
        matrix: npt.NDArray[np.float32] = np.array(_SIMILARITY_BY_SHARED_DIGITS, dtype=np.float32)[shared]
        for pair, value in NEAR_ACROSS_THE_TREE.items():
            if not pair <= self._unit_row.keys():
                continue
            first, second = (self.unit_row(code) for code in sorted(pair))
            matrix[first, second] = matrix[second, first] = max(float(matrix[first, second]), value)
        return matrix

    def distribution(self, weights: Iterable[tuple[str, float]]) -> npt.NDArray[np.float32]:
        """Weights of unit groups as one row that sums to 1, float32, shape ``(446,)``; zeros when there are none."""
        row = np.zeros(len(self.unit_codes), dtype=np.float32)
        for code, weight in weights:
            row[self.unit_row(code)] += weight
        total = row.sum()
        if total > 0:
            row /= total
        return row


def _above(code: str) -> str:
    return code.partition(".")[0] if "." in code else code[:-1]


@lru_cache(maxsize=1)
def load_occupations() -> Occupations:
    """The bundled KBJI 2014 table."""
    rows = bundled_table("occupations.tsv", ("code", "title", "title_en"))
    return Occupations(tuple(Occupation(code=r["code"], title=r["title"], title_en=r["title_en"]) for _, r in rows))
