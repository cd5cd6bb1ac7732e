"""All that access stands on, made once for each app: registry, issuer, limits, and who stands at the door."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, cast

from fastapi import Depends, Request

from api.access.accounts import PASSWORD_HASHER
from api.access.addresses import parse_networks
from api.access.clients import ClientDirectory
from api.access.doorkeeper import Gatekeeper
from api.access.external_issuer import external_issuer
from api.access.gate import Doorkeeper, OpenDoor
from api.access.limits import RateLimits
from api.access.principal import Principal
from api.access.quotas import Quotas
from api.access.secret_checks import SecretChecks
from api.access.sessions import Sessions
from api.access.signing_keys import ensure_signing_key
from api.access.tokens import PERSON_LIFE_S, IssuedToken, Issuer
from api.settings import Settings
from indexes.secret_box import SecretBox
from indexes.store import Store


class Access:
    """Access of one app over one store.

    Attributes:
        settings: Of the installation.
        directory: The registry of clients.
        issuer: Signs and verifies tokens.
        gatekeeper: Finds out who asks.
        limits: Rate limits of the app.
        sessions: Of browsers, for pages.
        trusted: Proxies whose word counts.
        doorkeeper: The gatekeeper, or an open door where ``SEPADAN_AUTH`` is off.
    """

    def __init__(self, settings: Settings, store: Store, box: SecretBox, log: Any) -> None:
        """Wire it; nothing is read or written yet but the keys that seal.

        Raises:
            ConfigError: A setting cannot be used.
        """
        self.settings, self._store, self._log = settings, store, log
        self.directory = ClientDirectory(store)
        self.issuer = Issuer(name=issuer_name(settings), audience=settings.audience, box=box)
        limits = RateLimits(settings.limits_storage)
        self._quotas = Quotas(store, log)
        self._checks = SecretChecks(limits, tries=settings.failed_tries)
        self.limits = limits
        self.sessions = Sessions(store)
        self.trusted = parse_networks(settings.trusted_proxies)
        self.gatekeeper = Gatekeeper(
            directory=self.directory,
            issuer=self.issuer,
            external=external_issuer(settings),
            limits=limits,
            quotas=self._quotas,
            checks=self._checks,
            trusted=self.trusted,
            anonymous=(settings.anonymous_rate, settings.anonymous_burst),
            most_bytes=settings.max_body_bytes,
        )
        self.doorkeeper: Doorkeeper = self.gatekeeper if settings.auth == "on" else OpenDoor()

    @cached_property
    def passwords(self) -> SecretChecks:
        """Checks passwords of accounts; made at the first sign-in, for the hash that it begins with takes 120 ms."""
        tries = self.settings.failed_tries
        return SecretChecks(self.limits, tries=tries, hasher=PASSWORD_HASHER, hashes=1)

    def start(self) -> None:
        """Make the first signing key, read what was used today; say so where nobody can get in.

        Raises:
            StoreError: The store refused.
        """
        if self.settings.auth == "off":
            return
        ensure_signing_key(self._store, self.issuer.box)
        self._quotas.start()
        if not self.directory.read().principals:
            self._log.warning("no_clients", mend="run 'sepadan clients add' to let somebody in")

    def stop(self) -> None:
        """Tell the store what was used, and end all threads."""
        self._quotas.stop()
        self._checks.close()
        if "passwords" in self.__dict__:
            self.passwords.close()
        self.directory.close()

    def issue_person_token(self, principal: Principal, subject: str, seconds: int = PERSON_LIFE_S) -> IssuedToken:
        """A token for a job seeker's own data, given on the word of a client; in any thread.

        Args:
            principal: The client that asks for it.
            subject: Key of the worker.
            seconds: Its life, at most 900.

        Raises:
            ConfigError: No key can sign.
            StoreError: The store refused.
        """
        ensure_signing_key(self._store, self.issuer.box)
        return self.issuer.issue_person_token(self.directory.read(), principal, subject, seconds)


def issuer_name(settings: Settings) -> str:
    """``iss`` of our tokens: where callers find the server."""
    if settings.public_url:
        return settings.public_url
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{'https' if settings.tls_cert else 'http'}://{host}:{settings.port}"


def get_access(request: Request) -> Access:
    """The app's ``Access``; made at start-up."""
    return cast(Access, request.app.state.access)


AccessDep = Annotated[Access, Depends(get_access)]
