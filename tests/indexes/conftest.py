"""A store on each database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexes.store import Store


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a database of each kind: empty, or with an empty store where the test asks for ``store``."""
    is_made = "store" in request.fixturenames
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_store_url" if is_made else "postgres_url"))
    if is_made:
        shutil.copy(request.getfixturevalue("empty_store"), tmp_path / "sepadan.db")
    return f"sqlite:///{tmp_path / 'sepadan.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """The store in it."""
    opened = Store(url)
    yield opened
    opened.close()
