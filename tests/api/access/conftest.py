"""An app that asks for credentials, over a store with some clients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.access.registry import add_client, new_client
from api.access.wiring import Access
from api.app import create_app
from api.settings import Settings
from indexes.store import Store
from matcher.engine import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """An app with credentials asked for.

    Attributes:
        http: Calls it.
        store: What it serves.
        secrets: Client to its secret.
    """

    http: TestClient
    store: Store
    settings: Settings
    secrets: dict[str, str] = field(default_factory=dict)

    @property
    def access(self) -> Access:
        found: Access = self.http.app.state.access  # type: ignore[attr-defined]
        return found

    def add(self, client_id: str, *scopes: str, **rest: Any) -> str:
        """Add a client; gives its secret."""
        given: dict[str, Any] = {"name": "", "tenant": "", "role": "platform", "sources": None, **rest}
        client = new_client(client_id, scopes=scopes or ("match", "admin"), **given)
        self.secrets[client_id] = add_client(self.store, client)
        return self.secrets[client_id]

    def ask(self, client_id: str, **form: str) -> httpx.Response:
        """Ask for a token."""
        data = {"grant_type": "client_credentials", **form}
        return self.http.post("/oauth/token", data=data, auth=(client_id, self.secrets[client_id]))

    def token(self, client_id: str, **form: str) -> str:
        answer = self.ask(client_id, **form)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    def get(self, token: str, path: str = "/v1/sources", **headers: str) -> httpx.Response:
        return self.http.get(path, headers={"Authorization": f"Bearer {token}", **headers})

    def status(self, token: str) -> int:
        """Of a route that any admin client may call, and nobody else."""
        return self.get(token, "/v1/sources").status_code


@pytest.fixture
def access_settings(tmp_path: Path) -> Settings:
    return Settings(
        home=tmp_path / "home", auth="on", log_level="error", compact=False, public_url="https://sepadan.contoh.invalid"
    )


@pytest.fixture
def house(engine: Engine, access_settings: Settings) -> Iterator[House]:
    """One with a platform that may match and administer."""
    app = create_app(access_settings, engine)
    with TestClient(app, raise_server_exceptions=False) as http:
        made = House(http=http, store=engine.store, settings=access_settings)
        made.add("siapkerja")
        yield made
