"""The sample world as a whole: counts, places, forms, distinctness, determinism, nothing personal."""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from matcher.course_form import CourseForm
from matcher.filling import fill
from matcher.forms import PostingForm, WorkerForm
from matcher.identity import IDENTITY_FIELDS
from matcher.privacy import without_personal
from matcher.world import generate
from matcher.world.dates import REFERENCE_DAY
from matcher.world.generate import (
    posting_slots,
    sample_courses,
    sample_postings,
    sample_workers,
    worker_slots,
    write_world,
)
from matcher.world.places import local_wage_idr
from matcher.world.programmes import load_programmes
from taxonomy.education import level_rank, read_education
from taxonomy.places import load_gazetteer
from taxonomy.provinces import load_provinces
from taxonomy.skill_crosswalk import skills_of_unit
from taxonomy.skills import load_skills

Rows = list[dict[str, Any]]
MARKS = ("Contoh", "Rekaan", "Umpama", "Misalnya", "Andaian", "Khayal")


@pytest.fixture(scope="module")
def postings() -> Rows:
    return sample_postings()


@pytest.fixture(scope="module")
def workers() -> Rows:
    return sample_workers()


@pytest.fixture(scope="module")
def courses() -> Rows:
    return sample_courses()


@pytest.fixture(scope="module")
def everything(postings: Rows, workers: Rows, courses: Rows) -> Rows:
    return [*postings, *workers, *courses]


def test_the_world_is_as_large_as_promised(postings: Rows, workers: Rows, courses: Rows) -> None:
    assert len(postings) >= 500
    assert len(workers) >= 500
    assert len(courses) >= 300


def test_every_row_fills_its_form(postings: Rows, workers: Rows, courses: Rows) -> None:
    forms: list[tuple[type[PostingForm] | type[WorkerForm] | type[CourseForm], Rows]] = [
        (PostingForm, postings),
        (WorkerForm, workers),
        (CourseForm, courses),
    ]
    for form, rows in forms:
        for row in rows:
            record = fill(form, row, row["id"]).to_record("contoh", "0" * 64)
            assert record.key == row["id"]


def test_every_record_is_marked_as_invented(everything: Rows) -> None:
    assert {row["source"] for row in everything} == {"contoh"}
    assert len({row["id"] for row in everything}) == len(everything)
    assert all(re.fullmatch(r"contoh:(posting|worker|course)-\d{4}", row["id"]) for row in everything)
    for row in everything:
        named = row.get("employer") or row.get("provider")
        assert named is None or any(mark in named for mark in MARKS)


def test_each_kind_is_found_three_times_in_every_province(postings: Rows, workers: Rows, courses: Rows) -> None:
    provinces = {province.code for province in load_gazetteer().provinces()}
    assert provinces == load_provinces().keys()
    for texts in (
        [row["places"][-1] for row in postings],
        [row["place"] for row in workers],
        [row["place"] for row in courses],
    ):
        found = Counter(
            code for text in texts for code in {region.province_code for region in load_gazetteer().read(text).regions}
        )
        assert set(found) == provinces
        assert min(found.values()) >= 3


def test_every_place_is_read_as_the_place_that_was_meant(postings: Rows, workers: Rows) -> None:
    meant = [(row["places"][-1], slot) for row, slot in zip(postings, posting_slots(), strict=False)]
    meant += [(row["place"], slot) for row, slot in zip(workers, worker_slots(), strict=True)]
    for text, slot in meant:
        assert slot.region in load_gazetteer().read(text).regions, text


def test_the_big_provinces_have_more_than_the_small(workers: Rows) -> None:
    by_province = Counter(slot.region.province_code for slot in worker_slots())
    assert min(by_province[code] for code in ("32", "33", "35")) > 5 * by_province["96"]


def test_many_unit_groups_occur_and_the_frequent_ones_more_often() -> None:
    for slots in (posting_slots(), worker_slots()):
        by_code = Counter(slot.trade.code for slot in slots)
        assert len(by_code) >= 150
        assert by_code["3322"] + by_code["4110"] + by_code["5223"] > 3 * by_code["7312"] + 3
    assert not {"1112", "1113", "6310"} & {slot.trade.code for slot in posting_slots()}


def test_no_job_lies_where_its_trade_is_not_found() -> None:
    astray = [slot for slot in posting_slots() if slot.region.province_code in slot.trade.not_in]
    assert astray == []


def test_over_a_third_of_the_workers_share_trade_and_province_with_a_posting() -> None:
    offered = {(slot.trade.code, slot.region.province_code) for slot in posting_slots()}
    shared = [slot for slot in worker_slots() if (slot.trade.code, slot.region.province_code) in offered]
    assert len(shared) > len(worker_slots()) / 3


