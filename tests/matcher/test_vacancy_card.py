from __future__ import annotations

from datetime import date

from indexes.duplicate_records import Copy
from matcher.vacancy_card import vacancy_card
from tests.builders import posting

TODAY = date(2026, 3, 10)


def test_a_posting_alone_has_its_own_key_and_no_lifetime() -> None:
    found = vacancy_card(posting(employer="PT. Sinar Jaya, Tbk"), (), TODAY).as_dict()

    assert found["employer_key"] == "sinar jaya, pt"
    assert found["copies"] == []
    assert found["lifetime"] is None


def test_of_a_cluster_whose_canonical_one_is_gone_the_next_is_canonical_and_the_last_stands_alone() -> None:
    left = [
        Copy(key=key, cluster="a:1", place=place, chance=950, completeness=9, employer="sinar jaya, pt")
        for place, key in enumerate(("uji:p1", "b:2"), 1)
    ]
    told = vacancy_card(posting(), left, TODAY).as_dict()["copies"]
    alone = vacancy_card(posting(employer="Sinar Jaya"), left[:1], TODAY)

    assert isinstance(told, list)
    assert [one["is_canonical"] for one in told] == [True, False]
    assert (alone.copies, alone.lifetime, alone.employer_key) == ((), None, "sinar jaya, pt")


def test_a_copy_is_told_with_its_cluster() -> None:
    copies = [
        Copy(key="a:1", cluster="a:1", place=0, chance=1_000, completeness=9, employer="sinar jaya, pt", url="u"),
        Copy(key="uji:p1", cluster="a:1", place=1, chance=950, completeness=9, employer="sinar jaya, pt"),
    ]
    found = vacancy_card(posting(employer="Sinar Jaya"), copies, TODAY)
    told = found.as_dict()["copies"]

    assert found.employer_key == "sinar jaya, pt"
    assert found.lifetime is not None
    assert told == [
        {"id": "a:1", "source": "a", "url": "u", "chance": 1.0, "posted_on": None, "is_canonical": True},
        {"id": "uji:p1", "source": "uji", "url": "", "chance": 0.95, "posted_on": None, "is_canonical": False},
    ]
