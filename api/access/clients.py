"""The registry of clients in memory: any change in the store, by any process, counts from the next request."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from api.access.principal import Principal, Role
from indexes.client_records import ACTIVE, StoredClient, StoredKey, StoredSigningKey
from indexes.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """All of it at one moment.

    Attributes:
        revision: Number of the last change that is in it.
        clients: By id.
        keys: API keys by id.
        signing_keys: The oldest first.
        principals: Who an active client is, by id.
    """

    revision: int
    clients: Mapping[str, StoredClient]
    keys: Mapping[str, StoredKey]
    signing_keys: Sequence[StoredSigningKey]
    principals: Mapping[str, Principal]

    def active(self, client_id: str) -> StoredClient | None:
        """A client that may call; None when there is none."""
        return self.clients[client_id] if client_id in self.principals else None


class ClientDirectory:
    """Keeps a ``Registry`` and looks before each use whether the store has a newer one. Safe to share.

    Attributes:
        store: What it follows.
    """

    def __init__(self, store: Store) -> None:
        """Follow a store; nothing is read yet."""
        self.store = store
        self._watch = store.clients_watch()
        self._lock = threading.Lock()
        self._registry: Registry | None = None

    async def current(self) -> Registry:
        """The registry as it is now; on an event loop.

        Raises:
            StoreError: It cannot be read: nobody is let in by what was true once.
        """
        if self._watch.is_quick and self._registry is not None and self._watch.revision() == self._registry.revision:
            return self._registry
        return await run_in_threadpool(self.read)

    def read(self) -> Registry:
        """The registry as it is now; in any thread.

        Raises:
            StoreError: It cannot be read.
        """
        with self._lock:
            # The number first: what changes while rows are read is read again next time.
            revision = self._watch.revision()
            if self._registry is None or self._registry.revision != revision:
                clients = {client.id: client for client in self.store.clients()}
                self._registry = Registry(
                    revision=revision,
                    clients=clients,
                    keys={key.id: key for key in self.store.api_keys()},
                    signing_keys=tuple(self.store.signing_keys()),
                    principals={c.id: principal_of_client(c) for c in clients.values() if c.state == ACTIVE},
                )
            return self._registry

    def close(self) -> None:
        """Give the connection back."""
        self._watch.close()


def principal_of_client(client: StoredClient) -> Principal:
    """Who a client is."""
    return Principal(
        client=client.id, tenant=client.tenant, role=Role(client.role), scopes=client.scopes, sources=client.sources
    )
