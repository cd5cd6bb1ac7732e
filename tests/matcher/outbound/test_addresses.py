"""Which addresses may be asked: public ones, pinned as they were checked."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.outbound import addresses
from matcher.outbound.addresses import is_public, origin, parse_address, pinned_address, port_of
from taxonomy.errors import UpstreamError


@pytest.mark.parametrize(
    "address",
    [
        *(
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "127.0.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1"),
        *("::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
        *("2002:7f00:1::", "2001:0:1:2::3", "64:ff9b::a00:1", "2001:db8::1"),
    ],
)
def test_no_private_or_special_address_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "103.28.12.1", "2404:6800:4003::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_is_as_public_in_ipv6_dress_as_in_its_own(address: ipaddress.IPv4Address) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))


def resolving(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(UpstreamError, match=r"contoh.invalid:443: wanted a public address .* found 10.0.0.1"):
        pinned_address(parse_address("https://contoh.invalid/x", "uji"), frozenset())
    resolving(monkeypatch, "8.8.8.8", "8.8.4.4")
    assert pinned_address(parse_address("https://contoh.invalid/x", "uji"), frozenset()) == "8.8.8.8"


def test_a_private_upstream_is_asked_only_at_the_port_that_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "10.0.0.1")
    inside = frozenset({"karirhub.internal:8443"})
    assert pinned_address(parse_address("https://karirhub.internal:8443/", "uji"), inside) == "10.0.0.1"
    for other in ("https://karirhub.internal/", "https://lain.internal:8443/"):
        with pytest.raises(UpstreamError):
            pinned_address(parse_address(other, "uji"), inside)


def test_a_name_without_an_address_may_have_one_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise socket.gaierror("Name or service not known")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", fails)
    with pytest.raises(UpstreamError, match="not known") as told:
        pinned_address(parse_address("https://contoh.invalid/", "uji"), frozenset())
    assert told.value.is_passing


@pytest.mark.parametrize(
    "text",
    [
        "",
        "contoh",
        "javascript:alert(1)",
        "http://",
        "https://a:b@contoh.invalid/",
        "http://[::1",
        "http://x:99999999/",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(text: str) -> None:
    with pytest.raises(UpstreamError, match="uji: wanted an address"):
        parse_address(text, "uji")


def test_an_origin_is_scheme_host_and_port() -> None:
    url = parse_address("https://Contoh.Invalid/a?b=c", "uji")
    assert origin(url) == "https://contoh.invalid:443"
    assert port_of(parse_address("http://contoh.invalid:8080/", "uji")) == 8080
