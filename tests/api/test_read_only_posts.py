"""POSTs of which the document says that they read alone: no row of the store changes, but those that say who looked."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import (
    example_curriculum,
    example_forecast,
    example_inspection,
    example_overseas,
    example_programmes,
    example_requests,
)
from api.bodies import READ_ONLY
from api.idempotency import KEYED

BODIES: dict[str, dict[str, Any]] = {
    "/v1/normalise": example_requests.NORMALISE,
    "/v1/match/workers": example_requests.MATCH_WORKERS_BY_ID,
    "/v1/match/postings": example_requests.MATCH_POSTINGS_BY_ID,
    "/v1/recommend/courses": example_requests.RECOMMEND_BY_ID,
    "/v1/recommend/programmes": example_programmes.RECOMMEND_BY_ID,
    "/v1/recommend/paths": example_requests.RECOMMEND_PATHS,
    "/v1/inspection": example_inspection.INSPECTION,
    "/v1/curriculum/plan": example_curriculum.PLAN_REQUEST,
    "/v1/curriculum/diff": example_curriculum.DIFF_REQUEST,
    "/v1/market/forecast": example_forecast.ASKED,
    "/v1/market/forecast/series": example_forecast.SERIES_ASKED,
    "/v1/overseas/check": example_overseas.CHECK,
}
SEEN = {"audit_log", "audit_head", "usage"}
"""Who looked at whom, and how often somebody asked, is written down at each try."""


def rows_of(app: FastAPI) -> dict[str, list[tuple[Any, ...]]]:
    store = app.state.serving.engine.store
    with store._engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        return {name: connection.execute(sa.text(f"SELECT * FROM {name}")).fetchall() for name in names}


def test_they_change_nothing_that_is_stored(client: TestClient) -> None:
    app = client.app
    assert isinstance(app, FastAPI)
    before = rows_of(app)
    for path, body in BODIES.items():
        answer = client.post(path, json=body)
        assert answer.status_code == 200, (path, answer.text)
        after = rows_of(app)
        assert {name for name in after if after[name] != before[name]} <= SEEN, path


def test_the_document_names_them_and_none_that_writes(client: TestClient) -> None:
    posts = {path: item["post"] for path, item in client.get("/openapi.json").json()["paths"].items() if "post" in item}
    assert {path for path, post in posts.items() if post.get(READ_ONLY)} == set(BODIES)
    assert not any(post.get(READ_ONLY) and post.get(KEYED) for post in posts.values())
