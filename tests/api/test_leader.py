from __future__ import annotations

import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from api.leader import Leader
from indexes.exclusive import AdvisoryExclusive, Exclusive, FileExclusive, LostLockError
from indexes.store import Store
from taxonomy.errors import StoreError

INTERVAL_S, GRACE_S = 0.1, 0.8
_PATIENCE_S = 300.0
LOG = structlog.wrap_logger(structlog.PrintLogger(sys.stderr))


class Counted:
    def __init__(self, told: list[str], is_done: threading.Event) -> None:
        self._told, self._is_done = told, is_done

    def start(self) -> None:
        self._told.append("start")
        self._is_done.set()

    def stop(self) -> None:
        self._told.append("stop")


class Several:
    """Processes that stand by, and what they say."""

    def __init__(self, url: str, count: int) -> None:
        command = [sys.executable, "-m", "tests.api.leading", url, str(INTERVAL_S), str(GRACE_S)]
        self.processes = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            for _ in range(count)
        ]
        self.said: list[tuple[int, str]] = []
        self._waits = selectors.DefaultSelector()
        for at, process in enumerate(self.processes):
            self._waits.register(process.stdout, selectors.EVENT_READ, at)

    def until(self, what: str, times: int = 1) -> list[int]:
        """Read on until so many have said it; gives who did."""
        end = time.monotonic() + _PATIENCE_S
        while len(found := [at for at, line in self.said if line == what]) < times:
            assert time.monotonic() < end, self.said
            for key, _ in self._waits.select(1.0):
                line = self.processes[key.data].stdout.readline().strip()
                if line:
                    self.said.append((key.data, line))
                else:
                    self._waits.unregister(key.fileobj)
        return found

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
            process.stdout.close()


@pytest.fixture
def three(postgres_url: str) -> Iterator[Several]:
    with closing(Several(postgres_url, 3)) as several:
        several.until("stands by", 3)
        yield several


def cut_off_the_leader(url: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        held = (  # of this database: tests beside this one hold locks of the same class in theirs
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 7374684"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        assert connection.scalars(sa.text(held)).all() == [True]
    engine.dispose()


@pytest.mark.postgres
def test_of_three_processes_one_works_at_a_time_through_a_kill_a_cut_connection_and_an_end(
    three: Several, postgres_url: str
) -> None:
    [first] = three.until("works")
    three.processes[first].kill()
    second = three.until("works", 2)[1]
    assert second != first
    cut_off_the_leader(postgres_url)
    third = three.until("works", 3)[2]
    began = [at for at, (_, line) in enumerate(three.said) if line == "works"]
    assert began[1] < three.said.index((second, "ended")) < began[2]
    three.processes[third].terminate()
    assert three.until("gone") == [third]
    three.until("works", 4)
    assert "works beside another" not in [line for _, line in three.said]


@pytest.mark.postgres
def test_what_a_holder_writes_that_was_cut_off_is_refused_by_the_database(postgres_url: str) -> None:
    store = Store(postgres_url)
    old, new = store.exclusive(Path("build.lock")), store.exclusive(Path("build.lock"))
    assert old.acquire()
    assert not new.acquire()
    with store.transaction() as connection:
        old.fence(connection)
    cut_off_the_leader(postgres_url)
    with new:
        with store.transaction() as connection:
            new.fence(connection)
        with pytest.raises(LostLockError, match=r"build\.lock"), store.transaction() as connection:
            old.fence(connection)  # it has not looked since
        assert not old.holds()
        assert new.holds()
    store.close()


@pytest.mark.postgres
def test_locks_of_other_names_do_not_wait_for_each_other(postgres_url: str) -> None:
    store = Store(postgres_url)
    with store.exclusive(Path("build.lock")), store.exclusive(Path("erasure.lock")) as other:
        assert other.holds()
    store.close()


def test_a_database_that_is_away_is_told_and_nobody_leads_meanwhile() -> None:
    engine = sa.create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    lock = AdvisoryExclusive(engine, "background.lock")
    with pytest.raises(StoreError, match=r"background\.lock: wanted a database that answers"):
        lock.acquire()
    leader = Leader(lock, lambda: pytest.fail("began without the lock"), LOG, interval_s=0.01, grace_s=0.01)
    leader.start()
    leader.stop()
    assert not leader.leads
    assert not lock.holds()


def test_over_sqlite_one_leads_by_the_file_and_the_next_when_it_ends(tmp_path: Path) -> None:
    told: list[str] = []
    began = threading.Event()
    make: Any = lambda: [Counted(told, began)]  # noqa: E731
    first, second = (Leader(FileExclusive(tmp_path / "lock"), make, LOG, interval_s=0.01) for _ in range(2))
    first.start()
    second.start()
    assert (first.leads, second.leads, told) == (True, False, ["start"])
    began.clear()
    first.stop()
    assert began.wait(_PATIENCE_S)
    second.stop()
    assert told == ["start", "stop", "start", "stop"]


class Losing:
    """A lock that can be taken away at will."""

    can_be_lost = True

    def __init__(self) -> None:
        self.is_mine = self.is_free = True

    def acquire(self) -> bool:
        self.is_mine = self.is_free
        return self.is_mine

    def holds(self) -> bool:
        return self.is_mine

    def release(self) -> None:
        self.is_mine = False

    def fence(self, connection: sa.Connection) -> None: ...
    def __enter__(self) -> Losing: ...
    def __exit__(self, *_: object) -> None: ...


def test_who_lost_the_lead_and_gets_it_again_begins_with_new_services() -> None:
    told: list[str] = []
    began, lock = threading.Event(), Losing()
    exclusive: Exclusive = lock
    leader = Leader(exclusive, lambda: [Counted(told, began)], LOG, interval_s=0.01, grace_s=0.01)
    leader.start()
    assert began.wait(_PATIENCE_S)
    began.clear()
    lock.is_mine = False
    assert began.wait(_PATIENCE_S)
    leader.stop()
    assert told == ["start", "stop", "start", "stop"]


def test_the_lock_lost_within_the_grace_starts_nothing() -> None:
    lock, looked = Losing(), threading.Event()

    def holds() -> bool:
        lock.is_free = False
        looked.set()
        return False

    with suppress(AttributeError):
        lock.holds = holds  # type: ignore[method-assign]
    leader = Leader(lock, lambda: pytest.fail("began without the lock"), LOG, interval_s=0.01, grace_s=0.01)
    leader.start()
    assert looked.wait(_PATIENCE_S)
    leader.stop()
    assert not leader.leads
