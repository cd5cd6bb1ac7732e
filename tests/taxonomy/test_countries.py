"""Countries of work by ISO 3166-1."""

from __future__ import annotations

import pytest

from taxonomy import countries
from taxonomy.countries import country_named, load_countries
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.tables import bundled_table


def test_every_name_of_a_place_abroad_leads_to_a_country_with_names_in_both_languages() -> None:
    codes = {row["code"] for _, row in bundled_table("country_names.tsv", ("name", "code"))}
    assert codes <= load_countries().keys()
    assert country_named("JP").name_id == "Jepang"
    assert country_named("JP").name_en == "Japan"
    assert country_named("SA").alpha3 == "SAU"


def test_no_two_countries_share_a_code_or_a_name() -> None:
    known = list(load_countries().values())
    for name in ("code", "alpha3", "name_id", "name_en"):
        assert len({getattr(country, name) for country in known}) == len(known)


def test_a_code_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(UnknownIdError, match="XX"):
        country_named("XX")


@pytest.mark.parametrize(
    "row",
    [
        {"code": "jp", "alpha3": "JPN", "name_id": "Jepang", "name_en": "Japan"},
        {"code": "JP", "alpha3": "JPN", "name_id": "", "name_en": "Japan"},
        {"code": "JPX", "alpha3": "JPN", "name_id": "Jepang", "name_en": "Japan"},
    ],
)
def test_a_faulty_line_is_refused_by_its_place(row: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    load_countries.cache_clear()
    monkeypatch.setattr(countries, "bundled_table", lambda *_: iter([("countries.tsv line 2", row)]))
    with pytest.raises(InputError, match=r"countries\.tsv line 2"):
        load_countries()
    monkeypatch.undo()
    load_countries.cache_clear()
