"""An upstream: which format, from where, how often; as a person adds it and as the store keeps it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import orjson

from indexes.upstream_rows import StoredUpstream
from matcher.outbound.addresses import parse_address
from matcher.pulls.schedule import check_schedule
from matcher.records import Kind
from matcher.sources import source_named
from matcher.sources.headings import SKIPPED
from matcher.sources.source import Source
from taxonomy.errors import InputError

SINCE = "{since}"
"""Stands in an address where the token of the last pull goes."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,200}")
_SECRETS = re.compile(r"[?&;](?:api_?key|key|token|access_token|secret|password|passwd|pwd|auth|sig)=", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """Where postings are pulled from.

    Attributes:
        name: Its own, also the source part of the keys of its records.
        format: Name of the source that reads it.
        location: Address (http, https; ``{since}`` where the last token goes), or path of a file or folder.
        columns: Heading to field, for formats whose headings are not fixed; empty until it is known.
        header: Name of a header that carries a secret (``Authorization``); empty for none.
        secret_env: Environment variable that holds the header's whole value.
        schedule: As ``matcher.pulls.schedule`` takes it; empty for pulls by hand.
        is_listing: Whether a whole pull gives everything that is open; what it no longer has is closed.
        agreed: There is an agreement with the upstream: robots.txt is not asked.
        gap_s: Least seconds between two requests to its host.
        max_mebibytes: Most MiB of one answer.
    """

    name: str
    format: str
    location: str
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    header: str = ""
    secret_env: str = ""
    schedule: str = ""
    is_listing: bool = True
    agreed: bool = False
    gap_s: float = 1.0
    max_mebibytes: int = 512

    @property
    def is_remote(self) -> bool:
        """Whether it is fetched over the network."""
        return "://" in self.location

    def settings(self) -> str:
        """All but the name, as JSON."""
        kept = {name: value for name, value in asdict(self).items() if name != "name"}
        return orjson.dumps(kept, option=orjson.OPT_SORT_KEYS).decode()

    def source(self) -> Source:
        """What reads it: the format's source under the upstream's name, by its columns where it has some.

        Raises:
            InputError: There is no such format.
        """
        found = source_named(self.format)
        if found.columns is not None and self.columns:
            found = found.columns.apply(self.columns)
        return replace(found, name=self.name)


def kept_upstream(row: StoredUpstream) -> Upstream:
    """The upstream of a row of the store."""
    return Upstream(name=row.name, **orjson.loads(row.settings))


def check_upstream(upstream: Upstream) -> Upstream:
    """The upstream itself; nothing is fetched.

    Raises:
        InputError: Something in it cannot be used; names it.
    """
    if not _NAME.fullmatch(upstream.name):
        wanted = "1 to 60 of a-z, 0-9, _, . and -, a letter or digit first"
        raise InputError(wanted=wanted, found=upstream.name, where="name")
    source = source_named(upstream.format)
    if source.kind is Kind.WORKER:  # who somebody is, is not pulled on a schedule from anywhere
        raise InputError(wanted="a format of postings or courses", found=upstream.format, where="format")
    _check_location(upstream)
    _check_secret(upstream)
    check_schedule(upstream.schedule)
    check_columns(source, upstream.columns)
    if upstream.is_listing and source.kind is not Kind.POSTING:
        raise InputError(wanted="--no-listing, for only postings are closed", found=str(source.kind), where="listing")
    if not 0 <= upstream.gap_s <= 3600:
        raise InputError(wanted="0 to 3600 seconds", found=str(upstream.gap_s), where="gap")
    if not 1 <= upstream.max_mebibytes <= 4096:
        raise InputError(wanted="1 to 4096 MiB", found=str(upstream.max_mebibytes), where="limit")
    return upstream


def _check_location(upstream: Upstream) -> None:
    if not upstream.is_remote:
        if not Path(upstream.location).exists():
            raise InputError(wanted="a file or folder that exists", found=upstream.location, where="location")
        return
    parse_address(upstream.location.replace(SINCE, "0"), "location")
    if _SECRETS.search(upstream.location):
        wanted = "an address without secrets, for it is kept and shown; see --header and --secret-env"
        raise InputError(wanted=wanted, found="one with a key or token", where="location")


def _check_secret(upstream: Upstream) -> None:
    if bool(upstream.header) != bool(upstream.secret_env):
        found = "one of the two"
        raise InputError(wanted="a header and the variable that holds its value", found=found, where="header")
    if upstream.header and not _HEADER.fullmatch(upstream.header):
        raise InputError(wanted="the name of a header", found=upstream.header, where="header")
    if upstream.secret_env and not _VARIABLE.fullmatch(upstream.secret_env):
        # What is given may be the secret itself: it is not shown.
        raise InputError(wanted="the name of an environment variable", found="another text", where="secret-env")


def check_columns(source: Source, columns: Mapping[str, str]) -> None:
    """Refuse a mapping of headings that a format cannot use.

    Raises:
        InputError: The format's headings are fixed, a field is unknown or is given twice.
    """
    if not columns:
        return
    if source.columns is None:
        raise InputError(wanted="no columns, for the format's headings are fixed", found=source.name, where="column")
    used = [name for name in columns.values() if name != SKIPPED]
    for name in used:
        if name not in source.columns.fields:
            wanted = f"one of {', '.join(sorted(source.columns.fields))}, or {SKIPPED} for none"
            raise InputError(wanted=wanted, found=name, where="column")
        if used.count(name) > 1:
            raise InputError(wanted="one heading for each field", found=f"two for {name}", where="column")
