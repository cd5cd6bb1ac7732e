"""The parts of the fault suite: that they see what is wrong, for a judge that sees nothing finds nothing."""

from __future__ import annotations

import http.client
import resource
import socket
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from multiprocessing import Pipe
from pathlib import Path

import pytest

from evaluation.benchmark import faults_bits, faults_soundness, faults_stopped, faults_worker
from evaluation.benchmark.faults_acknowledged import Acknowledged, acknowledged
from evaluation.benchmark.faults_bits import Damage, damages, turn_over
from evaluation.benchmark.faults_power import cut_power
from evaluation.benchmark.faults_process import Process, duration_of
from evaluation.benchmark.faults_service import TrigramEncoder
from evaluation.benchmark.faults_soundness import Rows, compare, examine, rows_of
from evaluation.benchmark.faults_template import Template, make_template
from evaluation.benchmark.faults_worker import CLOCKED, OPERATIONS, Job, perform
from evaluation.benchmark.faults_world import (
    SeededCoder,
    Step,
    after,
    key_of,
    number_of,
    plan,
    record,
    stored,
    write_step,
)
from indexes import durable
from indexes.store import Store
from matcher.home import Home
from taxonomy.errors import StoreError
from tests.fakes import FakeEncoder


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return make_template(tmp_path_factory.mktemp("template") / "home")


@pytest.fixture
def copy(template: Template, tmp_path: Path) -> Iterator[Template]:
    with template.copied(tmp_path / "copy") as made:
        yield made


def _sql(home: Path, *statements: str) -> None:
    connection = sqlite3.connect(home / "sepadan.db")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_template_is_sound(copy: Template) -> None:
    assert examine(Home(root=copy.home), [copy.state]).all == ()
    assert faults_bits.verified(copy) == []


def test_a_lost_record_is_told(copy: Template) -> None:
    kind, number = min(copy.state)
    _sql(copy.home, f"DELETE FROM record WHERE kind = '{kind}' AND key = '{key_of(number)}'")
    found = examine(Home(root=copy.home), [copy.state])
    assert found.lost == (f"{kind} {key_of(number)} is missing",)


def test_a_record_that_nobody_wrote_is_told(copy: Template) -> None:
    place = min(copy.state)
    state = {other: version for other, version in copy.state.items() if other != place}
    found, held = compare(rows_of(Home(root=copy.home)), [state])
    assert found.wrong == (f"{place[0]} {key_of(place[1])} is not as written",)
    assert held == state


def test_a_doubled_record_is_told() -> None:
    row = ("posting", key_of(1), stored("posting", 1, 1).content_hash)
    found, _ = compare(Rows(records=[row, row]), [{("posting", 1): 1}])
    assert found.wrong == (f"posting {key_of(1)} is there 2 times",)


def test_a_write_that_was_under_way_may_be_there_whole_or_not_at_all() -> None:
    rows = [("posting", key_of(n), stored("posting", n, 1).content_hash) for n in (1, 2)]
    before, later = {("posting", 1): 1}, {("posting", 1): 1, ("posting", 2): 1, ("posting", 3): 1}
    assert compare(Rows(records=rows[:1]), [before, later])[0].all == ()
    assert compare(Rows(records=rows), [before, later])[0].wrong != ()


def test_what_is_lost_is_told_against_the_nearer_of_the_two_states() -> None:
    before, later = {("posting", 1): 1, ("posting", 2): 1, ("posting", 9): 1}, {("posting", 2): 1, ("posting", 9): 1}
    rows = [("posting", key_of(2), stored("posting", 2, 1).content_hash)]
    found, state = compare(Rows(records=rows), [before, later])
    assert found.all == (f"posting {key_of(9)} is missing",)
    assert state == later


def test_a_half_written_generation_is_told(copy: Template) -> None:
    generation = max((copy.home / "generations").iterdir())
    strange = generation.with_name("20990101T000000000000-00000000")
    strange.mkdir()
    (strange / "manifest.json").write_bytes((generation / "manifest.json").read_bytes())
    found = examine(Home(root=copy.home), [copy.state])
    assert [line.split(":")[0] for line in found.unsound] == ["half-written"]


def test_a_home_that_cannot_be_opened_is_told(copy: Template) -> None:
    (copy.home / "sepadan.db").write_bytes(b"not a database, but long enough to be looked at" * 100)
    (told,) = examine(Home(root=copy.home), [copy.state]).unsound
    assert told.startswith("cannot be opened")


def test_an_answer_that_differs_from_a_search_of_everything_is_told(
    copy: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults_soundness, "answers", lambda catalogues: [])
    found = examine(Home(root=copy.home), [copy.state])
    assert found.wrong == ("an answer is not that of a search of everything",)


def test_a_home_without_a_store_holds_nothing(tmp_path: Path) -> None:
    assert rows_of(Home(root=tmp_path)) == Rows()
    assert examine(Home(root=tmp_path), [{}]).all == ()


