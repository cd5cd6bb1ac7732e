"""Where an address leads: resolved once, checked, and pinned, so that nothing inside one's own network can be reached.

Server-side request forgery (OWASP Top 10 2021, A10): an upstream, a link or redirect that it gives, or a webhook must
not make us ask for something that only we can see (cloud metadata at 169.254.169.254, services on the loopback, the
office's own network).
A name is resolved here and the connection made to the address that was checked, so that a second answer of the name
server (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Set

import httpx

from taxonomy.errors import UpstreamError

_PORTS = {"http": 80, "https": 443}
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""NAT64 (RFC 6052, RFC 8215): hold an IPv4 address that a gateway may translate to a private one."""

Resolver = Callable[[str, int], list[str]]
"""Host and port to the IP addresses of the host, the one to try first in front; ``OSError`` where it has none."""


def parse_address(text: str, where: str) -> httpx.URL:
    """An address of http or https, without a user name.

    Raises:
        UpstreamError: It is another one.
    """
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise UpstreamError(wanted="an address (http, https)", found=f"{text!r}: {error}", where=where) from error
    if url.scheme not in _PORTS or not url.host or not 0 < (1 if url.port is None else url.port) < 65_536:
        raise UpstreamError(wanted="an address of http or https", found=text, where=where)
    if url.userinfo:
        wanted = "an address without user name and password; see --header and --secret-env"
        raise UpstreamError(wanted=wanted, found="one with them", where=where)
    return url


def redirected(url: httpx.URL, place: str) -> httpx.URL:
    """Where a redirect leads.

    Args:
        url: That was asked for.
        place: Header ``Location`` of the answer, absolute or relative.

    Raises:
        UpstreamError: It is no address of http or https.
    """
    where = f"redirect of {url}"
    try:
        joined = str(url.join(place)) if place else ""
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise UpstreamError(wanted="an address (http, https)", found=f"{place!r}: {error}", where=where) from error
    return parse_address(joined, where)


def origin(url: httpx.URL) -> str:
    """Scheme, host and port of an address, which a secret is good for."""
    return f"{url.scheme}://{url.host}:{port_of(url)}"


def port_of(url: httpx.URL) -> int:
    """Its port, the scheme's own where it names none."""
    return url.port or _PORTS[url.scheme]


def resolved(host: str, port: int) -> list[str]:
    """The IP addresses of a host as the system's resolver gives them; see ``Resolver``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def literal_addresses(host: str) -> list[str]:
    """The address that a host is in itself, in any of its spellings (``127.1``, ``0x7f.1``, ``2130706433``).

    No name server is asked. Empty for a name.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def pinned_address(
    url: httpx.URL, inside: Set[str], setting: str = "SEPADAN_PULL_INSIDE", resolve: Resolver | None = None
) -> str:
    """The IP address to connect to.

    Args:
        url: From ``parse_address``.
        inside: ``host:port`` that may be private.
        setting: Where such are named; for the message.
        resolve: Finds the addresses of a host; the system's resolver by default.

    Raises:
        UpstreamError: The name has no address, or one that is not public: private, loopback, link-local, multicast,
            reserved, or an IPv6 address that stands for such an IPv4 one.
    """
    host, port = url.host, port_of(url)
    try:
        addresses = (resolve or resolved)(host, port)
    except (OSError, UnicodeError) as error:
        raise UpstreamError(wanted="a host with an address", found=f"{error}", where=host, is_passing=True) from error
    if f"{host}:{port}" not in inside:
        for address in addresses:
            if not is_public(address):
                wanted = f"a public address (one of your own network is named in {setting} as host:port)"
                raise UpstreamError(wanted=wanted, found=f"{address}, which is not", where=f"{host}:{port}")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet at large (IANA special-purpose registries, RFC 6890).

    Args:
        address: IPv4 or IPv6, perhaps with a zone.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip.sixtofour is not None or ip.teredo is not None or any(ip in network for network in _TRANSLATED):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
