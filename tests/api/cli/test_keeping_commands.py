"""``sepadan backup``, ``restore``, ``verify``, ``export`` and ``generations``."""

from __future__ import annotations

import base64
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from indexes.schema import RECORD
from indexes.store import Store
from matcher.home import Home
from tests.api.cli.conftest import POSTINGS, WORKERS, Cli

KEYS = f"k1:{base64.b64encode(bytes(32)).decode()}"


def backed_up(cli: Cli) -> Path:
    return Path(cli("backup", "--output", cli.folder / "backups", "--json").document["backup"])


def change_a_record(cli: Cli) -> None:
    store = Store(Home(root=cli.home).database_url)
    with store.transaction() as connection:
        connection.execute(sa.update(RECORD).where(RECORD.c.kind == "worker").values(raw_hash="x"))
    store.close()


def damage_index(cli: Cli) -> str:
    name: str = cli("status", "--json").document["generation"]
    path = next((cli.home / "generations" / name).rglob("vectors.faiss"))
    path.write_bytes(path.read_bytes() + b" ")
    return name


# --- backup and restore


def test_a_backup_lies_in_a_folder_of_its_own_and_tells_what_is_in_it(filled: Cli) -> None:
    document = filled("backup", "--output", filled.folder / "backups", "--json").document
    folder = Path(document["backup"])
    assert folder.parent == filled.folder / "backups"
    assert document["rows"]["record"] == 9
    assert document["rows"]["derived"] == 9
    told = filled("backup", "--output", filled.folder / "backups").out
    assert "record 9" in " ".join(told.replace("│", " ").split())
    assert len(list(folder.parent.iterdir())) == 2


def test_what_is_restored_is_built_and_matches_as_before(filled: Cli) -> None:
    folder, elsewhere = backed_up(filled), filled.folder / "elsewhere"
    before = filled("match", "--id", "workers:pekerja-1", "--json").document
    restored = filled("restore", folder, "--home", elsewhere)
    assert restored.code == 0
    assert "sepadan build" in restored.out
    built = filled("build", "--home", elsewhere, "--json").document
    assert built["coded"] == 0
    after = filled("match", "--id", "workers:pekerja-1", "--home", elsewhere, "--json").document
    assert after["matches"] == before["matches"]
    assert filled("verify", "--home", elsewhere).code == 0


