"""Licences that the law demands, and which covers which."""

from __future__ import annotations

import pytest

from taxonomy.licences import COMPULSORY, covered
from taxonomy.skill_mentions import load_skill_reader
from taxonomy.skills import load_skills


def test_every_licence_named_is_a_licence_of_the_taxonomy() -> None:
    named = COMPULSORY | set(covered(COMPULSORY)) | set(covered(COMPULSORY).values())
    assert {load_skills().get(licence).type for licence in named} == {"licence"}


@pytest.mark.parametrize(
    ("held", "lower"),
    [
        (["sim-b2"], {"sim-a": "sim-b2", "sim-b1": "sim-b2"}),
        (["sim-b1"], {"sim-a": "sim-b1"}),
        (["sim-a"], {}),
        (["sim-c"], {}),
        (["sim-b1", "sim-a"], {}),
        (["gada-utama"], {"gada-madya": "gada-utama", "gada-pratama": "gada-utama"}),
        (["sim-b1", "sim-b2"], {"sim-a": "sim-b1"}),
        ([], {}),
    ],
)
def test_a_higher_class_covers_the_lower_and_never_the_other_way_round(held: list[str], lower: dict[str, str]) -> None:
    assert covered(held) == lower


@pytest.mark.parametrize("licence", sorted(COMPULSORY))
def test_who_writes_that_a_licence_is_held_is_read_to_hold_it(licence: str) -> None:
    label = load_skills().get(licence).label
    assert licence in {mention.skill_id for mention in load_skill_reader().read_words(f"Punya {label}.")}
