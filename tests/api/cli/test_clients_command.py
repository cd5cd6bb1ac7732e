"""``sepadan clients``, and what serve and doctor say of access."""

from __future__ import annotations

import pytest

from indexes.store import Store
from tests.api.cli.conftest import Cli

ADD = ("clients", "add", "papan", "--role", "board", "--scope", "match", "--scope", "profiles", "--source", "papan")


def test_a_client_is_added_with_a_secret_that_is_shown_once(cli: Cli) -> None:
    answered = cli(*ADD, "--rate", 5, "--burst", 9, "--quota", 7, "--json")
    assert answered.code == 0
    secret = answered.document["client_secret"]
    assert secret.startswith("sps_")
    assert "shown once" in answered.err
    [listed] = cli("clients", "--json").document["clients"]
    assert (listed["id"], listed["role"], listed["scopes"]) == ("papan", "board", ["match", "profiles"])
    assert (listed["sources"], listed["rate"], listed["burst"], listed["quota"]) == (["papan"], 5, 9, 7)
    shown = cli("clients", "show", "papan")
    for out in (cli("clients", "list").out, shown.out, cli("clients", "show", "papan", "--json").out):
        assert secret not in out
        assert "argon2" not in out
    assert "papan" in shown.out


def test_the_secret_is_printed_whole_for_people_too(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    answered = cli(*ADD)
    assert [len(line) for line in answered.out.splitlines() if line.startswith("sps_")] == [47]
    assert cli("clients", "add", "lain", "--role", "officer", "--scope", "inspection", "--no-secret").code == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("Papan", "--role", "board", "--scope", "match", "--source", "a"), "Papan"),
        (("local", "--role", "platform", "--scope", "match"), "local"),
        (("papan", "--role", "person", "--scope", "match"), "person"),
        (("papan", "--role", "platform", "--scope", "self"), "self"),
        (("papan", "--role", "platform", "--scope", "everything"), "everything"),
        (("papan", "--role", "board", "--scope", "match"), "sources"),
        (("papan", "--role", "board", "--scope", "admin", "--source", "a"), "admin"),
        (("papan", "--role", "board", "--scope", "match", "--source", "a:b"), "a:b"),
        (("papan", "--role", "platform", "--scope", "match", "--rate", "0"), "rate"),
        (("papan", "--role", "platform", "--scope", "match", "--tenant", "A B"), "tenant"),
    ],
)
def test_what_cannot_be_a_client_is_refused_by_name(cli: Cli, words: tuple[str, ...], found: str) -> None:
    answered = cli("clients", "add", *words)
    assert answered.code == 2
    assert found in answered.err


def test_clients_are_shut_out_let_in_and_given_new_secrets(cli: Cli) -> None:
    first = cli(*ADD, "--json").document["client_secret"]
    assert cli(*ADD).code == 2
    assert cli("clients", "disable", "papan", "--json").document["state"] == "disabled"
    assert cli("clients", "enable", "papan").code == 0
    assert cli("clients", "rotate", "papan", "--json").document["client_secret"] != first
    assert cli("clients", "show", "papan", "--json").document["old_secret_until"]
    assert cli("clients", "rotate", "papan", "--overlap", 0).code == 0
    assert cli("clients", "show", "papan", "--json").document["old_secret_until"] is None
    assert cli("clients", "disable", "nobody").code == 2


def test_api_keys_are_given_and_taken_back(cli: Cli) -> None:
    cli(*ADD)
    made = cli("clients", "key", "add", "papan", "--label", "halaman", "--json").document
    assert made["key"].startswith(f"spd_{made['id']}_")
    assert cli("clients", "key", "add", "papan", "--days", 0).code == 0
    revoked = cli("clients", "key", "revoke", made["id"], "--json").document
    assert revoked["revoked_at"]
    assert cli("clients", "key", "revoke", "nothing").code == 2
    assert cli("clients", "key", "add", "papan", "--label", "x" * 101).code == 2
    assert made["key"] not in cli("clients", "show", "papan").out


