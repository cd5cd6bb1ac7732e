"""The same occupation in another classification, or in another version: KBJI 2014, ISCO-08, ESCO v1.1.

Many-to-many. Sources: ILO, ISCO-08 (codes and titles of groups, ``data/isco08.tsv``); KBJI 2014 to ISCO-08 worked out
for this package from both sets of definitions and ISCO-08's index of titles (``data/crosswalk_isco08.tsv``); ESCO v1.1
(occupations with their ISCO-08 groups, ``data/crosswalk_esco.tsv``). Attribution: this service uses the ESCO
classification of the European Commission.

KBJI 2014 follows ISCO-08 with two systematic differences: it splits the armed forces by service, and it puts the police
among them. Where single jobs of a KBJI unit group belong to another ISCO group, the table names them in ``jobs``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, cast

from taxonomy.errors import InputError, UnknownIdError
from taxonomy.occupations import UNIT_DIGITS, VERSION, Occupations, load_occupations
from taxonomy.tables import Row, bundled_table

ISCO08 = "ISCO08"
ESCO = "ESCO1.1"
ESCO_URI = "http://data.europa.eu/esco/occupation/"
"""What stands before an ESCO code in the address of the concept."""

Relation = Literal["exact", "narrow", "broad", "related"]
"""Of the source to its counterpart: the same jobs; a part of it; all of it and more; some jobs in common."""

_STRENGTH: Mapping[Relation, int] = {"exact": 0, "narrow": 1, "broad": 2, "related": 3}
_TURNED: Mapping[Relation, Relation] = {"exact": "exact", "narrow": "broad", "broad": "narrow", "related": "related"}

Links = Mapping[str, Sequence[tuple[str, Relation]]]
"""Code to the codes that it leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """An occupation of another classification or version.

    Attributes:
        version: ``KBJI2014``, ``ISCO08``, ``ESCO1.1`` or an imported version.
        code: In that version; of ESCO the last part of the concept's address (``ESCO_URI``).
        title: Official title there.
        relation: Of the code that was asked about to this one.
    """

    version: str
    code: str
    title: str
    relation: Relation


class Crosswalk:
    """Versions and the links between them; every version leads by one step to one that is nearer to ISCO-08."""

    def __init__(
        self,
        titles: Mapping[str, Mapping[str, str]],
        nearer: Mapping[str, str],
        links: Mapping[tuple[str, str], Links],
    ) -> None:
        """Hold versions; use ``load_crosswalk`` for the bundled ones.

        Args:
            titles: Version to the titles of its codes.
            nearer: Version to the next one on the way to ISCO-08.
            links: For each step, both ways.
        """
        self._titles = titles
        self._nearer = nearer
        self._links = links

    @property
    def versions(self) -> tuple[str, ...]:
        """Names of the versions that can be converted between."""
        return tuple(self._titles)

    def convert(self, code: str, source_version: str, target_version: str) -> tuple[Counterpart, ...]:
        """Counterparts of an occupation, closest relation first, then by code; empty when there is none.

        A group above the unit groups leads to groups of the same level, a single job to what its unit group leads to
        unless the table says better. Over several steps relations are joined: a part of a part is a part; a part of
        something wider is merely related.

        Args:
            code: In the source version.
            source_version: One of ``versions``.
            target_version: One of ``versions``.

        Raises:
            UnknownIdError: No such version, or no such code in it.
        """
        for version in (source_version, target_version):
            if version not in self._titles:
                wanted = f"one of {', '.join(self.versions)} (others by 'sepadan occupations import --conversion')"
                raise UnknownIdError(wanted=wanted, found=version, where="classification version")
        if code not in self._titles[source_version]:
            raise UnknownIdError(wanted=f"a code of {source_version}", found=code, where="occupation code")
        found: dict[str, Relation] = {code: "exact"}
        route = self._route(source_version, target_version)
        for step in pairwise(route):
            found = _follow(found, self._links[step])
        titles = self._titles[target_version]
        ordered = sorted(found.items(), key=lambda item: (_STRENGTH[item[1]], item[0]))
        return tuple(
            Counterpart(version=target_version, code=target, title=titles[target], relation=relation)
            for target, relation in ordered
        )

    def with_version(self, occupations: Occupations, pairs: Iterable[tuple[str, str]]) -> Crosswalk:
        """A crosswalk that knows a further version too.

        Args:
            occupations: The version.
            pairs: (code of KBJI 2014, code of the version); what no pair names has no counterpart.
        """
        version, forth = occupations.version, _by_degree(pairs)
        return Crosswalk(
            {**self._titles, version: {entry.code: entry.title for entry in occupations}},
            {**self._nearer, version: VERSION},
            {**self._links, (VERSION, version): forth, (version, VERSION): _turned(forth)},
        )

    def _route(self, source: str, target: str) -> list[str]:
        up, down = self._way(source), self._way(target)
        meeting = next(version for version in up if version in down)
        return [*up[: up.index(meeting)], *reversed(down[: down.index(meeting) + 1])]

    def _way(self, version: str) -> list[str]:
        way = [version]
        while way[-1] in self._nearer:
            way.append(self._nearer[way[-1]])
        return way


