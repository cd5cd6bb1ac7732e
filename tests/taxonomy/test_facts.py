"""Facts as plain values: what is said in a field wins over the text, and what is not said is None."""

from __future__ import annotations

import json

from taxonomy.facts import FACTS, read_facts
from taxonomy.places import load_gazetteer

TEXT = "Lulusan SMA/SMK jurusan Akuntansi, pengalaman 1-2 tahun, wanita usia maks. 30 tahun, gaji 4 juta per bulan"


def test_every_fact_is_read_from_the_text_but_the_place() -> None:
    facts = read_facts(TEXT, load_gazetteer())
    assert tuple(facts) == FACTS
    assert facts["place"] is None
    assert facts["education"] == {"least": "SMA", "kkni_level": 2, "levels": ["SMA"], "study_programmes": ["Akuntansi"]}
    assert facts["experience"] == {"months_min": 12, "months_max": 24, "fresh_graduate_welcome": False}
    assert (facts["pay"]["low_idr_month"], facts["pay"]["basis"]) == (4_000_000, "stated")
    demands = facts["demands"]
    assert (demands["age_min"], demands["age_max"], demands["sexes"]) == (None, 30, ["P"])
    assert [word["surface"] for word in demands["words"]] == ["wanita", "usia maks. 30 tahun"]
    assert all(TEXT[word["start"] : word["end"]] == word["surface"] for word in demands["words"])
    json.dumps(facts)


def test_a_field_of_its_own_wins_over_the_text() -> None:
    facts = read_facts(
        TEXT, load_gazetteer(), place="Jaksel", education="S1", pay="5 juta", experience="fresh graduate"
    )
    assert [region["code"] for region in facts["place"]["regions"]] == ["3174"]
    assert facts["education"]["least"] == "S1"
    assert facts["pay"]["low_idr_month"] == 5_000_000
    assert facts["experience"] == {"months_min": None, "months_max": None, "fresh_graduate_welcome": True}


def test_what_is_not_said_is_none() -> None:
    assert read_facts("", load_gazetteer()) == dict.fromkeys(FACTS)
