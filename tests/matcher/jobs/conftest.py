"""A desk and a worker over an engine with the fake encoder, and a clock that tests move."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from indexes.identity_vault import Vault
from indexes.job_records import StoredJob
from indexes.secret_box import SecretBox
from matcher.engine import Engine
from matcher.home import Home
from matcher.ingest import record_of
from matcher.jobs.desk import JobDesk
from matcher.jobs.finishing import blocks_of
from matcher.jobs.job import Asked, JobKind
from matcher.jobs.uploads import JobLimits
from matcher.jobs.worker import Worker, Workshop
from matcher.records import Kind
from matcher.sources import source_named
from tests.fakes import FakeEncoder

DAY = date(2026, 11, 27)
KEY = bytes(range(32))


@dataclass
class Clock:
    """Tells what tests want it to."""

    at: datetime = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class House:
    """An installation with its desk; workers are made as they are needed."""

    engine: Engine
    clock: Clock
    box: SecretBox
    limits: JobLimits = field(default_factory=JobLimits)
    told: list[StoredJob] = field(default_factory=list)

    @property
    def desk(self) -> JobDesk:
        return JobDesk(self.engine.home, self.engine.store, self.box, self.limits, self.clock)

    def worker(self, holder: str = "w1") -> Worker:
        return Worker(
            Workshop(
                engine=self.engine,
                box=self.box,
                vault=Vault({"k": KEY}, "k"),
                limits=self.limits,
                holder=holder,
                on_done=self.told.append,
                log=structlog.get_logger(),
                now=self.clock,
            )
        )

    def upload(self, rows: list[Any], name: str = "rows.jsonl", tenant: str = "a") -> str:
        content = "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows).encode()
        return self.desk.uploads.put(tenant, "c", name, content).id

    def ask(self, kind: JobKind, of: Kind, tenant: str = "a", **rest: Any) -> StoredJob:
        return self.desk.ask(tenant, "c", Asked(kind=kind, of=of, day=DAY, **rest))

    def ingest(self, rows: list[Any], of: Kind = Kind.WORKER, tenant: str = "a", **rest: Any) -> StoredJob:
        upload = self.upload(rows, tenant=tenant)
        return self.ask(JobKind.INGEST, of, tenant, layout=f"{of}s", upload=upload, **{"index": False, **rest})

    def job(self, job: StoredJob) -> StoredJob:
        return self.engine.store.job(job.id)

    def content(self, job: StoredJob, name: str = "result") -> bytes:
        files, file = self.desk.file(self.job(job), name)
        return b"".join(blocks_of(files, file)) if file.stored else b""

    def lines(self, job: StoredJob, name: str = "result") -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.content(job, name).splitlines()]


@pytest.fixture
def house(engine: Engine) -> House:
    """See ``House``."""
    return House(engine, Clock(), SecretBox({"s1": KEY}))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest, home: Home, fake_encoder: FakeEncoder) -> Iterator[House]:
    """An empty house on SQLite, and one on PostgreSQL."""
    url = str(request.getfixturevalue("postgres_store_url")) if request.param == "postgres" else ""
    engine = Engine(home, fake_encoder, database_url=url)
    yield House(engine, Clock(), SecretBox({"s1": KEY}))
    engine.close()


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with three postings, five workers and a course, built once."""
    home = Home(root=tmp_path_factory.mktemp("jobs") / "home")
    engine = Engine(home, FakeEncoder())
    rows: dict[str, list[dict[str, Any]]] = {
        "postings": [posting_row(n) for n in range(3)],
        "workers": [worker_row(n) for n in range(5)],
        "courses": [{"id": "c-1", "title": "Las SMAW 3G", "skills": ["SMAW"], "provider": "BLK Contoh"}],
    }
    for name, each in rows.items():
        engine.upsert([record_of(source_named(name), row, "row") for row in each])
    engine.build()
    engine.close()
    return home.root


@pytest.fixture
def full(_filled: Path, home: Home, fake_encoder: FakeEncoder) -> Iterator[House]:
    """A house of its own that holds them."""
    shutil.copytree(_filled, home.root)
    engine = Engine(home, fake_encoder)
    yield House(engine, Clock(), SecretBox({"s1": KEY}))
    engine.close()


def worker_row(number: int, **rest: Any) -> dict[str, Any]:
    return {"id": f"w-{number:04}", "wish": "tukang las", "summary": f"Bisa SMAW {number}.", "nama": "Budi", **rest}


def posting_row(number: int, **rest: Any) -> dict[str, Any]:
    return {"id": f"p-{number:04}", "title": "Juru Las", "description": f"Mengelas SMAW {number}.", **rest}