def test_damages_change_a_file_at_one_place_and_are_the_same_for_a_seed(copy: Template) -> None:
    made = list(damages(copy.root, 40))
    assert made == list(damages(copy.root, 40))
    assert {damage.bit is None for damage in made} == {True, False}
    for damage in made:
        content = (copy.root / damage.path).read_bytes()
        harmed = damage.done_to(content)
        assert harmed != content
        assert harmed[: damage.at] == content[: damage.at]
        assert len(harmed) == (damage.at if damage.bit is None else len(content))
    assert str(Damage(path=Path("a"), at=3, bit=None)) == "a at 3 (cut)"
    assert str(Damage(path=Path("a"), at=3, bit=1)) == "a at 3 (bit 1)"


def _damaged(template: Template, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def one(root: Path, count: int) -> Iterator[Damage]:
        yield Damage(path=Path(path), at=5_000, bit=0)

    monkeypatch.setattr(faults_bits, "damages", one)


def test_a_damage_that_verify_overlooks_is_counted(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _damaged(template, "home/sepadan.db", monkeypatch)
    dumps = iter([["before"], ["after"]])
    monkeypatch.setattr(faults_bits, "dump", lambda copy: next(dumps))
    monkeypatch.setattr(faults_bits, "verified", lambda copy: [])
    monkeypatch.setattr(faults_bits, "look", lambda copy: ("the same",))
    tally = turn_over(template, tmp_path, 1, lambda done: None)
    assert (tally.wrong, tally.counts) == (1, {"not noticed": 1})


def test_a_damage_that_is_served_or_ends_in_another_error_is_counted(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _damaged(template, "home/sepadan.db", monkeypatch)
    looks = iter([("right",), ("wrong",)])
    monkeypatch.setattr(faults_bits, "look", lambda copy: next(looks))

    def broken(copy: Template) -> list[str]:
        raise ValueError("oh")

    monkeypatch.setattr(faults_bits, "verified", broken)
    tally = turn_over(template, tmp_path, 1, lambda done: None)
    assert (tally.wrong, tally.survived) == (1, 0)
    assert tally.counts == {"served wrong": 1, "told by verify": 1}
    assert any("ValueError, not an error of ours: oh" in note for note in tally.notes)


def test_an_error_that_is_not_ours_while_serving_is_told(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _damaged(template, "home/sepadan.db", monkeypatch)
    looked = list[int]()

    def look(copy: Template) -> tuple[str, ...]:
        looked.append(1)
        if len(looked) > 1:
            raise KeyError("oh")
        return ()

    monkeypatch.setattr(faults_bits, "look", look)
    monkeypatch.setattr(faults_bits, "verified", lambda copy: ["told"])
    tally = turn_over(template, tmp_path, 1, lambda done: None)
    assert (tally.wrong, tally.survived) == (0, 0)


def test_a_database_that_cannot_be_read_is_dumped_as_one_line(copy: Template) -> None:
    (copy.home / "sepadan.db").write_bytes(b"x" * 5_000)
    (line,) = faults_bits.dump(copy)
    assert line.startswith("cannot be read")


def test_a_writer_that_does_not_sync_loses_what_it_promised_when_the_power_is_cut(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "_sync", lambda folder: None)
    tally = cut_power(template, tmp_path, every=50)
    assert tally.lost > 0
    assert tally.wrong == 0


def test_a_checker_that_takes_half_a_folder_for_whole_is_found_out(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "_sync", lambda folder: None)
    monkeypatch.setattr(durable, "unseal", lambda folder, what, sha="": {"files": {}})
    assert cut_power(template, tmp_path, every=50).wrong > 0


def test_only_whole_lines_count_as_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    assert acknowledged(path) == []
    done = Acknowledged(path)
    done.add("one")
    done.add("two")
    done.close()
    path.write_bytes(path.read_bytes() + b"thr")
    assert acknowledged(path) == ["one", "two"]


def test_each_operation_does_its_work_and_acknowledges_it(copy: Template, tmp_path: Path) -> None:
    for operation in ("ingest", "engine", "stubborn", "derive", "build", "swap", "backup"):
        done = tmp_path / operation
        OPERATIONS[operation](Job(operation=operation, home=copy.home, acknowledgements=done, steps=6))
        assert acknowledged(done) != []
    job = Job(operation="ingest", home=copy.home, acknowledgements=tmp_path / "none")
    into = tmp_path / "into"
    into.mkdir()
    (made,) = job.backups.iterdir()
    OPERATIONS["restore"](Job(operation="restore", home=into, acknowledgements=tmp_path / "r", backup=made))
    assert sorted(rows_of(Home(root=into)).records) == sorted(rows_of(Home(root=copy.home)).records)
    assert examine(Home(root=copy.home), [after(copy.state, plan(1, 6, 150))]).all == ()


def test_a_process_tells_how_it_ended(copy: Template, tmp_path: Path) -> None:
    job = Job(operation="build", home=copy.home, acknowledgements=tmp_path / "a")
    assert duration_of(job) > 0
    missing = Job(operation="restore", home=copy.home, acknowledgements=tmp_path / "a", backup=tmp_path / "none")
    with pytest.raises(RuntimeError, match="restore: wanted a job that is done, found GenerationError"):
        duration_of(missing)
    unknown = Job(operation="nothing", home=copy.home, acknowledgements=tmp_path / "a")
    assert Process(unknown).end() == "ended with 1"


def test_a_process_is_killed_while_it_works(copy: Template, tmp_path: Path) -> None:
    reading = Process(Job(operation="read", home=copy.home, acknowledgements=tmp_path / "looks"))
    reading.wait(0.01)
    assert reading.kill()
    assert set(acknowledged(tmp_path / "looks")) <= {"right"}


def test_a_plan_brings_in_changes_and_deletes_and_is_the_same_for_a_seed() -> None:
    steps = plan(3, 10, 50)
    assert steps == plan(3, 10, 50) != plan(4, 10, 50)
    assert {bool(step.deletes) for step in steps} == {True, False}
    state = after({}, [Step(kind="worker", puts=((1, 5), (2, 5))), Step(kind="worker", deletes=(1, 9))])
    assert state == {("worker", 2): 5}


@pytest.mark.parametrize("kind", ["posting", "worker", "course"])
def test_the_stand_in_for_the_coder_hangs_on_the_record_alone(kind: str) -> None:
    one, again, other = SeededCoder().code([record(kind, 1, 1), record(kind, 1, 1), record(kind, 1, 2)])
    assert one.coded == again.coded
    assert (one.vector == again.vector).all()
    assert not (one.vector == other.vector).all()
    assert number_of(one.coded.key) == 1


def test_the_stand_in_for_the_encoder_gives_unit_vectors() -> None:
    encoder = TrigramEncoder()
    texts: Sequence[str] = ("juru las", "")
    assert encoder.encode_query(texts) == pytest.approx(FakeEncoder().encode_query(texts))
    assert encoder.encode_passage([]).shape == (0, encoder.dim)


def _answered_in_part() -> faults_stopped.Traffic:
    """What a client notes whose answer begins and whose connection is then closed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        traffic = faults_stopped.Traffic()
        client = threading.Thread(target=faults_stopped._ask, args=(address, 1, traffic))
        client.start()
        connection, _ = listener.accept()
        asked = b""
        while not asked.endswith(
            b"}]}"
        ):  # all of it: what is closed unread is reset, at times before the answer is seen
            asked += connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        connection.close()
        client.join()
    return traffic


def test_an_answer_that_breaks_off_is_torn() -> None:
    traffic = _answered_in_part()
    assert traffic.torn == ["torn answer: IncompleteRead"]
    assert traffic.stored == []


def test_an_answer_whose_connection_is_reset_is_torn(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(response: http.client.HTTPResponse) -> bytes:
        raise ConnectionResetError

    monkeypatch.setattr(http.client.HTTPResponse, "read", read)
    assert _answered_in_part().torn == ["torn answer: IncompleteRead"]


def test_a_process_says_that_it_begins_and_how_it_ended(
    copy: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in CLOCKED:
        monkeypatch.setattr(module, "datetime", datetime)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    job = Job(operation="build", home=copy.home, acknowledgements=tmp_path / "a", file_limit=1 << 40, clock_s=-864_000)
    ours, theirs = Pipe(duplex=False)
    perform(job, theirs)
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [ours.recv(), ours.recv()] == ["began", "done"]
    (built,) = acknowledged(tmp_path / "a")
    assert built < min(folder.name for folder in (copy.home / "generations").iterdir() if folder.name != built)
    perform(replace(job, operation="restore", backup=tmp_path / "none", file_limit=0, clock_s=0.0), theirs)
    assert ours.recv() == "began"
    assert ours.recv().startswith("GenerationError: ")


def test_a_write_that_is_refused_is_told_and_tried_again(
    copy: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = iter([StoreError("store: gone\nfor a while")])

    def write(store_: Store, step: Step) -> None:
        for refusal in refusals:
            raise refusal
        write_step(store_, step)

    monkeypatch.setattr(faults_worker, "write_step", write)
    faults_worker.stubborn(Job(operation="stubborn", home=copy.home, acknowledgements=tmp_path / "a", steps=2))
    assert acknowledged(tmp_path / "a") == ["refused store: gone for a while", "0", "1"]


def test_a_reader_tells_right_answers_from_wrong_ones(
    copy: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = iter([["one"], ["one"], ["two"]])

    def answers(catalogues: object) -> list[str]:
        for look in looks:
            return look
        raise StoreError("enough")

    monkeypatch.setattr(faults_worker.soundness, "answers", answers)
    with pytest.raises(StoreError, match="enough"):
        faults_worker.read(Job(operation="read", home=copy.home, acknowledgements=tmp_path / "a"))
    assert acknowledged(tmp_path / "a") == ["right", "wrong"]
