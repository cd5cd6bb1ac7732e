"""The answers of the match routes are put together without their models; here they are held to them."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from api import example_requests
from api.schemas_match import MatchPostingsResponse, MatchWorkersResponse

ASKED: list[tuple[str, dict[str, Any]]] = [
    ("workers", example_requests.MATCH_WORKERS),
    ("workers", example_requests.MATCH_WORKERS_BY_ID),
    ("postings", example_requests.MATCH_POSTINGS),
    ("postings", example_requests.MATCH_POSTINGS_BY_ID),
    ("postings", {"id": "contoh:w-1", "k": 10}),
    ("postings", {"id": "contoh:w-2", "k": 10, "conditions": {"pay_at_least": 9e8}}),
    ("postings", {"worker": {"wish": "las di Malaysia", "place": "Sidoarjo"}, "k": 50}),
    ("workers", {"posting": {"title": "Juru Las di Malaysia", "description": "Kerja di Malaysia, SIM B1 wajib."}}),
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("side", "body"), ASKED)
def test_each_answer_is_what_its_model_takes_and_would_say_itself(
    side: str, body: dict[str, Any], language: str, client: TestClient
) -> None:
    model = MatchWorkersResponse if side == "workers" else MatchPostingsResponse
    answer = client.post(f"/v1/match/{side}?lang={language}", json=body)
    assert answer.status_code == 200
    found = orjson.loads(answer.content)
    assert model.model_validate(found).model_dump(mode="json") == found
    assert answer.headers["content-type"] == "application/json"
