"""What the numbers in columns mean: tables of unit groups, skills, regions, licences and so on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt
import orjson

from matcher.coded import Coded
from taxonomy.licences import COMPULSORY
from taxonomy.occupations import Occupations, load_occupations
from taxonomy.places import Gazetteer, load_gazetteer
from taxonomy.skills import Skills, load_skills

NO_UNIT = np.iinfo(np.uint16).max
"""In place of a unit group where a record has fewer than its neighbours."""

EMPLOYMENT_TYPES = ("full_time", "part_time", "contract", "internship", "freelance", "daily")
"""Employment types; bit i of an employment column is the i-th."""

LICENCES = tuple(sorted(COMPULSORY))
"""Compulsory licences; bit i of a licence column is the i-th."""

DRIVING = np.uint64(sum(1 << at for at, licence in enumerate(LICENCES) if licence.startswith("sim-")))
"""Bits of the driving licences."""

NEIGHBOUR_KM = 120.0
"""Between the nearest regencies of two provinces: as far as the crossings Banten - Lampung and Bima - Labuan Bajo."""

LIMITS = ("shift", "night", "access")
"""What a limit column says; bit i is the i-th."""

SHIFT, NIGHT, ACCESS = (np.uint8(1 << at) for at in range(len(LIMITS)))


def limit_bits(coded: Coded) -> int:
    """Shift and night work that a posting asks for or a worker refuses, and a posting's access, as bits."""
    said = (coded.shift_words, coded.night_words, coded.access_words)
    return sum(1 << at for at, words in enumerate(said) if words)


class Vocabulary:
    """The tables of one version of the taxonomy.

    Attributes:
        units: Unit group to its number.
        skills: Skill id to its number.
        regions: Region code to its number.
        fingerprint: SHA-256 over all of it; columns of another fingerprint mean something else.
    """

    def __init__(self, occupations: Occupations, skills: Skills, gazetteer: Gazetteer) -> None:
        """Number the entries of the taxonomy."""
        self.units = {code: row for row, code in enumerate(occupations.unit_codes)}
        self.skills = {skill.id: row for row, skill in enumerate(skills)}
        self._codes = tuple(region.code for region in (*gazetteer.provinces(), *gazetteer.regencies()))
        self.regions = {code: row for row, code in enumerate(self._codes)}
        self._provinces = {region.code: bit for bit, region in enumerate(gazetteer.provinces())}
        self._province_of = np.array([self._provinces[code[:2]] for code in self._codes])
        self._similarity = occupations.similarity
        self._gazetteer = gazetteer
        self._km: dict[int, npt.NDArray[np.float64]] = {}
        tables = [list(self.units), list(self.skills), list(self.regions), LICENCES, EMPLOYMENT_TYPES, LIMITS]
        self.fingerprint = hashlib.sha256(orjson.dumps([*tables, list(self._provinces)])).hexdigest()

    def norms(self, units: npt.NDArray[np.uint16], weights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Length of each row's occupations under the similarity of unit groups.

        Args:
            units: Numbers of unit groups, shape ``(rows, width)``.
            weights: Their shares, same shape; 0 beside ``NO_UNIT``.
        """
        known = np.where(units == NO_UNIT, 0, units)
        squares = np.zeros(len(units), dtype=np.float32)
        # One after the other: a row must have the same length however wide the rows beside it are.
        for one, other in product(range(units.shape[1]), repeat=2):
            squares += weights[:, one] * self._similarity[known[:, one], known[:, other]] * weights[:, other]
        return np.sqrt(squares)

    def licence_bits(self, coded: Coded) -> int:
        """Compulsory licences that a posting asks for, or that a worker holds."""
        named = {*coded.licences} if coded.kind == "posting" else {*coded.licences, *(s.id for s in coded.skills)}
        return sum(1 << at for at, licence in enumerate(LICENCES) if licence in named)

    def province_bits(self, codes: Sequence[str]) -> int:
        """Provinces of regions, as bits; unknown ones are passed over."""
        bits = 0
        for code in codes:
            bits |= 1 << self._provinces[code[:2]] if code[:2] in self._provinces else 0
        return bits

    def employment_bits(self, names: Sequence[str]) -> int:
        """Employment types as bits; 0 when none is said, unknown ones are passed over."""
        return sum(1 << at for at, name in enumerate(EMPLOYMENT_TYPES) if name in names)

    def km_from(self, region: int) -> npt.NDArray[np.float64]:
        """Kilometres from a region, by number, to each region, shape ``(regions,)``; as ``Gazetteer.distance_km``."""
        if region not in self._km:
            home = self._codes[region]
            self._km[region] = np.array([self._gazetteer.distance_km(home, code) for code in self._codes])
        return self._km[region]

    def in_province_of(self, region: int) -> npt.NDArray[np.bool_]:
        """Which regions lie in the province of a region; shape ``(regions,)``."""
        found: npt.NDArray[np.bool_] = self._province_of == self._province_of[region]
        return found

    def neighbours(self, provinces: Sequence[str]) -> tuple[str, ...]:
        """Other provinces with a regency whose centroid lies within ``NEIGHBOUR_KM`` of one of these; by code."""
        near = np.zeros(len(self._codes), dtype=bool)
        for code, region in self.regions.items():
            if code[:2] in provinces and len(code) > 2:  # a province's own centroid is nobody's place
                near |= self.km_from(region) <= NEIGHBOUR_KM
        found = {code[:2] for code, is_near in zip(self._codes, near, strict=True) if is_near and len(code) > 2}
        return tuple(sorted(found - set(provinces)))

    def under(self, prefixes: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Which unit groups begin with one of the prefixes; shape ``(units,)``."""
        return np.array([code.startswith(tuple(prefixes)) for code in self.units], dtype=bool)


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """The bundled tables."""
    return Vocabulary(load_occupations(), load_skills(), load_gazetteer())
