"""Which addresses may be delivered to, as far as the address itself tells; the rest is checked at every attempt."""

from __future__ import annotations

import ipaddress
from collections.abc import Set

import httpx

from matcher.outbound.addresses import Resolver, is_public, literal_addresses, parse_address, pinned_address, port_of
from taxonomy.errors import InputError, UpstreamError

PORTS = frozenset({443, 8443})
"""Ports that any host may be delivered to; others are named with their host in the setting."""

SETTING = "SEPADAN_WEBHOOK_INSIDE"
"""Names ``host:port`` inside one's own network, on other ports, or on the loopback without TLS."""

MAX_URL = 2_000


def check_target(text: str, inside: Set[str]) -> httpx.URL:
    """An address that may be delivered to. No name server is asked, and no answer tells what one would say.

    Args:
        text: As the client gave it.
        inside: ``host:port`` of ``SETTING``.

    Raises:
        InputError: It may not; says why.
    """
    where = "url"
    if len(text) > MAX_URL or any(c <= " " or c in "\\\x7f" for c in text):
        raise InputError(
            wanted=f"an address of at most {MAX_URL} characters without blanks", found="another", where=where
        )
    try:
        url = parse_address(text, where)
        url.raw_host.decode("ascii")
    except UpstreamError as error:
        raise InputError(wanted="an address of https without user name", found="another", where=where) from error
    named = f"{url.host}:{port_of(url)}" in inside
    if url.scheme != "https" and not named:
        raise InputError(wanted="an address of https", found=url.scheme, where=where)
    if url.fragment or url.host.endswith(".") or "%" in url.host:
        raise InputError(
            wanted="an address without fragment, zone or dot after the host", found="one with it", where=where
        )
    if named:
        return url
    if port_of(url) not in PORTS:
        wanted = f"port 443 or 8443 (the operator names others in {SETTING})"
        raise InputError(wanted=wanted, found=port_of(url), where=where)
    if any(not is_public(address) for address in literal_addresses(url.host)):
        raise InputError(wanted="the address of a host on the internet", found="a private or special one", where=where)
    return url


def target_address(url: httpx.URL, inside: Set[str], resolve: Resolver | None = None) -> str:
    """The IP address to connect to, checked now: what a name meant when the webhook was made tells nothing.

    Raises:
        UpstreamError: It has none, or one that may not be delivered to.
    """
    address = pinned_address(url, inside, SETTING, resolve)
    if url.scheme != "https" and not ipaddress.ip_address(address.partition("%")[0]).is_loopback:
        raise UpstreamError(wanted="the loopback for http", found="another address", where=url.host)
    return address
