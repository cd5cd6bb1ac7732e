"""Accounts of people who work with the pages: what each role may do, and how an account is made and changed."""

from __future__ import annotations

import json
import re
import secrets
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import argon2

from api.access.principal import Principal, Role
from indexes.account_rows import ACTIVE, DISABLED, StoredAccount
from indexes.store import Store
from taxonomy.errors import InputError

# People choose passwords, so a guess must cost more than one of our random secrets does (``credentials.HASHER``): RFC
# 9106, section 4, second recommended option, with one lane for one thread: some 120 ms and 64 MiB.
PASSWORD_HASHER = argon2.PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)

LEAST_PASSWORD = 12
MOST_PASSWORD = 200
"""Characters. NIST SP 800-63B-4 asks for 8 with a second factor and 15 without; 12 with limited tries lies between, and
no rule asks for signs or digits."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_SOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRole:
    """What one kind of account may do.

    Attributes:
        role: Whose records it may see (docs/access.md).
        scopes: What it may do.
        has_sources: Whether it must be said which sources are its own.
    """

    role: Role
    scopes: frozenset[str]
    has_sources: bool


STAFF: Mapping[str, StaffRole] = {
    "officer": StaffRole(
        role=Role.OFFICER,
        scopes=frozenset(
            {"match", "profiles:read", "postings:read", "courses:read", "inspection", "market", "privacy:reviews"}
        ),
        has_sources=False,
    ),
    "employer": StaffRole(role=Role.BOARD, scopes=frozenset({"match", "postings", "market"}), has_sources=True),
    "planner": StaffRole(
        role=Role.CENTRE, scopes=frozenset({"market", "courses:read", "postings:read"}), has_sources=True
    ),
    "steward": StaffRole(
        role=Role.OFFICER,
        scopes=frozenset({"admin", "inspection", "market", "postings:read", "courses:read"}),
        has_sources=False,
    ),
}
"""Role of an account to what it may do."""

SEEKER = "seeker"
"""Role of a session without an account."""


def principal_of_account(account: StoredAccount) -> Principal:
    """Who an account is to the gate; its name tells whose client it is in logs."""
    staff = STAFF[account.role]
    return Principal(
        client=f"staff:{account.name}",
        tenant=account.tenant,
        role=staff.role,
        scopes=staff.scopes,
        sources=account.owned,
        staff=account.role,
    )


def new_password() -> str:
    """A password that is given once: 100 random bits in groups that can be read over the telephone."""
    letters = sorted(set(string.ascii_lowercase + string.digits) - set("il01o"))
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def checked_password(password: str, name: str) -> str:
    """A password that may be taken.

    Raises:
        InputError: It is too short, too long, or the name; the message shows nothing of it.
    """
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        wanted = f"a password of {LEAST_PASSWORD} to {MOST_PASSWORD} characters"
        raise InputError(wanted=wanted, found=f"{len(password)} characters", where="password")
    if len(set(password)) < 5 or (name and name in password.lower()):
        raise InputError(wanted="a password that is hard to guess", found="one that is easy", where="password")
    return password


def add_account(
    store: Store, name: str, *, role: str, tenant: str, sources: Iterable[str], password: str, is_given: bool
) -> StoredAccount:
    """Let somebody in.

    Args:
        store: Where accounts are kept.
        name: What is typed to sign in.
        role: Key of ``STAFF``.
        tenant: Organisation; the name when empty.
        sources: Sources of its own.
        password: Checked here.
        is_given: Whether it must be changed at the first sign-in.

    Raises:
        InputError: Something of it may not be, or there is one of this name.
        StoreError: The store refused.
    """
    owned = sorted(set(sources))
    if not _NAME.fullmatch(name):
        raise InputError(wanted="2 to 63 of a-z 0-9 . _ -, a letter or digit first", found=name[:80], where="account")
    if role not in STAFF:
        raise InputError(wanted=f"one of {', '.join(STAFF)}", found=role[:80], where="role")
    if not _TENANT.fullmatch(tenant or name):
        raise InputError(wanted="a name of an organisation of 1 to 63 characters", found=tenant[:80], where="tenant")
    if STAFF[role].has_sources != bool(owned) or any(not _SOURCE.fullmatch(one) for one in owned):
        wanted = "one source or more of its own" if STAFF[role].has_sources else "no source: this role reads all"
        raise InputError(wanted=wanted, found=", ".join(owned)[:80] or "none", where="source")
    now = datetime.now(UTC)
    account = StoredAccount(
        name=name,
        role=role,
        tenant=tenant or name,
        sources=json.dumps(owned) if owned else "",
        password_hash=PASSWORD_HASHER.hash(checked_password(password, name)),
        must_change=is_given,
        created_at=now,
        changed_at=now,
    )
    store.put_account(account)
    return account


def set_password(store: Store, name: str, password: str, *, is_given: bool) -> StoredAccount:
    """Give an account another password; all its sessions end.

    Raises:
        InputError: The password may not be taken.
        UnknownIdError: There is no such account.
        StoreError: The store refused.
    """
    hashed, now = PASSWORD_HASHER.hash(checked_password(password, name)), datetime.now(UTC)
    return store.change_account(
        name, lambda one: replace(one, password_hash=hashed, must_change=is_given, changed_at=now)
    )


def set_state(store: Store, name: str, *, is_active: bool) -> StoredAccount:
    """Shut an account out, at once with all its sessions, or let it in again.

    Raises:
        UnknownIdError: There is no such account.
        StoreError: The store refused.
    """
    return store.change_account(name, lambda one: replace(one, state=ACTIVE if is_active else DISABLED))
