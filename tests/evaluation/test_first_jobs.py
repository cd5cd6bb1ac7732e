"""The task ``first-jobs``, from files to rows; its measures against plain definitions."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from evaluation import ads, first_jobs
from evaluation.first_job_coverage import LEVELS
from evaluation.first_jobs import LEAST_ADS, areas, graduate, precision_at, questions_of
from evaluation.relations import MASKS
from evaluation.study_relation import asked_of
from evaluation.task import Options
from evaluation.task_list import TASKS
from taxonomy.provinces import load_provinces
from taxonomy.study_programmes import load_study_programmes
from tests.evaluation.test_relations import magang
from tests.fakes import FakeEncoder

STUDIES = {"Juru Las": "Teknik Pengelasan", "Staf Pembukuan": "Akuntansi", "Koki": "Tata Boga"}


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    monkeypatch.setattr(ads, "AD_FILES", {"maganghub": "maganghub.jsonl"})
    folder = tmp_path / "data" / "postings"
    folder.mkdir(parents=True)
    positions = [magang(at, title, study) for at, (title, study) in enumerate([*STUDIES.items()] * 12)]
    (folder / "maganghub.jsonl").write_text("\n".join(map(json.dumps, positions)), encoding="utf-8")
    return Options(data=tmp_path / "data", cache=tmp_path / "cache", load_encoder=FakeEncoder)


def test_every_system_is_measured_for_each_way_to_take_names_out(options: Options) -> None:
    report = TASKS["first-jobs"].run(options)
    rows = {row.name: row for row in report.rows}
    assert len(rows) == len(report.rows)
    for way in MASKS:
        for system in (first_jobs.OURS, first_jobs.OCCUPATION, *first_jobs.BASELINES):
            for measure in ("P@10", "AUC"):
                row = rows[f"MagangHub, {way}: {system}, {measure}"]
                assert 0 <= row.value <= 1
                assert row.n == len(STUDIES)
                assert row.ci95 is not None
        ours = rows[f"MagangHub, {way}: {first_jobs.OURS}, AUC"]
        assert ours.target == first_jobs.AUC_AT_LEAST
        # Titles name the work, so the programme's work is told from the others.
        assert ours.value > 0.9
        assert sum(name.startswith(f"MagangHub, {way}: {first_jobs.OURS}, times") for name in rows) == 1
        assert sum(name.startswith(f"MagangHub, {way}: {first_jobs.OURS} less") for name in rows) == 2
    assert rows["MagangHub: positions all of whose programmes are known"].value == 1.0
    assert rows["Loker.id and JobStreet: studies named in texts that are known"].n == 0  # no ad of theirs is here
    assert rows["programmes in the table"].holds
    for level in LEVELS:
        assert 0 <= rows[f"programmes of {level} with a posting for beginners in their usual work"].value <= 1
    assert rows["provinces with postings for beginners of at least 1 SMK programmes"].n == len(load_provinces())


def test_a_question_is_a_programme_that_enough_positions_ask_for_under_any_name() -> None:
    from evaluation.real_ads import read_record
    from matcher.sources import source_named
    from matcher.sources.files import RawRow

    names = ["Akuntansi", "Accounting", "Ilmu Akuntansi", "Akutansi", "S1 Akuntansi", "Tata Boga"]
    rows = [RawRow(number=at, value=magang(at, "Staf", name)) for at, name in enumerate(names)]
    postings = [read_record(source_named("maganghub"), row, Path("x")) for row in rows]
    asked = asked_of(postings)  # type: ignore[arg-type]
    found = questions_of(asked, range(len(names)))
    assert [load_study_programmes()[number].id for number in found] == ["akuntansi"]
    (right,) = found.values()
    assert right.sum() == LEAST_ADS
    assert questions_of(asked, range(3)) == {}


_SCORES = st.lists(st.integers(0, 5), min_size=4, max_size=12)


@given(_SCORES, st.data())
def test_areas_agree_with_scikit_learn_ties_too(scores: list[int], data: st.DataObject) -> None:
    right = data.draw(st.lists(st.booleans(), min_size=len(scores), max_size=len(scores)))
    if len(set(right)) == 1:
        right[0] = not right[0]
    found = areas(np.array([scores], float), np.array([right], float))
    assert found[0] == pytest.approx(roc_auc_score(right, scores))


@given(_SCORES, st.integers(1, 4), st.data())
def test_precision_agrees_with_sorting_by_hand(scores: list[int], k: int, data: st.DataObject) -> None:
    right = data.draw(st.lists(st.booleans(), min_size=len(scores), max_size=len(scores)))
    order = sorted(range(len(scores)), key=lambda at: (-scores[at], at))[:k]
    found = precision_at(np.array([scores], float), np.array([right], float), k)
    assert found[0] == pytest.approx(sum(right[at] for at in order) / k)


def test_the_graduate_of_the_baseline_says_the_programme_and_nothing_of_its_skills() -> None:
    worker = graduate("Tata Boga")
    assert (worker.study_programme, worker.experience_months, worker.skills) == ("Tata Boga", 0, ())
    assert "Tata Boga" in worker.summary
