"""Secrets sealed: they open in their place alone, under their key alone, and the file of keys is made once."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.secret_box import SecretBox, load_secret_box
from taxonomy.errors import ConfigError, StoreError

OLD, NEW = os.urandom(32), os.urandom(32)


@given(secret=st.binary(max_size=200), place=st.text(max_size=40))
def test_a_secret_comes_back_as_it_was_and_shows_nothing(secret: bytes, place: str) -> None:
    box = SecretBox({"new": NEW})
    sealed = box.seal(place, secret)
    assert box.open(place, sealed) == secret
    assert len(secret) < 8 or secret not in sealed


def test_a_box_opens_nowhere_else() -> None:
    box = SecretBox({"new": NEW})
    with pytest.raises(StoreError, match="webhook:2"):
        box.open("webhook:2", box.seal("webhook:1", b"s"))


@pytest.mark.parametrize("at", [4, 10, -1])
def test_a_damaged_box_does_not_open(at: int) -> None:
    box = SecretBox({"new": NEW})
    sealed = bytearray(box.seal("here", b"secret"))
    sealed[at] ^= 1
    with pytest.raises(StoreError):
        box.open("here", bytes(sealed))


def test_older_keys_open_and_the_first_seals() -> None:
    sealed = SecretBox({"old": OLD}).seal("here", b"secret")
    both = SecretBox({"new": NEW, "old": OLD})
    assert both.open("here", sealed) == b"secret"
    assert SecretBox({"new": NEW}).open("here", both.seal("here", b"secret")) == b"secret"


def test_a_key_that_is_gone_is_named_and_no_key_shown() -> None:
    sealed = SecretBox({"old": OLD}).seal("here", b"secret")
    with pytest.raises(ConfigError, match="'old'") as caught:
        SecretBox({"new": NEW}).open("here", sealed)
    assert NEW.hex() not in str(caught.value)


def test_derived_keys_differ_by_purpose_and_by_key_and_stay() -> None:
    box = SecretBox({"new": NEW, "old": OLD})
    keys = {box.derive("a"), box.derive("b"), box.derive("a", "old"), box.derive("b", "old")}
    assert len(keys) == 4
    assert box.derive("a") == SecretBox({"new": NEW}).derive("a") == box.derive("a", "new")
    with pytest.raises(ConfigError, match="nokey"):
        box.derive("a", "nokey")


def test_no_key_is_refused() -> None:
    with pytest.raises(ConfigError, match="found none"):
        SecretBox({})


def test_the_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "home" / "secret.keys"
    with ThreadPoolExecutor(8) as pool:
        boxes = list(pool.map(lambda _: load_secret_box("", file), range(16)))
    assert len({box.derive("same") for box in boxes}) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret.keys"]


def test_a_setting_comes_before_the_file(tmp_path: Path) -> None:
    load_secret_box("k:" + "A" * 43 + "=", tmp_path / "secret.keys")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"local:zz"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret.keys").write_bytes(content)
    with pytest.raises(ConfigError):
        load_secret_box("", tmp_path / "secret.keys")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match=r"secret\.keys"):
        load_secret_box("", tmp_path / "file" / "secret.keys")
