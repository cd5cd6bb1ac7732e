"""What is within reach, held against the plain pipeline and against slow arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded
from matcher.components import PREFERRED_WEIGHT
from matcher.filters import lacks
from matcher.openings import SAME_WORK
from matcher.skill_match import match_skills
from matcher.training.admission import TrainingWish
from matcher.training.advisor import looked_at
from matcher.training.gained import after_courses, both, gained_skills, learnt_of
from matcher.training.reach import FITS, LEAST_MET, NEARLY, Outlook
from matcher.weights import bundled_weights
from tests.builders import (
    KOTA_BANDUNG,
    KOTA_BEKASI,
    KOTA_SURABAYA,
    coded_posting,
    coded_records,
    small_skills,
    vocabulary,
    weighing,
)
from tests.matcher.training.made_advice import (
    BAKER,
    TODAY,
    WELDER,
    advisor,
    asking,
    by_skills,
    training,
    welder,
    welding,
)

ANY = TrainingWish()
SKILLS, CREDIT = small_skills(), by_skills().credit


def keys(outlook: Outlook, reached: np.ndarray) -> list[str]:
    return sorted(outlook.key(int(at)) for at in np.flatnonzero(reached))


@given(
    coded_records("worker", "uji:w"),
    st.lists(coded_records("posting"), max_size=6, unique_by=lambda item: item.key),
    st.lists(coded_records("course"), min_size=1, max_size=3, unique_by=lambda item: item.key),
    st.sampled_from([bundled_weights(), weighing(skills=1.0)]),
)
def test_what_is_learnt_gives_the_scores_that_the_plain_pipeline_gives_the_worker_who_holds_it(
    worker: Coded, postings: list[Coded], courses: list[Coded], weights: object
) -> None:
    asked = advisor(postings, courses, weights)  # type: ignore[arg-type]  # drawn from two
    outlook = asked.outlook(asking(worker), ANY)
    learnt = both([learnt_of(gained_skills(one, SKILLS), CREDIT, vocabulary()) for one in courses])
    after = outlook.after(learnt)
    trained = after_courses(worker, courses, SKILLS)
    named = [outlook.key(at) for at in range(len(outlook))]
    assert asked._search.scores(asking(trained), "posting", named).totals.tolist() == after.totals.tolist()
    again = asked.outlook(asking(trained), ANY)
    assert [again.key(at) for at in range(len(again))] == named
    assert again.now.totals.tolist() == after.totals.tolist()
    assert again.now.reached.tolist() == after.reached.tolist()
    assert after.reached.tolist() == [
        slowly_reached(trained, one, total)
        for one, total in zip(
            [next(p for p in postings if p.key == key) for key in named], after.totals.tolist(), strict=True
        )
    ]
    assert (after.totals >= outlook.now.totals).all()


def slowly_reached(worker: Coded, posting: Coded, total: float) -> bool:
    """Read one by one: licences, then the score, then the share of the skills that can be checked."""
    wanted, held = (np.uint64(vocabulary().licence_bits(one)) for one in (posting, worker))
    if lacks(wanted, held):
        return False
    met = asked = 0.0
    for match in match_skills(worker, posting, CREDIT, vocabulary()):
        if SKILLS.get(match.skill_id).type != "soft":
            weight = 1.0 if match.required else PREFERRED_WEIGHT
            met, asked = met + weight * match.credit, asked + weight
    return total >= FITS or (total >= NEARLY and (asked == 0 or met / asked >= LEAST_MET - 1e-12))


def test_only_postings_of_the_work_sought_that_pass_every_other_condition_are_looked_at() -> None:
    postings = [
        welding("uji:p1", "las-busur", region_codes=(KOTA_BEKASI,)),
        welding("uji:p2", "las-busur", region_codes=(KOTA_SURABAYA,)),
        welding("uji:p3", "las-busur", is_closed=True),
        welding("uji:p4", "las-busur", licences=("sim-a",), region_codes=(KOTA_BANDUNG,)),
        coded_posting("uji:p5", required=["las-busur"], occupations=BAKER),
        coded_posting("uji:p6", required=["las-busur"]),
    ]
    asked, home = advisor(postings, []), welder(region_codes=(KOTA_BEKASI,))
    near = asked.outlook(asking(home), TrainingWish(today=TODAY))
    assert keys(near, np.ones(len(near), dtype=bool)) == ["uji:p1", "uji:p4", "uji:p6"]
    mover = asked.outlook(asking(welder(region_codes=(KOTA_BEKASI,), will_relocate=True)), TrainingWish(today=TODAY))
    assert keys(mover, np.ones(len(mover), dtype=bool)) == ["uji:p1", "uji:p2", "uji:p4", "uji:p6"]
    assert looked_at(asking(home), TrainingWish(today=TODAY)).waived == ("licence",)
    assert SAME_WORK > 0


def test_a_licence_opens_what_the_law_closed() -> None:
    outlook = advisor([welding("uji:p1", "las-busur", licences=("sim-a",))], []).outlook(
        asking(welder(held=["las-busur"])), ANY
    )
    learnt = learnt_of(["sim-a"], CREDIT, vocabulary())
    assert keys(outlook, outlook.now.reached) == []
    assert keys(outlook, outlook.after(learnt).reached) == ["uji:p1"]
    assert outlook.frees(learnt)
    assert outlook.teaches(learnt)
    assert not outlook.frees(learnt_of(["sim-c"], CREDIT, vocabulary()))


def test_half_of_what_can_be_checked_is_needed_where_the_score_is_not_high_and_soft_skills_count_nothing() -> None:
    # Every score is .6436: only the share that can be checked tells them apart.
    weights = weighing(stage=0.64, pay=0.36)
    postings = [
        welding("uji:p1", "las-busur", "perpajakan", "spreadsheet", pay_high=1e6),
        welding("uji:p2", "ketelitian", pay_high=1e6),
    ]
    outlook = advisor(postings, [], weights).outlook(asking(welder(held=["perpajakan"], pay_low=1e7)), ANY)
    assert keys(outlook, outlook.now.reached) == ["uji:p2"]
    learnt = learnt_of(["las-busur"], CREDIT, vocabulary())
    assert keys(outlook, outlook.after(learnt).reached) == ["uji:p1", "uji:p2"]


def test_nothing_to_look_at_and_nothing_learnt_change_nothing() -> None:
    empty = advisor([], []).outlook(asking(welder()), ANY)
    nothing = learnt_of([], CREDIT, vocabulary())
    assert (len(empty), empty.after(nothing).totals.shape) == (0, (0,))
    outlook = advisor([welding("uji:p1", "las-busur")], []).outlook(asking(welder()), ANY)
    assert outlook.after(nothing).totals.tolist() == outlook.now.totals.tolist()
    assert not outlook.teaches(nothing)


@pytest.mark.parametrize(("low", "high", "middle"), [(4e6, 6e6, 5e6), (4e6, None, 4e6), (None, 6e6, 6e6)])
def test_the_pay_of_a_posting_is_the_middle_of_what_it_names(
    low: float | None, high: float | None, middle: float
) -> None:
    posting = welding("uji:p1", "las-busur", pay_low=low, pay_high=high, occupations=WELDER)
    assert advisor([posting], [training("uji:c1", "las-busur")]).outlook(asking(welder()), ANY).pay.tolist() == [middle]
