"""Sealed identity fields open at their own place with their own key, and nowhere else."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.identity_vault import Vault, parse_keys
from indexes.schema import IDENTITY_FIELDS
from taxonomy.errors import ConfigError, StoreError

KEY, OLDER = bytes(range(32)), bytes(range(32, 64))
VAULT = Vault({"k2": KEY, "k1": OLDER}, "k2")
SITI = {"nik": "3273010101900001", "name": "Siti Aminah", "sex": "P", "mother": "Aminah", "other": "x"}

_FIELDS = st.dictionaries(st.one_of(st.sampled_from([*IDENTITY_FIELDS, "other"]), st.text(max_size=5)), st.text())


@given(_FIELDS)
def test_fields_come_back_as_they_went_in(fields: dict[str, str]) -> None:
    sealed = VAULT.seal("worker", "a:1", fields)
    assert VAULT.open("worker", "a:1", "k2", sealed) == fields
    assert {name for name in IDENTITY_FIELDS if sealed[name]} == set(fields) & set(IDENTITY_FIELDS)


def test_one_column_opens_without_the_others() -> None:
    sealed = VAULT.seal("worker", "a:1", SITI)
    assert VAULT.open("worker", "a:1", "k2", {"name": sealed["name"]}) == {"name": "Siti Aminah"}
    assert VAULT.open("worker", "a:1", "k2", {"other": sealed["other"]}) == {"mother": "Aminah", "other": "x"}


def test_what_is_sealed_shows_neither_text_nor_length_nor_that_it_was_the_same_before() -> None:
    first, second = VAULT.seal("worker", "a:1", SITI), VAULT.seal("worker", "a:1", SITI)
    assert all(first[name] != second[name] for name in SITI if name in first)
    shown = b"".join(box for box in first.values() if box)
    assert b"Siti" not in shown
    assert b"3273010101900001" not in shown
    boxes = [VAULT.seal("worker", "a:1", {"sex": sex})["sex"] for sex in ("L", "Perempuan")]
    assert len({len(box) for box in boxes if box}) == 1


@pytest.mark.parametrize(
    ("kind", "key", "column"), [("posting", "a:1", "nik"), ("worker", "a:2", "nik"), ("worker", "a:1", "name")]
)
def test_a_field_does_not_open_at_another_place(kind: str, key: str, column: str) -> None:
    sealed = VAULT.seal("worker", "a:1", SITI)
    with pytest.raises(StoreError, match=f"identity of {kind} {key}, {column}: wanted a field sealed here"):
        VAULT.open(kind, key, "k2", {column: sealed["nik"]})


@given(st.data())
def test_a_field_with_any_bit_turned_over_or_cut_short_does_not_open(data: st.DataObject) -> None:
    box = VAULT.seal("worker", "a:1", SITI)["nik"]
    assert box is not None
    at = data.draw(st.integers(0, len(box) * 8 - 1))
    turned = bytearray(box)
    turned[at // 8] ^= 1 << at % 8
    for damaged in (bytes(turned), box[: at // 8]):
        with pytest.raises(StoreError, match="found one that does not open"):
            VAULT.open("worker", "a:1", "k2", {"nik": damaged})


def test_older_keys_open_but_do_not_seal() -> None:
    old = Vault({"k1": OLDER}, "k1").seal("worker", "a:1", SITI)
    assert VAULT.open("worker", "a:1", "k1", old) == SITI
    with pytest.raises(StoreError, match="found one that does not open"):
        VAULT.open("worker", "a:1", "k2", old)


def test_a_key_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigError, match=r"wanted key 'k9' that sealed worker a:1, found \['k1', 'k2'\]"):
        VAULT.open("worker", "a:1", "k9", {})


def test_a_vault_needs_whole_keys_and_a_current_one() -> None:
    with pytest.raises(ConfigError, match=r"wanted 32 bytes for key 'k1', found 3"):
        Vault({"k1": b"abc"}, "k1")
    with pytest.raises(ConfigError, match=r"wanted a key named 'k9', found \['k1'\]"):
        Vault({"k1": KEY}, "k9")


def test_keys_are_read_from_a_setting_in_their_order() -> None:
    text = f" k2:{base64.b64encode(KEY).decode()}, k1:{base64.b64encode(OLDER).decode()} "
    assert list(parse_keys(text).items()) == [("k2", KEY), ("k1", OLDER)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "entry 1: wanted identity keys like"),
        ("c2VjcmV0LXNlY3JldA==", "entry 1: wanted identity keys like"),
        ("k 1:c2VjcmV0LXNlY3JldA==", "entry 1: wanted identity keys like"),
        ("k1:c2VjcmV0LXNlY3JldA==", r"entry 1 \('k1'\): wanted 32 bytes in base64, found 13 bytes"),
        ("k1:c2VjcmV0-XNlY3JldA", r"entry 1 \('k1'\): wanted 32 bytes in base64, found text that is not base64"),
        (f"k1:{'A' * 43}=,k1:{'B' * 43}=", "entry 2: wanted each name once, found 'k1' again"),
    ],
)
def test_a_setting_that_cannot_be_read_is_told_without_its_keys(text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as caught:
        parse_keys(text)
    assert "c2Vjcm" not in str(caught.value)
    assert "secret" not in str(caught.value)
