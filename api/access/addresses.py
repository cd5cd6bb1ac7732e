"""Where a request comes from: the caller's address, also behind proxies that are trusted."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.requests import HTTPConnection

from taxonomy.errors import ConfigError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MOST_HOPS = 16


def parse_networks(text: str) -> Sequence[Network]:
    """Networks as a setting has them, with commas.

    Raises:
        ConfigError: One is none.
    """
    try:
        return [ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise ConfigError(f"SEPADAN_TRUSTED_PROXIES: wanted addresses or networks, found: {error}") from error


def caller_of(request: HTTPConnection, trusted: Sequence[Network]) -> str:
    """Address of whoever calls; of IPv6 the network of 64 bits, for one house has that many addresses.

    ``X-Forwarded-For`` is read from its end, each hop believed as long as the one before it is a trusted proxy: what a
    caller wrote there itself stands further to the left and counts for nothing.
    """
    address = request.client.host if request.client else ""
    hops = [hop.strip() for line in request.headers.getlist("x-forwarded-for") for hop in line.split(",")]
    for hop in reversed(hops[-_MOST_HOPS:]):
        if not _is_in(address, trusted) or _parsed(hop) is None:
            break
        address = hop
    found = _parsed(address)
    if found is None:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        return found.ipv4_mapped
    return found


def _is_in(address: str, networks: Sequence[Network]) -> bool:
    found = _parsed(address)
    return found is not None and any(found in network for network in networks)
