"""Settings of the API: environment only, read once, by the caller of ``create_app``."""

from __future__ import annotations

import os
from collections.abc import Set
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource, SettingsConfigDict

from api.logs import Form
from indexes import encoder as encoders

if TYPE_CHECKING:
    from api.transport import TransportLimits
    from indexes.identity_vault import Vault
    from indexes.secret_box import SecretBox
    from indexes.vector_search import VectorPlace
    from matcher.home import Home
    from matcher.jobs.uploads import JobLimits

MEBIBYTE = 1024 * 1024
SECRETS_FOLDER = "SEPADAN_SECRETS"
"""Variable with a folder of files, such as ``sepadan_database_url``: what shall not stand in the environment."""


class Settings(BaseSettings):
    """Each field is the environment variable ``SEPADAN_`` + its name in capitals.

    Attributes:
        home: Folder of the installation.
        shared: Folder that every machine of an installation sees, for uploads, results of jobs, plans and the like; the
            home when not set.
        database_url: SQLAlchemy URL of the store; SQLite inside ``home`` when empty.
        generations: Address where index generations are published and pulled from, as fsspec reads it
            (``s3://bucket/folder``); the home alone when empty.
        generations_cache_bytes: Most bytes of generations on a machine that pulls them; 0 for no bound.
        pull_every_s: Seconds between two looks whether a newer generation is published.
        vector_engine: What keeps the vectors of index generations (docs/vector-engines.md): ``faiss``, ``milvus`` or
            ``pgvector``.
        vector_url: Address of its server; of ``pgvector`` that of the store when empty.
        model: ``bundled``, or the folder of another sentence-transformers model.
        host: Address that the server binds to.
        port: TCP port; 0 takes a free one.
        max_body_bytes: Largest request body that is read; more is answered 413.
        log_level: Least level that is logged.
        log_format: ``json`` or ``text``; ``auto`` is text on a terminal.
        otlp_endpoint: Where traces go (OTLP over HTTP), like ``http://127.0.0.1:4318/v1/traces``; nowhere by default.
        trace_share: Share of requests that are traced, in [0, 1].
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
        identity_keys: Keys that seal identity data, ``id1:BASE64,id2:BASE64``, the one to seal with first; empty when
            none is kept.
        secret_keys: Keys that seal signing keys and secrets of webhooks, in the same form; ``secret.keys`` in the home,
            made with a random key, when empty.
        auth: ``on`` asks every caller for credentials (docs/access.md); ``off`` is for this machine alone.
        public_url: Where callers find the server, such as ``https://sepadan.contoh.go.id``: issuer of its tokens.
        audience: Whom tokens are for; what another audience was given is refused.
        issuer: Another issuer whose tokens are good too, as their ``iss`` has it; none when empty.
        issuer_audience: ``aud`` that its tokens must have.
        issuer_jwks: Address or file of its keys (RFC 7517).
        anonymous_rate: Requests a second that an address without credentials may make for long.
        anonymous_burst: Requests that it may make at once.
        failed_tries: Failed tries of secrets that an address may make at once; five times as many under one name.
        limits_storage: Where requests are counted: ``memory://`` (each process for itself) or ``redis://host``.
        trusted_proxies: Addresses or networks, with commas, whose ``X-Forwarded-For`` is believed.
        behind_proxy: Whether a proxy in front speaks TLS with the callers.
        tls_cert: Certificate chain, PEM, to speak TLS with.
        tls_key: Its private key, PEM.
        compact: Whether a server builds a new index by itself when much was written since the last.
        erase_after_s: Seconds after an erasure from which a server ends it: builds an index without those people and
            writes the database anew; within the 72 hours of the law.
        retention: Whether a server runs the rules of retention once a day.
        max_upload_bytes: Largest file that is uploaded for a job, in parts.
        job_workers: Threads of a server that work at jobs; 0 leaves them to ``sepadan jobs work``.
        job_days: Days that a job and its result are kept after its end.
        jobs_running: Jobs of one tenant that are worked at, at once.
        jobs_queued: Jobs of one tenant that may wait.
        jobs_bytes: Bytes of uploads and results that one tenant may have here.
        pull_inside: ``host:port`` of upstreams inside one's own network, with commas between them; any other private
            address is refused.
        webhooks: Whether a server tells what happens and delivers it.
        webhook_inside: ``host:port`` of receivers of webhooks inside one's own network, on the loopback without TLS, or
            on another port than 443 and 8443, with commas between them.
        sandbox: Whether it is a sandbox (docs/sandbox.md): every answer says so, and callers may ask for faults.
        boundaries: GeoJSON with outlines of provinces and regencies for the planner's map (docs/planner-guide.md); the
            map is made of tiles without it.
    """

    model_config = SettingsConfigDict(env_prefix="SEPADAN_", extra="ignore", frozen=True)

    home: Path = Path(".sepadan")
    shared: Path | None = None
    database_url: str = ""
    generations: str = ""
    generations_cache_bytes: int = Field(default=0, ge=0)
    pull_every_s: float = Field(default=5.0, gt=0, le=3_600, allow_inf_nan=False)
    vector_engine: str = Field(default="faiss", pattern=r"^[a-z][a-z0-9_]*$")
    vector_url: SecretStr = SecretStr("")
    model: str = encoders.BUNDLED
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65_535)
    max_body_bytes: int = Field(default=16 * MEBIBYTE, ge=1_024, le=1_024 * MEBIBYTE)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Form = "auto"
    otlp_endpoint: str = Field(default="", pattern=r"^(https?://\S+)?$")
    trace_share: float = Field(default=0.1, ge=0.0, le=1.0)
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
    identity_keys: SecretStr = SecretStr("")
    secret_keys: SecretStr = SecretStr("")
    auth: Literal["off", "on"] = "off"
    public_url: str = Field(default="", pattern=r"^(https?://[^\s/?#]+)?$")
    audience: str = Field(default="sepadan", min_length=1)
    issuer: str = ""
    issuer_audience: str = ""
    issuer_jwks: str = ""
    anonymous_rate: int = Field(default=10, ge=1, le=100_000)
    anonymous_burst: int = Field(default=60, ge=1, le=100_000)
    failed_tries: int = Field(default=20, ge=1, le=100_000)
    limits_storage: str = "memory://"
    trusted_proxies: str = ""
    behind_proxy: bool = False
    tls_cert: Path | None = None
    tls_key: Path | None = None
    compact: bool = True
    erase_after_s: float = Field(default=24 * 3600, ge=0, le=72 * 3600)
    retention: bool = False
    max_upload_bytes: int = Field(default=2_048 * MEBIBYTE, ge=1_024, le=1_048_576 * MEBIBYTE)
    job_workers: int = Field(default=1, ge=0, le=64)
    job_days: float = Field(default=7, gt=0, le=365, allow_inf_nan=False)
    jobs_running: int = Field(default=2, ge=1, le=1_000)
    jobs_queued: int = Field(default=100, ge=1, le=100_000)
    jobs_bytes: int = Field(default=20_480 * MEBIBYTE, ge=MEBIBYTE)
    pull_inside: str = ""
    webhooks: bool = True
    webhook_inside: str = ""
    sandbox: bool = False
    boundaries: Path | None = None

    def installed(self) -> Home:
        """Where the installation lies; its folders may not be there yet."""
        from matcher.home import Home

        return Home(
            root=self.home,
            shared=self.shared,
            published=self.generations,
            cache_bytes=self.generations_cache_bytes,
            vectors=self.vectors(),
        )

    def webhook_hosts(self) -> Set[str]:
        """``webhook_inside`` in parts; the loopback too in a sandbox that only this machine reaches."""
        named = frozenset(part.strip().lower() for part in self.webhook_inside.split(",") if part.strip())
        if not self.sandbox or self.behind_proxy:
            return named
        from api.access.binding import is_loopback
        from api.sandbox import WithLoopback

        # Whoever calls from elsewhere must not have us ask what only we can reach.
        return WithLoopback(named) if is_loopback(self.host) else named

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then files of the folder ``SEPADAN_SECRETS``, named as variables."""
        folder = os.environ.get(SECRETS_FOLDER)
        files = [SecretsSettingsSource(settings_cls, secrets_dir=folder)] if folder else []
        return (init_settings, env_settings, *files)

    def vectors(self) -> VectorPlace:
        """Where the vectors of generations are kept; nothing is opened."""
        from indexes.vector_search import VectorPlace

        url = self.vector_url.get_secret_value()
        if not url and self.vector_engine == "pgvector":
            url = self.database_url
        return VectorPlace(engine=self.vector_engine, url=url)

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

    def job_limits(self) -> JobLimits:
        """How much a tenant may have at once."""
        from matcher.jobs.uploads import JobLimits

        return JobLimits(
            running=self.jobs_running,
            queued=self.jobs_queued,
            held_bytes=self.jobs_bytes,
            upload_bytes=self.max_upload_bytes,
            days=self.job_days,
        )

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

        return load_secret_box(self.secret_keys.get_secret_value(), self.installed().secret_keys)