def test_signing_keys_are_rotated_and_withdrawn(cli: Cli) -> None:
    assert cli("clients", "keys", "list", "--json").document == {"keys": []}
    [first] = cli("clients", "keys", "rotate", "--json").document["keys"]
    assert first["signs_from"] == first["created_at"]
    both = cli("clients", "keys", "rotate", "--json").document["keys"]
    assert [key["published_until"] is None for key in both] == [False, True]
    assert both[1]["signs_from"] > both[1]["created_at"]
    left = cli("clients", "keys", "withdraw", both[0]["kid"], "--json").document["keys"]
    assert len(left) == 2  # one signs at once, for the other does not yet
    assert cli("clients", "keys", "withdraw", "sp-none").code == 2
    assert both[1]["kid"] in cli("clients", "keys", "list").out
    store = Store(f"sqlite:///{cli.home / 'sepadan.db'}")
    assert all(b"PRIVATE" not in key.private_box for key in store.signing_keys())
    store.close()


def test_serve_and_demo_refuse_an_address_that_others_reach(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in ("serve", "demo"):
        answered = cli(command, "--host", "0.0.0.0", "--port", 0)
        assert answered.code == 1
        assert "SEPADAN_AUTH=on" in answered.err
    monkeypatch.setenv("SEPADAN_HOST", "0.0.0.0")
    monkeypatch.setenv("SEPADAN_AUTH", "on")
    assert "SEPADAN_TLS_CERT" in cli("serve", "--port", 0).err
    assert not cli.home.exists()


def test_doctor_tells_what_is_wrong_with_access(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> tuple[bool, str]:
        [check] = [one for one in cli("doctor", "--json").document["checks"] if one["name"] == "access"]
        return check["ok"], check["found"]

    assert told() == (True, "no credentials asked for, on this machine alone")
    monkeypatch.setenv("SEPADAN_AUTH", "on")
    assert told() == (False, "no active client")
    cli(*ADD)
    assert told() == (True, "credentials asked for; 1 active clients")
    monkeypatch.setenv("SEPADAN_ISSUER", "https://masuk.invalid")
    assert "SEPADAN_ISSUER_AUDIENCE" in told()[1]
    monkeypatch.setenv("SEPADAN_ISSUER_AUDIENCE", "sepadan")
    monkeypatch.setenv("SEPADAN_ISSUER_JWKS", str(cli.write("jwks.json", ['{"keys":[]}'])))
    assert told() == (False, "SEPADAN_ISSUER_JWKS: no key that signs")
    monkeypatch.setenv("SEPADAN_LIMITS_STORAGE", "nowhere://")
    assert "SEPADAN_LIMITS_STORAGE" in told()[1]


def test_every_change_of_a_client_or_key_is_a_row_of_the_audit_log_without_secrets(cli: Cli) -> None:
    secret = cli(*ADD, "--json").document["client_secret"]
    for words in (("disable", "papan"), ("enable", "papan"), ("rotate", "papan")):
        assert cli("clients", *words).code == 0
    key = cli("clients", "key", "add", "papan", "--json").document
    assert cli("clients", "key", "revoke", key["id"]).code == 0
    kid = cli("clients", "keys", "rotate", "--json").document["keys"][0]["kid"]
    assert cli("clients", "keys", "withdraw", kid).code == 0
    assert cli("clients", "disable", "nobody").code == 2
    told = cli("audit-log", "show", "--json")
    rows = [(row["actor"], row["action"], row["facts"]) for row in told.document["rows"]]
    assert rows == [
        ("command-line", "client.add", {"client": "papan", "kind": "board", "scope": "match profiles"}),
        ("command-line", "client.disable", {"client": "papan"}),
        ("command-line", "client.enable", {"client": "papan"}),
        ("command-line", "client.rotate", {"client": "papan", "hours": 168}),
        ("command-line", "client.key_add", {"client": "papan", "key_id": key["id"]}),
        ("command-line", "client.key_revoke", {"client": "papan", "key_id": key["id"]}),
        ("command-line", "signing_key.rotate", {}),
        ("command-line", "signing_key.withdraw", {"key_id": kid}),
    ]
    assert secret not in told.out
    assert key["key"] not in told.out
    assert cli("audit-log", "verify").code == 0
