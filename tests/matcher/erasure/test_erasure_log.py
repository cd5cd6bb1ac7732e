"""The log that outlives backups: every change of it is told, a torn end is not an end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.secret_box import SecretBox
from matcher.erasure.digests import Digests
from matcher.erasure.erasure_log import Act, Entry, ErasureLog, standings
from matcher.erasure.known import Erased
from taxonomy.errors import StoreError

AT = datetime(2026, 11, 27, tzinfo=UTC)
OLD, NEW = SecretBox({"a": b"a" * 32}), SecretBox({"b": b"b" * 32, "a": b"a" * 32})


def entry(digest: str, act: Act = Act.BLOCKED, days: int = 0) -> Entry:
    return Entry(digest=digest, kind="worker", act=act, at=AT + timedelta(days=days))


@pytest.fixture
def log(tmp_path: Path) -> ErasureLog:
    return ErasureLog(tmp_path / "erasures.log")


def test_what_was_added_is_read_and_the_file_is_its_owners_alone(log: ErasureLog) -> None:
    assert log.entries() == []
    log.add([])
    assert not log.path.exists()
    log.add([entry("a:1")])
    log.add([entry("a:2", Act.ERASED), entry("a:1", Act.LIFTED, 1)])
    assert [one.digest for one in log.entries()] == ["a:1", "a:2", "a:1"]
    assert log.path.stat().st_mode & 0o777 == 0o600


@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_is_told(tmp_path_factory: pytest.TempPathFactory, at: int, flip: int) -> None:
    log = ErasureLog(tmp_path_factory.mktemp("log") / "erasures.log")
    log.add([entry(f"a:{number}") for number in range(3)])
    raw = bytearray(log.path.read_bytes())
    at %= len(raw) - 1  # the last line break alone cannot be told from a torn line
    raw[at] ^= flip
    log.path.write_bytes(raw)
    with pytest.raises(StoreError, match="line"):
        log.entries()


def test_a_line_that_is_gone_is_told(log: ErasureLog) -> None:
    log.add([entry(f"a:{number}") for number in range(3)])
    first, second, third = log.path.read_bytes().splitlines(keepends=True)
    for lines in ((second, third), (first, third), (second, first)):
        log.path.write_bytes(b"".join(lines))
        with pytest.raises(StoreError, match="wanted seal"):
            log.entries()


def test_a_line_that_a_power_cut_tore_was_never_there(log: ErasureLog) -> None:
    log.add([entry("a:1"), entry("a:2")])
    whole = log.path.read_bytes()
    log.path.write_bytes(whole[:-20])
    assert [one.digest for one in log.entries()] == ["a:1"]
    log.add([entry("a:3")])
    assert [one.digest for one in log.entries()] == ["a:1", "a:3"]


def test_a_log_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    log = ErasureLog(tmp_path)
    with pytest.raises(StoreError, match="can be read"):
        log.entries()
    with pytest.raises(StoreError, match="can be written"):
        log.add([entry("a:1")])


def test_where_a_record_stands_is_told_by_all_its_entries() -> None:
    found = standings(
        [
            entry("x", Act.LIFTED, 3),
            entry("x", Act.BLOCKED, 1),
            entry("y", Act.LIFTED, 1),
            entry("z", Act.BLOCKED, 1),
            entry("z", Act.ERASED, 2),
        ]
    )
    assert not found["x"].is_blocked
    assert "y" not in found
    assert found["z"].is_blocked
    assert found["z"].erased_at == AT + timedelta(days=2)


def test_a_copy_made_before_an_erasure_drops_the_record_and_one_made_after_only_when_it_is_blocked() -> None:
    old, new = Digests(OLD), Digests(NEW)
    erased = Erased(new, [entry(old.of("worker", "a:1")), entry(old.of("worker", "a:2"), Act.ERASED)])
    assert len(erased) == 2
    before, after = erased.drops_of(AT - timedelta(1)), erased.drops_of(AT + timedelta(1))
    keys = ("a:1", "a:2", "a:3")
    assert [before("worker", key) for key in keys] == [True, True, False]
    assert [after("worker", key) for key in keys] == [True, False, False]
    assert not before("posting", "a:1")
    assert not Erased(new, []).drops_of(AT)("worker", "a:1")


def test_a_hash_tells_which_key_made_it_and_none_is_the_same_for_two_kinds() -> None:
    digests = Digests(NEW)
    assert digests.of("worker", "a:1").startswith("b:")
    assert digests.knows(Digests(OLD).of("worker", "a:1"))
    assert not Digests(OLD).knows(digests.of("worker", "a:1"))
    assert digests.of("worker", "a:1") != digests.of("posting", "a:1")
    assert len(set(digests.all_of("worker", "a:1"))) == 2
