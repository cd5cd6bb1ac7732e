"""Study programmes of universities and vocational schools (SMK), and the work that those who finished them usually do.

Table: ``study_programmes.tsv`` in ``taxonomy/data``, one programme a line with all names that it goes by, the most
usual first. Names are facts (of PDDikti, of the SMK spectrum, of real ads); which unit groups they lead to is our own
judgement in three grades. Fields carry codes of ISCED-F 2013 (UNESCO Institute for Statistics, ISCED Fields of
Education and Training 2013), as far down as we are sure. ``taxonomy/majors.py`` finds such names in texts.

Concentrations of SMK are those of the spectrum of Kepmendikbudristek 244/M/2024, with names of the spectra before it
(Perdirjen Dikdasmen 06/D.D5/KK/2018, 4678/D/KEP/MK/2016), which people go on using; degrees follow the nomenclature of
Kepdirjen Diktiristek 163/E/KPT/2022. Where an SMK teaches narrower work than a university does under a like name, it
has a line of its own; elsewhere a name stands for all levels of its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from taxonomy.education import LEVELS
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.occupations import Occupations, load_occupations
from taxonomy.programme_names import core_programme
from taxonomy.tables import Row, bundled_table

COLUMNS = ("id", "isced", "levels", "names", "usual", "often", "some", "also")

TAUGHT_AT = ("SMK", *LEVELS[LEVELS.index("SMA") :])
"""Levels at which there are programmes; elsewhere SMK counts as SMA, but it is SMK that teaches a trade."""

GRADES = {"usual": 1.0, "often": 0.7, "some": 0.4}
"""Affinity of a programme to a unit group: most go there, many do, some do."""

ALSO_SHARE = 0.7
"""Of the affinities of a programme that is taught within another one: a teacher of accounting knows accounting."""

STEPS_BY_SHARED_DIGITS = (0.0, 0.0, 0.15, 0.35, 0.6)
"""Closeness of two programmes whose ISCED-F codes share 0 to 4 leading digits: broad, narrow and detailed field."""

LEADS = 1.0
"""Affinity from which a programme leads to a unit group; a unit group to which none leads is open to all."""

_LEAST_LIKE = 90.0
"""Least RapidFuzz ratio (0-100) at which a misspelt name is taken for a known one."""

_KEPT = 50_000
"""Names whose meaning is remembered; a million records name the same few hundred programmes."""

_ISCED = re.compile(r"\d{2,4}")
_Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyProgramme:
    """One programme.

    Attributes:
        id: Short name within Sepadan.
        isced: Field of ISCED-F 2013: broad (2 digits), narrow (3) or detailed (4).
        names: What it is called, the most usual first; distinct.
        levels: Of ``TAUGHT_AT``: where it is taught.
        grades: Unit group to affinity, one of ``GRADES``.
        also: Programmes whose work it leads to as well, by id.
    """

    id: str
    isced: str
    names: tuple[str, ...]
    levels: tuple[str, ...]
    grades: dict[str, float]
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its most usual name."""
        return self.names[0]