def test_no_two_descriptions_and_no_two_summaries_are_equal(postings: Rows, workers: Rows) -> None:
    assert len({row["description"] for row in postings}) == len(postings)
    assert len({row["summary"] for row in workers}) == len(workers)


def test_descriptions_do_not_all_open_alike(postings: Rows) -> None:
    openings = Counter(" ".join(row["description"].split()[:2]) for row in postings)
    assert openings.most_common(1)[0][1] < len(postings) * 0.12


def test_nothing_personal_is_said_or_asked_for(everything: Rows) -> None:
    for row in everything:
        assert not IDENTITY_FIELDS & set(row)
        for field in ("title", "description", "summary", "wish"):
            text = row.get(field, "")
            assert without_personal(text) == " ".join(text.split(" ")), (row["id"], field)


def test_other_seeds_say_next_to_nothing_personal_either() -> None:
    texts = [row["description"] for row in sample_postings(7)] + [row["summary"] for row in sample_workers(7)]
    changed = [text for text in texts if without_personal(text) != " ".join(text.split(" "))]
    assert len(changed) <= 0.01 * len(texts)


def test_skills_that_are_listed_are_known(everything: Rows) -> None:
    unknown = {name for row in everything for name in row.get("skills", ()) if load_skills().find(name) is None}
    assert unknown == set()


def test_education_is_readable_everywhere(postings: Rows, workers: Rows, courses: Rows) -> None:
    stated = [text for row in postings for text in row.get("education", ())]
    stated += [row["education"] for row in workers] + [row["education_min"] for row in courses]
    assert {text for text in stated if not read_education(text).levels} == set()


def test_a_few_postings_are_closed_and_the_others_stay_open(postings: Rows) -> None:
    closed = [
        row for row in postings if row.get("is_closed") or row.get("closes_on", "9999") <= REFERENCE_DAY.isoformat()
    ]
    assert 0.02 * len(postings) <= len(closed) <= 0.07 * len(postings)
    for row in postings:
        assert row["posted_on"] <= REFERENCE_DAY.isoformat()
        if row not in closed and "closes_on" in row:
            assert date.fromisoformat(row["closes_on"]).year >= 2027


def test_postings_abroad_remote_internships_and_day_wages_occur(postings: Rows) -> None:
    read = load_gazetteer().read
    assert sum(read(row["places"][0]).country not in {"", "ID"} for row in postings) >= 10
    assert sum(read(row["places"][0]).is_remote for row in postings) >= 3
    assert sum(row["employment_type"] == "internship" for row in postings) >= 10
    assert sum(row.get("pay_period") == "day" for row in postings) >= 3


def test_pay_is_in_fields_for_some_in_text_for_some_and_absent_for_some(postings: Rows) -> None:
    in_fields = {row["id"] for row in postings if "pay_low" in row}
    in_text = {row["id"] for row in postings if re.search(r"Rp\d|\d jt", row["description"])}
    assert min(len(in_fields - in_text), len(in_text - in_fields), len(postings) - len(in_fields | in_text)) > 50


def test_pay_stands_in_proportion_to_the_local_minimum(postings: Rows, workers: Rows) -> None:
    for row, slot in zip(postings, posting_slots(), strict=False):
        if row.get("pay_period") == "month" and row["employment_type"] != "internship":
            facts, wage = slot.trade.facts, local_wage_idr(slot.region)
            assert 0.9 * facts.pay_low * wage <= row["pay_low"] <= row["pay_high"] <= 1.2 * facts.pay_high * wage
    for row, slot in zip(workers, worker_slots(), strict=True):
        if "salary_idr_month" in row:
            assert 0.3 <= row["salary_idr_month"] / local_wage_idr(slot.region) < 13


def test_about_a_third_of_the_workers_write_a_bare_message(workers: Rows) -> None:
    rich = {"jobs", "skills", "licences", "study_programme", "will_relocate", "experience_months", "employment_types"}
    sparse = [row for row in workers if not rich & set(row)]
    assert 0.25 * len(workers) <= len(sparse) <= 0.45 * len(workers)
    assert all({"summary", "education", "place", "wish"} <= set(row) for row in workers)


def test_drivers_mostly_hold_the_licence_and_some_lack_it(workers: Rows) -> None:
    drivers = [
        row
        for row, slot in zip(workers, worker_slots(), strict=True)
        if slot.trade.facts.licence.startswith("SIM") and "jobs" in row
    ]
    holding = [row for row in drivers if any(text.startswith("SIM") for text in row.get("licences", ()))]
    assert 0 < len(drivers) - len(holding) <= len(holding)  # six or so: a province more draws others


def test_months_told_are_those_of_the_jobs(workers: Rows) -> None:
    told = [row for row in workers if "experience_months" in row]
    assert told
    assert all(row["experience_months"] == sum(job["months"] for job in row["jobs"]) for row in told)


