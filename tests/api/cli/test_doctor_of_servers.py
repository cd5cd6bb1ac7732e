"""``sepadan doctor`` where a server runs for others, and ``sepadan migrate``."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from api.cli.doctor_operation import rate_limits
from api.settings import Settings
from indexes.audit_chain import AuditHead
from indexes.schema import HEAD, REVISIONS
from indexes.store import Store
from matcher.home import Home
from tests.api.cli.conftest import Cli
from tests.matcher.rights.made import entry

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def free_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPADAN_PORT", "0")


@pytest.fixture
def kept(cli: Cli) -> Iterator[Store]:
    """The store of the home, empty."""
    store = Store(Home(root=cli.home).make().database_url)
    yield store
    store.close()


@pytest.fixture
def reached(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A server that asks for credentials."""
    monkeypatch.setenv("SEPADAN_AUTH", "on")
    return cli


def look(cli: Cli, name: str) -> dict[str, Any]:
    return next(check for check in cli("doctor", "--json").document["checks"] if check["name"] == name)


def tables_at(url: str, revision: str) -> None:
    """A database as an older version left it."""
    config = Config()
    config.set_main_option("script_location", "indexes:migrations")
    config.set_main_option("path_separator", "os")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def test_a_setting_that_is_misspelt_is_told_with_the_one_that_is_meant(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEPADAN_AUHT", "on")
    found = look(cli, "settings")
    assert not found["ok"]
    assert found["found"] == "SEPADAN_AUHT is no setting, SEPADAN_AUTH is"


def test_more_processes_than_cores_are_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setenv("SEPADAN_WORKERS", "2")
    assert look(cli, "processes") == {"name": "processes", "ok": True, "found": "2 to serve, 2 cores", "mend": ""}
    monkeypatch.setenv("SEPADAN_WORKERS", "3")
    assert look(cli, "processes")["mend"] == "set SEPADAN_WORKERS to at most 2"


def test_keys_that_cannot_be_read_are_told_and_none_is_shown(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    key = base64.b64encode(os.urandom(32)).decode()
    monkeypatch.setenv("SEPADAN_IDENTITY_KEYS", f"a:{key}")
    assert look(cli, "keys")["found"] == "identities are sealed; keys of secrets to be made"
    assert not cli.home.exists()
    monkeypatch.setenv("SEPADAN_SECRET_KEYS", f"b:{key},b:{key}")
    found = look(cli, "keys")
    assert not found["ok"]
    assert key not in str(found)


@pytest.mark.usefixtures("kept")
def test_a_home_that_others_can_read_is_told_and_so_is_a_file_of_keys(cli: Cli) -> None:
    assert look(cli, "permissions")["ok"]
    cli.home.chmod(0o755)
    (cli.home / "secret.keys").write_text("")
    (cli.home / "secret.keys").chmod(0o640)
    found = look(cli, "permissions")
    assert not found["ok"]
    assert "home has mode 0755" in found["found"]
    assert "secret.keys has mode 0640" in found["found"]
    assert found["mend"] == f"run 'chmod -R go= {cli.home}'"


def test_a_home_of_another_user_is_told(cli: Cli, kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4_711)
    assert "not to the one that runs (4711)" in look(cli, "permissions")["found"]


def test_a_clock_behind_what_was_written_is_told(cli: Cli, kept: Store) -> None:
    assert look(cli, "clock")["ok"]
    kept.note_backup(NOW + timedelta(days=2))
    assert "before what was written at" in look(cli, "clock")["found"]


def test_a_clock_away_from_the_databases_is_told(cli: Cli, kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "clock", lambda _: datetime.now(UTC) - timedelta(seconds=61))
    found = look(cli, "clock")
    assert not found["ok"]
    assert "61 s away" in found["found"]


def test_no_backup_and_an_old_one_are_faults_of_a_server_that_others_reach(reached: Cli, kept: Store) -> None:
    assert look(reached, "backup") == {
        "name": "backup",
        "ok": False,
        "found": "none was ever made",
        "mend": "run 'sepadan backup' every day",
    }
    kept.note_backup(datetime.now(UTC) - timedelta(hours=30, minutes=1))
    assert "made 30." in look(reached, "backup")["found"]


def test_a_backup_is_noted_by_the_command_that_makes_it(reached: Cli, kept: Store) -> None:
    assert reached("backup", "--output", reached.folder / "b").code == 0
    found = look(reached, "backup")
    assert (found["ok"], found["found"]) == (True, "the last was made 0.0 h ago")


def test_a_server_of_this_machine_alone_needs_no_backup(cli: Cli, kept: Store) -> None:
    found = look(cli, "backup")
    assert (found["ok"], found["mend"]) == (True, "")
    assert found["found"].startswith("none was ever made; no fault")


def test_rows_of_the_audit_log_long_after_the_last_head_are_told(reached: Cli, kept: Store) -> None:
    assert look(reached, "audit log")["found"] == "no row yet"
    kept.append_audit([entry(), entry(at=entry().at + timedelta(hours=30))])
    assert look(reached, "audit log")["found"] == "2 rows, a signed head vouches for 0"
    kept.put_audit_head(AuditHead(seq=1, hash=b"1" * 32, at=entry().at, key_id="k", signature=b"s" * 64))
    assert not look(reached, "audit log")["ok"]
    kept.put_audit_head(
        AuditHead(seq=2, hash=b"2" * 32, at=entry().at + timedelta(hours=30), key_id="k", signature=b"s" * 64)
    )
    assert look(reached, "audit log")["found"] == "2 rows, a signed head vouches for 2"


@pytest.mark.postgres
def test_settings_of_postgresql_that_lose_data_are_told(
    postgres_url: str, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEPADAN_DATABASE_URL", postgres_url)
    Store(postgres_url).close()
    told = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "server_encoding": "UTF8"}
    told |= {"server_version_num": "150004", "max_connections": "100"}
    really = Store.server_settings
    monkeypatch.setattr(Store, "server_settings", lambda store, names: really(store, names) | told)
    assert look(cli, "database")["found"] == "PostgreSQL 15, 100 connections"
    told |= {"fsync": "off", "synchronous_commit": "off", "server_version_num": "130004"}
    assert look(cli, "database")["found"] == (
        "fsync is off, wanted on; synchronous_commit is off, wanted on; version 130004, wanted PostgreSQL 14 or newer"
    )


def test_a_doctor_looks_at_older_tables_and_leaves_them_and_migrate_brings_them_on(cli: Cli) -> None:
    url = Home(root=cli.home).make().database_url
    tables_at(url, REVISIONS[-2])
    for _ in range(2):
        found = look(cli, "store")
        assert found["found"] == f"tables of version {REVISIONS[-2]}, this Sepadan has {HEAD}"
        assert found["mend"] == "back up with the version that made them, then run 'sepadan migrate'"
    assert look(cli, "index")["mend"] == look(cli, "clock")["mend"] == "mend the store first"
    assert cli("migrate").out == f"tables {REVISIONS[-2]} to {HEAD}\n"
    assert cli("migrate").out == f"tables {HEAD}\n"
    assert look(cli, "store")["ok"]


def test_migrate_makes_the_tables_of_a_new_home(cli: Cli) -> None:
    document = cli("migrate", "--json").document
    assert document == {"before": None, "now": HEAD, "revision": 0}


@pytest.mark.parametrize(
    ("workers", "storage", "auth", "ok"),
    [
        (1, "memory://", "on", True),
        (4, "memory://", "on", False),
        (4, "memory://", "off", True),
        (4, "redis://127.0.0.1:6379", "on", True),
    ],
)
def test_several_processes_that_each_count_for_themselves_are_told(
    workers: int, storage: str, auth: str, ok: bool
) -> None:
    found = rate_limits(Settings(workers=workers, limits_storage=storage, auth=auth))  # type: ignore[arg-type]
    assert found.ok is ok
    assert bool(found.mend) is not ok
    assert str(workers) in found.found
