"""What of a posting is compared with other postings, as numbers by row; a million take some 700 bytes each.

Titles, employers, places and study programmes are many fewer than postings: each different one is kept once and rows
hold its number, so that two titles are compared once, however many postings have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from matcher.coded import Coded
from matcher.duplicates.customs import Customs, customs_of
from matcher.duplicates.employers import identified
from matcher.duplicates.rows import NONE, Numbers
from matcher.duplicates.signatures import Signatures, signatures_of
from matcher.duplicates.titles import Title, title_of
from matcher.records import Posting
from taxonomy.education import level_rank
from taxonomy.employer_names import EmployerName, employer_name
from taxonomy.programme_names import core_programme
from taxonomy.text import fold

Amounts = npt.NDArray[np.float32]
_T = TypeVar("_T")

_CHARACTERS = 4_000
"""Characters of a description that are read."""


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
        customs: What is usual at the employers.
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
    customs: Customs

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
        employers, employer, brands = identified(list(self.employer.places), self.employer.numbers)
        facts = np.array(self.facts, dtype=np.int32).reshape(-1, 3)
        titles, title = list(self.title.places), self.title.numbers
        return Traits(
            keys=self.keys,
            source=self.source.numbers,
            titles=titles,
            title=title,
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
            customs=customs_of(titles, title, employer, signatures),
        )