def _follow(found: Mapping[str, Relation], links: Links) -> dict[str, Relation]:
    reached: dict[str, Relation] = {}
    for code, before in found.items():
        for target, relation in links.get(code, ()):
            joined = _joined(before, relation)
            reached[target] = min(joined, reached.get(target, joined), key=_STRENGTH.__getitem__)
    return reached


def _joined(first: Relation, second: Relation) -> Relation:
    if first == "exact" or first == second:
        return second
    return first if second == "exact" else "related"


def _by_degree(pairs: Iterable[tuple[str, str]]) -> Links:
    """Links with the relation that their numbers show: a target with two sources is wider than each, and so on."""
    distinct = sorted(set(pairs))
    sources, targets = Counter(source for source, _ in distinct), Counter(target for _, target in distinct)
    found: dict[str, list[tuple[str, Relation]]] = defaultdict(list)
    for source, target in distinct:
        is_split, is_merged = sources[source] > 1, targets[target] > 1
        relation: Relation = "related" if is_split and is_merged else "broad" if is_split else "narrow"
        found[source].append((target, relation if is_split or is_merged else "exact"))
    return found


def _turned(links: Links) -> Links:
    found: dict[str, list[tuple[str, Relation]]] = defaultdict(list)
    for source, targets in links.items():
        for target, relation in targets:
            found[target].append((source, _TURNED[relation]))
    return found


def _kbji_links(rows: Sequence[tuple[str, Row]], occupations: Occupations) -> tuple[Links, Links]:
    """Links of KBJI 2014 to ISCO-08 and back.

    Raises:
        InputError: A relation that the other lines contradict, or an unknown job; names file and line.
    """
    pairs = [(row["kbji2014"], row["isco08"]) for _, row in rows]
    units = _by_degree(pairs)
    forth = {code: list(targets) for code, targets in units.items()}
    back = {code: list(targets) for code, targets in _turned(units).items()}
    for where, row in rows:
        unit, group, relation = row["kbji2014"], row["isco08"], cast(Relation, row["relation"])
        jobs = [job for job in row["jobs"].split("|") if job]
        if (group, relation) not in units[unit] or any(job not in occupations or job[:4] != unit for job in jobs):
            wanted = "the relation that the table's lines show, and jobs of the unit group"
            raise InputError(wanted=wanted, found=dict(row), where=where)
        for job in jobs:
            forth.setdefault(job, []).append((group, "narrow"))
            back[group].append((job, "broad"))
    for job in (entry.code for entry in occupations if len(entry.code) > UNIT_DIGITS):
        rest = [row for _, row in rows if row["kbji2014"] == job[:UNIT_DIGITS] and not row["jobs"]]
        is_one = len(rest) == 1
        forth.setdefault(job, [(row["isco08"], "narrow" if is_one else "related") for row in rest])
    for digits in range(1, UNIT_DIGITS):
        groups = _by_degree((unit[:digits], group[:digits]) for unit, group in pairs)
        forth.update({code: list(targets) for code, targets in groups.items()})
        back.update({code: list(targets) for code, targets in _turned(groups).items()})
    return forth, back


def _esco_links(rows: Iterable[Row]) -> tuple[Links, Links]:
    """Links of ESCO to ISCO-08 unit groups, and of ISCO-08 groups of any level to what ESCO has in them."""
    forth: dict[str, list[tuple[str, Relation]]] = {}
    back: dict[str, list[tuple[str, Relation]]] = defaultdict(list)
    for row in rows:
        forth[row["code"]] = [(row["isco08"], "narrow")]
        for digits in range(1, UNIT_DIGITS + 1):
            back[row["isco08"][:digits]].append((row["code"], "broad"))
    return forth, back


@lru_cache(maxsize=1)
def load_crosswalk() -> Crosswalk:
    """KBJI 2014, ISCO-08 and ESCO v1.1.

    Raises:
        InputError: A line of a table is not as it should be; names file and line.
    """
    occupations = load_occupations()
    kbji = list(bundled_table("crosswalk_isco08.tsv", ("kbji2014", "isco08", "relation", "jobs")))
    esco = [row for _, row in bundled_table("crosswalk_esco.tsv", ("code", "label", "isco08"))]
    to_isco, to_kbji = _kbji_links(kbji, occupations)
    esco_to_isco, isco_to_esco = _esco_links(esco)
    return Crosswalk(
        {
            VERSION: {entry.code: entry.title for entry in occupations},
            ISCO08: {row["code"]: row["title"] for _, row in bundled_table("isco08.tsv", ("code", "title"))},
            ESCO: {row["code"]: row["label"] for row in esco},
        },
        {VERSION: ISCO08, ESCO: ISCO08},
        {
            (VERSION, ISCO08): to_isco,
            (ISCO08, VERSION): to_kbji,
            (ESCO, ISCO08): esco_to_isco,
            (ISCO08, ESCO): isco_to_esco,
        },
    )
