from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.duplicates.rows import NONE
from matcher.duplicates.titles import title_of
from matcher.records import Pay
from tests.matcher.duplicates.ads import ad, traits


@pytest.mark.parametrize(
    ("text", "words", "towns"),
    [
        ("URGENT! Sales Executive Bandung", "executive sales", {"3204", "3273"}),
        ("Field Collection (JS - FC) Solo", "collection fc field js", {"3372"}),
        ("Admin penempatan Jakarta Selatan", "admin", {"3174"}),
        ("Sales Bojonegoro - Jawa Timur", "sales", {"3522"}),
        ("Java Developer", "developer java", set()),
        ("C++ Programmer", "c++ programmer", set()),
        ("Bandung", "bandung", {"3204", "3273"}),
    ],
)
def test_a_title_is_its_work_and_its_towns(text: str, words: str, towns: set[str]) -> None:
    found = title_of(text)

    assert (found.words, found.towns) == (words, towns)


@given(st.text(max_size=80))
def test_any_title_can_be_compared(text: str) -> None:
    found = title_of(text)

    assert found.spots <= found.every
    assert found == title_of(text)


def test_an_ad_keeps_what_is_compared() -> None:
    found = ad(
        "1",
        employer="PT Sinar Jaya (Bekasi)",
        education=("SMA", "D3"),
        study_programmes=("S1 Akuntansi", "Akutansi"),
        posted_on=date(2026, 1, 2),
        coded={"education": "SMA", "pay_low": 5e6, "countries": ("MY",)},
    )

    assert found.aside == "bekasi"
    assert found.places == {"3275", "MY"}
    assert found.programmes == {"akuntansi"}
    assert found.schooling == {"sma", "d3"}
    assert (found.day, found.unit, found.education) == (date(2026, 1, 2).toordinal(), "4321", 2)
    assert found.pay[0] == 5e6


def test_what_is_not_known_is_none() -> None:
    found = ad("1", employer="Pengiklan Anonim", description="", coded={"occupations": (), "region_codes": ()})

    assert (found.employer, found.unit, found.day, found.education) == ("", "", NONE, NONE)
    assert not found.places
    assert found.pay[0] != found.pay[0]


def test_rows_hold_the_numbers_of_their_values() -> None:
    found = traits(ad("1"), ad("2", employer="SINAR JAYA, PT"), ad("3", employer=""), ad("4", source="lain"))

    assert len(found) == 4
    assert found.employer.tolist() == [0, 0, NONE, 0]
    assert found.employers[0].key == "sinar jaya, pt"
    assert found.title.tolist() == [0, 0, 0, 0]
    assert found.source.tolist() == [0, 0, 0, 1]


def test_a_brand_names_a_second_employer() -> None:
    found = traits(ad("1", employer="PT Multi Boga (Warung Kita)"), ad("2", employer="Warung Kita"))

    assert found.brands[0] == found.employer[1] != found.employer[0]


def test_a_short_name_may_be_the_only_long_one_that_begins_with_it() -> None:
    one = traits(ad("1", employer="Cendekia"), ad("2", employer="PT Cendekia Daya Indonesia"))
    several = traits(
        ad("1", employer="Sinar Jaya"),
        ad("2", employer="PT Sinar Jaya Abadi"),
        ad("3", employer="CV Sinar Jaya Makmur"),
    )

    assert one.brands[0] == one.employer[1]
    assert several.brands[0] == NONE


def test_no_ads_are_no_rows() -> None:
    assert len(traits()) == 0


def test_a_value_that_cannot_be_text_is_compared_all_the_same() -> None:
    found = ad("1", title="<b>Kasir</b> \u200b'; DROP TABLE--", pay=Pay(low=None))

    assert "kasir" in found.title.words
