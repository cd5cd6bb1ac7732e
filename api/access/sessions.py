"""Sessions of browsers: a random token in a cookie, of which the store keeps the hash alone.

A session is one more credential, for pages only: the routes of the API never look at it. Staff have an account behind
theirs; a seeker's begins when there is something to keep, has no password, and whoever loses the cookie loses it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from api.access.accounts import SEEKER, STAFF, principal_of_account
from api.access.principal import Principal
from indexes.account_rows import ACTIVE, StoredAccount, StoredSession
from indexes.store import Store

COOKIE = "sepadan_sesi"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

_LIVES = {True: (timedelta(hours=1), timedelta(hours=12)), False: (timedelta(days=30), timedelta(days=180))}
"""Whether of staff to how long a session lives unused, and at all: a desk is shared, a phone is one's own."""

_NOTED = 20
"""A use is noted when a twentieth of the idle life is over: reads then rarely write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session that is good now.

    Attributes:
        stored: As it is kept.
        account: Of staff; None for a seeker.
    """

    stored: StoredSession
    account: StoredAccount | None

    @property
    def owner(self) -> str:
        """Name of the account, or a seeker's random id, under which what it keeps is kept."""
        return self.stored.owner

    @property
    def is_seeker(self) -> bool:
        """Whether it is a seeker's."""
        return self.account is None

    @property
    def principal(self) -> Principal | None:
        """Who it is to the gate; a seeker is nobody that the gate knows."""
        return None if self.account is None else principal_of_account(self.account)


class Sessions:
    """Begins, finds and ends sessions; safe to share between threads."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Keep sessions in a store.

        Args:
            store: Where they are kept.
            clock: UTC.
        """
        self._store, self._clock = store, clock

    def begin(self, account: StoredAccount | None = None) -> tuple[Session, str, int]:
        """A new session, its token, and the seconds that a cookie may keep it.

        Args:
            account: Of staff; None for a seeker.

        Raises:
            StoreError: The store refused.
        """
        token, now = secrets.token_urlsafe(32), self._clock()
        idle, whole = _LIVES[account is not None]
        stored = StoredSession(
            token_hash=hash_of(token),
            owner=account.name if account else f"s_{secrets.token_hex(16)}",
            role=account.role if account else SEEKER,
            created_at=now,
            used_at=now,
            idle_until=now + idle,
            ends_at=now + whole,
        )
        self._store.begin_session(stored, now)
        return Session(stored=stored, account=account), token, int(whole.total_seconds())

    def find(self, token: str) -> Session | None:
        """The session of a token; None when there is none, it is over, or its account may not come in.

        Raises:
            StoreError: The store refused.
        """
        if not _TOKEN.fullmatch(token):
            return None
        now = self._clock()
        found = self._store.session(hash_of(token), now)
        if found is None:
            return None
        stored, account = found
        if stored.role == SEEKER:
            account = None
        elif account is None or account.state != ACTIVE or account.role != stored.role or stored.role not in STAFF:
            return None
        idle = _LIVES[account is not None][0]
        if now - stored.used_at > idle / _NOTED:
            self._store.note_session_used(stored.token_hash, now, now + idle)
        return Session(stored=stored, account=account)

    def end(self, session: Session) -> None:
        """End a session, at once and everywhere.

        Raises:
            StoreError: The store refused.
        """
        self._store.end_sessions(token_hash=session.stored.token_hash)

    def end_all(self, owner: str) -> int:
        """End all sessions of an owner; gives how many.

        Raises:
            StoreError: The store refused.
        """
        return self._store.end_sessions(owner=owner)


def hash_of(token: str) -> str:
    """What is kept of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
