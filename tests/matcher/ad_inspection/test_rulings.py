"""Rulings on flags: the last one counts, precision is counted as by hand, nothing of an ad leaves with the table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from api.routes.intake import read_record
from indexes.store import Store
from matcher.ad_inspection.rulings import FlagDesk, key_of, precisions, rulings_csv
from matcher.ad_inspection.stored import Inspected, inspect_posting
from matcher.codec import to_stored
from matcher.records import Kind, Posting
from matcher.rights.audit_log import AuditLog
from matcher.share_interval import wilson
from taxonomy.errors import InputError, UnknownIdError
from tests.matcher.rights.made import BOX, Clock
from tests.matcher.titles.made import BUDI, SITI


def inspected(number: int, text: str = "Dicari wanita, usia maksimal 25 tahun.") -> Inspected:
    record = read_record(Kind.POSTING, {"id": f"papan:f-{number}", "title": "Kasir", "description": text}, "papan")
    assert isinstance(record, Posting)
    assert to_stored(record).key == f"papan:f-{number}"
    return inspect_posting(record)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path}/s.db")


def test_the_last_ruling_counts_and_may_be_taken_back(store: Store) -> None:
    clock, found = Clock(), inspected(1)
    desk = FlagDesk(store, AuditLog(store, BOX), clock)
    kinds = [flag.kind for flag in found.flags]
    assert {"sex", "age"} <= set(kinds)
    age = kinds.index("age")
    desk.rule(found, age, "right", "", SITI)
    clock.later(seconds=1)
    desk.rule(found, age, "wrong", "umur\x00 mesin", BUDI)
    (one,) = desk.standing().values()
    assert (one.verdict, one.reason, one.made_by) == ("wrong", "umur mesin", BUDI.client)
    assert one.flag == key_of(found.key, found.flags[age])
    clock.later(seconds=1)
    desk.rule(found, age, "undone", "", SITI)
    assert desk.standing() == {}
    assert [row.entry.action for row in store.audit_rows()] == ["flag.ruled"] * 3
    with pytest.raises(UnknownIdError):
        desk.rule(found, len(found.flags), "right", "", SITI)
    for verdict, reason in (("wrong", " "), ("acted", ""), ("x", "y")):
        with pytest.raises(InputError):
            desk.rule(found, age, verdict, reason, SITI)
    moved = inspected(1, "Lowongan kasir toko. Dicari wanita, usia maksimal 25 tahun.")
    assert {key_of(moved.key, flag) for flag in moved.flags} == {key_of(found.key, flag) for flag in found.flags}


def test_precision_is_the_share_of_right_ones_with_wilsons_interval(store: Store) -> None:
    clock = Clock()
    desk = FlagDesk(store, AuditLog(store, BOX), clock)
    by_hand = {"sex": [0, 0], "age": [0, 0]}
    for number in range(12):
        found = inspected(number)
        for at, flag in enumerate(found.flags):
            verdict = ("right", "wrong", "acted")[(number + at) % 3]
            desk.rule(found, at, verdict, "sebab", SITI)
            by_hand[flag.kind][verdict == "wrong"] += 1
            clock.later(seconds=1)
    told = precisions(desk.standing(), "kind")
    assert {kind: [one.right, one.wrong] for kind, one in told.items()} == by_hand
    for kind, (right, wrong) in by_hand.items():
        assert told[kind].share == right / (right + wrong)
        assert (told[kind].low, told[kind].high) == wilson(right, right + wrong)
    assert set(precisions(desk.standing(), "rule")) == {flag.rule for flag in inspected(0).flags}
    assert precisions({}, "kind") == {}


def test_the_table_has_every_ruling_and_no_words_of_an_ad(store: Store) -> None:
    desk = FlagDesk(store, AuditLog(store, BOX), Clock())
    desk.rule(inspected(1), 0, "wrong", '=HYPERLINK("x")', SITI)
    text = rulings_csv(store.flag_rulings()).decode()
    (row,) = list(csv.DictReader(io.StringIO(text)))
    assert (row["posting"], row["source"], row["verdict"], row["by"]) == ("papan:f-1", "papan", "wrong", SITI.client)
    assert row["reason"] == '\'=HYPERLINK("x")'
    assert "25 tahun" not in text
