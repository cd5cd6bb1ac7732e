"""Reasons that can be checked: points that add up, words that stand in the texts, promises that come true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded, CodedSkill
from matcher.coding import RecordCoder
from matcher.explain import Explained, Explainer
from matcher.records import Posting, Worker
from matcher.score import Scorer
from matcher.skill_credit import SkillCredit
from matcher.vocabulary import Vocabulary
from taxonomy.committee import load_committee
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.skill_mentions import load_skill_reader
from taxonomy.skills import load_skills
from tests.builders import (
    ADJACENT,
    CLERK,
    CodedPair,
    coded_posting,
    coded_worker,
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
EXPLAINER = Explainer(SCORER, SKILLS, vocabulary())
ROUNDING = 1e-4


def reasons(told: CodedPair) -> Explained:
    return EXPLAINER.explain(SCORER.score(told.columns), 0, told.worker, told.posting, told.posting)


def pair(held: Coded, wanted: Coded) -> CodedPair:
    return CodedPair(worker=held, posting=wanted)


def total(told: CodedPair, also_held: Sequence[str] = ()) -> float:
    also = np.array([vocabulary().skills[skill_id] for skill_id in also_held], dtype=np.int64)
    return float(SCORER.score(told.columns, also_held=also).totals[0])


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
def test_every_promise_comes_true_when_the_skill_is_really_held(told: CodedPair) -> None:
    shown, now = reasons(told), total(told)
    promised = {}
    for step in shown.would_help:
        learnt = CodedSkill(id=step["id"], relevance="held")
        then = total(replace(told, worker=replace(told.worker, skills=(*told.worker.skills, learnt))))
        assert round(then - now, 4) == step["gain"] > 0
        assert step["type"] != "soft"
        promised[step["id"]] = step["gain"]
    gains = list(promised.values())
    assert gains == sorted(gains, reverse=True)
    assert len(shown.would_help) == len(promised) <= 3


@given(pairs())
def test_no_step_that_helps_more_is_left_out(told: CodedPair) -> None:
    shown, now = reasons(told), total(told)
    held = {skill.id for skill in told.worker.skills}
    others = {
        skill.id: round(total(told, [skill.id]) - now, 4)
        for skill in told.posting.skills
        if skill.id not in held and SKILLS.get(skill.id).type != "soft"
    }
    best = sorted((-gain, skill_id) for skill_id, gain in others.items() if gain > 0)[:3]
    assert [(-step["gain"], step["id"]) for step in shown.would_help] == best


@given(st.lists(pairs(), min_size=2, max_size=4))
def test_a_pair_among_others_has_its_own_reasons(met: list[CodedPair]) -> None:
    met = [replace(one, worker=met[0].worker) for one in met]
    among = SCORER.score(pairs_of(met))
    for at, one in enumerate(met):
        assert EXPLAINER.explain(among, at, one.worker, one.posting, one.posting) == reasons(one)


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
    clerk = coded_worker(occupations=((CLERK, 0.9),), experience_months=24)
    shown = reasons(pair(clerk, coded_posting(preferred=["spreadsheet"])))
    (entry,) = shown.matched
    assert (entry["usual_in_the_job"], entry["worker_words"], entry["required"]) == (True, "", False)
    assert shown.would_help[0]["id"] == "spreadsheet"


def test_what_is_not_known_is_said_in_the_details() -> None:
    shown = reasons(pair(coded_worker(), coded_posting()))
    assert {name for name, detail in shown.details.items() if detail["known"]} == {
        "text",
        "words",
        "stage",
        "seniority",
    }
    assert (shown.key, shown.title) == ("uji:p1", "Lowongan uji:p1")


def test_the_record_that_was_searched_for_gives_key_and_title() -> None:
    told = pair(coded_worker(), coded_posting())
    shown = EXPLAINER.explain(SCORER.score(told.columns), 0, told.worker, told.posting, told.worker)
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
    scores = real.score(pairs_of([pair(coded_who, coded_wanted)], numbers))
    shown = Explainer(real, skills, numbers).explain(scores, 0, coded_who, coded_wanted, coded_wanted)
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