@pytest.mark.postgres
def test_a_backup_of_sqlite_is_restored_into_postgresql(
    postgres_url: str, filled: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = backed_up(filled)
    monkeypatch.setenv("SEPADAN_DATABASE_URL", postgres_url)
    monkeypatch.setenv("SEPADAN_HOME", str(filled.folder / "elsewhere"))
    assert filled("restore", folder, "--json").document["next"] == "run 'sepadan build'"
    assert filled("build").code == 0
    assert filled("verify").code == 0
    assert filled("status", "--json").document["indexed"] == {"posting": 4, "worker": 3, "course": 2}


def test_a_home_that_holds_records_is_not_restored_over(filled: Cli) -> None:
    answered = filled("restore", backed_up(filled))
    assert answered.code == 1
    assert "wanted an empty store, found one with 9 records" in answered.err


def test_a_damaged_backup_is_refused_before_a_home_is_made(filled: Cli) -> None:
    folder = backed_up(filled)
    assert filled("verify", "--backup", folder).code == 0
    assert filled("verify", "--backup", folder, "--json").document["rows"]["record"] == 9
    (folder / "record.parquet").write_bytes((folder / "record.parquet").read_bytes()[:-9])
    for words in (["verify", "--backup", folder], ["restore", folder, "--home", filled.folder / "elsewhere"]):
        answered = filled(*words)
        assert answered.code == 1
        assert "record.parquet: wanted SHA-256" in answered.err
    assert not (filled.folder / "elsewhere").exists()


def test_a_damaged_store_is_not_backed_up(filled: Cli) -> None:
    change_a_record(filled)
    answered = filled("backup", "--output", filled.folder / "backups")
    assert answered.code == 1
    assert "sepadan verify" in answered.err
    assert list((filled.folder / "backups").iterdir()) == []


@pytest.mark.parametrize("words", [["backup", "--output", "out"], ["verify"], ["export", "--output", "out"]])
def test_a_home_that_is_not_there_is_told_and_not_made(cli: Cli, words: list[str]) -> None:
    answered = cli(*words)
    assert answered.code == 1
    assert "wanted an installation with records, found none" in answered.err
    assert not cli.home.exists()


def test_words_that_are_missing_are_told(cli: Cli) -> None:
    assert cli("backup").code == 2
    assert cli("restore").code == 2
    assert cli("generations", "serve").code == 2


# --- verify


def test_a_sound_installation_is_told_so(filled: Cli) -> None:
    document = filled("verify", "--json").document
    assert (document["ok"], document["faults"], document["identities"]) == (True, [], False)
    assert document["records"] == {"posting": 4, "worker": 3, "course": 2}
    assert document["generations"] == [filled("status", "--json").document["generation"]]
    assert "SEPADAN_IDENTITY_KEYS is not set" in filled("verify").out


def test_each_fault_is_told_with_where_and_mend(filled: Cli) -> None:
    name = damage_index(filled)
    change_a_record(filled)
    answered = filled("verify", "--json")
    assert answered.code == 1
    assert not answered.document["ok"]
    faults = answered.document["faults"]
    assert {fault["where"] for fault in faults} == {"store", f"generation {name}"}
    assert all(fault["fault"] and fault["mend"] for fault in faults)
    told = filled("verify")
    assert told.code == 1
    assert "Mend" in told.out


def test_identities_are_opened_when_their_keys_are_set(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPADAN_IDENTITY_KEYS", KEYS)
    assert filled("verify", "--json").document["identities"]
    assert "opened" in filled("verify").out
    monkeypatch.setenv("SEPADAN_IDENTITY_KEYS", "k1:not-a-key")
    answered = filled("verify")
    assert answered.code == 1
    assert "not-a-key" not in answered.err


# --- export


def test_files_of_every_kind_are_written_and_named(filled: Cli) -> None:
    document = filled("export", "--output", filled.folder / "out", "--json").document
    assert document["rows"] == {"posting": 4, "worker": 3, "course": 2}
    for kind, path in document["files"].items():
        assert len(pd.read_parquet(path)) == document["rows"][kind]
    assert "4 rows" in filled("export", "--output", filled.folder / "out").out


def test_one_kind_is_written_alone_and_an_unknown_one_is_told(filled: Cli) -> None:
    out = filled.folder / "out"
    assert filled("export", "--output", out, "--kind", "posting").code == 0
    assert [path.name for path in out.iterdir()] == ["posting.parquet"]
    assert filled("export", "--output", out, "--kind", "vacancy").code == 2


# --- generations


def test_generations_are_listed_rolled_back_verified_and_pruned(filled: Cli) -> None:
    first = filled("status", "--json").document["generation"]
    filled("ingest", "workers", filled.write("more.jsonl", [{**WORKERS[0], "id": "pekerja-9"}]))
    second = filled("build", "--json").document["generation"]
    rows = filled("generations", "--json").document["generations"]
    assert [(row["name"], row["is_current"], row["fault"]) for row in rows] == [(second, True, ""), (first, False, "")]
    assert rows[0]["counts"]["worker"] == 4
    assert filled("generations", "list", "--json").document["generations"] == rows
    assert filled("generations", "serve", first, "--json").document == {"generation": first, "serves": True}
    assert filled("status", "--json").document["generation"] == first
    assert filled("generations", "verify", first, "--json").document["whole"]
    assert filled("generations", "prune", "--keep", "1", "--json").document == {"removed": [second]}
    assert "nothing" in filled("generations", "prune").out
    assert "posting 4" in " ".join(filled("generations").out.split())
    assert len(POSTINGS) == 4


def test_a_damaged_generation_is_told_and_does_not_serve(filled: Cli) -> None:
    name = damage_index(filled)
    assert filled("generations", "verify", name).code == 1
    assert filled("generations", "serve", name).code == 1
    [row] = filled("generations", "--json").document["generations"]
    assert "vectors.faiss" in row["fault"]


def test_an_unknown_generation_is_told_with_those_that_are_known(filled: Cli) -> None:
    answered = filled("generations", "serve", "none")
    assert answered.code == 2
    assert filled("status", "--json").document["generation"] in answered.err
