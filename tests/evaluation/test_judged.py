"""What counts as right, and coders judged by it: ``evaluation.judged`` and ``evaluation.coders``."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from evaluation import coders
from evaluation.coders import answers, judge_coder, product_coder
from evaluation.gold import NOT_CODABLE, GoldTitle
from evaluation.judged import Answer, Judged, judge, judged_rows
from taxonomy.committee import load_committee
from taxonomy.title_coding import Candidate, TitleCoding
from taxonomy.title_item import TitleItem
from tests.evaluation.test_train_titles import FakeUse
from tests.fakes import FakeEncoder


def gold(code: str, *others: str, title: str = "x", text: str = "") -> GoldTitle:
    accepted = frozenset() if code == NOT_CODABLE else frozenset((code, *others))
    return GoldTitle(id="x", item=TitleItem(title=title, text=text), code=code, accepted=accepted)


def coding(*codes: str, uncertain: bool = False) -> TitleCoding:
    candidates = tuple(Candidate(code=code, title="", score=0.5 - at / 10) for at, code in enumerate(codes))
    return TitleCoding(candidates=candidates, uncertain=uncertain)


def test_a_code_is_right_when_it_is_the_gold_code_or_an_alternate() -> None:
    asked = [gold("5120", "3434"), gold("5120", "3434"), gold("5120"), gold("5120")]
    said = [("5120", "1111"), ("3434", "5120"), ("1111", "2222", "5120"), ("1111",)]
    found = judge(asked, [Answer(codes=codes) for codes in said])
    assert found.ok_at_1 == [True, True, False, False]
    assert found.ok_at_5 == [True, True, True, False]
    assert found.reciprocal == pytest.approx([1, 1, 1 / 3, 0])
    assert found.strict_at_1 == [True, False, False, False]


def test_only_uncertain_is_right_when_a_title_cannot_be_coded() -> None:
    found = judge([gold(NOT_CODABLE)] * 2, [Answer(codes=("5120",), uncertain=True), Answer(codes=("5120",))])
    for values in (found.ok_at_1, found.ok_at_5, found.reciprocal, found.strict_at_1):
        assert [bool(value) for value in values] == [True, False]


def test_an_uncertain_answer_to_a_title_that_can_be_coded_counts_by_its_codes() -> None:
    found = judge([gold("5120")] * 3, [Answer(codes=codes, uncertain=True) for codes in (("5120",), ("1111",), ())])
    assert found.ok_at_1 == [True, False, False]


def test_an_alternate_that_says_not_codable_makes_no_answer_right() -> None:
    # The coder never gives that code, and the flag counts only where the gold code itself says so.
    found = judge([gold("5120", NOT_CODABLE)], [Answer(codes=("1111",), uncertain=True)])
    assert (found.ok_at_1, found.ok_at_5) == ([False], [False])


@pytest.mark.parametrize("said", [[], [Answer(codes=())] * 2])
def test_there_is_one_answer_for_each_title(said: list[Answer]) -> None:
    with pytest.raises(ValueError, match="zip"):
        judge([gold("5120")], said)


def test_rows_give_shares_and_the_mean_and_hold_them_against_the_targets_that_are_given() -> None:
    judged = Judged(
        ok_at_1=[True, False, False, False],
        ok_at_5=[True, True, True, False],
        reciprocal=[1.0, 0.5, 0.5, 0.0],
        strict_at_1=[False] * 4,
    )
    first, five, mrr = judged_rows("ours", judged, ok_at_1=0.5, ok_at_5=0.7)
    assert [row.name for row in (first, five, mrr)] == ["ours: ok@1", "ours: ok@5", "ours: mrr"]
    assert [row.value for row in (first, five, mrr)] == [0.25, 0.75, 0.5]
    assert [(row.target, row.holds) for row in (first, five, mrr)] == [(0.5, False), (0.7, True), (None, None)]
    assert all(row.n == 4 and row.ci95 is not None for row in (first, five, mrr))
    assert [row.target for row in judged_rows("theirs", judged)] == [None, None, None]


# Coders ---------------------------------------------------------------------------------------------------------------


class FakeCoder:
    """Takes every text for a cook's (5120); of a bare title it is not sure and has that code second."""

    def __init__(self) -> None:
        self.asked: list[TitleItem] = []

    def code(self, items: Sequence[TitleItem]) -> list[TitleCoding]:
        self.asked += items
        return [coding("5120") if item.text else coding("1111", "5120", uncertain=True) for item in items]


def test_what_a_coder_said_is_its_codes_in_order_and_whether_it_is_sure() -> None:
    said = answers([coding("5120", "3434"), coding(uncertain=True)])
    assert said == [Answer(codes=("5120", "3434")), Answer(codes=(), uncertain=True)]


def test_a_coder_is_judged_with_all_that_stands_beside_a_title_or_on_the_title_alone() -> None:
    asked = [gold("5120", title="Koki", text="Memasak")]
    coder = FakeCoder()
    whole = judge_coder(coder, asked)  # type: ignore[arg-type]
    bare = judge_coder(coder, asked, is_bare=True)  # type: ignore[arg-type]
    assert coder.asked == [asked[0].item, TitleItem(title="Koki")]
    assert (whole.ok_at_1, bare.ok_at_1) == ([True], [False])
    assert bare.reciprocal == [0.5]


def test_the_coder_of_the_product_has_the_bundled_weights_and_asks_both_encoders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(coders, "load_use_encoder", FakeUse)
    encoder = FakeEncoder()
    coder = product_coder(encoder)
    assert coder.fingerprint == load_committee().fingerprint
    # Nothing settles before the last stage, so that every member is asked.
    items = [TitleItem(title="Koki"), TitleItem(title="Sopir", text="Mengantar barang")]
    found, _ = coder.staged(items, certain={"title": (2.0, 2.0), "text": (2.0, 2.0)})
    assert encoder.calls > 0
    assert found.shape == (2, len(load_committee().codes))
    assert found.sum(axis=1) == pytest.approx([1, 1], abs=1e-4)
