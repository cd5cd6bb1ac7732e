"""Clients, API keys, usage and signing keys, as both databases keep them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indexes.backup import back_up, check_backup, restore
from indexes.client_records import StoredClient, StoredKey, StoredSigningKey
from indexes.store import Store
from taxonomy.errors import InputError, StoreError, UnknownIdError
from tests.indexes.stores import damage

NOW = datetime(2026, 11, 3, 22, 0, 0, 123456, tzinfo=UTC)
CLIENT = StoredClient(
    id="papan-kerja",
    name="Papan Kerja Contoh",
    tenant="papan",
    role="board",
    scopes=frozenset({"match", "profiles:read"}),
    sources=frozenset({"papan", "papan kedua"}),
    secret_hash="$argon2id$made-up",
    rate=50,
    burst=200,
    quota=1_000,
    created_at=NOW,
)
KEY = StoredKey(id="k1", client=CLIENT.id, label="halaman", hash="$argon2id$other", created_at=NOW)
SIGNING = StoredSigningKey(kid="s1", public_jwk="{}", private_box=b"local:box", created_at=NOW, signs_from=NOW)


@pytest.fixture
def store(store: Store) -> Store:
    """One with a client, a key of it and a signing key."""
    store.put_client(CLIENT)
    store.put_api_key(KEY)
    store.change_signing_keys(lambda _: [SIGNING])
    return store


def test_what_was_kept_comes_back_as_it_was(store: Store) -> None:
    assert (store.clients(), store.client(CLIENT.id)) == ([CLIENT], CLIENT)
    assert store.api_keys() == store.api_keys(CLIENT.id) == [KEY]
    assert store.api_keys("other") == []
    assert store.signing_keys() == [SIGNING]
    everything = replace(CLIENT, id="kemnaker", sources=None, old_secret_until=NOW, rotated_at=NOW, tokens_from=7)
    store.put_client(everything)
    assert store.client("kemnaker") == everything


def test_an_id_is_given_once_and_keys_need_a_client(store: Store) -> None:
    with pytest.raises(InputError, match="an id that no client has, found papan-kerja"):
        store.put_client(CLIENT)
    with pytest.raises(UnknownIdError, match="found nobody"):
        store.put_api_key(replace(KEY, client="nobody"))
    with pytest.raises(UnknownIdError, match="found nobody"):
        store.client("nobody")


def test_a_change_sees_what_is_there_and_is_seen_by_whoever_watches(store: Store, url: str) -> None:
    other = Store(url)
    watch = other.clients_watch()
    before = watch.revision()
    assert watch.revision() == before
    store.change_client(CLIENT.id, lambda client: replace(client, quota=client.quota + 5))
    assert other.client(CLIENT.id).quota == 1_005
    store.put_api_key(replace(KEY, revoked_at=NOW))
    store.change_signing_keys(lambda keys: [replace(keys[0], published_until=NOW)])
    assert watch.revision() == before + 3
    store.change_signing_keys(lambda keys: keys)
    store.upsert([])
    assert watch.revision() == before + 3
    watch.close()
    watch.close()
    other.close()


def test_a_watch_over_a_store_that_is_gone_says_so(store: Store) -> None:
    watch = store.clients_watch()
    damage(store, "DELETE FROM revision WHERE name = 'clients'")
    with pytest.raises(StoreError, match="cannot be read"):
        watch.revision()
    watch.close()


def test_usage_of_many_adds_up_and_keys_carry_the_day(store: Store) -> None:
    watch = store.clients_watch()
    before = watch.revision()
    assert store.add_usage("2026-11-04", {"a": 2, "b": 1}, ["k1", "unknown"]) == {"a": 2, "b": 1}
    assert store.add_usage("2026-11-04", {"a": 3}, []) == {"a": 5, "b": 1}
    assert store.add_usage("2026-11-05", {"a": 1}, []) == {"a": 1}
    assert store.usage("2026-11-04") == {"a": 5, "b": 1}
    assert store.usage("2026-11-06") == {}
    assert store.api_keys() == [replace(KEY, last_used_on="2026-11-04")]
    assert watch.revision() == before
    watch.close()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE client SET role = 'platform'", "client papan-kerja: wanted checksum"),
        ("UPDATE api_key SET revoked_at = NULL, hash = 'x'", "api_key k1: wanted checksum"),
        ("UPDATE signing_key SET public_jwk = '[]'", "signing_key s1: wanted checksum"),
        ("DELETE FROM client", "api_key k1: wanted its client, found none"),
    ],
)
def test_rows_that_are_not_what_was_written_are_told_and_never_given(store: Store, statement: str, told: str) -> None:
    assert store.check() == []
    damage(store, statement)
    [fault] = store.check()
    assert fault.startswith(told)
    if "checksum" in told:
        with pytest.raises(StoreError, match="run 'sepadan verify'"):
            (store.clients(), store.api_keys(), store.signing_keys())


def test_a_backup_holds_them_and_is_refused_when_they_are_damaged(store: Store, tmp_path: Path) -> None:
    store.put_api_key(replace(KEY, id="k2", expires_at=NOW + timedelta(days=1), created_at=NOW + timedelta(days=1)))
    store.add_usage("2026-11-04", {CLIENT.id: 2}, ["k2"])
    kept = check_backup(back_up(store, tmp_path).folder)
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    restore(other, kept)
    assert other.clients() == store.clients()
    assert other.api_keys() == store.api_keys()
    assert other.signing_keys() == store.signing_keys()
    assert other.usage("2026-11-04") == {CLIENT.id: 2}
    assert other.check() == []
    other.close()
    damage(store, "UPDATE client SET role = 'platform'")
    with pytest.raises(StoreError, match="client"):
        back_up(store, tmp_path)
