"""Who makes the tokens by which job seekers reach their own data."""

from __future__ import annotations

from typing import Protocol

from api.access.principal import Principal
from taxonomy.errors import ConfigError

LONGEST_S = 900
"""Longest life of a person's token, seconds; a page that stays open asks for another."""


class PersonToken(Protocol):
    """A token that was made."""

    @property
    def token(self) -> str:
        """To be sent as ``Authorization: Bearer``."""
        ...

    @property
    def expires_in(self) -> int:
        """Its life, seconds."""
        ...


class TokenIssuer(Protocol):
    """Makes tokens for job seekers."""

    def issue_person_token(self, principal: Principal, subject: str, seconds: int) -> PersonToken:
        """A token of role ``person`` and scope ``self``.

        Args:
            principal: The client on whose word it is given: it has found out who the person is.
            subject: Key of the worker.
            seconds: Its life, at most ``LONGEST_S``.

        Raises:
            ConfigError: None can be made.
        """
        ...


class NoTokens:
    """Of a server that asks nobody for credentials: a token would open nothing there."""

    def issue_person_token(self, principal: Principal, subject: str, seconds: int) -> PersonToken:
        """Refuses.

        Raises:
            ConfigError: Always.
        """
        raise ConfigError("tokens: wanted a server that asks for credentials, found one that asks nobody")
