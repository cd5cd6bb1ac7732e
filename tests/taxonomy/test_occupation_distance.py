"""Distances between occupations, against slow counts and what people who coded titles hold to be near."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.aliases import Alias, load_aliases
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.occupation_distance import NEED_WEIGHTS, TaskDistances, load_task_distances, tree_distance
from taxonomy.occupations import NEAR_ACROSS_THE_TREE, Occupation, Occupations, load_occupations
from taxonomy.skills import Need, Skill, Skills, load_skills

CODES = [entry.code for entry in load_occupations()]


def slow_tree_distance(one: str, other: str) -> float:
    """Steps up from both entries to where they meet, by all steps up to the top."""
    levels = [1, 2, 3, 4, 7]
    depth = levels.index(len(one)) + 1, levels.index(len(other)) + 1
    met = max((n + 1 for n, length in enumerate(levels) if one[:length] == other[:length]), default=0)
    met = min(met, *depth)
    return ((depth[0] - met) + (depth[1] - met)) / sum(depth)


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_tree_distance_is_the_share_of_the_way_up_that_is_not_common(one: str, other: str) -> None:
    found = tree_distance(load_occupations(), one, other)
    assert found == pytest.approx(slow_tree_distance(one, other))
    assert found == tree_distance(load_occupations(), other, one)
    assert 0 <= found <= 1
    assert (found == 0) == (one == other)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("2512", "2512", 0),
        ("2512", "2513", 0.25),
        ("2512", "2521", 0.5),
        ("2512", "3512", 1),
        ("2512", "2512.01", 1 / 9),
    ],
)
def test_tree_distance_of_known_pairs(one: str, other: str, distance: float) -> None:
    assert tree_distance(load_occupations(), one, other) == pytest.approx(distance)


def test_tree_distance_of_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="9999"):
        tree_distance(load_occupations(), "2512", "9999")


def alias(text: str, **shares: float) -> Alias:
    by_code = {code.removeprefix("c"): share for code, share in shares.items()}
    return Alias(text=text, code=next(iter(by_code)), language="id", register="ad", shares=by_code)


def small(needs: dict[str, list[tuple[str, Need]]], *aliases: Alias) -> TaskDistances:
    ids = sorted({skill for found in needs.values() for skill, _ in found})
    skills = Skills(tuple(Skill(id=i, label=i, label_en=i, type="hard", aliases=()) for i in ids), needs)
    codes = ("1", "11", "111", "1111", "1111.01", "1112", "1113")
    return TaskDistances(Occupations(tuple(Occupation(code=c, title=c, title_en="") for c in codes)), skills, aliases)


def test_task_distance_by_skills_is_the_angle_of_weighted_needs() -> None:
    distances = small(
        {"1111": [("a", "essential"), ("b", "optional")], "1112": [("a", "optional")], "1113": [("c", "essential")]}
    )
    idf = {"a": math.log(3 / 2), "b": math.log(3), "c": math.log(3)}
    first = NEED_WEIGHTS["essential"] * idf["a"], NEED_WEIGHTS["optional"] * idf["b"]
    assert distances.distance("1111", "1112") == pytest.approx(1 - first[0] / math.hypot(*first))
    assert distances.distance("1111", "1113") == 1
    assert distances.distance("1111.01", "1112") == distances.distance("1112", "1111")
    assert distances.distance("1111", "1111.01") == 0
    assert distances.nearest("1111") == (("1112", pytest.approx(1 - first[0] / math.hypot(*first))),)


def test_titles_that_two_groups_share_bring_them_nearer() -> None:
    distances = small({}, alias("x", c1111=0.6, c1112=0.4), alias("y", c1111=1.0), alias("z", c1112=0.4, c1113=0.6))
    assert distances.distance("1111", "1112") == pytest.approx(1 - 0.4 / 0.8)
    assert distances.distance("1112", "1113") == pytest.approx(1 - 0.4 / 0.6)
    assert distances.distance("1111", "1113") == 1
    assert [code for code, _ in distances.nearest("1112", 1)] == ["1113"]


def test_a_group_above_the_unit_groups_and_an_unknown_code_have_no_task_distance() -> None:
    distances = load_task_distances()
    with pytest.raises(InputError, match="the group 251"):
        distances.distance("251", "2512")
    with pytest.raises(UnknownIdError, match="9999"):
        distances.nearest("9999")


def test_the_matrix_is_symmetric_zero_on_the_diagonal_and_within_bounds() -> None:
    matrix = load_task_distances().matrix
    assert (matrix.shape, matrix.dtype) == ((446, 446), np.float32)
    assert matrix == pytest.approx(matrix.T)
    assert not np.diag(matrix).any()
    assert (matrix >= 0).all()
    assert (matrix <= 1).all()


def test_task_distance_agrees_with_a_slow_sum_over_skills_and_titles() -> None:
    units = load_occupations().unit_codes
    skills, aliases = load_skills(), load_aliases()
    needs = {unit: {s.id: NEED_WEIGHTS[need] for s, need in skills.of_unit(unit)} for unit in units}
    idf = {s.id: math.log(len(units) / max(1, sum(s.id in found for found in needs.values()))) for s in skills}

    def slow(one: str, other: str) -> float:
        lengths = [math.sqrt(sum((w * idf[s]) ** 2 for s, w in needs[unit].items())) for unit in (one, other)]
        angle = sum(w * idf[s] * needs[other].get(s, 0) * idf[s] for s, w in needs[one].items()) / math.prod(lengths)
        sums = [sum(a.shares.get(unit, 0) for a in aliases) for unit in (one, other)]
        shared = sum(min(a.shares.get(one, 0), a.shares.get(other, 0)) for a in aliases)
        return (1 - angle) * (1 - shared / min(sums))

    for one, other in (("5120", "3434"), ("4321", "1324"), ("2221", "3221"), ("0111", "9629")):
        assert load_task_distances().distance(one, other) == pytest.approx(slow(one, other), abs=1e-5)


def test_authored_overlaps_are_nearer_by_task_than_other_pairs_across_the_tree() -> None:
    """Area under the ROC curve of 86 authored pairs against all others of different minor groups (0.96 when made)."""
    distances = load_task_distances()
    units = load_occupations().unit_codes
    near = [distances.distance(*sorted(pair)) for pair in NEAR_ACROSS_THE_TREE]
    others = [
        float(distances.matrix[row, column])
        for (row, one), (column, other) in combinations(enumerate(units), 2)
        if one[:3] != other[:3] and frozenset((one, other)) not in NEAR_ACROSS_THE_TREE
    ]
    ordered = np.sort(others)
    beaten = len(ordered) - (np.searchsorted(ordered, near, "left") + np.searchsorted(ordered, near, "right")) / 2
    assert float(beaten.mean()) / len(ordered) > 0.93
