"""The task ``relations``, from files to rows."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evaluation import ads, relations, retrieval
from evaluation.task import Options, Row
from evaluation.task_list import TASKS
from tests.evaluation.test_neighbours import filed, put_ads
from tests.fakes import FakeEncoder

STUDIES = {"Juru Las": "Teknik Pengelasan", "Staf Pembukuan": "Akuntansi", "Koki": "Tata Boga"}
SEEKERS = [{"id": "d1", "wish": "tukang las", "summary": "bisa las SMAW dan GMAW di bengkel"}]


def magang(number: int, title: str, programme: str) -> dict[str, object]:
    return {
        "id_posisi": str(number),
        "posisi": title,
        "deskripsi_posisi": f"Membantu pekerjaan {title} setiap hari, jurusan {programme}",
        "program_studi": json.dumps([{"title": programme}]),
        "perusahaan": {"nama_perusahaan": f"Usaha {number}"},
    }


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    files = {"lokerid": "lokerid.csv", "maganghub": "maganghub.jsonl"}
    monkeypatch.setattr(ads, "AD_FILES", files)
    monkeypatch.setattr("evaluation.real_ads.AD_FILES", files)
    data = tmp_path / "data"
    put_ads(data, *(filed(at, "Bengkel", f"Juru las {'abcd'[at]}", f"Bengkel {at}") for at in range(4)))
    positions = [magang(at, title, study) for at, (title, study) in enumerate([*STUDIES.items()] * 6)]
    (data / "postings" / "maganghub.jsonl").write_text("\n".join(map(json.dumps, positions)), encoding="utf-8")
    (data / "gold").mkdir()
    (data / "gold" / retrieval.SEEKERS).write_text("\n".join(map(json.dumps, SEEKERS)), encoding="utf-8")
    return Options(data=data, cache=tmp_path / "cache", load_encoder=FakeEncoder)


def by_name(rows: tuple[Row, ...]) -> dict[str, Row]:
    return {row.name: row for row in rows}


def test_all_three_relations_are_measured_with_their_baselines(options: Options) -> None:
    report = TASKS["relations"].run(options)
    rows = by_name(report.rows)
    assert report.task == "relations"
    assert len(rows) == len(report.rows)
    for way in relations.MASKS:
        for system in (relations.OURS, relations.LEARNT, relations.COSINE, relations.TITLE, relations.WORDS):
            found = rows[f"MagangHub, {way}: {system}, recall@5"]
            # Three names in all: every system has them among its first five.
            assert (found.value, found.ci95) == (1.0, (1.0, 1.0))
        times = rows[f"MagangHub, {way}: {relations.OURS}, times {relations.COSINE}"]
        assert (times.value, times.target, times.holds) == (1.0, relations.TIMES_THE_ENCODER, False)
    assert sum(name.startswith("Loker.id") for name in rows) == 6
    assert sum(name.startswith("twins") for name in rows) == 4


def test_a_ratio_to_nothing_found_is_held_to_be_large_and_of_nothing_to_anything_nothing() -> None:
    ones, none, every = np.ones(3), np.zeros(3), np.arange(3)
    assert relations._times(ones, ones / 2)(every) == pytest.approx(2.0)
    assert relations._times(none, none)(every) == 0.0
    assert relations._times(ones, none)(every) > 1e6
