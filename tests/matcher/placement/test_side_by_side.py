"""A person beside a posting: marks in both texts, the same score as everywhere, nothing of who the person is."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.placement.side_by_side import side_by_side
from matcher.records import Kind
from taxonomy.errors import UnknownIdError

TODAY = date(2026, 11, 27)


def test_each_point_is_marked_in_the_texts_that_show_it(filled: Engine) -> None:
    pair = side_by_side(filled, "contoh:w-1", "contoh:p-1", TODAY)
    assert [point.number for point in pair.points] == list(range(1, len(pair.points) + 1))
    smaw = next(point for point in pair.points if "SMAW" in point.label)
    assert smaw.state == "matched"
    for sections in (pair.posting, pair.worker):
        marked = [piece.text for section in sections for piece in section.pieces if smaw.number in piece.points]
        assert any("SMAW" in text for text in marked)
    missing = [point.label for point in pair.points if point.state == "missing"]
    assert any("SIM" in label for label in missing)
    assert "Microsoft Excel" in [point.label for point in pair.points if point.state == "more"]


def test_the_score_is_the_one_of_the_ranking_and_conditions_that_stand_between_are_named(filled: Engine) -> None:
    pair = side_by_side(filled, "contoh:w-1", "contoh:p-1", TODAY)
    asker = filled.stored_subject(Kind.WORKER, "contoh:w-1")
    anyhow = Conditions(respect_hours=False, waived=("licence",))
    ranked = {one.key: one for one in filled.refresh().rank_postings(asker, 10, anyhow).matches}
    assert pair.explained.score == ranked["contoh:p-1"].score
    assert set(pair.barred_by) == {"night", "licence"} or set(pair.barred_by) == {"night"}
    facts = {fact.name: fact for fact in pair.facts}
    assert facts["education"].meets is True
    assert facts["experience"].meets is True
    assert facts["pay"].meets is False
    assert facts["hours"].meets is False


def test_texts_come_whole_and_the_person_s_without_traits_and_contacts(filled: Engine) -> None:
    pair = side_by_side(filled, "contoh:w-1", "contoh:p-1", TODAY)
    told = {section.name: "".join(piece.text for piece in section.pieces) for section in pair.worker}
    everything = " ".join(told.values())
    for hidden in ("0812", "perempuan", "28 tahun"):
        assert hidden not in everything
    assert "<b>dan</b>" in told["summary"]
    posting = {section.name: "".join(piece.text for piece in section.pieces) for section in pair.posting}
    assert "<script>alert(1)</script>" in posting["description"]
    assert any(0 in piece.points for section in pair.posting for piece in section.pieces)


def test_a_pair_with_nothing_in_common_and_one_that_is_not_there(filled: Engine) -> None:
    pair = side_by_side(filled, "contoh:w-2", "contoh:p-1", TODAY)
    assert not [point for point in pair.points if point.state == "matched"]
    for worker, posting in (("contoh:w-9", "contoh:p-1"), ("contoh:w-1", "contoh:p-9")):
        with pytest.raises(UnknownIdError):
            side_by_side(filled, worker, posting, TODAY)
