"""Accounts and sessions as the store keeps them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indexes import checked_rows
from indexes.schema_accounts import ACCOUNT, SESSION
from indexes.store_base import StoreBase
from taxonomy.errors import InputError, UnknownIdError

ACTIVE = "active"
DISABLED = "disabled"
"""States of an account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAccount:
    """An account of somebody who works with the pages, as the store keeps it.

    Attributes:
        name: What is typed to sign in.
        role: One of ``api.access.accounts.STAFF``.
        tenant: Organisation that it belongs to.
        sources: JSON list of sources that are its own; empty for all.
        password_hash: argon2id.
        state: ``active`` or ``disabled``.
        must_change: Whether the password was given by an operator and is to be changed first.
        created_at: UTC.
        changed_at: When the password was last set, UTC.
    """

    name: str
    role: str
    tenant: str
    sources: str
    password_hash: str
    state: str = ACTIVE
    must_change: bool = False
    created_at: datetime
    changed_at: datetime

    @property
    def owned(self) -> frozenset[str] | None:
        """Sources that are its own; None for all."""
        return frozenset(json.loads(self.sources)) if self.sources else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """A session of a browser, as the store keeps it.

    Attributes:
        token_hash: SHA-256 of its token, hexadecimal.
        owner: Name of the account, or a seeker's random id.
        role: Of the account, or ``seeker``.
        created_at: UTC.
        used_at: When it was last noted as used, UTC.
        idle_until: When it ends unless it is used, UTC.
        ends_at: When it ends in any case, UTC.
    """

    token_hash: str
    owner: str
    role: str
    created_at: datetime
    used_at: datetime
    idle_until: datetime
    ends_at: datetime


class AccountRows(StoreBase):
    """The part of a store that keeps accounts and sessions."""

    def put_account(self, account: StoredAccount) -> None:
        """Keep a new account.

        Raises:
            InputError: There is one of this name.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            if connection.scalar(sa.select(ACCOUNT.c.name).where(ACCOUNT.c.name == account.name)) is not None:
                raise InputError(wanted="a name that no account has", found=account.name, where="account")
            checked_rows.put(connection, ACCOUNT, [account])

    def change_account(self, name: str, change: Callable[[StoredAccount], StoredAccount]) -> StoredAccount:
        """Replace an account by what it becomes, and end all its sessions.

        Raises:
            UnknownIdError: There is none of this name.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.transaction() as connection:
            found = _account(connection, name)
            if found is None:
                raise _unknown(name)
            changed = change(found)
            checked_rows.put(connection, ACCOUNT, [changed])
            connection.execute(sa.delete(SESSION).where(SESSION.c.owner == name))
        return changed

    def remove_account(self, name: str) -> None:
        """Remove an account and all its sessions.

        Raises:
            UnknownIdError: There is none of this name.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            if not connection.execute(sa.delete(ACCOUNT).where(ACCOUNT.c.name == name)).rowcount:
                raise _unknown(name)
            connection.execute(sa.delete(SESSION).where(SESSION.c.owner == name))

    def account(self, name: str) -> StoredAccount | None:
        """One account; None when there is none of this name.

        Raises:
            StoreError: The database refused, or the row is not what was written.
        """
        with self.snapshot() as connection:
            return _account(connection, name)

    def accounts(self) -> list[StoredAccount]:
        """All accounts, by name.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        with self.snapshot() as connection:
            rows = connection.execute(sa.select(ACCOUNT).order_by(ACCOUNT.c.name))
            return [checked_rows.read(ACCOUNT, StoredAccount, tuple(row)) for row in rows]

    def begin_session(self, session: StoredSession, now: datetime) -> None:
        """Keep a new session; all that are over are removed by the way.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            connection.execute(sa.delete(SESSION).where(_is_over(now)))
            checked_rows.put(connection, SESSION, [session])

    def session(self, token_hash: str, now: datetime) -> tuple[StoredSession, StoredAccount | None] | None:
        """A session that is not over, with its account where it has one; None when there is none.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        with self.snapshot() as connection:
            query = sa.select(SESSION).where(SESSION.c.token_hash == token_hash, ~_is_over(now))
            row = connection.execute(query).one_or_none()
            if row is None:
                return None
            found = checked_rows.read(SESSION, StoredSession, tuple(row))
            return found, _account(connection, found.owner)

    def sessions_of(self, owner: str) -> list[StoredSession]:
        """All sessions of an owner, the newest first.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        query = sa.select(SESSION).where(SESSION.c.owner == owner).order_by(SESSION.c.created_at.desc())
        with self.snapshot() as connection:
            rows = connection.execute(query)
            return [checked_rows.read(SESSION, StoredSession, tuple(row)) for row in rows]

    def note_session_used(self, token_hash: str, used_at: datetime, idle_until: datetime) -> None:
        """Note that a session was used; one that was ended meanwhile stays ended.

        Raises:
            StoreError: The database refused, or the row is not what was written.
        """
        with self.transaction() as connection:
            row = connection.execute(sa.select(SESSION).where(SESSION.c.token_hash == token_hash)).one_or_none()
            if row is not None:
                found = checked_rows.read(SESSION, StoredSession, tuple(row))
                checked_rows.put(connection, SESSION, [replace(found, used_at=used_at, idle_until=idle_until)])

    def end_sessions(self, *, token_hash: str = "", owner: str = "") -> int:
        """End one session, or all of an owner; gives how many.

        Raises:
            StoreError: The database refused.
        """
        chosen = SESSION.c.token_hash == token_hash if token_hash else SESSION.c.owner == owner
        with self.transaction() as connection:
            return connection.execute(sa.delete(SESSION).where(chosen)).rowcount


def _unknown(name: str) -> UnknownIdError:
    wanted = "the name of an account, as 'sepadan accounts' lists them"
    return UnknownIdError(wanted=wanted, found=name, where="account")


def _is_over(now: datetime) -> sa.ColumnElement[bool]:
    return (SESSION.c.idle_until <= now) | (SESSION.c.ends_at <= now)


def _account(connection: sa.Connection, name: str) -> StoredAccount | None:
    row: Sequence[Any] | None = connection.execute(sa.select(ACCOUNT).where(ACCOUNT.c.name == name)).one_or_none()
    return None if row is None else checked_rows.read(ACCOUNT, StoredAccount, tuple(row))
