"""An installation with invented workers, and what erases from it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from indexes.identity_vault import Vault
from indexes.secret_box import SecretBox
from matcher.engine import Engine
from matcher.erasure.eraser import Eraser
from matcher.filling import fill
from matcher.forms import WorkerForm
from matcher.records import Kind, Record

BOX = SecretBox({"s1": b"s" * 32})
VAULT = Vault({"k1": bytes(32)}, "k1")
NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


def worker(number: int, words: str = "tukang las") -> Record:
    raw = {"id": f"uji:w-{number}", "wish": words, "summary": f"biasa mengelas kanopi, katanya rahasia{number}x"}
    return fill(WorkerForm, raw, "row").to_record("uji", f"{number:064x}")


class Clock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Six workers, of whom identities are kept, built."""
    engine.upsert([worker(number) for number in range(6)])
    names = {f"uji:w-{number}": {"name": f"Sari Contohwati {number}", "nik": f"32{number:014}"} for number in range(6)}
    engine.store.put_identity(Kind.WORKER, names, VAULT)
    engine.build()
    return engine


@pytest.fixture
def eraser(filled: Engine, clock: Clock) -> Eraser:
    return Eraser(filled.store, filled.home, BOX, VAULT, clock=clock)