class StudyProgrammes:
    """All programmes, numbered in their order."""

    def __init__(self, programmes: Sequence[StudyProgramme], occupations: Occupations) -> None:
        """Hold at least one programme, distinct by id and by the core of every name, graded by codes of a version."""
        self._programmes = tuple(programmes)
        self._occupations = occupations
        self._number = {programme.id: number for number, programme in enumerate(self._programmes)}
        self._by_core = {
            core_programme(name): number
            for number, programme in enumerate(self._programmes)
            for name in programme.names
        }
        self._longest = max(len(core.split()) for core in self._by_core)
        self._number_of_core = lru_cache(maxsize=_KEPT)(self._read)

    def forget(self) -> None:
        """Forget the names that were read before: people write them."""
        self._number_of_core.cache_clear()

    def __len__(self) -> int:
        """Number of programmes."""
        return len(self._programmes)

    def __iter__(self) -> Iterator[StudyProgramme]:
        """All programmes, by number."""
        return iter(self._programmes)

    def __getitem__(self, number: int) -> StudyProgramme:
        """The programme of a number."""
        return self._programmes[number]

    def number(self, name: str) -> int | None:
        """The programme that a name means, by number; None when it is none that we know.

        The name itself in any spelling, else the longest known name within it ("teknik mesin otomotif kapal"), the
        first of equally long ones, else the most alike known name when no more than a letter in ten differs.
        """
        return self._number_of_core(core_programme(name))

    def _read(self, core: str) -> int | None:
        words = core.split()
        for length in range(min(len(words), self._longest), 0, -1):
            for start in range(len(words) - length + 1):
                number = self._by_core.get(" ".join(words[start : start + length]))
                if number is not None:
                    return number
        alike = process.extractOne(core, self._by_core.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKE)
        return self._by_core[alike[0]] if alike else None

    def get(self, programme_id: str) -> StudyProgramme:
        """The programme of an id.

        Raises:
            UnknownIdError: No such programme.
        """
        if programme_id not in self._number:
            raise UnknownIdError(wanted="a study programme", found=programme_id, where="programme id")
        return self._programmes[self._number[programme_id]]

    def at_level(self, number: int, level: str) -> int:
        """The programme itself, or the narrower one that is taught at a level, and at few others, when it is not.

        "Akuntansi" of someone from SMK is what SMK teach under that name. Another level than those of ``TAUGHT_AT``, or
        none, changes nothing.
        """
        broad = self[number]
        if level in broad.levels:
            return number
        narrower = [n for n, one in enumerate(self) if broad.id in one.also[:1] and level in one.levels]
        return min(narrower, key=lambda n: (len(self[n].levels), n), default=number)

    @cached_property
    def affinity(self) -> _Matrix:
        """How usual each unit group is for those who finished a programme, in [0, 1]; shape ``(programmes, 446)``."""
        own = np.zeros((len(self), len(self._occupations.unit_codes)), dtype=np.float32)
        for number, programme in enumerate(self):
            for code, grade in programme.grades.items():
                own[number, self._occupations.unit_row(code)] = grade
        found = own.copy()
        for number, programme in enumerate(self):
            for other in programme.also:
                found[number] = np.maximum(found[number], np.float32(ALSO_SHARE) * own[self._number[other]])
        return found

    @cached_property
    def closeness(self) -> _Matrix:
        """How near two programmes are, in [0, 1], symmetric, 1 on the diagonal; shape ``(programmes, programmes)``.

        The larger of two signs: the step of their ISCED-F fields, and the cosine of their affinities, each unit group
        weighed by ln(programmes / programmes that know it) (Sparck Jones 1972): office work, where all are found, says
        little.
        """
        knowing = np.count_nonzero(self.affinity, axis=0)
        profiles = self.affinity * np.log(len(self) / np.maximum(knowing, 1))
        lengths = np.linalg.norm(profiles, axis=1, keepdims=True)
        profiles = np.divide(profiles, lengths, out=np.zeros_like(profiles), where=lengths > 0)
        codes = [programme.isced for programme in self]
        steps = np.array([[STEPS_BY_SHARED_DIGITS[_shared(one, other)] for other in codes] for one in codes])
        found = np.maximum(steps, profiles @ profiles.T)
        np.fill_diagonal(found, 1.0)
        return np.asarray(np.clip(found, 0.0, 1.0), dtype=np.float32)

    @cached_property
    def asked(self) -> npt.NDArray[np.bool_]:
        """Unit groups to which some programme leads; elsewhere studies say nothing; shape ``(446,)``."""
        return np.asarray((self.affinity >= LEADS).any(axis=0))


def _shared(one: str, other: str) -> int:
    """Number of leading digits that two codes share."""
    return sum(one.startswith(other[:length]) for length in range(1, len(other) + 1))


def programmes_in(rows: Iterable[tuple[str, Row]], occupations: Occupations) -> StudyProgrammes:
    """Programmes of a table.

    Args:
        rows: Where each line stands, and its cells.
        occupations: The classification that its codes are of.

    Raises:
        InputError: A line is not as it should be, or an id or a name stands twice; names file and line.
    """
    lines = [(where, _programme(row, where, occupations)) for where, row in rows]
    ids, cores = {programme.id for _, programme in lines}, dict[str, str]()
    for where, programme in lines:
        unknown = sorted(set(programme.also) - ids)
        if unknown:
            raise InputError(wanted="ids of programmes in also", found=unknown[0], where=where)
        for key in (f"id {programme.id}", *map(core_programme, programme.names)):
            if key in cores:
                raise InputError(wanted=f"what {cores[key]} does not have", found=key, where=where)
            cores[key] = where
    return StudyProgrammes([programme for _, programme in lines], occupations)


def _programme(row: Row, where: str, occupations: Occupations) -> StudyProgramme:
    cells = {column: tuple(filter(None, row[column].split("|"))) for column in ("levels", "names", *GRADES, "also")}
    codes = [code for grade in GRADES for code in cells[grade]]
    wrong = [code for code in codes if code not in occupations.unit_codes or codes.count(code) > 1]
    if wrong:
        raise InputError(wanted=f"unit groups of {occupations.version}, each once", found=wrong[0], where=where)
    if not all(map(core_programme, cells["names"])) or not cells["names"] or not row["id"]:
        raise InputError(wanted="an id and at least one name", found=dict(row), where=where)
    if not _ISCED.fullmatch(row["isced"]):
        raise InputError(wanted="2 to 4 digits of ISCED-F 2013", found=row["isced"], where=f"{where}, column isced")
    if not cells["levels"] or not set(cells["levels"]) <= set(TAUGHT_AT):
        raise InputError(
            wanted=f"levels of {', '.join(TAUGHT_AT)}", found=row["levels"], where=f"{where}, column levels"
        )
    return StudyProgramme(
        id=row["id"],
        isced=row["isced"],
        names=cells["names"],
        levels=cells["levels"],
        grades={code: value for grade, value in GRADES.items() for code in cells[grade]},
        also=cells["also"],
    )


@lru_cache(maxsize=1)
def load_study_programmes() -> StudyProgrammes:
    """The bundled table, over KBJI 2014.

    Raises:
        InputError: The table in the package is faulty.
    """
    return programmes_in(bundled_table("study_programmes.tsv", COLUMNS), load_occupations())
