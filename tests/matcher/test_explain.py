"""Reasons that can be checked: points that add up, words that stand in the texts, promises that come true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded, CodedSkill
from matcher.coding import RecordCoder
from matcher.explain import Explained, Explainer, Met
from matcher.part_list import NAMES
from matcher.records import Posting, Worker
from matcher.score import Scorer
from matcher.skill_credit import SkillCredit
from matcher.vocabulary import Vocabulary
from taxonomy.committee import load_committee
from taxonomy.licences import covered
from taxonomy.occupations import load_occupations
from taxonomy.pay import minimum_wage_idr
from taxonomy.places import load_gazetteer
from taxonomy.skill_mentions import load_skill_reader
from taxonomy.skills import load_skills
from tests.builders import (
    ADJACENT,
    CLERK,
    ELDEST,
    KOTA_BANDUNG,
    KOTA_BEKASI,
    KOTA_SURABAYA,
    SKILL_IDS,
    CodedPair,
    coded_posting,
    coded_worker,
    holding,
    pairs,
    pairs_of,
    posting,
    scorer,
    small_skills,
    vocabulary,
    worker,
)
from tests.fakes import FakeEncoder

SCORER, SKILLS = scorer(), small_skills()
EXPLAINER = Explainer(SCORER, SKILLS, load_gazetteer(), vocabulary())
ROUNDING = 1e-4
LEARNS = ("gain_skill", "gain_licence", "gain_certificate")


def reasons(told: CodedPair) -> Explained:
    return EXPLAINER.explain(told.columns, SCORER.score(told.columns), [met(told)])[0]


def met(told: CodedPair) -> Met:
    return Met(worker=told.worker, posting=told.posting, found=told.posting)


def pair(held: Coded, wanted: Coded) -> CodedPair:
    return CodedPair(worker=held, posting=wanted)


def total(told: CodedPair, also_held: Sequence[str] = ()) -> float:
    return float(SCORER.score(holding(told.columns, also_held)).totals[0])


def after(worker: Coded, step: Mapping[str, Any]) -> Coded:
    """The worker who has really taken a step, on the coded record."""
    what, amount = step["what"], step["amount"]
    match step["action"]:
        case "raise_education":
            return replace(worker, education=what)
        case "gain_experience":
            return replace(worker, experience_months=worker.experience_months + amount)
        case "relocate":
            return replace(worker, will_relocate=True)
        case "lower_pay":
            return replace(worker, pay_low=amount)
        case "accept_type":
            return replace(worker, employment_types=(*worker.employment_types, what))
        case _:
            learnt = tuple(CodedSkill(id=i, relevance="held") for i in (what, *covered([what])) if i in SKILL_IDS)
            return replace(worker, skills=(*worker.skills, *learnt))


@given(pairs())
def test_the_points_shown_add_up_to_the_score_shown_and_to_the_score_itself(told: CodedPair) -> None:
    shown = reasons(told)
    assert shown.score == round(sum(shown.components.values()), 4) == total(told)
    for name, points in shown.components.items():
        detail = shown.details[name]
        assert points == pytest.approx(detail["value"] * detail["weight"], abs=2 * ROUNDING)
        assert 0 <= points <= detail["weight"] + ROUNDING


@given(pairs())
def test_matched_missing_and_adjacent_part_the_skills_of_the_posting(told: CodedPair) -> None:
    shown = reasons(told)
    parts = [[entry["id"] for entry in part] for part in (shown.matched, shown.missing, shown.adjacent)]
    wanted = [skill.id for skill in told.posting.skills]
    assert sorted([*parts[0], *parts[1], *parts[2]]) == sorted(wanted)
    held = {skill.id for skill in told.worker.skills}
    assert held.intersection(wanted) <= set(parts[0])
    assert not held.intersection(parts[1])
    assert all(entry["held"]["id"] in held for entry in shown.adjacent)
    assert all(entry["usual_in_the_job"] is (entry["id"] not in held) for entry in shown.matched)


@given(pairs())
def test_every_promise_comes_true_when_the_step_is_really_taken(told: CodedPair) -> None:
    shown, now = reasons(told), total(told)
    for step in shown.would_help:
        then = total(replace(told, worker=after(told.worker, step)))
        assert round(then - now, 4) == step["gain"] > 0
    gains = [step["gain"] for step in shown.would_help]
    assert gains == sorted(gains, reverse=True)
    assert [step["best"] for step in shown.would_help] == [True, False, False, False, False][: len(gains)]
    steps = {(step["action"], step["what"]) for step in shown.would_help}
    assert len(steps) == len(gains) <= 5


@given(pairs())
def test_no_skill_that_helps_more_is_left_out(told: CodedPair) -> None:
    shown, now = reasons(told), total(told)
    held = {skill.id for skill in told.worker.skills}
    others = {
        skill.id: round(total(told, [skill.id, *(i for i in covered([skill.id]) if i in SKILL_IDS)]) - now, 4)
        for skill in told.posting.skills
        if skill.id not in held and SKILLS.get(skill.id).type != "soft"
    }
    best = {skill_id: gain for skill_id, gain in others.items() if gain > 0}
    named = {step["what"]: step["gain"] for step in shown.would_help if step["action"] in LEARNS}
    assert named.items() <= best.items()
    least = min((step["gain"] for step in shown.would_help), default=0)
    unnamed = [gain for skill_id, gain in best.items() if skill_id not in named]
    assert not unnamed or (len(shown.would_help) == 5 and max(unnamed) <= least)


def only_step(held: Coded, wanted: Coded) -> Mapping[str, Any]:
    (step,) = reasons(pair(held, wanted)).would_help
    return step


def named(step: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(step[name] for name in ("action", "what", "amount", "label", "label_en"))


def test_a_licence_brings_the_lower_ones_that_it_entitles_to() -> None:
    wanted = coded_posting(required=["sim-a", "sim-a-umum"])
    both = next(s for s in reasons(pair(coded_worker(), wanted)).would_help if s["what"] == "sim-a-umum")
    assert named(both) == ("gain_licence", "sim-a-umum", None, "SIM A Umum", "Driving Licence A Public")
    assert both["gain"] == round(SCORER.weights.skills, 4)


@pytest.mark.parametrize(
    ("held", "wanted", "level"),
    [("SMP", "SMA", "SMA"), ("SD", "SMA", "SMP"), ("SMA", "D1", "D1"), ("D3", "S1", "S1"), ("S1", "S2", "S2")],
)
def test_one_more_school_is_a_step_where_education_is_short(held: str, wanted: str, level: str) -> None:
    shown = reasons(pair(coded_worker(education=held), coded_posting(education=wanted))).would_help
    assert [named(step) for step in shown] in ([("raise_education", level, None, level, level)], [])
    assert bool(shown) is (level == wanted)
    enough = reasons(pair(coded_worker(education=wanted), coded_posting(education=held)))
    assert enough.would_help == ()


def test_missing_months_are_named() -> None:
    step = only_step(coded_worker(experience_months=6), coded_posting(experience_months=24))
    assert named(step) == ("gain_experience", "", 18, "", "")
    assert reasons(pair(coded_worker(experience_months=24), coded_posting(experience_months=24))).would_help == ()
    assert reasons(pair(coded_worker(), coded_posting(experience_months=24))).would_help == ()


def test_who_would_move_is_nearer_and_who_already_would_is_told_nothing() -> None:
    home, away = coded_worker(region_codes=(KOTA_BANDUNG,)), coded_posting(region_codes=(KOTA_SURABAYA,))
    step = only_step(home, away)
    assert named(step) == ("relocate", KOTA_SURABAYA, None, "Kota Surabaya", "Kota Surabaya")
    assert only_step(replace(home, will_relocate=False), away)["gain"] > step["gain"]
    for nothing in (
        pair(replace(home, will_relocate=True), away),
        pair(home, coded_posting(region_codes=(KOTA_BANDUNG,))),
        pair(home, replace(away, is_remote=True)),
        pair(coded_worker(), away),
        pair(home, coded_posting()),
    ):
        assert reasons(nothing).would_help == ()


def test_less_pay_is_a_step_only_to_what_is_offered_and_never_below_the_minimum_wage() -> None:
    asks = coded_worker(pay_low=9_000_000.0)
    step = only_step(asks, coded_posting(pay_low=6_000_000.0, pay_high=7_000_000.9))
    assert named(step) == ("lower_pay", "", 7_000_000, "", "")
    assert only_step(asks, coded_posting(pay_low=6_000_000.0))["amount"] == 6_000_000
    least = minimum_wage_idr(KOTA_BEKASI, 9_999)
    assert least is not None
    for offered, helps in ((least, True), (least - 1, False)):
        there = coded_posting(pay_high=float(offered), region_codes=(KOTA_BEKASI,))
        assert bool(reasons(pair(asks, there)).would_help) is helps
    assert reasons(pair(asks, coded_posting(pay_high=9_000_000.0))).would_help == ()


def test_another_kind_of_work_is_a_step_for_who_named_one() -> None:
    step = only_step(coded_worker(employment_types=("part_time",)), coded_posting(employment_types=("daily",)))
    assert named(step) == ("accept_type", "daily", None, "daily", "daily")
    assert reasons(pair(coded_worker(), coded_posting(employment_types=("daily",)))).would_help == ()


def test_the_best_step_of_all_kinds_comes_first() -> None:
    held = coded_worker(region_codes=(KOTA_BANDUNG,), experience_months=0, education="SMP")
    wanted = coded_posting(required=["las-busur"], region_codes=(KOTA_SURABAYA,), experience_months=12, education="SMA")
    shown = reasons(pair(held, wanted)).would_help
    assert {step["action"] for step in shown} == {"gain_skill", "relocate", "gain_experience", "raise_education"}
    assert shown[0]["best"]
    assert shown[0]["gain"] == max(step["gain"] for step in shown)


@given(st.lists(pairs(), min_size=2, max_size=4))
def test_a_pair_among_others_has_its_own_reasons(among: list[CodedPair]) -> None:
    for told in (
        [replace(one, worker=among[0].worker) for one in among],
        [replace(one, posting=among[0].posting) for one in among],
    ):
        together = pairs_of(told)
        shown = EXPLAINER.explain(together, SCORER.score(together), [met(one) for one in told])
        assert shown == [reasons(one) for one in told]


def test_a_missing_soft_skill_is_said_but_no_step_is_made_of_it() -> None:
    shown = reasons(pair(coded_worker(), coded_posting(required=["ketelitian"])))
    assert [entry["id"] for entry in shown.missing] == ["ketelitian"]
    assert shown.would_help == ()


def test_nothing_helps_when_everything_asked_for_is_held() -> None:
    shown = reasons(pair(coded_worker(held=["spreadsheet"]), coded_posting(required=["spreadsheet"])))
    assert [entry["id"] for entry in shown.matched] == ["spreadsheet"]
    assert (shown.missing, shown.adjacent, shown.would_help) == ((), (), ())


def test_an_adjacent_skill_names_what_is_held_and_its_step_is_worth_the_rest() -> None:
    wanted = coded_posting(required=[ADJACENT[0]])
    near = reasons(pair(coded_worker(held=[ADJACENT[1]]), wanted))
    (entry,) = near.adjacent
    assert (entry["id"], entry["held"]["id"], entry["required"]) == (ADJACENT[0], ADJACENT[1], True)
    bare = reasons(pair(coded_worker(), wanted))
    assert 0 < near.would_help[0]["gain"] < bare.would_help[0]["gain"]


def test_a_skill_that_is_usual_in_the_job_is_matched_and_said_to_be_supposed() -> None:
    clerk = coded_worker(worked_in=CLERK, experience_months=24)
    shown = reasons(pair(clerk, coded_posting(preferred=["spreadsheet"])))
    (entry,) = shown.matched
    assert (entry["usual_in_the_job"], entry["worker_words"], entry["required"]) == (True, "", False)
    assert shown.would_help[0]["what"] == "spreadsheet"


def test_what_is_not_known_is_said_in_the_details() -> None:
    shown = reasons(pair(coded_worker(), coded_posting()))
    assert {name for name in NAMES[:ELDEST] if shown.details[name]["known"]} == {
        "text",
        "words",
        "stage",
        "seniority",
    }
    assert (shown.key, shown.title) == ("uji:p1", "Lowongan uji:p1")


def test_the_record_that_was_searched_for_gives_key_and_title() -> None:
    told = pair(coded_worker(), coded_posting())
    (shown,) = EXPLAINER.explain(
        told.columns,
        SCORER.score(told.columns),
        [Met(worker=told.worker, posting=told.posting, found=told.worker)],
    )
    assert (shown.key, shown.title) == ("uji:w1", "Pencari uji:w1")


POSTINGS = (
    posting(
        "1",
        title="Staf Administrasi Keuangan",
        description="Kami mencari staf yang menguasai Microsoft Excel, teliti, dan punya SIM C.\n"
        "Diutamakan bisa bahasa Inggris. Pengalaman minimal 1 tahun.",
        skills=("Rekonsiliasi Bank",),
    ),
    posting("2", title="Welder / Juru Las", description="Bisa LAS SMAW dan las argon, baca gambar teknik, jujur."),
)
WORKERS = (
    worker("1", summary="Pernah 2 thn jadi admin, jago ms excel dan laporan kas, teliti.", skills=("SIM C",)),
    worker("2", summary="biasa las listrik & SMAW di bengkel, bisa bahasa inggris dikit", wish="tukang las"),
)


@pytest.mark.parametrize("wanted", POSTINGS, ids=lambda p: p.title)
@pytest.mark.parametrize("who", WORKERS, ids=lambda w: w.key)
def test_the_words_shown_really_stand_in_both_texts(wanted: Posting, who: Worker) -> None:
    skills, gazetteer = load_skills(), load_gazetteer()
    coder = RecordCoder(FakeEncoder(), load_committee(), skills, load_skill_reader(), gazetteer)
    coded_wanted, coded_who = (coding.coded for coding in coder.code([wanted, who]))
    numbers = Vocabulary(load_occupations(), skills, gazetteer)
    real = Scorer(numbers, SkillCredit(skills, numbers))
    told = pair(coded_who, coded_wanted)
    both = pairs_of([told], numbers)
    (shown,) = Explainer(real, skills, gazetteer, numbers).explain(both, real.score(both), [met(told)])
    of_posting = "\n".join([wanted.title, wanted.description, *wanted.skills])
    of_worker = "\n".join([who.summary, who.wish, *who.skills])
    entries = [*shown.matched, *shown.missing, *shown.adjacent]
    assert entries
    for entry in entries:
        assert entry["posting_words"]
        assert entry["posting_words"] in of_posting
    for entry in (*shown.matched, *shown.adjacent):
        assert entry["worker_words"] in of_worker
        assert bool(entry["worker_words"]) is not entry.get("usual_in_the_job", False)
