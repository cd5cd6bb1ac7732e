"""Indonesian schooling and driving licences in the terms of Europe.

KKNI: Peraturan Presiden 8/2012. ISCED 2011 by UNESCO-UIS' mapping of Indonesia's programmes. No agreement refers KKNI
to the EQF; where a degree is of a cycle of the European Higher Education Area (QF-EHEA: short cycle, first, second,
third) the EQF level of that cycle is shown and called indicative, below that none is.

Driving licences: SIM classes of Perpol 5/2021. The European class shown is the widest whose vehicles the Indonesian one
also covers (A1: motorcycles to 125 cc, within SIM C's 250 cc); it is for orientation, no licence is exchanged by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from taxonomy.education import LEVELS, kkni_level, level_rank


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLevel:
    """A level of schooling abroad.

    Attributes:
        name_en: In English, with the Indonesian name.
        kkni: KKNI level 1-9.
        isced: ISCED 2011 level 1-8.
        eqf: Indicative EQF level, or empty.
    """

    name_en: str
    kkni: int
    isced: int
    eqf: str

    @property
    def label(self) -> str:
        """All three, each with its source."""
        eqf = f"; EQF {self.eqf} (indicative, by QF-EHEA cycle)" if self.eqf else ""
        return f"KKNI {self.kkni} (Perpres 8/2012); ISCED 2011 level {self.isced} (UNESCO-UIS){eqf}"


_NAMES: Mapping[str, tuple[str, int, str]] = {
    "SD": ("Primary school (SD)", 1, ""),
    "SMP": ("Junior secondary school (SMP)", 2, ""),
    "SMA": ("Senior secondary school (SMA/SMK)", 3, ""),
    "D1": ("One-year diploma (D1)", 4, ""),
    "D2": ("Two-year diploma (D2)", 5, ""),
    "D3": ("Three-year diploma (D3)", 5, "5"),
    "D4": ("Applied bachelor's degree (D4, Sarjana Terapan)", 6, "6"),
    "S1": ("Bachelor's degree (S1, Sarjana)", 6, "6"),
    "PROFESI": ("Professional qualification after a bachelor's degree (Profesi)", 7, "7"),
    "S2": ("Master's degree (S2, Magister)", 7, "7"),
    "S3": ("Doctoral degree (S3, Doktor)", 8, "8"),
}

ISCED_FIELDS: Mapping[str, str] = {
    "00": "Generic programmes and qualifications",
    "01": "Education",
    "02": "Arts and humanities",
    "03": "Social sciences, journalism and information",
    "04": "Business, administration and law",
    "05": "Natural sciences, mathematics and statistics",
    "06": "Information and communication technologies",
    "07": "Engineering, manufacturing and construction",
    "08": "Agriculture, forestry, fisheries and veterinary",
    "09": "Health and welfare",
    "10": "Services",
}
"""Broad fields of ISCED-F 2013."""

_DRIVING = {"sim-a": "B", "sim-a-umum": "B", "sim-b1": "C", "sim-b2": "CE", "sim-c": "A1"}
"""Skill id of a SIM to the European class; SIM D is for adapted vehicles and has no counterpart."""


def school_level(level: str) -> SchoolLevel:
    """A level of schooling abroad.

    Args:
        level: One of ``taxonomy.education.LEVELS`` or ``SMK``.

    Raises:
        InputError: Not a level.
    """
    name, isced, eqf = _NAMES[LEVELS[level_rank(level)]]
    return SchoolLevel(name_en=name, kkni=kkni_level(level), isced=isced, eqf=eqf)


def driving_classes(licences: Iterable[str]) -> tuple[str, ...]:
    """European classes that SIM licences point to, distinct, in alphabetical order."""
    return tuple(sorted({_DRIVING[licence] for licence in licences if licence in _DRIVING}))
