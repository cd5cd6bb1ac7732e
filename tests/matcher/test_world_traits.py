"""Invented traits for the sample world alone."""

from __future__ import annotations

from collections import Counter

import pytest

from matcher.audit_traits import AGES, TRAITS
from matcher.world.generate import SEED, sample_workers
from matcher.world.traits import sample_traits
from taxonomy.errors import InputError


def test_the_same_worker_has_the_same_traits_whoever_else_is_asked_for() -> None:
    keys = [row["id"] for row in sample_workers()]
    every = sample_traits(keys, SEED)
    assert sample_traits(keys[7:9], SEED) == {key: every[key] for key in keys[7:9]}
    assert sample_traits(keys, SEED + 1) != every


def test_traits_are_those_of_the_audit_and_some_are_not_known() -> None:
    found = sample_traits([f"contoh:worker-{n}" for n in range(4_000)], SEED)
    assert {trait for one in found.values() for trait in one} < set(TRAITS)
    assert {one["age"] for one in found.values() if "age" in one} == set(AGES)
    sexes = Counter(one.get("sex", "") for one in found.values())
    assert 0.02 < sexes[""] / 4_000 < 0.04
    assert 0.37 < sexes["female"] / (4_000 - sexes[""]) < 0.43


def test_nobody_else_is_given_an_invented_trait() -> None:
    with pytest.raises(
        InputError, match=r"--sample-traits: wanted workers of the sample world .* found source karirhub"
    ):
        sample_traits(["contoh:worker-0001", "karirhub:7"], SEED)
