"""The KBJI tree and how alike two unit groups are, against slow walks over random trees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy import occupations
from taxonomy.errors import UnknownIdError
from taxonomy.occupations import NEAR_ACROSS_THE_TREE, Occupation, Occupations, load_occupations

BY_SHARED = {0: 0.0, 1: 0.15, 2: 0.35, 3: 0.65, 4: 1.0}


def with_groups_above(codes: set[str]) -> list[str]:
    above = {code.partition(".")[0] for code in codes}
    return sorted(codes | {unit[:length] for unit in above for length in range(1, 5)})


@st.composite
def trees(draw: st.DrawFn) -> Occupations:
    digits = st.text(alphabet="0123", min_size=4, max_size=4)
    units = draw(st.sets(digits, min_size=1, max_size=12))
    jobs = {f"{unit}.{draw(st.integers(1, 99)):02d}" for unit in units if draw(st.booleans())}
    return Occupations(tuple(Occupation(code=c, title=f"t{c}", title_en="") for c in with_groups_above(units | jobs)))


def slow_parent(code: str, known: set[str]) -> str | None:
    shorter = [c for c in known if c != code and code.startswith(c)]
    return max(shorter, key=len) if shorter else None


@given(trees())
def test_parents_and_children_agree_with_a_slow_walk(tree: Occupations) -> None:
    known = {entry.code for entry in tree}
    for code in known:
        parent = tree.parent(code)
        assert (parent.code if parent else None) == slow_parent(code, known)
        assert {child.code for child in tree.children(code)} == {c for c in known if slow_parent(c, known) == code}


@given(trees())
def test_the_way_up_and_the_entries_beside_agree_with_a_slow_walk(tree: Occupations) -> None:
    known = {entry.code for entry in tree}
    for code in known:
        above = [c for c in sorted(known, key=len) if c != code and code.startswith(c)]
        assert [entry.code for entry in tree.parents(code)] == above
        beside = {c for c in known if c != code and slow_parent(c, known) == slow_parent(code, known)}
        assert {entry.code for entry in tree.siblings(code)} == beside


@given(trees())
def test_unit_groups_are_the_entries_of_four_digits_in_order(tree: Occupations) -> None:
    assert tree.unit_codes == tuple(entry.code for entry in tree if len(entry.code) == 4)
    assert [tree.unit_row(code) for code in tree.unit_codes] == list(range(len(tree.unit_codes)))


def slow_similarity(one: str, two: str) -> float:
    shared = 0
    while shared < 4 and one[shared] == two[shared]:
        shared += 1
    return BY_SHARED[shared]


def test_overlaps_of_groups_that_a_version_lacks_are_passed_over() -> None:
    tree = Occupations(tuple(Occupation(code=c, title=c, title_en="") for c in ("2512", "2513")), "KBJI2026")
    assert tree.similarity == pytest.approx(np.array([[1, 0.75], [0.75, 1]]))


@given(trees())
def test_similarity_agrees_with_counting_shared_digits(tree: Occupations) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(occupations, "NEAR_ACROSS_THE_TREE", {})
        found = tree.similarity
    expected = [[slow_similarity(one, two) for two in tree.unit_codes] for one in tree.unit_codes]
    assert found == pytest.approx(np.array(expected))


def test_similarity_of_the_bundled_table_is_symmetric_and_one_on_the_diagonal() -> None:
    matrix = load_occupations().similarity
    assert matrix.shape == (446, 446)
    assert matrix.dtype == np.float32
    assert (matrix == matrix.T).all()
    assert (np.diag(matrix) == 1).all()
    assert matrix.min() >= 0
    assert matrix.max() <= 1


def test_authored_overlaps_raise_similarity_and_never_lower_it() -> None:
    table = load_occupations()
    for pair, value in NEAR_ACROSS_THE_TREE.items():
        one, two = sorted(pair)
        found = float(table.similarity[table.unit_row(one), table.unit_row(two)])
        assert found == pytest.approx(max(value, slow_similarity(one, two)))
        assert 0 < value < 1


def test_pairs_that_nobody_authored_keep_the_trees_similarity() -> None:
    table = load_occupations()
    for one, two in (("5230", "2512"), ("2512", "2519"), ("8322", "8331")):
        found = float(table.similarity[table.unit_row(one), table.unit_row(two)])
        assert found == pytest.approx(slow_similarity(one, two))


def test_a_code_is_known_or_refused_by_name() -> None:
    table = load_occupations()
    assert "5230" in table
    assert 5230 not in table
    assert table.get("5230").code == "5230"
    for ask in (table.get, table.parent, table.parents, table.children, table.siblings, table.unit_row):
        with pytest.raises(UnknownIdError, match=r"a (code|unit group) of KBJI2014, found 9999"):
            ask("9999")


def test_a_group_of_three_digits_has_no_row() -> None:
    with pytest.raises(UnknownIdError, match="unit group"):
        load_occupations().unit_row("523")


def test_a_distribution_sums_to_one_and_adds_repeated_codes() -> None:
    table = load_occupations()
    row = table.distribution([("5230", 1.0), ("2512", 2.0), ("5230", 1.0)])
    assert row.sum() == pytest.approx(1)
    assert row[table.unit_row("5230")] == pytest.approx(0.5)
    assert (row.dtype, row.shape) == (np.float32, (446,))


def test_no_weights_give_a_row_of_zeros() -> None:
    assert not load_occupations().distribution([]).any()
    assert not load_occupations().distribution([("5230", 0.0)]).any()


def test_a_distribution_over_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownIdError):
        load_occupations().distribution([("0000", 1.0)])
