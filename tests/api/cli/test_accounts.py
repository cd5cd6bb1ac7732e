"""``sepadan accounts``: let in, list, shut out, reset, remove; each leaves a row."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from api.access.accounts import PASSWORD_HASHER
from api.cli import main
from api.cli.opening import open_store
from api.settings import Settings
from tests.api.web.conftest import cheap_parameters


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PASSWORD_HASHER, "_parameters", cheap_parameters())


def told(capsys: pytest.CaptureFixture[str], home: Path, *words: str, code: int = 0) -> Any:
    assert main(["accounts", words[0], *words[1:], "--home", str(home), "--json"]) == code
    out = capsys.readouterr().out
    return json.loads(out) if out.strip() else {}


def test_an_account_is_let_in_shut_out_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    made = told(capsys, home, "add", "siti", "--role", "officer", "--tenant", "disnaker")
    assert (made["role"], made["must_change"], made["sources"]) == ("officer", True, None)
    assert len(made["password"]) == 23
    monkeypatch.setattr("sys.stdin", io.StringIO("kuda lari di pasar 7\n"))
    made = told(capsys, home, "add", "budi", "--role", "employer", "--source", "papan", "--password-stdin")
    assert "password" not in made
    assert made["sources"] == ["papan"]
    listed = told(capsys, home, "list")["accounts"]
    assert [(one["name"], one["state"]) for one in listed] == [("budi", "active"), ("siti", "active")]
    assert "hash" not in json.dumps(listed)
    assert told(capsys, home, "disable", "siti")["state"] == "disabled"
    assert told(capsys, home, "enable", "siti")["state"] == "active"
    assert told(capsys, home, "reset", "siti")["must_change"] is True
    assert told(capsys, home, "remove", "siti") == {"removed": "siti"}
    told(capsys, home, "remove", "siti", code=2)
    with open_store(Settings(home=home)) as store:
        actions = [row.entry.action for row in store.audit_rows()]
    assert actions == ["account." + word for word in ("add", "add", "disable", "enable", "reset", "remove")]
    assert main(["accounts", "--home", str(home)]) == 0
    assert "budi" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("X", "--role", "officer"), "2 to 63 of a-z"),
        (("siti", "--role", "raja"), "one of officer, employer, planner, steward"),
        (("siti", "--role", "employer"), "one source or more"),
        (("siti", "--role", "officer", "--source", "papan"), "no source"),
        (("siti", "--role", "officer", "--tenant", "a b"), "a name of an organisation"),
    ],
)
def test_what_may_not_be_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], wanted: str
) -> None:
    assert main(["accounts", "add", *words, "--home", str(tmp_path / "home")]) == 2
    assert wanted in " ".join(capsys.readouterr().err.split())
