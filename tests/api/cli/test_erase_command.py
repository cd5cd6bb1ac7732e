"""``sepadan erase``, ``retention`` and ``vault`` as an operator runs them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from evaluation.benchmark.erasure_search import Search
from indexes import encoder as encoders
from tests.fakes import FakeEncoder

Run = Callable[..., Any]
ROWS: Sequence[dict[str, Any]] = [
    {"id": f"uji:w-{n}", "name": f"Sari Contohwati{n}", "wish": "las", "summary": f"kanopi rahasia{n}x"}
    for n in (1, 2, 3)
]
KEY = "k1:" + "QUFB" * 10 + "QUE="


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr(encoders, "load", lambda *_, **__: FakeEncoder())
    monkeypatch.setenv("SEPADAN_IDENTITY_KEYS", KEY)
    monkeypatch.setenv("SEPADAN_HOME", str(tmp_path / "home"))

    def call(*words: str, code: int = 0, home: Path | None = None) -> Any:
        named = ["--home", str(home)] if home else []
        assert main([*named, *words, "--json"]) == code, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Path:
    workers = tmp_path / "workers.jsonl"
    workers.write_text("\n".join(json.dumps(row) for row in ROWS))
    run("ingest", "workers", str(workers))
    run("build")
    return workers


def test_a_worker_is_erased_from_home_and_backups_at_once_and_no_restore_brings_one_back(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    search, home, backups = Search(["uji:w-1", "rahasia1x"]), tmp_path / "home", tmp_path / "backups"
    run("backup", "--output", str(backups))
    (backups / ".writing-left").mkdir()
    old = tmp_path / "old"
    shutil.copytree(backups, old)
    told = run("erase", "workers", "--worker", "uji:w-1", "--now", "--backups", str(backups))
    assert (told["erased"], told["finished"]["finished"], told["finished"]["tombstones"]) == (1, 1, 1)
    assert (len(told["backups"]["rewritten"]), told["backups"]["leftovers"], told["backups"]["refused"]) == (1, 1, {})
    assert search.in_folder(home).places == {}
    assert search.in_folder(backups).places == {}
    assert run("verify")["faults"] == []
    again = run("erase", "backups", str(backups))
    assert (again["looked_at"], again["rewritten"]) == (1, [])
    # The copy in the safe, made before: the log that lies elsewhere keeps the person out.
    safe = next(old.glob("sepadan-*"))
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "secret.keys").write_bytes((home / "secret.keys").read_bytes())
    restored = run("restore", str(safe), "--erasures", str(home / "erasures.log"), home=tmp_path / "new")
    assert int(restored["kept_out"]) == 3  # record, codes, identity
    assert search.in_folder(tmp_path / "new").marks == set()
    assert run("verify", home=tmp_path / "new")["records"] == {"worker": 2}


def test_a_restore_without_a_log_warns(
    run: Run, filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = run("backup", "--output", str(tmp_path / "backups"))["backup"]
    assert main(["--home", str(tmp_path / "new"), "restore", backup, "--json"]) == 0
    assert "no erasures.log was found" in capsys.readouterr().err


def test_an_erased_worker_in_a_file_is_refused_until_a_fresh_consent(run: Run, filled: Path, tmp_path: Path) -> None:
    run("erase", "workers", "--worker", "uji:w-1")
    again = run("ingest", "workers", str(filled))
    assert (again["unchanged"], again["rejected"]) == (2, 1)
    assert Search(["rahasia1x", "uji:w-1"]).in_folder(tmp_path / "home" / "rejects").marks == set()
    assert run("erase", "lift", "--worker", "uji:w-1") == {"lifted": 1}
    assert run("ingest", "workers", str(filled))["accepted"] == 1


def test_a_list_of_erasures_tells_what_is_still_to_do_and_fails_when_one_is_late(
    run: Run, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("erase", "finish")["generation"] == ""
    names = tmp_path / "names"
    names.write_text("uji:w-1\nuji:w-2\n")
    run("erase", "workers", "--file", str(names), "--may-return")
    assert run("erase", "list")["waiting"] == 2
    monkeypatch.setattr("matcher.erasure.eraser.CLOCK", timedelta(seconds=-1))
    run("erase", "workers", "--worker", "uji:w-3")
    assert run("erase", "list", code=1)["late"] == 1
    assert run("erase", "finish")["finished"] == 3
    assert run("erase", "list")["waiting"] == 0


def test_a_certificate_is_written_checked_and_told_from_anothers(run: Run, filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "certificate.json"
    run("erase", "workers", "--worker", "uji:w-1", "--certificate", str(out))
    assert run("erase", "check", str(out), "--worker", "uji:w-1")["signed_here"] is True
    assert "about this id" in run("erase", "check", str(out), "--worker", "uji:w-2", code=2)["error"]["wanted"]
    out.write_text("{")
    assert run("erase", "check", str(out), code=2)["error"]["wanted"] == "a certificate as JSON"


@pytest.mark.parametrize(
    "words",
    [
        ("erase", "workers"),
        ("erase", "workers", "--worker", "nokey"),
        ("erase", "backups", "/nowhere-here"),
        ("retention", "hold", "--worker", "a:1"),
    ],
)
def test_wrong_words_are_refused(run: Run, filled: Path, words: tuple[str, ...]) -> None:
    assert run(*words, code=2)["error"]["wanted"]


def test_a_damaged_backup_is_named_and_stays(run: Run, filled: Path, tmp_path: Path) -> None:
    backup = Path(run("backup", "--output", str(tmp_path / "backups"))["backup"])
    (backup / "record.parquet").write_bytes(b"x")
    run("erase", "workers", "--worker", "uji:w-1")
    assert list(run("erase", "backups", str(tmp_path / "backups"), code=1)["refused"]) == [backup.name]


def test_retention_is_shown_planned_and_run_and_holds_are_placed_and_lifted(run: Run, filled: Path) -> None:
    assert {rule["name"] for rule in run("retention", "show")["rules"]} >= {"worker-inactive", "rejects"}
    assert run("retention", "plan")["counts"]["worker-inactive"] == 0
    assert run("retention", "run")["told"] == []
    assert run("retention", "hold", "--worker", "uji:w-1", "--reason", "perkara 9") == {"held": 1}
    assert run("retention", "hold") == {"holds": {"uji:w-1": "perkara 9"}}
    assert "perkara 9" in run("erase", "workers", "--worker", "uji:w-1", code=2)["error"]["found"]
    assert run("retention", "hold", "--worker", "uji:w-1", "--lift") == {"lifted": 1}


def test_a_drill_of_rotation_ends_with_the_old_key_thrown_away(
    run: Run, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("vault", "status")["identities_by_key"] == {"k1": 3}
    out = tmp_path / "setting"
    new = run("vault", "rotate", "--output", str(out))["new_key"]
    assert out.stat().st_mode & 0o777 == 0o600
    run("vault", "rotate", "--output", str(out), code=1)  # what is there is not overwritten
    name, _, value = out.read_text().strip().partition("=")
    monkeypatch.setenv(name, value)
    assert run("vault", "reseal") == {"identities": 3, "secrets": 0}
    assert run("vault", "status")["identity_can_go"] == ["k1"]
    monkeypatch.setenv(name, value.partition(",")[0])
    assert run("vault", "check") == {"identities": 3, "faults": []}
    assert run("vault", "status")["identities_by_key"] == {new: 3}


def test_a_lost_key_is_told_with_what_it_sealed(run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPADAN_IDENTITY_KEYS", "k2:" + "QkJC" * 10 + "QkI=")
    assert run("vault", "status", code=1)["identity_missing"] == ["k1"]
    assert len(run("vault", "check", code=1)["faults"]) == 3
    monkeypatch.delenv("SEPADAN_IDENTITY_KEYS")
    assert "SEPADAN_IDENTITY_KEYS" in run("vault", "check", code=1)["error"]["message"]


def test_keys_of_secrets_turn_and_those_of_erasures_are_not_thrown_away(run: Run, filled: Path, tmp_path: Path) -> None:
    run("erase", "workers", "--worker", "uji:w-1")
    first = run("vault", "status")["secret_key"]
    new = run("vault", "rotate", "--secrets")["new_key"]
    found = run("vault", "status")
    assert (found["secret_key"], found["secret_can_go"], found["erasures_by_key"]) == (new, [], {first: 1})
    assert run("ingest", "workers", str(filled))["rejected"] == 1  # the older hash still tells
    keys = tmp_path / "home" / "secret.keys"
    keys.write_text(keys.read_text().partition(",")[0])
    assert "1 erasures" in run("vault", "check", code=1)["faults"][0]
    assert run("vault", "status", code=1)["secret_missing"] == [first]


def test_people_read_tables(run: Run, filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands = {
        "erase": ("workers --worker uji:w-1", "finish", "list"),
        "retention": ("show", "plan", "run", "hold"),
        "vault": ("status", "rotate", "check"),
    }
    for command, words in commands.items():
        for word in words:
            assert main([command, *word.split()]) == 0
            assert capsys.readouterr().out.strip(), word
