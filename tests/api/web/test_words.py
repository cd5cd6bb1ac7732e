"""Words of the pages in the reader's language."""

from __future__ import annotations

import pytest

from api.web.tongue import TONGUES
from api.web.words import stated_place


@pytest.mark.parametrize(
    ("stated", "indonesian", "english"),
    [
        ("Jepang", "Jepang", "Japan"),
        ("Nagoya, Jepang", "Nagoya, Jepang", "Nagoya, Japan"),
        ("korea", "Korea Selatan", "South Korea"),
        ("Taiwan", "Taiwan", "Taiwan"),
        ("Saudi Arabia", "Arab Saudi", "Saudi Arabia"),
        ("Kapal pesiar", "Kapal pesiar", "Kapal pesiar"),
        ("", "", ""),
    ],
)
def test_a_country_of_work_has_its_name_in_the_language_of_the_page(stated: str, indonesian: str, english: str) -> None:
    assert stated_place(TONGUES["id"], stated) == indonesian
    assert stated_place(TONGUES["en"], stated) == english
