"""An ad that is corrected before it is posted: what its employer says wins over what is read, and stays so."""

from __future__ import annotations

from dataclasses import asdict

from matcher.ads.draft import Draft, draft_of, known
from matcher.engine import Engine
from matcher.posting_facts import stated_unit
from matcher.records import Posting
from tests.matcher.ads.conftest import posting

DRAFT = Draft(
    title="Admin gudang",
    text="Mengurus stok barang, wajib menguasai Microsoft Excel.",
    employer="Warung Contoh",
    place="Kota Semarang",
)


def record(engine: Engine, draft: Draft) -> Posting:
    return posting({"id": "contoh:d-1", **draft.as_fields(engine.coder.skills)})


def test_the_chosen_code_wins_over_the_one_that_is_read(engine: Engine) -> None:
    read = engine.subject(record(engine, DRAFT)).coded
    chosen = engine.subject(record(engine, Draft(title=DRAFT.title, text=DRAFT.text, unit="5223"))).coded
    assert read.occupations[0][0] != "5223"
    assert chosen.occupations == (("5223", 1.0),)
    assert not chosen.uncertain


def test_a_skill_that_is_taken_out_stays_out_and_one_that_is_added_comes_in(engine: Engine) -> None:
    excel = engine.coder.skills.find("Microsoft Excel")
    forklift = next(skill for skill in engine.coder.skills if "forklift" in skill.id)
    assert excel is not None
    assert excel.id in {skill.id for skill in engine.subject(record(engine, DRAFT)).coded.skills}
    changed = DRAFT.without_skill(excel.id).with_skill(forklift.id)
    asked = {skill.id for skill in engine.subject(record(engine, changed)).coded.skills}
    assert excel.id not in asked
    assert forklift.id in asked
    again = changed.with_skill(excel.id)
    assert again.taken_out == ()
    assert excel.id in {skill.id for skill in engine.subject(record(engine, again)).coded.skills}


def test_a_licence_that_is_taken_out_keeps_nobody_away(engine: Engine) -> None:
    sim = engine.coder.skills.find("SIM B1")
    assert sim is not None
    draft = Draft(title="Supir", text="Wajib punya SIM B1.")
    assert sim.id in engine.subject(record(engine, draft)).coded.licences
    assert engine.subject(record(engine, draft.without_skill(sim.id))).coded.licences == ()


def test_a_stored_ad_is_written_on_as_it_was_left(engine: Engine) -> None:
    skills = engine.coder.skills
    excel, forklift = skills.find("Microsoft Excel"), next(skill for skill in skills if "forklift" in skill.id)
    assert excel is not None
    draft = known(Draft(**{**asdict(DRAFT), "unit": "4321", "added": (forklift.id,), "taken_out": (excel.id,)}), skills)
    stored = record(engine, draft)
    assert stated_unit(stored) == "4321"
    assert draft_of(asdict(stored), skills) == draft


def test_what_names_nothing_is_dropped_from_a_form(engine: Engine) -> None:
    odd = Draft(title="x", unit="9", added=("tidak-ada", "<script>"), taken_out=("",))
    clean = known(odd, engine.coder.skills)
    assert (clean.unit, clean.added, clean.taken_out) == ("", (), ())
    assert stated_unit(posting({"id": "contoh:d-2", "title": "x", "hint": "KBJI 2014 0000 tidak ada"})) == ""
