"""A batch finds for each worker what one search finds: the same postings with the same scores, whoever matched them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest

from api.routes.intake import read_record
from indexes import unit_vectors
from indexes.engines.faiss import FaissEngine
from indexes.vector_search import VectorPlace
from matcher.batch.folder import PLAN
from matcher.batch.local import LocalEngine
from matcher.batch.match_part import Batch, match_part
from matcher.batch.parts import PARTS, Done, begun, path_of
from matcher.batch.plan import POSTINGS, Rules, read_plan
from matcher.batch.prepare import CHANGED, OBJECTED, matching_of, prepare
from matcher.batch.results import Results
from matcher.batch.run import MANIFEST, Report, Work, run
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.part_list import NAMES
from matcher.records import Kind
from taxonomy.errors import GenerationError, InputError, UnknownIdError
from tests.matcher.batch.conftest import CHANGES, COUNTS, DAY, EVERYTHING, OBJECTS, PLACE, nation_at


def matched(engine: Engine, folder: Path, rules: Rules = EVERYTHING, processes: int = 1) -> Report:
    prepare(engine, folder, rules)
    return run(matching_of(folder, PLACE), LocalEngine(processes))


@pytest.fixture(scope="session")
def batch(nation: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished batch of everything; who changes it takes a copy."""
    folder = tmp_path_factory.mktemp("batches") / "whole"
    matched(nation, folder)
    return folder


def conditions() -> Conditions:
    return Conditions(today=DAY, education_slack=0)


def test_each_worker_is_given_what_one_search_gives(nation: Engine, batch: Path) -> None:
    results, seen = Results.read(batch), 0
    for table in results.tables():
        for row in table.to_pylist():
            ranking = nation.match(nation.stored_subject(Kind.WORKER, row["worker"]), 20, conditions())
            assert [results.key(one) for one in row["postings"]] == [one.key for one in ranking.matches], row["worker"]
            assert row["scores"] == [round(one.score * 10_000) for one in ranking.matches]
            seen += 1
    assert seen == COUNTS[Kind.WORKER] - 2


class Coded(VectorPlace):
    """Vectors in codes, as a large generation has them."""

    def open(self) -> FaissEngine:
        return FaissEngine(flat_below=1)


def test_where_vectors_lie_in_codes_a_batch_still_gives_what_one_search_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Coded()
    monkeypatch.setattr(unit_vectors, "_SLACK", 1e-4)  # few vectors are further off than the true one in a small world
    with nation_at(tmp_path, place) as engine:
        index = engine.refresh().catalogues[Kind.POSTING].segments[0].rooms.vectors
        lengths = np.linalg.norm(index.vectors(np.arange(COUNTS[Kind.POSTING])), axis=1)
        assert np.abs(lengths - 1).max() > 1e-4, "else every vector is of length 1 as it is"
        prepare(engine, tmp_path / "night", EVERYTHING)
        run(matching_of(tmp_path / "night", place), LocalEngine(1))
        for row in next(Results.read(tmp_path / "night").tables()).to_pylist():
            ranking = engine.match(engine.stored_subject(Kind.WORKER, row["worker"]), 20, conditions())
            assert row["scores"] == [round(one.score * 10_000) for one in ranking.matches]


def test_a_point_of_each_component_is_what_one_search_says_to_four_digits(nation: Engine, batch: Path) -> None:
    table = next(Results.read(batch).tables())
    row = max(table.to_pylist(), key=lambda one: len(one["postings"]))
    ranking = nation.match(nation.stored_subject(Kind.WORKER, row["worker"]), 20, conditions())
    told = [[match.components[name] for name in NAMES] for match in ranking.matches]
    points = np.array(row["points"]).reshape(-1, len(NAMES)) / 10_000
    np.testing.assert_allclose(points, told, atol=1.01e-4)


def test_who_objects_and_who_changed_since_the_build_is_left_out_and_counted(nation: Engine, batch: Path) -> None:
    plan = read_plan(batch)
    assert plan.left_out == {CHANGED: 1, OBJECTED: 1}
    assert plan.rows == COUNTS[Kind.WORKER] - 2
    for key in (OBJECTS, CHANGES):
        with pytest.raises(UnknownIdError):
            Results.read(batch).of(key)


def test_one_worker_is_read_back(nation: Engine, batch: Path) -> None:
    results = Results.read(batch)
    row = next(results.tables()).to_pylist()[3]
    found = results.of(row["worker"])
    assert [key for key, _ in found] == [results.key(one) for one in row["postings"]]
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_two_processes_write_the_bytes_of_one(nation: Engine, batch: Path, tmp_path: Path) -> None:
    report = matched(nation, tmp_path / "two", processes=2)
    assert report.digest == orjson.loads((batch / MANIFEST).read_bytes())["sha256"] == Results.read(batch).verify()
    assert (report.done, report.kept, report.parts, report.rows) == (5, 0, 5, COUNTS[Kind.WORKER] - 2)
    assert report.cpu_seconds > 0 < report.looked_at <= COUNTS[Kind.POSTING]


class Dies(LocalEngine):
    """An engine whose machine dies after some parts, with one half written."""

    def __init__(self, after: int) -> None:
        super().__init__(1)
        self._after = after

    def run(self, work: Work, shared: Any, parts: Sequence[int]) -> Iterator[Done]:
        yield from super().run(work, shared, parts[: self._after])
        half = path_of(shared.folder, parts[self._after])
        half.with_name(f".{half.name}.beef").write_bytes(b"PAR1")
        raise KeyboardInterrupt


