"""What is put right, handed out and reported of a person, over an engine with the fake encoder."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest

from api.routes.intake import read_record
from indexes.identity_vault import Vault
from indexes.schema import METADATA
from matcher.codec import to_stored
from matcher.engine import Engine
from matcher.filling import fill
from matcher.forms import WorkerForm
from matcher.records import Kind, Worker
from matcher.rights.breach import Incident, affected_by_log, contacts, notices, workers_of
from matcher.rights.correction import correct_worker, worker_template
from matcher.rights.desk import RightsDesk
from matcher.rights.person_document import FORMAT, PersonFiles
from matcher.rights.processing_record import processing_record, stored_data
from matcher.rights.requests import RequestKind
from matcher.rights.reviews import explain_ranking
from matcher.shortlists import shortlists
from taxonomy.errors import ConfigError, InputError, UnknownIdError
from tests.matcher.rights.made import BOX, DAY, OFFICER, Clock, log_of, said, say
from tests.sample_world import fill_world

VAULT = Vault({"v1": bytes(32)}, "v1")
W1 = "contoh:w-1"


@pytest.fixture
def world(sample_world: Path, engine: Engine) -> Engine:
    engine.store.put_identity(Kind.WORKER, {W1: {"name": "Budi Contoh", "phone": "0812"}}, VAULT)
    return engine


def files_of(engine: Engine, vault: Vault | None = VAULT) -> PersonFiles:
    log = log_of(engine.store)
    return PersonFiles(engine=engine, desk=RightsDesk(engine.store, BOX, log), log=log, vault=vault)


def test_the_template_of_a_worker_gives_the_same_record_again(world: Engine) -> None:
    for key in (W1, "contoh:w-2"):
        worker = world.get(Kind.WORKER, key)
        assert isinstance(worker, Worker)
        again = fill(WorkerForm, worker_template(worker), "x").to_record("other", worker.provenance.raw_hash)
        assert to_stored(again).content_hash == to_stored(worker).content_hash


def test_a_correction_is_coded_anew_and_found_at_once(world: Engine) -> None:
    before = world.refresh().catalogues["worker"].place(W1).coded
    told = correct_worker(world, VAULT, W1, {"wish": "kasir", "education": "S1", "phone": "0813", "name": None})
    assert told["before"] != told["after"]
    assert told["fields"] == ["education", "name", "phone", "wish"]
    assert world.refresh().catalogues["worker"].place(W1).coded != before
    assert world.store.identity(Kind.WORKER, W1, VAULT) == {"phone": "0813"}
    kept = world.get(Kind.WORKER, W1)
    assert isinstance(kept, Worker)
    assert (kept.wish, kept.place) == ("kasir", "Sidoarjo")


def test_a_field_can_be_taken_away_and_faulty_ones_are_refused_by_name(world: Engine) -> None:
    correct_worker(world, None, W1, {"place": None})
    kept = world.get(Kind.WORKER, W1)
    assert isinstance(kept, Worker)
    assert kept.place == ""
    for fields, wanted in (
        ({"id": "x:1"}, "may change"),
        ({"wihs": "x"}, "wish"),
        ({"experience_months": "x"}, "number"),
    ):
        with pytest.raises(InputError, match=wanted):
            correct_worker(world, VAULT, W1, fields)
    with pytest.raises(ConfigError, match="identity keys"):
        correct_worker(world, None, W1, {"phone": "0813"})
    with pytest.raises(UnknownIdError):
        correct_worker(world, VAULT, "contoh:w-9", {"wish": "x"})


def test_access_gives_everything_that_is_held_and_who_saw_it(world: Engine) -> None:
    say(world.store, said(W1, "share"))
    files = files_of(world)
    files.desk.file(W1, RequestKind.ACCESS, {"words": "Minta salinan."}, OFFICER)
    files.log.append(actor="papan-1", action="match.people", people=[W1, "contoh:w-2"])
    found = files.everything(W1)
    assert found["record"] == asdict(world.get(Kind.WORKER, W1))
    assert found["identity"] == {"name": "Budi Contoh", "phone": "0812"}
    assert found["codes"]["key"] == W1
    assert [one["purpose"] for one in found["consents"]] == ["share"]
    assert found["requests"][0]["content"] == {"words": "Minta salinan."}
    assert [(one["actor"], one["action"]) for one in found["seen_by"]][-1] == ("papan-1", "match.people")
    assert found["outcomes"] == []
    assert "contoh:w-2" not in str(found)
    assert files_of(world, None).everything(W1)["identity"] is None


def test_what_is_taken_along_is_what_another_service_takes_in(world: Engine) -> None:
    found = files_of(world).portable(W1)
    assert found["format"] == FORMAT
    assert read_record(Kind.WORKER, found["record"], "x").key == W1
    assert found["europass"]
    with pytest.raises(UnknownIdError):
        files_of(world).portable("contoh:w-9")


def test_without_an_index_access_gives_all_but_the_codes(engine: Engine) -> None:
    fill_world(engine)
    assert files_of(engine).everything(W1)["codes"] is None


def test_a_review_shows_the_parts_of_the_score_and_the_place(world: Engine) -> None:
    found = explain_ranking(world, W1, "contoh:p-1", "id")
    assert found["place"] in (1, 2)
    assert sum(found["components"].values()) == pytest.approx(found["score"], abs=1e-3)
    assert "names no posting" in explain_ranking(world, W1, "", "id")["missing"]
    assert "cannot be ranked now" in explain_ranking(world, W1, "contoh:p-9", "id")["missing"]


def test_who_is_restricted_is_found_by_nobody_and_comes_back(world: Engine) -> None:
    desk = files_of(world).desk
    asked = desk.file(W1, RequestKind.RESTRICTION, {}, OFFICER).stored.id
    assert W1 not in world.refresh().catalogues["worker"]
    with pytest.raises(UnknownIdError):
        world.stored_subject(Kind.WORKER, W1)
    desk.lift(asked, OFFICER)
    assert W1 in world.refresh().catalogues["worker"]


def test_automatic_recommendations_leave_out_who_objects(world: Engine) -> None:
    listed = lambda: shortlists(world, DAY.date(), lambda *_: None).workers  # noqa: E731
    assert W1 in listed()
    files_of(world).desk.file(W1, RequestKind.OBJECTION, {}, OFFICER)
    assert W1 not in listed()


def incident(**rest: object) -> Incident:
    words = {"data": "nama dan keahlian", "how": "kunci bocor", "measures": "kunci diganti"}
    told = {**words, "controller": "Layanan Contoh", "contact": "dpo@contoh.invalid", "known_at": DAY, "since": DAY}
    return Incident(**{**told, "until": DAY + timedelta(hours=1), **rest})  # type: ignore[arg-type]


def test_a_breach_concerns_whom_a_client_saw_in_the_window(world: Engine) -> None:
    clock = Clock()
    log = log_of(world.store, clock)
    log.append(actor="papan-1", action="match.people", people=[W1])
    log.append(actor="papan-2", action="identity.read", target="contoh:w-2")
    log.append(actor="papan-1", action="identity.read", target="contoh:w-2", outcome="missing")
    clock.later(hours=2)
    log.append(actor="papan-1", action="identity.read", target="contoh:w-2")
    store = world.store
    assert affected_by_log(store, log, BOX, incident(), "papan-1") == [W1]
    assert affected_by_log(store, log, BOX, incident()) == [W1, "contoh:w-2"]
    assert workers_of(store, ["contoh"]) == workers_of(store) == [W1, "contoh:w-2"]
    assert workers_of(store, ["lain"]) == []
    assert list(contacts(store, [W1], VAULT)) == [{"worker": W1, "name": "Budi Contoh", "phone": "0812"}]
    assert list(contacts(store, [W1], None)) == [{"worker": W1}]
    with pytest.raises(InputError, match="ends after it begins"):
        affected_by_log(store, log, BOX, incident(until=DAY - timedelta(hours=1)))


def test_notices_say_what_the_law_wants_and_by_when() -> None:
    found = notices(incident(), 12, "log audit", False)
    people, authority = found["pemberitahuan-orang.id.md"], found["laporan-lembaga.id.md"]
    for wanted in ("nama dan keahlian", "kunci bocor", "kunci diganti", "27-11-2026 02:00 UTC", "Pasal 46"):
        assert wanted in people
        assert wanted in authority
    assert "30-11-2026 02:00 UTC" in authority
    assert "TIDAK utuh" in authority


def test_the_record_of_processing_describes_every_table_and_is_the_page_in_the_docs() -> None:
    assert {f"table {table.name}" for table in METADATA.sorted_tables} <= set(stored_data())
    page = Path(__file__).parents[3] / "docs/privacy/records-of-processing.md"
    assert page.read_text("utf-8") == processing_record()


def test_a_table_that_nobody_described_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "place\tholds\tpersonal\tprotected_by\tleaves_when\n"
    monkeypatch.setattr("pathlib.Path.read_text", lambda *_, **__: lines)
    with pytest.raises(ConfigError, match=r"found none for account, api_key, audit_head, audit_log"):
        stored_data()


def test_every_test_that_the_impact_assessment_names_is_there() -> None:
    root = Path(__file__).parents[3]
    text = (root / "docs/privacy/dpia.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", text)) - {""}
    files = re.findall(r"`(tests/[\w/]+\.py)`", text)
    written = "\n".join(file.read_text("utf-8") for file in (root / "tests").rglob("test_*.py"))
    assert len(named) >= 15
    assert [name for name in named if f"def {name}(" not in written] == []
    assert [file for file in files if not (root / file).is_file()] == []
