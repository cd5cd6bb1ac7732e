"""People in groups, and the sums that a reader of their counts knows."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from matcher.audit_groups import UNKNOWN, Dimension, cells_of, dimensions_of
from matcher.audit_suppression import EVERYBODY, withheld
from tests.matcher.audit_attacker import most_possible

NAMES = ("sex", "religion", "disability")

traits = st.fixed_dictionaries(
    {},
    optional={
        "sex": st.sampled_from(["female", "male"]),
        "religion": st.sampled_from(["islam", "hindu", "catholic"]),
        "disability": st.sampled_from(["no", "yes"]),
    },
)
person = st.tuples(traits, st.sampled_from(["31", "32", "11", "94", UNKNOWN]))


def named(dimensions: list[Dimension]) -> dict[str, list[str]]:
    return {one.name: one.groups.tolist() for one in dimensions}


def test_people_are_parted_by_trait_by_region_and_by_sex_within_these() -> None:
    found = named(dimensions_of([{"sex": "female", "religion": "hindu"}, {"sex": "male"}], NAMES, ["51", "35"], 1))
    assert found == {
        "sex": ["female", "male"],
        "religion": ["hindu", ""],
        "province": ["51", "35"],
        "island": ["outside_java", "java"],
        "sex & religion": ["female & hindu", ""],
        "sex & island": ["female & outside_java", "male & java"],
    }


def test_without_sex_nothing_is_crossed_and_what_nobody_has_is_left_out() -> None:
    assert list(named(dimensions_of([{"religion": "islam"}, {}], NAMES, ["", ""], 1))) == ["religion"]
    assert dimensions_of([{}], NAMES, [""], 1) == []
    assert cells_of([]).counts == {EVERYBODY: 0}


def test_own_words_that_few_use_are_never_shown() -> None:
    words = ["jawa", "jawa", "budi santoso", "", "batak", "jawa"]
    (one,) = dimensions_of([{"ethnicity": word} if word else {} for word in words], ("ethnicity",), [""] * 6, 2)
    assert one.groups.tolist() == ["jawa", "jawa", "other", "", "other", "jawa"]


def test_the_six_provinces_of_java_are_java() -> None:
    codes = ["31", "32", "33", "34", "35", "36", "18", "51", ""]
    found = named(dimensions_of([{}] * len(codes), (), codes, 1))
    assert found["island"] == ["java"] * 6 + ["outside_java"] * 2 + [""]


def test_counts_come_by_name_and_those_not_known_are_always_counted() -> None:
    (one, *_) = dimensions_of([{"sex": "male"}, {"sex": "female"}, {"sex": "male"}], NAMES, ["", "", ""], 1)
    assert one.counts() == {"": 0, "female": 1, "male": 2}


@given(st.lists(person, min_size=1, max_size=60))
def test_all_cells_are_counts_of_people_and_all_sums_hold(people: list[tuple[dict[str, str], str]]) -> None:
    dimensions = dimensions_of([one for one, _ in people], NAMES, [code for _, code in people], 1)
    cells = cells_of(dimensions)
    for one in cells.sums:
        assert cells.counts[one.whole] == sum(cells.counts[part] for part in one.parts)
        assert len(set(one.parts)) == len(one.parts)
    for dimension in dimensions:
        expected = Counter(dimension.groups.tolist())
        for group in {*expected, UNKNOWN}:
            assert cells.counts[dimension.name, group] == expected[group]
    for name, left, right in cells.hidden:
        one, other = name.split(" & ")
        groups = named(dimensions)
        pairs = Counter(zip(groups[one], groups[other], strict=True))
        assert cells.counts[name, left, right] == pairs[left, right]
        assert UNKNOWN in (left, right)


@given(st.lists(person, min_size=12, max_size=80), st.integers(2, 6))
def test_nobody_in_a_small_group_is_given_away_by_any_sum(
    people: list[tuple[dict[str, str], str]], threshold: int
) -> None:
    cells = cells_of(dimensions_of([one for one, _ in people], NAMES, [code for _, code in people], 1))
    found = withheld(cells.counts, cells.sums, threshold, cells.hidden)
    for cell, n in cells.counts.items():
        if not 0 < n < threshold or cell in cells.hidden or cell == EVERYBODY:
            continue
        assert cell in found
        near = [name for one in cells.sums if cell in (one.whole, *one.parts) for name in (one.whole, *one.parts)]
        is_whole = all(name in found | cells.hidden | {EVERYBODY} or cells.counts[name] == 0 for name in near)
        assert is_whole or most_possible(cell, cells.counts, cells.sums, found, cells.hidden) >= threshold
