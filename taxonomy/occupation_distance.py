"""How far two occupations are apart: by their places in the classification, and by the work that they ask for.

Both distances lie in [0, 1], are symmetric, and are 0 between an occupation and itself. ``Occupations.similarity``, by
which matches are ranked, is neither: its steps are set for ranking, and it is raised by hand where the tree misleads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from taxonomy.aliases import Alias, load_aliases
from taxonomy.errors import InputError
from taxonomy.occupations import UNIT_DIGITS, Occupations, load_occupations
from taxonomy.skills import Skills, load_skills

NEED_WEIGHTS = {"essential": 1.0, "optional": 0.5}
"""How much a skill counts in the profile of an occupation."""


def tree_distance(occupations: Occupations, first: str, second: str) -> float:
    """How far apart two entries are in the tree: 1 - 2 * depth(nearest common group) / (depth(first) + depth(second)).

    Wu and Palmer, Verb semantics and lexical selection, ACL 1994. The whole classification has depth 0, a major group
    1, a sub-major group 2, a minor group 3, a unit group 4, a single job 5: two entries of different major groups are
    1 apart, two unit groups of one minor group 0.25.

    Args:
        occupations: The classification.
        first: Code of any level.
        second: Code of any level.

    Raises:
        UnknownIdError: No such code.
    """
    paths = [[*(entry.code for entry in occupations.parents(code)), code] for code in (first, second)]
    common: int = sum(one == other for one, other in zip(*paths, strict=False))
    return 1.0 - 2.0 * common / (len(paths[0]) + len(paths[1]))


class TaskDistances:
    """Distances between unit groups by the skills that they need and the job titles that they share."""

    def __init__(self, occupations: Occupations, skills: Skills, aliases: Iterable[Alias]) -> None:
        """Hold what the distances are made from.

        Args:
            occupations: The classification that ``skills`` and ``aliases`` carry codes of.
            skills: With the needs of unit groups.
            aliases: Job titles with their shares of unit groups.
        """
        self._occupations = occupations
        self._skills = skills
        self._aliases = tuple(aliases)

    def distance(self, first: str, second: str) -> float:
        """(1 - skills) * (1 - titles): two signs of common work, each of which may be enough.

        ``skills`` is the angular separation (cosine) of the two profiles of needs (Gathmann and Schoenberg, How general
        is human capital? A task-based approach, Journal of Labor Economics 28, 2010): an essential skill weighs 1, an
        optional one 0.5, times ln(unit groups / unit groups that need it) (Sparck Jones 1972), so that skills which
        every job needs say little. ``titles`` is the overlap coefficient (Szymkiewicz-Simpson) of the titles that
        people call both by: the sum over titles of the smaller share, by the smaller of the two sums of shares.

        Args:
            first: A unit group, or a single job, which stands for its unit group.
            second: The same.

        Raises:
            UnknownIdError: No such code.
            InputError: A group above the unit groups, whose work is too mixed to be compared.
        """
        rows = [self._unit_row(code) for code in (first, second)]
        return float(self.matrix[rows[0], rows[1]])

    def nearest(self, code: str, limit: int = 10) -> tuple[tuple[str, float], ...]:
        """Other unit groups with their distances, nearest first, ties by code; those at distance 1 are left out.

        Raises:
            UnknownIdError: No such code.
            InputError: A group above the unit groups.
        """
        own = self._unit_row(code)
        found = [
            (float(distance), other)
            for row, (distance, other) in enumerate(zip(self.matrix[own], self._occupations.unit_codes, strict=True))
            if row != own and distance < 1
        ]
        return tuple((other, distance) for distance, other in sorted(found)[:limit])

    @cached_property
    def matrix(self) -> npt.NDArray[np.float32]:
        """Distances between all unit groups, in [0, 1], shape ``(446, 446)``."""
        apart = (1.0 - self._shared_skills()) * (1.0 - self._shared_titles())
        np.fill_diagonal(apart, 0.0)
        return np.clip(apart, 0.0, 1.0).astype(np.float32)

    def _unit_row(self, code: str) -> int:
        self._occupations.get(code)
        if len(code) < UNIT_DIGITS:
            raise InputError(wanted="a unit group or a single job", found=f"the group {code}", where="occupation code")
        return self._occupations.unit_row(code[:UNIT_DIGITS])

    def _shared_skills(self) -> npt.NDArray[np.float64]:
        codes = self._occupations.unit_codes
        columns = {skill.id: column for column, skill in enumerate(self._skills)}
        weights = np.zeros((len(codes), len(columns)))
        for row, code in enumerate(codes):
            for skill, need in self._skills.of_unit(code):
                weights[row, columns[skill.id]] = NEED_WEIGHTS[need]
        needing = np.count_nonzero(weights, axis=0)
        weights *= np.log(len(codes) / np.maximum(needing, 1))
        lengths = np.linalg.norm(weights, axis=1, keepdims=True)
        profiles = np.divide(weights, lengths, out=np.zeros_like(weights), where=lengths > 0)
        found: npt.NDArray[np.float64] = profiles @ profiles.T
        return found

    def _shared_titles(self) -> npt.NDArray[np.float64]:
        codes = self._occupations.unit_codes
        sums: Counter[str] = Counter()
        shared = np.zeros((len(codes), len(codes)))
        for alias in self._aliases:
            sums.update(alias.shares)
            for one, other in combinations(alias.shares, 2):
                rows = self._occupations.unit_row(one), self._occupations.unit_row(other)
                shared[rows] += min(alias.shares[one], alias.shares[other])
        totals = np.array([sums[code] for code in codes])
        smaller = np.minimum.outer(totals, totals)
        return np.asarray(np.divide(shared + shared.T, smaller, out=np.zeros_like(shared), where=smaller > 0))


@lru_cache(maxsize=1)
def load_task_distances() -> TaskDistances:
    """Over the bundled KBJI 2014 table, skills and aliases."""
    return TaskDistances(load_occupations(), load_skills(), load_aliases())
