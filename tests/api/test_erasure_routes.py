"""Erasure over HTTP: gone at once, refused when sent again, held, and ended by the server itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access.principal import Principal, Role
from api.app import create_app
from api.housekeeping import Housekeeper
from api.logs import make_log
from api.settings import Settings
from evaluation.benchmark.erasure_search import Search
from matcher.engine import Engine
from matcher.erasure import text_caches
from matcher.erasure.certificate import check_certificate
from matcher.records import Kind
from taxonomy.errors import StoreError
from tests.sample_world import SAMPLE_WORKERS

KEY = "contoh:w-1"


@pytest.fixture
def settings(engine: Engine) -> Settings:
    return Settings(home=engine.home.root, log_level="error", erase_after_s=3600, retention=True)


@pytest.fixture
def client(sample_world: Path, engine: Engine, settings: Settings) -> TestClient:
    return TestClient(create_app(settings, engine), raise_server_exceptions=False)


def erase(client: TestClient, **body: Any) -> Any:
    return client.post("/v1/erasures", json={"ids": [KEY], **body})


def test_an_erased_worker_is_gone_refused_when_sent_again_and_has_a_certificate(
    client: TestClient, settings: Settings
) -> None:
    told = erase(client).json()
    assert (told["asked"], told["erased"], told["is_blocked"]) == (1, 1, True)
    check_certificate(told["certificate"], settings.secret_box())
    assert client.get(f"/v1/workers/{KEY}").status_code == 404
    again = client.post("/v1/workers", json={"records": [SAMPLE_WORKERS[1], SAMPLE_WORKERS[0]]}).json()
    assert (again["unchanged"], again["rejected"]) == (1, 1)
    [reject] = again["rejects"]
    assert (reject["row"], reject["where"]) == (2, "records.2.id")
    assert "fresh consent" in reject["wanted"]
    alone = client.post("/v1/workers", json={"records": [SAMPLE_WORKERS[0]]})
    assert alone.status_code == 422


def test_a_worker_that_its_source_took_back_may_be_sent_again(client: TestClient) -> None:
    assert client.delete(f"/v1/workers/{KEY}").status_code == 204
    assert client.delete(f"/v1/workers/{KEY}").status_code == 404
    assert client.post("/v1/workers", json={"records": [SAMPLE_WORKERS[0]]}).json()["accepted"] == 1
    assert erase(client, block=False).json()["is_blocked"] is False
    assert client.post("/v1/workers", json={"records": [SAMPLE_WORKERS[0]]}).json()["accepted"] == 1


def test_what_is_held_is_answered_409_and_stays(client: TestClient, engine: Engine) -> None:
    engine.store.put_holds(Kind.WORKER, [KEY], "perkara 7/2026", datetime.now(UTC))
    answer = erase(client)
    assert answer.status_code == 409
    assert "perkara 7/2026" in answer.json()["detail"]
    assert client.delete(f"/v1/workers/{KEY}").status_code == 409
    assert client.get(f"/v1/workers/{KEY}").status_code == 200


def test_rubbish_is_refused_by_its_place(client: TestClient) -> None:
    for body in ({"ids": []}, {"ids": ["x"]}, {"ids": ["a:\x00"]}, {"ids": "a:1"}, {"ids": [KEY], "more": 1}, {}):
        answer = client.post("/v1/erasures", json=body)
        assert answer.status_code == 422, body
        assert answer.json()["errors"]
    assert client.get(f"/v1/workers/{KEY}").status_code == 200


def test_a_client_erases_people_of_its_own_sources_only(client: TestClient) -> None:
    class Board:
        async def principal_of(self, request: object) -> Principal:
            scopes, sources = frozenset({"privacy"}), frozenset({"lain"})
            return Principal(client="b", tenant="b", role=Role.BOARD, scopes=scopes, sources=sources)

    client.app.state.doorkeeper = Board()  # type: ignore[attr-defined]
    assert erase(client).status_code == 403


def test_a_server_ends_erasures_when_their_time_has_come_and_runs_retention_once_a_day(
    client: TestClient, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    emptied = list[int]()
    monkeypatch.setattr("api.housekeeping.empty_text_caches", lambda: emptied.append(1))
    search = Search(["kanopi, bisa SMAW", KEY])
    now = datetime.now(UTC)
    clock = [now]
    keeper = Housekeeper(engine, settings, make_log("error"), clock=lambda: clock[0])
    keeper.look()
    erase(client)
    keeper.look()
    keeper.look()
    assert emptied == [1]
    assert search.in_folder(engine.home.root).marks
    clock[0] = now + timedelta(hours=2)
    keeper.look()
    assert engine.store.erasures(unfinished=True) == []
    assert search.in_folder(engine.home.root).marks == set()
    clock[0] = now + timedelta(days=720)
    keeper.look()
    assert "contoh:w-2" in engine.store.notices(Kind.WORKER)


def test_a_server_whose_housekeeping_fails_goes_on_and_tries_again(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = list[int]()
    keeper = Housekeeper(engine, settings, make_log("critical"), interval_s=0.001)

    def look() -> None:
        looks.append(1)
        if len(looks) == 1:
            raise StoreError("disk full")
        keeper._stopping.set()

    monkeypatch.setattr(keeper, "look", look)
    keeper.start()
    keeper._thread.join(10)
    keeper.stop()
    assert len(looks) == 2


def test_words_that_a_process_remembers_are_forgotten() -> None:
    from matcher.identity import is_identity
    from taxonomy.places import load_gazetteer

    is_identity("Nama Rahasia")
    load_gazetteer().read("Jaksel")
    text_caches.empty_text_caches()
    assert is_identity.cache_info().currsize == 0
    assert load_gazetteer()._remembered.cache_info().currsize == 0
