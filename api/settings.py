"""Settings of the API: environment only, read once, by the caller of ``create_app``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexes import encoder as encoders

if TYPE_CHECKING:
    from api.transport import TransportLimits
    from indexes.identity_vault import Vault
    from indexes.secret_box import SecretBox

MEBIBYTE = 1024 * 1024


class Settings(BaseSettings):
    """Each field is the environment variable ``SEPADAN_`` + its name in capitals.

    Attributes:
        home: Folder of the installation.
        database_url: SQLAlchemy URL of the store; SQLite inside ``home`` when empty.
        model: ``bundled``, or the folder of another sentence-transformers model.
        host: Address that the server binds to.
        port: TCP port; 0 takes a free one.
        max_body_bytes: Largest request body that is read; more is answered 413.
        log_level: Least level that is logged.
        limit_concurrency: Connections or requests in flight in one process from which uvicorn answers 503: the last
            wall, behind the lanes (``api/lanes.py``), which shed load long before.
        workers: Processes that serve, on one socket.
        drain_s: Seconds that requests in flight have to finish when the server was told to end.
        drain_notice_s: Seconds before that in which new requests are still answered while ``/readyz`` says 503; some
            more than a load balancer's interval, 0 where there is none.
        request_timeout_s: Seconds from the first byte of a request after which no further step of it begins.
        header_timeout_s: Seconds in which the headers of a request must have come.
        body_timeout_s: Seconds in which the body must, and one more for each 16 KiB of it.
        keep_alive_s: Seconds that an idle connection is kept.
        hosts: Names that ``Host`` may say, with commas between them, ``*.example.go.id`` for all below one; any when
            empty.
        cors_origins: Origins whose pages may read answers, with commas between them; none when empty.
        behind_tls: Whether browsers reach the server by HTTPS alone; then it says so (HSTS).
        trusted_proxies: Addresses whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed, with commas between
            them; none when empty.
        identity_keys: Keys that seal identity data, ``id1:BASE64,id2:BASE64``, the one to seal with first; empty when
            none is kept.
        secret_keys: Keys that seal signing keys and secrets of webhooks, in the same form; ``secret.keys`` in the home,
            made with a random key, when empty.
        compact: Whether a server builds a new index by itself when much was written since the last.
        pull_inside: ``host:port`` of upstreams inside one's own network, with commas between them; any other private
            address is refused.
    """

    model_config = SettingsConfigDict(env_prefix="SEPADAN_", extra="ignore", frozen=True)

    home: Path = Path(".sepadan")
    database_url: str = ""
    model: str = encoders.BUNDLED
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65_535)
    max_body_bytes: int = Field(default=16 * MEBIBYTE, ge=1_024, le=1_024 * MEBIBYTE)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    limit_concurrency: int = Field(default=1_000, ge=1)
    workers: int = Field(default=1, ge=1, le=128)
    drain_s: int = Field(default=30, ge=1, le=600)
    drain_notice_s: float = Field(default=0.0, ge=0, le=120, allow_inf_nan=False)
    request_timeout_s: float = Field(default=30.0, gt=0, le=600, allow_inf_nan=False)
    header_timeout_s: float = Field(default=10.0, gt=0, le=120, allow_inf_nan=False)
    body_timeout_s: float = Field(default=20.0, gt=0, le=600, allow_inf_nan=False)
    keep_alive_s: int = Field(default=65, ge=1, le=600)
    hosts: str = ""
    cors_origins: str = ""
    behind_tls: bool = False
    trusted_proxies: str = ""
    identity_keys: SecretStr = SecretStr("")
    secret_keys: SecretStr = SecretStr("")
    compact: bool = True
    pull_inside: str = ""

    def vault(self) -> Vault | None:
        """Seals and opens identity data; None when no key is set.

        Raises:
            ConfigError: The keys cannot be read.
        """
        from indexes.identity_vault import Vault, parse_keys

        text = self.identity_keys.get_secret_value()
        if not text:
            return None
        keys = parse_keys(text)
        return Vault(keys, next(iter(keys)))

    def cores(self) -> int:
        """Cores that one of the processes has to itself, at least 1."""
        return max(1, len(os.sched_getaffinity(0)) // self.workers)

    def transport_limits(self) -> TransportLimits:
        """How large and how slow a request may be before it is one."""
        from api.transport import TransportLimits

        return TransportLimits(head_s=self.header_timeout_s, body_s=self.body_timeout_s)

    def secret_box(self) -> SecretBox:
        """Seals and opens secrets of this installation.

        Raises:
            ConfigError: The keys cannot be read, or their file not be made.
        """
        from indexes.secret_box import load_secret_box
        from matcher.home import Home

        return load_secret_box(self.secret_keys.get_secret_value(), Home(root=self.home).secret_keys)
