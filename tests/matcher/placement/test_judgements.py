"""Judgements of officers: with a reason, taken back, told apart from what is true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from indexes.placement_rows import StoredJudgement
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.placement.judgements import LEAST_JUDGED, Judgements, agreement, ordered
from matcher.rights.audit_log import AuditLog
from taxonomy.errors import InputError, UnknownIdError
from tests.indexes.stores import record
from tests.matcher.placement.test_queue import AT, BUDI, SITI

MADE = StoredJudgement(
    id="jdg_1",
    worker_key="a:1",
    posting_key="p:1",
    verdict="fits",
    reason="said_so",
    note=b"",
    score=0.6,
    weights="w",
    made_by="staff:siti",
    made_at=AT,
)


@pytest.fixture
def judged(tmp_path: Path) -> Judgements:
    store = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    store.upsert([record("a:1", kind="worker"), record("p:1"), record("p:2")])
    box = SecretBox({"k": bytes(32)})
    made = Judgements(store, box, AuditLog(store, box))
    made.store = store  # type: ignore[attr-defined]
    return made


def test_a_judgement_holds_with_its_reason_until_it_is_taken_back(judged: Judgements) -> None:
    said = judged.judge("a:1", "p:1", "fits", "other", SITI, note=" bisa mulai besok ", score=0.61, weights="w1")
    held = judged.of_pair("a:1", "p:1")
    assert held is not None
    assert (held.id, held.verdict, held.score, judged.note(held)) == (said.id, "fits", 0.61, "bisa mulai besok")
    assert b"besok" not in held.note
    judged.undo(held, BUDI)
    judged.undo(held, SITI)
    assert judged.of_pair("a:1", "p:1") is None
    (gone,) = judged.history("a:1", "p:1")
    assert gone.undone_by == BUDI.client
    rows = list(judged.store.audit_rows())  # type: ignore[attr-defined]
    assert [row.entry.action for row in rows] == ["judgement.made", "judgement.undone"]
    assert all(row.entry.target for row in rows)


def test_of_two_judgements_of_a_pair_the_later_holds(judged: Judgements) -> None:
    judged.judge("a:1", "p:1", "fits", "said_so", SITI, score=0.6, weights="w")
    judged.judge("a:1", "p:1", "does_not_fit", "too_far", BUDI, score=0.6, weights="w")
    judged.judge("a:1", "p:2", "fits", "said_so", SITI, score=0.6, weights="w")
    standing = judged.standing(worker="a:1")
    assert {posting: one.verdict for (_, posting), one in standing.items()} == {"p:1": "does_not_fit", "p:2": "fits"}
    assert len(judged.history("a:1", "p:1")) == 2
    assert judged.agreement().share is None


@pytest.mark.parametrize(
    ("worker", "posting", "reason", "note", "fault"),
    [
        ("a:1", "p:1", "religion", "", InputError),
        ("a:1", "p:1", "other", "  ", InputError),
        ("a:9", "p:1", "said_so", "", UnknownIdError),
        ("a:1", "p:9", "said_so", "", UnknownIdError),
    ],
)
def test_without_a_reason_or_a_record_nothing_is_judged(
    judged: Judgements, worker: str, posting: str, reason: str, note: str, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        judged.judge(worker, posting, "fits", reason, SITI, note=note, score=0.5, weights="w")
    assert judged.store.judgements() == []  # type: ignore[attr-defined]


def test_agreement_is_the_share_of_pairs_in_the_order_of_the_scores() -> None:
    n = LEAST_JUDGED
    good = [replace(MADE, score=0.5 + k / 100) for k in range(n)]
    bad = [replace(MADE, verdict="does_not_fit", score=0.505 + k / 100) for k in range(n)]
    slow = sum((g.score > b.score) + (g.score == b.score) / 2 for g in good for b in bad) / n**2
    told = agreement([*good, *bad])
    assert (told.fits, told.does_not_fit) == (n, n)
    assert told.share == pytest.approx(slow)
    assert agreement(good).share is None


def test_a_list_has_what_fits_first_and_what_does_not_last() -> None:
    ranked = [("a", 1), ("b", 2), ("c", 3), ("d", 4)]
    assert [key for key, _ in ordered(ranked, {"c": "fits", "a": "does_not_fit"})] == ["c", "b", "d", "a"]
    assert ordered(ranked, {}) == ranked
