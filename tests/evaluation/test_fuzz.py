"""What fuzzing kept is replayed; a fuzzer that is told to look finds what was put there."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import fuzzing
from evaluation.fuzz import campaign, corpus
from evaluation.fuzz.campaign import Run, fuzz
from evaluation.fuzz.ledger import Tally, add_to_ledger, read_ledger
from evaluation.fuzz.planted import NAME as PLANTED
from evaluation.fuzz.target import FindingError, hold
from evaluation.fuzz.target_list import target_named, targets
from matcher.sources import source_names
from taxonomy.errors import InputError
from tests.matcher.sources.invented import fixture

SLOW = 40
"""Inputs that are replayed of targets which load models: the shortest."""

NAMES = [target.name for target in targets()]


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def unfuzzed(name: str) -> list[bytes]:
    """A source that nobody has fuzzed yet: its fixture stands for what the first campaign will keep."""
    return [fixture(Path(mkdtemp()), name.removeprefix("read-")).read_bytes()]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "title-coder"])
def test_every_input_that_was_kept_is_read_without_a_fault(name: str) -> None:
    attempt, inputs = target_named(name).load(), corpus.kept(name) or unfuzzed(name)
    assert inputs
    for data in inputs[:SLOW] if name in {"normalise-skills", "normalise-occupation-search"} else inputs:
        attempt(data)


@pytest.mark.model
def test_titles_that_were_kept_are_coded_without_a_fault() -> None:
    attempt = target_named("title-coder").load()
    for data in corpus.kept("title-coder")[:SLOW]:
        attempt(data)


def test_every_source_is_a_target_and_names_are_told_apart() -> None:
    assert {f"read-{name}" for name in source_names()} < set(NAMES)
    assert len(NAMES) == len(set(NAMES))
    with pytest.raises(InputError, match="wanted one of"):
        target_named("read-nothing")


def test_no_corpus_and_no_tally_is_of_a_target_that_is_gone() -> None:
    kept = {file.stem for file in corpus.FOLDER.glob("*.jsonl")}
    assert set(read_ledger()) <= kept <= set(NAMES)
    assert all(name.startswith("read-") for name in set(NAMES) - kept)


def test_what_must_hold_is_a_finding_when_it_does_not() -> None:
    hold(True, "so")
    with pytest.raises(FindingError, match="not so"):
        hold(False, "not so")
    with pytest.raises(ZeroDivisionError):
        target_named(PLANTED).load()(b"gaji-7 jt")
    target_named(PLANTED).load()(b"gaji-7 juta")


def test_the_shortest_inputs_are_kept_once_up_to_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert corpus.kept("x", tmp_path) == []
    monkeypatch.setattr(corpus, "MAX_INPUTS", 4)
    monkeypatch.setattr(corpus, "MAX_BYTES", 6)
    assert corpus.keep("x", [b"\xff\x00", b"a", b"a", b"", b"bcd", b"wxyz"], tmp_path) == 4
    assert corpus.kept("x", tmp_path) == [b"", b"a", b"\xff\x00", b"bcd"]
    assert corpus.keep("x", [b"12345", b"67"], tmp_path) == 1
    corpus.unpack([b"a", b"a", b"b"], tmp_path / "files")
    assert sorted(file.read_bytes() for file in (tmp_path / "files").iterdir()) == [b"a", b"b"]


def test_seconds_add_up_over_runs(tmp_path: Path) -> None:
    file = tmp_path / "ledger.json"
    add_to_ledger({"x": Tally(seconds=1.26, inputs=5)}, file)
    found = add_to_ledger({"x": Tally(seconds=2, inputs=1, crashes=1), "y": Tally(seconds=9)}, file)
    assert found == read_ledger(file) == {"x": Tally(seconds=3.3, inputs=6, crashes=1), "y": Tally(seconds=9)}


def test_a_fuzzer_finds_the_planted_fault_and_keeps_what_reaches_more(tmp_path: Path) -> None:
    corpus.keep(PLANTED, [b"gaji-7 j", b"upah"], tmp_path)
    found = fuzz(PLANTED, 60, tmp_path)
    assert found.finding is not None
    assert (found.finding[:5], found.finding[-1:], found.tally.crashes) == (b"gaji-", b"t", 1)
    assert "planted" in found.told
    assert sorted(corpus.kept(PLANTED, tmp_path)) == sorted([b"upah", b"gaji-7 j", found.finding])
    assert fuzzing.control_row(found).holds


def test_the_least_fuzzed_are_brought_up_to_one_level() -> None:
    assert fuzzing.shares({"a": 10, "b": 0, "c": 4}, 6) == {"b": 5.0, "c": 1.0}
    assert fuzzing.shares({"a": 10, "b": 0, "c": 4}, 4) == {"b": 4.0}
    assert fuzzing.shares({"a": 10, "b": 0, "c": 4}, 22) == {"b": 12.0, "c": 8.0, "a": 2.0}


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=12), st.floats(0.1, 1e5))
def test_shares_spend_the_budget_on_who_had_least(had: list[float], budget: float) -> None:
    seconds = {str(place): one for place, one in enumerate(had)}
    parts = fuzzing.shares(seconds, budget)
    assert sum(parts.values()) == pytest.approx(budget)
    level = max(seconds[name] + part for name, part in parts.items())
    assert all(seconds[name] + part == pytest.approx(level) for name, part in parts.items())
    assert all(seconds[name] >= level - 1e-6 for name in seconds if name not in parts)


def test_the_least_fuzzed_come_first_and_rows_tell_seconds_and_crashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, float] = {}

    def made(name: str, seconds: float, folder: Path) -> Run:
        asked[name] = seconds
        return Run(tally=Tally(seconds=seconds, inputs=3), finding=None, told="")

    monkeypatch.setattr(fuzzing, "fuzz", made)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    ledger = tmp_path / "ledger.json"
    add_to_ledger({name: Tally(seconds=700 if name == NAMES[0] else 1) for name in NAMES}, ledger)
    told: list[int] = []
    rest = len(NAMES) - 1
    found = fuzzing.campaign(rest * 4.0, lambda _, done, total: told.append(total - done), tmp_path, ledger)
    assert asked == dict.fromkeys(NAMES[1:], pytest.approx(8.0))  # two cores
    assert (told[0], told[-1]) == (rest, 0)
    rows = fuzzing.rows_of(read_ledger(ledger), found)
    assert (rows[0].value, rows[0].holds, rows[0].n) == (0, True, 3 * rest)
    assert [one.holds for one in rows[2:]] == [False] * rest + [True]


def test_a_run_that_finds_nothing_writes_the_merged_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used = iter([0.54, 9.0, 7.0, 9.0])

    def made(scratch: Path, name: str, *arguments: str) -> tuple[bytes, float]:
        if arguments[0] == "-merge=1":
            (Path(arguments[1]) / "one").write_bytes(b"merged")
        return b"Done 42 runs in 3 second(s)\n", next(used)

    monkeypatch.setattr(campaign, "_libfuzzer", made)
    found = fuzz("json", 1, tmp_path)
    assert (found.finding, found.tally) == (None, Tally(seconds=0.5, inputs=42))  # a busy machine
    assert fuzz("json", 1, tmp_path).tally == Tally(seconds=3, inputs=42)
    assert corpus.kept("json", tmp_path) == [b"merged"]
