"""What of a posting is compared with other postings, as numbers by row; a million take some 700 bytes each.

Titles, employers, places and study programmes are many fewer than postings: each different one is kept once and rows
hold its number, so that two titles are compared once, however many postings have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from matcher.coded import Coded
from matcher.duplicates.signatures import Signatures, signatures_of
from matcher.records import Posting
from taxonomy.education import level_rank
from taxonomy.employer_identities import resolve_employers
from taxonomy.employer_names import EmployerName, employer_name
from taxonomy.programme_names import core_programme
from taxonomy.regions import bundled_regions
from taxonomy.seniority import read_seniority
from taxonomy.tables import bundled_table
from taxonomy.text import fold, plain
from taxonomy.titles import MAX_TITLE, core_title

Numbers = npt.NDArray[np.int32]
Amounts = npt.NDArray[np.float32]
_T = TypeVar("_T")

NONE = -1
"""Stands for what is not known."""

_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_PLACED = re.compile(r"\b(?:penempatan|domisili|placement|area|wilayah|lokasi|cabang|branch)\b[\s:]*([^;/|()\n]*)")
_PLAIN = frozenset(
    (
        *("staff", "staf", "officer", "executive", "specialist", "karyawan", "team", "tim", "member", "anggota"),
        *("indonesia", "1", "dan", "and", "of", "for", "the", "di", "untuk", "area", "wilayah", "cabang", "branch"),
        *("penempatan", "domisili", "placement", "lokasi", "kota", "kabupaten", "kab", "sekitarnya", "full", "remote"),
        *("wfh", "urgent", "needed", "urgently"),
    )
)
"""Words by which two titles of one job often differ."""

_NO_TOWNS = frozenset(("java",))
"""Names of places that a title means otherwise."""

_LEAST_LETTERS = 5
"""Letters of a name that may stand for a longer one."""

_CHARACTERS = 4_000
"""Characters of a description that are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title as it is compared.

    Attributes:
        words: Words that name the work, sorted, between single spaces; without towns.
        every: All words, those of towns too, without such as say nothing of the work (``staff``).
        spots: Those of the words that are names of towns, provinces or districts.
        towns: Codes of the regencies and provinces that the title names.
        seniority: Place in ``taxonomy.seniority.LEVELS``.
    """

    words: str
    every: frozenset[str]
    spots: frozenset[str]
    towns: frozenset[str]
    seniority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ad:
    """One posting as it is compared.

    Attributes:
        key: ``source:source_id``.
        title: The title.
        employer: Name as advertised; empty when hidden.
        places: Region codes (2 or 4 digits) and countries; empty where the ad names none, or the whole country.
        unit: KBJI unit group, or empty.
        aside: Branch, brand or client that stands beside the employer's name, or empty.
        programmes: Study programmes that the source lists, one of which is asked for.
        schooling: Levels of schooling that the source lists, one of which is enough.
        day: Day of posting (proleptic ordinal); ``NONE`` when not known.
        pay: Least and most rupiah a month; not a number where not known.
        education: Place of the least level in ``taxonomy.education.LEVELS``, or ``NONE``.
        text: Description, folded.
    """

    key: str
    title: Title
    employer: str
    places: frozenset[str]
    unit: str
    aside: str
    programmes: frozenset[str]
    schooling: frozenset[str]
    day: int
    pay: tuple[float, float]
    education: int
    text: str


@lru_cache(maxsize=1 << 17)
def title_of(text: str) -> Title:
    """A title as it is compared.

    Args:
        text: As advertised.
    """
    core = _WORD.findall(core_title(text) or fold(text))
    placed = [word for found in _PLACED.findall(fold(plain(text[:MAX_TITLE]))) for word in _WORD.findall(found)]
    towns, rest = _towns(core)
    named, _ = _towns(placed)
    every = frozenset((*core, *placed)) - _PLAIN
    return Title(
        words=" ".join(sorted(rest or core)),
        every=every,
        spots=every & (_spot_words() | frozenset(placed) | (frozenset(core) - frozenset(rest))),
        towns=_least(towns | named),
        seniority=read_seniority(text),
    )


def _least(codes: frozenset[str]) -> frozenset[str]:
    """Codes without the provinces of others: "Bojonegoro, Jawa Timur" is Bojonegoro."""
    return frozenset(code for code in codes if not any(o != code and o.startswith(code) for o in codes))


def _towns(words: list[str]) -> tuple[frozenset[str], list[str]]:
    """Codes of the places that words name, and the other words; the longest name of up to three words counts."""
    found, rest, at = set[str](), list[str](), 0
    while at < len(words):
        for count in (3, 2, 1):
            codes = _place_codes().get(" ".join(words[at : at + count]))
            if codes and at + count <= len(words):
                found.update(codes)
                at += count
                break
        else:
            rest.append(words[at])
            at += 1
    return frozenset(found), rest


@lru_cache(maxsize=1)
def _spot_words() -> frozenset[str]:
    """Names of one word of towns, provinces and districts."""
    districts = (row["name"] for _, row in bundled_table("districts.tsv", ("name", "codes")))
    return frozenset(name for name in (*_place_codes(), *districts) if " " not in name) - _NO_TOWNS


@lru_cache(maxsize=1)
def _place_codes() -> Mapping[str, frozenset[str]]:
    """Names of provinces, regencies, cities and their usual other names, to codes; several where a name is shared."""
    found = dict[str, frozenset[str]]()
    for region in bundled_regions():
        found[region.bare_name] = found.get(region.bare_name, frozenset()) | {region.code}
    for _, row in bundled_table("place_aliases.tsv", ("alias", "codes")):
        found.setdefault(row["alias"], frozenset(row["codes"].split("|")))
    return {name: codes for name, codes in found.items() if name not in _NO_TOWNS}


def ad_of(posting: Posting, coded: Coded) -> Ad:
    """A posting as it is compared.

    Args:
        posting: As stored.
        coded: Its codes.
    """
    low, high = (float("nan") if pay is None else pay for pay in (coded.pay_low, coded.pay_high))
    name = employer_name(posting.employer)
    return Ad(
        key=posting.key,
        title=title_of(posting.title),
        employer=posting.employer if name.core else "",
        places=frozenset((*coded.region_codes, *coded.countries)),
        unit=coded.occupations[0][0] if coded.occupations else "",
        aside=f"{name.branch} {name.brand}".strip(),
        programmes=frozenset(map(core_programme, posting.study_programmes)) - {""},
        schooling=frozenset(map(fold, posting.education)) - {""},
        day=posting.posted_on.toordinal() if posting.posted_on else NONE,
        pay=(low, high),
        education=level_rank(coded.education) if coded.education else NONE,
        text=fold(posting.description[:_CHARACTERS]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """Many postings as they are compared, by row.

    Attributes:
        keys: Keys by row.
        source: Number of the source of each.
        titles: Different titles; ``title`` holds their numbers.
        employers: Different employers, the usual name of each; ``employer`` holds their numbers, ``NONE`` when hidden.
        brands: Number of a second employer that a name may stand for: its brand, or the only one whose name begins
            like it; ``NONE`` for none.
        asides: Number of the branch, brand or client beside the name; 0 for none.
        place_sets: Different sets of places; ``places`` holds their numbers.
        programme_sets: Different sets of study programmes; ``programmes`` holds their numbers.
        schooling_sets: Different sets of levels; ``schooling`` holds their numbers.
        units: KBJI unit group as a number, ``NONE`` when not coded.
        days: Day of posting.
        pay: Shape ``(rows, 2)``.
        education: Place of the level.
        signatures: Of the texts.
    """

    keys: list[str]
    source: Numbers
    titles: list[Title]
    title: Numbers
    employers: list[EmployerName]
    employer: Numbers
    brands: Numbers
    asides: Numbers
    place_sets: list[frozenset[str]]
    places: Numbers
    programme_sets: list[frozenset[str]]
    programmes: Numbers
    schooling_sets: list[frozenset[str]]
    schooling: Numbers
    units: Numbers
    days: Numbers
    pay: Amounts
    education: Numbers
    signatures: Signatures

    def __len__(self) -> int:
        """Number of postings."""
        return len(self.keys)


def traits_of(ads: Iterable[Ad]) -> Traits:
    """Postings as rows; who the employers are is found out over all of them together."""
    rows = _Rows()
    signatures = signatures_of(rows.read(ads))
    return rows.traits(signatures)


class _Numbered(Generic[_T]):
    """Different values in the order in which they came, and a number for each that came."""

    def __init__(self) -> None:
        self.places: dict[_T, int] = {}
        self.rows: list[int] = []

    def add(self, value: _T) -> None:
        self.rows.append(self.places.setdefault(value, len(self.places)))

    @property
    def numbers(self) -> Numbers:
        return np.array(self.rows, dtype=np.int32)


class _Rows:
    """Reads postings one by one and keeps of each all but its text."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.source = _Numbered[str]()
        self.title = _Numbered[Title]()
        self.employer = _Numbered[str]()
        self.places = _Numbered[frozenset[str]]()
        self.programmes = _Numbered[frozenset[str]]()
        self.schooling = _Numbered[frozenset[str]]()
        self.asides = _Numbered[str]()
        self.asides.places[""] = 0
        self.facts: list[tuple[int, int, int]] = []
        self.pay: list[tuple[float, float]] = []

    def read(self, ads: Iterable[Ad]) -> Iterator[str]:
        for ad in ads:
            self.keys.append(ad.key)
            self.source.add(ad.key.partition(":")[0])
            self.title.add(ad.title)
            self.employer.add(ad.employer)
            self.places.add(ad.places)
            self.programmes.add(ad.programmes)
            self.schooling.add(ad.schooling)
            self.asides.add(ad.aside)
            self.facts.append((int(ad.unit) if ad.unit else NONE, ad.day, ad.education))
            self.pay.append(ad.pay)
            yield ad.text

    def traits(self, signatures: Signatures) -> Traits:
        employers, employer, brands = _identified(list(self.employer.places), self.employer.numbers)
        facts = np.array(self.facts, dtype=np.int32).reshape(-1, 3)
        return Traits(
            keys=self.keys,
            source=self.source.numbers,
            titles=list(self.title.places),
            title=self.title.numbers,
            employers=employers,
            employer=employer,
            brands=brands,
            asides=self.asides.numbers,
            place_sets=list(self.places.places),
            places=self.places.numbers,
            programme_sets=list(self.programmes.places),
            programmes=self.programmes.numbers,
            schooling_sets=list(self.schooling.places),
            schooling=self.schooling.numbers,
            units=facts[:, 0],
            days=facts[:, 1],
            education=facts[:, 2],
            pay=np.array(self.pay, dtype=np.float32).reshape(-1, 2),
            signatures=signatures,
        )


