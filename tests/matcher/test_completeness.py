from __future__ import annotations

import pytest

from matcher.completeness import FULL_CHARACTERS, WEIGHTS, completeness
from matcher.records import Pay
from tests.builders import posting


def test_the_weights_add_up_to_one() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_a_posting_that_says_nothing_but_its_title_has_that_share() -> None:
    found = completeness(posting(employer="Pengiklan Anonim"))

    assert found.score == WEIGHTS["title"]
    assert {name for name, value in found.parts.items() if value} == {"title"}


def test_a_posting_that_says_everything_is_whole() -> None:
    full = posting(
        employer="PT Sinar Jaya",
        places=("Bekasi",),
        description="a" * FULL_CHARACTERS,
        pay=Pay(high=5e6),
        education=("SMA",),
        posted_on=posting().provenance.fetched_at.date(),
        url="https://contoh.id/1",
    )

    assert completeness(full).score == 1


@pytest.mark.parametrize("text", ["kirim CV ke hrd@contoh.id", "WA 0812-3456-7890", "kunjungi www.contoh.id"])
def test_a_way_to_apply_may_stand_in_the_text(text: str) -> None:
    assert completeness(posting(description=text)).parts["contact"] == 1


def test_half_a_description_is_half() -> None:
    assert completeness(posting(description="a" * (FULL_CHARACTERS // 2))).parts["description"] == 0.5
