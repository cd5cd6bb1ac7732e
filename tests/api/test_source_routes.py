"""``/v1/sources``, and postings pushed in Karirhub's own layout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from matcher.engine import Engine
from matcher.pulls.limits import Surroundings
from matcher.pulls.run import run_upstream
from matcher.pulls.upstream import Upstream
from tests.matcher.sources import invented


def test_sources_are_told_with_their_last_run_and_without_secrets(
    empty_client: TestClient, engine: Engine, tmp_path: Path
) -> None:
    made = Upstream(
        name="karir",
        format="karirhub",
        location=str(invented.fixture(tmp_path, "karirhub")),
        header="Authorization",
        secret_env="RAHASIA_UJI",
    )
    assert empty_client.get("/v1/sources").json() == {"sources": []}
    engine.store.put_upstream(made.name, made.settings(), None)
    [before] = empty_client.get("/v1/sources").json()["sources"]
    assert (before["name"], before["last_run"]) == ("karir", None)
    assert empty_client.get("/v1/sources/karir/runs").json() == {"runs": []}
    run_upstream(engine.store, "karir", engine.home, Surroundings())
    answered = empty_client.get("/v1/sources")
    assert answered.json()["sources"][0]["last_run"]["new"] == 4
    assert "RAHASIA" not in answered.text
    [run] = empty_client.get("/v1/sources/karir/runs", params={"limit": 1}).json()["runs"]
    assert (run["outcome"], run["read"], run["error"]) == ("done", 4, {"where": "", "wanted": "", "found": ""})
    assert "rejects_file" not in run


def test_runs_of_a_source_that_is_not_known_are_not_found(empty_client: TestClient) -> None:
    assert empty_client.get("/v1/sources/lain/runs").status_code == 404
    assert empty_client.get("/v1/sources/LAIN/runs").status_code == 422
    assert empty_client.get("/v1/sources/lain/runs", params={"limit": 0}).status_code == 422


def test_karirhub_pushes_vacancies_in_its_own_layout(client: TestClient) -> None:
    rows = [
        invented.karirhub(1),
        invented.karirhub(2, status="mungkin"),
        "teks",
        invented.karirhub(3, id_lowongan="api:9"),
    ]
    answered = client.post("/v1/postings", params={"source": "karirhub"}, json={"records": rows})
    assert answered.status_code == 200
    report = answered.json()
    assert (report["read"], report["accepted"], report["rejected"]) == (4, 2, 2)
    assert report["rejects"][0]["where"] == "records.2, field status"
    assert report["rejects"][1]["wanted"] == "an object with the fields of a posting"
    found = client.get("/v1/postings/karirhub:KH-00001").json()
    assert found["record"]["employer"] == "PT Contoh Karya"
    assert client.get("/v1/postings/karirhub:api:9").status_code == 200
    again = client.post("/v1/postings", params={"source": "karirhub"}, json={"records": rows[:1]})
    assert again.json()["unchanged"] == 1


@pytest.mark.parametrize("name", ["lokerindo", "workers", "Karirhub", "../x"])
def test_a_layout_that_is_not_known_or_not_of_postings_is_refused(empty_client: TestClient, name: str) -> None:
    body = json.dumps({"records": [invented.karirhub(1)]})
    headers = {"Content-Type": "application/json"}
    answered = empty_client.post("/v1/postings", params={"source": name}, content=body, headers=headers)
    assert answered.status_code == 422
