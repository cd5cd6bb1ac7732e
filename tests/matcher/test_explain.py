"""Reasons that can be checked: points that add up, words that stand in the texts, promises that come true."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from matcher.coded import CodedSkill
from matcher.coding import RecordCoder
from matcher.explain import Explained, explain
from matcher.records import Posting, Worker
from matcher.score import Pair, Scorer
from taxonomy.committee import load_committee
from taxonomy.places import load_gazetteer
from taxonomy.skill_mentions import load_skill_reader
from taxonomy.skills import load_skills
from tests.builders import (
    ADJACENT,
    CLERK,
    coded_posting,
    coded_worker,
    pair,
    pairs,
    posting,
    scorer,
    small_skills,
    worker,
)
from tests.fakes import FakeEncoder

SCORER, SKILLS = scorer(), small_skills()
ROUNDING = 1e-4


def reasons(scored_pair: Pair) -> Explained:
    scored = SCORER.score(scored_pair)
    return explain(SCORER, SKILLS, scored_pair, scored, key="uji:p1", title="Staf Kas")


@given(pairs())
def test_the_points_shown_add_up_to_the_score_shown_and_to_the_score_itself(scored_pair: Pair) -> None:
    shown, total = reasons(scored_pair), SCORER.score(scored_pair).total
    assert shown.score == pytest.approx(sum(shown.components.values()), abs=1e-9)
    assert shown.score == pytest.approx(total, abs=len(shown.components) * ROUNDING)
    for name, points in shown.components.items():
        detail = shown.details[name]
        assert points == pytest.approx(detail["value"] * detail["weight"], abs=2 * ROUNDING)
        assert 0 <= points <= detail["weight"] + ROUNDING


@given(pairs())
def test_matched_missing_and_adjacent_part_the_skills_of_the_posting(scored_pair: Pair) -> None:
    shown = reasons(scored_pair)
    parts = [[entry["id"] for entry in part] for part in (shown.matched, shown.missing, shown.adjacent)]
    wanted = [skill.id for skill in scored_pair.posting.skills]
    assert sorted([*parts[0], *parts[1], *parts[2]]) == sorted(wanted)
    held = {skill.id for skill in scored_pair.worker.skills}
    assert held.intersection(wanted) <= set(parts[0])
    assert not held.intersection(parts[1])
    assert all(entry["held"]["id"] in held for entry in shown.adjacent)
    assert all(entry["usual_in_the_job"] is (entry["id"] not in held) for entry in shown.matched)


@given(pairs())
def test_every_promise_comes_true_when_the_pair_is_scored_with_the_skill(scored_pair: Pair) -> None:
    shown, now = reasons(scored_pair), SCORER.score(scored_pair).total
    promised = {}
    for step in shown.would_help:
        learnt = CodedSkill(id=step["id"], relevance="held")
        richer = replace(scored_pair.worker, skills=(*scored_pair.worker.skills, learnt))
        then = SCORER.score(replace(scored_pair, worker=richer)).total
        assert then - now == pytest.approx(step["gain"], abs=ROUNDING)
        assert then > now
        assert step["type"] != "soft"
        promised[step["id"]] = step["gain"]
    gains = list(promised.values())
    assert gains == sorted(gains, reverse=True)
    assert len(shown.would_help) == len(promised) <= 3


@given(pairs())
def test_no_step_that_helps_more_is_left_out(scored_pair: Pair) -> None:
    shown, now = reasons(scored_pair), SCORER.score(scored_pair).total
    held = {skill.id for skill in scored_pair.worker.skills}
    others = {
        skill.id: SCORER.score(scored_pair, also_held=[skill.id]).total - now
        for skill in scored_pair.posting.skills
        if skill.id not in held and SKILLS.get(skill.id).type != "soft"
    }
    best = sorted((round(gain, 4) for gain in others.values() if gain > 0), reverse=True)[:3]
    assert [step["gain"] for step in shown.would_help] == best


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
    assert {name for name, detail in shown.details.items() if detail["known"]} == {"text", "words"}
    assert (shown.key, shown.title) == ("uji:p1", "Staf Kas")


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
    found = pair(coded_who, coded_wanted)
    real = Scorer(skills, gazetteer)
    shown = explain(real, skills, found, real.score(found), key=wanted.key, title=wanted.title)
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
