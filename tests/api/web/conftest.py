"""An app with accounts of every role that asks for credentials, and browsers that sign in to it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access.accounts import PASSWORD_HASHER, add_account
from api.app import create_app
from api.settings import Settings
from matcher.engine import Engine
from matcher.home import Home
from tests.fakes import FakeEncoder

PASSWORD = "kuda lari di pasar 7"
ACCOUNTS: Mapping[str, tuple[str, ...]] = {
    "officer": (),
    "employer": ("contoh",),
    "planner": ("contoh",),
    "steward": (),
}
"""Role to sources of the account that has its name."""

_TOKEN = re.compile(r'name="_csrf" value="([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A reader with cookies of one's own."""

    http: TestClient

    def get(self, path: str, **more: Any) -> Any:
        """A page."""
        return self.http.get(path, follow_redirects=False, **more)

    def send(self, path: str, fields: Mapping[str, str], *, page: str = "/masuk", **more: Any) -> Any:
        """A form, with the token of a page."""
        data = {"_csrf": token_of(self.get(page).text), **fields}
        return self.http.post(path, data=data, follow_redirects=False, **more)

    def sign_in(self, name: str, password: str = PASSWORD, **more: str) -> Any:
        """The answer to the form of the sign-in."""
        return self.send("/masuk", {"name": name, "password": password, **more})


def token_of(page: str) -> str:
    """The first token of a page."""
    found = _TOKEN.search(page)
    assert found, page[:400]
    return found[1]


def settings_for(home: Path, **more: Any) -> Settings:
    """Of an app that asks for credentials and counts little."""
    many = 100_000
    return Settings(
        home=home,
        auth="on",
        log_level="error",
        compact=False,
        webhooks=False,
        anonymous_rate=many,
        anonymous_burst=many,
        **more,
    )


def add_accounts(engine: Engine) -> None:
    """One of every role, each with the same password, that need not be changed."""
    for role, sources in ACCOUNTS.items():
        tenant = "contoh"
        given = {"role": role, "tenant": tenant, "sources": sources, "password": PASSWORD, "is_given": False}
        add_account(engine.store, role, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory, sample_world: Path) -> Iterator[FastAPI]:
    """An app over the sample world, with accounts; cheap hashes, for many sign in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PASSWORD_HASHER, "_parameters", cheap_parameters())
        root = tmp_path_factory.mktemp("staffed") / "home"
        shutil.copytree(sample_world, root)
        engine = Engine(Home(root=root), FakeEncoder())
        add_accounts(engine)
        app = create_app(settings_for(engine.home.root, failed_tries=1_000), engine)
        with TestClient(app):
            yield app
        engine.close()


def cheap_parameters() -> Any:
    """Of argon2id, as little as it takes."""
    import argon2

    return argon2.Parameters(
        type=argon2.Type.ID, version=19, salt_len=16, hash_len=16, time_cost=1, memory_cost=8, parallelism=1
    )


@pytest.fixture
def browser(staffed: FastAPI) -> Browser:
    """Without cookies."""
    return Browser(http=TestClient(staffed, raise_server_exceptions=False))