def test_workers_are_rarely_schooled_below_what_their_own_trade_asks() -> None:
    short = 0
    for row, slot in zip(sample_workers(), worker_slots(), strict=True):
        level = read_education(row["education"]).least
        short += level_rank(level) < level_rank(slot.trade.facts.education_min)
    assert 0 < short < 0.08 * len(worker_slots())


def test_public_centres_are_free_and_every_programme_is_given(courses: Rows) -> None:
    for row in courses:
        assert (row["cost_idr"] == 0) == row["provider"].startswith(("BLK", "BPVP"))
    assert {row["mode"] for row in courses} == {"offline", "online", "blended"}
    assert all(row["starts_on"] >= "2027" for row in courses if "starts_on" in row)
    assert any("starts_on" not in row for row in courses)
    assert len({row["summary"].split(".")[0] for row in courses}) >= 230


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first, again, other = (write_world(tmp_path / name, seed=seed) for name, seed in (("a", 3), ("b", 3), ("c", 4)))
    assert set(first) == {"postings", "workers", "courses"}
    for name, path in first.items():
        assert path.read_bytes() == again[name].read_bytes()
        assert path.read_bytes() != other[name].read_bytes()
    assert [orjson.loads(line) for line in first["workers"].read_bytes().splitlines()] == sample_workers(3)
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        "courses.jsonl",
        "made-from",
        "postings.jsonl",
        "workers.jsonl",
    ]


def test_a_world_that_is_there_is_not_made_again_but_one_of_another_make_or_with_a_hole_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = list[int]()
    monkeypatch.setattr(generate, "sample_postings", lambda seed: made.append(seed) or [{"id": seed}])
    monkeypatch.setattr(generate, "sample_workers", lambda seed: [])
    monkeypatch.setattr(generate, "sample_courses", lambda seed: [])
    paths = write_world(tmp_path, seed=1)
    assert write_world(tmp_path, seed=1) == paths
    assert made == [1]
    write_world(tmp_path, seed=2)
    paths["workers"].unlink()
    write_world(tmp_path, seed=2)
    assert made == [1, 2, 2]
    (tmp_path / "made-from").write_text("an older version")
    write_world(tmp_path, seed=2)
    assert made == [1, 2, 2, 2]


def test_a_failed_write_leaves_the_old_file_and_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "postings.jsonl").write_text("before")

    def refuse(source: Path, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_world(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["postings.jsonl"]
    assert (tmp_path / "postings.jsonl").read_text() == "before"


def test_a_text_that_came_out_twice_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter([1, 1, 1, 2, *range(3, 5000)])
    monkeypatch.setattr(generate, "make_posting", lambda n, slot, rng: {"id": n, "description": str(next(numbers))})
    rows = sample_postings()
    assert [row["description"] for row in rows[:3]] == ["1", "2", "3"]


def test_a_world_that_can_say_only_one_thing_still_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "make_worker", lambda n, slot, rng: {"id": n, "summary": "sama"})
    monkeypatch.setattr(generate, "make_posting", lambda n, slot, rng: {"id": n, "description": "sama"})
    assert len(sample_workers()) == len(worker_slots())
    assert len(sample_postings()) > len(posting_slots())


def test_courses_say_what_they_teach_module_by_module_and_when(courses: Rows) -> None:
    for row in courses:
        assert sum(module["jp"] for module in row["modules"]) == row["jp"]
        assert {skill for module in row["modules"] for skill in module["skills"]} == set(row["skills"])
        assert row["seats"] > 0
        days = [row[name] for name in ("register_until", "starts_on", "ends_on") if name in row]
        assert days == sorted(days)
        assert not days or "starts_on" in row
    for name in ("units", "ends_on", "register_until", "entry_skills", "entry_licences", "experience_min_months"):
        assert any(name in row for row in courses), name
        assert any(name not in row for row in courses), name
    assert {row["title"].split(" Angkatan ")[0].removeprefix("Pelatihan ") for row in courses} == {
        programme.title for programme in load_programmes()
    }


def test_units_of_a_course_teach_nothing_but_its_skills(courses: Rows) -> None:
    with_units = [row for row in courses if "units" in row]
    assert len(with_units) >= 5
    for row in with_units:
        ids = {skill.id for name in row["skills"] if (skill := load_skills().find(name)) is not None}
        assert {skill.id for unit in row["units"] for skill in skills_of_unit(unit)} <= ids


def test_who_certifies_is_invented_or_a_ministry(courses: Rows) -> None:
    named = {row["certifier"] for row in courses if "certifier" in row}
    assert all("Contoh" in name for name in named if name.startswith("LSP"))
    assert any(name.startswith("LSP") for name in named)
