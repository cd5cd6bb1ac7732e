"""People in groups: one trait at a time, sex together with another, regions; and how the counts of groups add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.audit_suppression import EVERYBODY, Cell, Sum

Names = npt.NDArray[np.str_]

UNKNOWN = ""
"""Group of those whose trait is not known."""

PROVINCE, ISLAND = "province", "island"
JAVA, OUTSIDE_JAVA = "java", "outside_java"
AND = " & "
"""Between the names of two traits, and of two groups."""

_JAVA = frozenset("31 32 33 34 35 36".split())
"""DKI Jakarta, Jawa Barat, Jawa Tengah, DI Yogyakarta, Jawa Timur, Banten (Kemendagri)."""

OTHER = "other"
"""Group of those whose own words for a trait few use: such words may be anything, a name for one."""

_SEX, _OWN_WORDS = "sex", "ethnicity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One way to part all people.

    Attributes:
        name: A trait, ``province``, ``island``, or two of them with ``AND`` between.
        groups: The group of each person, ``UNKNOWN`` where it is not known; shape ``(people,)``.
        crossed: The two dimensions that it is made of; empty when it is of one trait.
    """

    name: str
    groups: Names
    crossed: tuple[Dimension, ...] = ()

    def counts(self) -> dict[str, int]:
        """Group to number of people, by name, and of ``UNKNOWN`` always."""
        found = dict(zip(*(each.tolist() for each in np.unique(self.groups, return_counts=True)), strict=True))
        return {UNKNOWN: 0, **found}


def dimensions_of(
    traits: Sequence[Mapping[str, str]], names: Sequence[str], provinces: Sequence[str], fewest: int
) -> list[Dimension]:
    """Every way to part people: by trait, by region, and by sex within each of these but the provinces.

    A trait that is known of nobody is left out.

    Args:
        traits: Trait to group, of each person.
        names: The traits to look at.
        provinces: Code of each person's province, ``UNKNOWN`` where it is not known.
        fewest: People that must share a word of their own for it to be a group.
    """
    told = {name: [one.get(name, UNKNOWN) for one in traits] for name in names}
    if _OWN_WORDS in told:
        told[_OWN_WORDS] = _common(told[_OWN_WORDS], fewest)
    single = [Dimension(name=name, groups=np.array(groups, dtype=np.str_)) for name, groups in told.items()]
    single.append(Dimension(name=PROVINCE, groups=np.array(provinces, dtype=np.str_)))
    single.append(Dimension(name=ISLAND, groups=np.array([_island(code) for code in provinces], dtype=np.str_)))
    known = [one for one in single if (one.groups != UNKNOWN).any()]
    sex = [one for one in known if one.name == _SEX]
    return known + [_crossed(one, other) for one in sex for other in known if other.name not in {_SEX, PROVINCE}]


def _common(words: Sequence[str], fewest: int) -> list[str]:
    uses: Counter[str] = Counter(words)
    return [word if uses[word] >= fewest or word == UNKNOWN else OTHER for word in words]


def _island(province: str) -> str:
    if province == UNKNOWN:
        return UNKNOWN
    return JAVA if province in _JAVA else OUTSIDE_JAVA


def _crossed(one: Dimension, other: Dimension) -> Dimension:
    pairs = zip(one.groups.tolist(), other.groups.tolist(), strict=True)
    joined = [f"{left}{AND}{right}" if left and right else UNKNOWN for left, right in pairs]
    return Dimension(name=f"{one.name}{AND}{other.name}", groups=np.array(joined, dtype=np.str_), crossed=(one, other))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """All counts that a reader of an audit sees or could think of.

    Attributes:
        counts: Cell to number of people.
        sums: How they add up.
        hidden: Cells that no audit tells: those of whom one trait of two is known.
    """

    counts: Mapping[Cell, int]
    sums: Sequence[Sum]
    hidden: frozenset[Cell]


def cells_of(dimensions: Sequence[Dimension]) -> Cells:
    """The counts of all dimensions and how they add up; a group's cell is ``(dimension, group)``."""
    counts: dict[Cell, int] = {EVERYBODY: len(dimensions[0].groups) if dimensions else 0}
    sums, hidden = list[Sum](), set[Cell]()
    for one in dimensions:
        counts |= {(one.name, group): n for group, n in one.counts().items()}
        if one.crossed:
            parts = _half_known(one)
            counts |= parts
            hidden |= set(parts)
            sums += _margins(one, counts, parts)
        else:
            sums.append(Sum(whole=EVERYBODY, parts=tuple((one.name, group) for group in one.counts())))
    named = {one.name: one for one in dimensions}
    if PROVINCE in named:  # then the island is known too
        sums += _islands(named[PROVINCE])
    return Cells(counts=counts, sums=sums, hidden=frozenset(hidden))


def _half_known(dimension: Dimension) -> dict[Cell, int]:
    """People of whom a trait is known and the other not, or neither; ``(dimension, group, group)``."""
    one, other = dimension.crossed
    pairs = zip(one.groups.tolist(), other.groups.tolist(), strict=True)
    found: dict[Cell, int] = {(dimension.name, UNKNOWN, UNKNOWN): 0}
    found |= {(dimension.name, left, UNKNOWN): 0 for left in one.counts()}
    found |= {(dimension.name, UNKNOWN, right): 0 for right in other.counts()}
    for left, right in pairs:
        if not (left and right):
            found[dimension.name, left, right] += 1
    return found


def _margins(dimension: Dimension, counts: Mapping[Cell, int], half_known: Mapping[Cell, int]) -> Iterator[Sum]:
    """Rows and columns of the table of two traits, and those who are in no group of it."""
    name, (one, other) = dimension.name, dimension.crossed
    yield Sum(whole=(name, UNKNOWN), parts=tuple(half_known))
    lefts, rights = list(one.counts()), list(other.counts())
    for left in lefts:
        cells = [_pair(name, left, right) for right in rights]
        yield Sum(whole=(one.name, left), parts=tuple(cell for cell in cells if cell in counts))
    for right in rights:
        cells = [_pair(name, left, right) for left in lefts]
        yield Sum(whole=(other.name, right), parts=tuple(cell for cell in cells if cell in counts))


def _pair(name: str, left: str, right: str) -> Cell:
    return (name, f"{left}{AND}{right}") if left and right else (name, left, right)


def _islands(provinces: Dimension) -> Iterator[Sum]:
    for island in (JAVA, OUTSIDE_JAVA, UNKNOWN):
        parts = tuple((PROVINCE, code) for code in provinces.counts() if _island(code) == island)
        if parts:
            yield Sum(whole=(ISLAND, island), parts=parts)