class Loud(LocalEngine):
    """An engine that prints, as Ray does when a machine dies."""

    def run(self, work: Work, shared: Any, parts: Sequence[int]) -> Iterator[Done]:
        sys.stdout.write("(raylet) Raylet is terminated.")
        yield from super().run(work, shared, parts)


def test_what_an_engine_prints_is_not_among_what_a_program_reads(
    nation: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(nation, tmp_path / "loud", EVERYTHING)
    run(matching_of(tmp_path / "loud", PLACE), Loud(1))
    told = capsys.readouterr()
    assert (told.out, "Raylet" in told.err) == ("", True)


def test_a_run_that_died_is_gone_on_with_and_nothing_is_matched_twice(
    nation: Engine, batch: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "died"
    prepare(nation, folder, EVERYTHING)
    with pytest.raises(KeyboardInterrupt):
        run(matching_of(folder, PLACE), Dies(2))
    with pytest.raises(GenerationError, match="run the same 'sepadan batch' again"):
        Results.read(folder)
    written = path_of(folder, 0).stat().st_mtime_ns
    report = matched(nation, folder)
    assert (report.kept, report.done, report.redone) == (2, 3, 0)
    assert report.digest == Results.read(batch).verify() == Results.read(folder).verify()
    assert path_of(folder, 0).stat().st_mtime_ns == written
    assert not list((folder / PARTS).glob(".*"))


@pytest.mark.parametrize("damage", ["flip", "cut", "gone", "unmarked"])
def test_a_damaged_part_is_found_and_matched_anew(nation: Engine, batch: Path, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(batch, folder)
    path = path_of(folder, 1)
    whole = path.read_bytes()
    if damage == "flip":
        path.write_bytes(whole[:200] + bytes([whole[200] ^ 1]) + whole[201:])
    elif damage == "cut":
        path.write_bytes(whole[:-5])
    else:
        (path if damage == "gone" else path.with_suffix(".sha256")).unlink()
    if damage != "unmarked":
        with pytest.raises(GenerationError, match="000001"):
            Results.read(folder).verify()
    report = matched(nation, folder)
    assert (report.done, path.read_bytes()) == (1, whole)


def test_another_batch_in_the_same_folder_is_refused_and_named(nation: Engine, batch: Path, tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    shutil.copytree(batch, folder)
    with pytest.raises(InputError, match="another batch: rules"):
        prepare(nation, folder, replace(EVERYTHING, k=5))
    (tmp_path / "strange").mkdir()
    (tmp_path / "strange" / "letter.txt").write_text("mine")
    with pytest.raises(InputError, match=r"letter\.txt"):
        prepare(nation, tmp_path / "strange", EVERYTHING)
    assert (tmp_path / "strange" / "letter.txt").read_text() == "mine"


def test_staging_that_was_cut_short_is_done_anew(nation: Engine, batch: Path, tmp_path: Path) -> None:
    folder = tmp_path / "half"
    shutil.copytree(batch / POSTINGS, folder / POSTINGS)
    (folder / POSTINGS / "staged.json").write_text("{")
    assert matched(nation, folder).digest == Results.read(batch).verify()


def test_a_folder_that_is_no_batch_or_of_another_plan_is_told(batch: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder of a batch"):
        Results.read(tmp_path)
    folder = tmp_path / "other"
    shutil.copytree(batch, folder)
    said = orjson.loads((folder / PLAN).read_bytes())
    (folder / PLAN).write_bytes(orjson.dumps({**said, "rows": 3}))
    with pytest.raises(GenerationError, match="found another"):
        Results.read(folder)
    with pytest.raises(InputError, match="wanted plan"):
        match_part(Batch(folder=folder, fingerprint="none", vectors=PLACE), 0)


@pytest.mark.parametrize("name", ["k", "by_vector", "part_rows"])
def test_rules_that_find_nothing_are_refused(name: str) -> None:
    with pytest.raises(InputError, match=f"{name} of at least 1"):
        Rules(day=DAY.toordinal(), **{name: 0})


def test_people_without_a_posting_that_is_open_are_told(engine: Engine, tmp_path: Path) -> None:
    engine.upsert([read_record(Kind.WORKER, {"id": "contoh:w-1", "wish": "kasir"}, "contoh")])
    engine.build()
    with pytest.raises(InputError, match="1 workers, 0 open postings"):
        prepare(engine, tmp_path / "none", EVERYTHING)
    assert not (tmp_path / "none").exists()


def test_the_shallow_rules_of_every_night_find_nearly_all_that_the_deep_ones_find(
    nation: Engine, batch: Path, tmp_path: Path
) -> None:
    rules = replace(EVERYTHING, by_vector=80, by_words=80, by_occupation=80, with_points=False)
    matched(nation, tmp_path / "shallow", rules)
    deep, shallow = (_found(Results.read(folder)) for folder in (batch, tmp_path / "shallow"))
    shares = [len(set(deep[one]) & set(shallow[one])) / max(1, len(deep[one])) for one in deep]
    assert np.mean(shares) > 0.9
    assert any(share < 1 for share in shares), "else nothing was left out, and the rules were not shallow"


def _found(results: Results) -> dict[str, list[int]]:
    rows = [row for table in results.tables() for row in table.to_pylist()]
    return {row["worker"]: row["postings"] for row in rows}


def test_a_part_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / PARTS).mkdir()
    with pytest.raises(RuntimeError), begun(tmp_path, 0):
        raise RuntimeError
    assert not list((tmp_path / PARTS).iterdir())
