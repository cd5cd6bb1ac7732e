"""Codes by which somebody comes back: random, read as they are meant, kept as a hash, one at a time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.store import Store
from matcher.rights.recovery import give_code, hash_of, new_code, read_code, worker_of
from tests.indexes.stores import record

NOW = datetime(2026, 11, 27, 3, tzinfo=UTC)


def test_a_code_has_five_groups_of_letters_that_nobody_mistakes() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){4}", code) for code in codes)


_GROUPS = ("ABCDE", "FGHJK", "MNPQR", "STVWX")


@pytest.mark.parametrize(
    "typed",
    [
        "-".join((*_GROUPS, "yz012")).lower(),
        f" {' '.join((*_GROUPS, 'YZO1Z'))} ",
        "".join((*_GROUPS, "YZ0I2")),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    found = read_code(typed)
    assert found[:20] == "".join(_GROUPS)
    assert len(found) == 25


@given(st.text(max_size=60))
def test_what_is_no_code_is_none(typed: str) -> None:
    found = read_code(typed)
    assert found == "" or len(found) == 25
    assert bool(hash_of(typed)) == bool(found)


def test_a_code_opens_the_profile_it_was_given_for_and_the_one_before_does_not(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 's.db'}")
    store.upsert([record("laman:s_1", kind="worker")])
    first = give_code(store, "laman:s_1", NOW)
    assert worker_of(store, first.lower().replace("-", " ")) == "laman:s_1"
    second = give_code(store, "laman:s_1", NOW)
    assert worker_of(store, first) == ""
    assert worker_of(store, second) == "laman:s_1"
    assert worker_of(store, "bukan kode") == ""
    assert first.replace("-", "").encode() not in (tmp_path / "s.db").read_bytes()
    store.close()