def _identified(names: list[str], numbers: Numbers) -> tuple[list[EmployerName], Numbers, Numbers]:
    """Employers, the employer of each row, and the second one that its name may stand for.

    Args:
        names: Different names.
        numbers: Of the name of each row.
    """
    often = np.bincount(numbers, minlength=len(names)).tolist()
    found = resolve_employers(name for name, count in zip(names, often, strict=True) for _ in range(count))
    heads, cores = dict[str, int](), dict[str, int]()
    for name in names:
        if identity := found.of(name):
            at = heads.setdefault(identity, len(heads))
            cores.setdefault(employer_name(name).core, at)
    employers = [_head_name(identity) for identity in heads]
    longer = _only_longer(employers)
    of_name = np.full((2, len(names)), NONE, dtype=np.int32)
    for place, name in enumerate(names):
        own = heads.get(found.of(name), NONE)
        brand = cores.get(employer_name(name).brand, NONE)
        of_name[:, place] = own, longer.get(own, NONE) if brand == NONE else brand
    return employers, of_name[0][numbers], of_name[1][numbers]


def _head_name(identity: str) -> EmployerName:
    core, _, form = identity.partition(", ")
    return EmployerName(core=core, form=form)


def _only_longer(employers: list[EmployerName]) -> dict[int, int]:
    """Employer of no form to the only one of some form whose name begins with all of its words.

    ``Arkademi`` may be ``PT Arkademi Daya Indonesia``; ``Sinar Jaya`` may be any of many and so is none.
    """
    begun = dict[str, list[int]]()
    for at, name in enumerate(employers):
        words = name.core.split()
        for count in range(1, len(words)) if name.form else ():
            begun.setdefault(" ".join(words[:count]), []).append(at)
    found = {at: begun.get(name.core, []) for at, name in enumerate(employers) if not name.form}
    least = _LEAST_LETTERS
    return {at: into[0] for at, into in found.items() if len(into) == 1 and len(employers[at].core) >= least}
