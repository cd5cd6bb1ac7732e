"""The career ladder: what a line must hold, and what the bundled one says."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from taxonomy.career_ladder import CareerLadder, career_ladder_in, learnt_on_the_way, load_career_ladder
from taxonomy.education import LEVELS
from taxonomy.errors import InputError
from taxonomy.licences import COMPULSORY
from taxonomy.occupations import load_occupations
from taxonomy.skills import load_skills
from taxonomy.tables import Row

LADDER = load_career_ladder()
UNITS = load_occupations().unit_codes
GOOD = {"from": "5230", "to": "5222", "kind": "promotion", "months": "24", "education": "SMA", "needs": ""}
TOP = "1120"
"""Directors: the ladder ends there."""


def ladder(*rows: Row) -> CareerLadder:
    return career_ladder_in([(f"ladder.tsv line {at}", row) for at, row in enumerate(rows, 2)], load_skills())


def test_a_line_gives_a_step_with_its_needs_as_skills() -> None:
    (step,) = ladder({**GOOD, "to": "8344", "kind": "move", "needs": "SIO Forklift|Stok opname"})
    assert (step.origin, step.to, step.kind, step.months, step.education) == ("5230", "8344", "move", 24, "SMA")
    assert [skill.id for skill in step.needs] == ["sio-forklift", "stok-opname"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"from": "9999"}, "wanted two unit groups, found 9999 to 5222"),
        ({"to": "52"}, "wanted two unit groups, found 5230 to 52"),
        ({"to": "5230"}, "wanted two unit groups, found 5230 to 5230"),
        ({"kind": "luck"}, "wanted one of promotion, specialisation, move, found luck"),
        ({"months": "0"}, "wanted months from 1 to 120, found 0"),
        ({"months": "²"}, "wanted months from 1 to 120"),
        ({"months": "121"}, "wanted months from 1 to 120, found 121"),
        ({"education": "TK"}, "wanted a level of education, or nothing, found TK"),
        ({"needs": "Membaca pikiran"}, "wanted labels of skills, found Membaca pikiran"),
        ({}, "wanted each step once, found 5230 to 5222 again"),
    ],
)
def test_a_faulty_line_is_refused_with_file_and_line(fault: dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=r"^ladder\.tsv line 3") as told:
        ladder(GOOD, {**GOOD, **fault})
    assert said in str(told.value)


def test_promotions_that_lead_back_are_refused_and_the_ring_is_named() -> None:
    ring = [{**GOOD, "from": "5222", "to": "1420"}, {**GOOD, "from": "1420", "to": "5230"}]
    with pytest.raises(InputError, match=r"^ladder\.tsv: wanted promotions that lead nowhere back") as told:
        ladder(GOOD, *ring)
    assert {"5230", "5222", "1420"} <= set(str(told.value).replace(" to ", " ").split())
    # Moves may lead back: people go from till to counter and the other way round.
    assert len(ladder(GOOD, ring[0], {**ring[1], "kind": "move"})) == 3


def test_the_bundled_ladder_leaves_every_unit_group_but_that_of_directors() -> None:
    assert len(LADDER) >= 1_300
    assert set(UNITS) - {step.origin for step in LADDER} == {TOP}


def test_every_promotion_is_reached_by_no_other_way_than_upwards() -> None:
    """An oracle of its own for the check at loading: following promotions from a unit group never leads back to it."""
    ups = defaultdict(set)
    for step in LADDER:
        if step.kind == "promotion":
            ups[step.origin].add(step.to)
    for start in ups:
        seen, left = set(), [start]
        while left:
            for higher in ups.get(left.pop(), ()):
                assert higher != start
                if higher not in seen:
                    seen.add(higher)
                    left.append(higher)


def test_promotions_never_lead_to_a_lower_skill_level() -> None:
    """Skill levels of ISCO-08 (ILO 2012): major group 9 is 1, 4-8 are 2, 3 is 3, 2 is 4; managers stand above."""
    level = {"9": 1, **dict.fromkeys("45678", 2), "3": 3, "2": 4, "1": 5, "0": 5}
    for step in LADDER:
        if step.kind == "promotion":
            assert level[step.to[0]] >= level[step.origin[0]], step


def test_steps_come_promotions_first_and_the_soonest_first_among_their_kind() -> None:
    steps = LADDER.steps_from("5230")
    kinds = [step.kind for step in steps]
    assert kinds == sorted(kinds, key=["promotion", "specialisation", "move"].index)
    assert Counter(kinds).keys() == {"promotion", "specialisation", "move"}
    for kind in kinds:
        months = [step.months for step in steps if step.kind == kind]
        assert months == sorted(months)
    assert LADDER.steps_from(TOP) == LADDER.steps_from("none") == ()


def test_work_that_the_law_ties_to_a_licence_names_it() -> None:
    by_end = {(step.origin, step.to): {skill.id for skill in step.needs} for step in LADDER}
    assert "sim-b2" in by_end["8322", "8332"]
    assert "sio-forklift" in by_end["9333", "8344"]
    assert "str-perawat" in by_end["5321", "3221"]
    assert "gada-pratama" in by_end["9629", "5414"]
    named = {skill for needs in by_end.values() for skill in needs}
    assert len(named & COMPULSORY) >= 15


def test_what_is_learnt_on_the_way_is_essential_there_and_not_needed_before() -> None:
    skills = load_skills()
    for step in LADDER:
        before = {skill.id for skill, _ in skills.of_unit(step.origin)}
        there = {skill.id for skill, need in skills.of_unit(step.to) if need == "essential"}
        learnt = {skill.id for skill in learnt_on_the_way(step, skills)}
        assert learnt <= there
        assert not learnt & before
    assert {step.education for step in LADDER} <= {"", *LEVELS}
