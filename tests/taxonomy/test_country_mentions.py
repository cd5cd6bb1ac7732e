"""Countries that a text names as places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.countries import load_countries
from taxonomy.country_mentions import CountryMention, country_mentions


def test_every_country_is_named_with_where_its_name_stands() -> None:
    text = "Ke Jepang, lalu Arab Saudi"
    assert list(country_mentions(text)) == [
        CountryMention(country="JP", start=3, end=9),
        CountryMention(country="SA", start=16, end=26),
    ]


@pytest.mark.parametrize(
    "text", ["bahasa Jepang", "masakan Korea", "Japan food", "lulusan universitas di Taiwan", "Indonesia", "chile", ""]
)
def test_languages_dishes_schools_words_and_home_are_no_places_abroad(text: str) -> None:
    assert list(country_mentions(text)) == []


@given(st.text(max_size=100))
def test_any_text_is_read_and_every_mention_is_of_a_known_country(text: str) -> None:
    found = list(country_mentions(text))
    assert {mention.country for mention in found} <= load_countries().keys() - {"ID"}
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)
