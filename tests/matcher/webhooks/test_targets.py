"""Where deliveries may go: nothing inside one's own network, whatever its address is dressed as."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.outbound.addresses import literal_addresses
from matcher.webhooks.targets import check_target, target_address
from taxonomy.errors import InputError, UpstreamError

NASTY = [
    *("http://contoh.invalid/", "ftp://contoh.invalid/", "file:///etc/passwd", "gopher://x/", "js:1"),
    *("https://a:b@contoh.invalid/", "https://a@contoh.invalid/", "https://@127.0.0.1/", "https://contoh.invalid@127.1/"),
    *("https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/"),
    *("https://0x7f.1/", "https://0.0.0.0/", "https://0/", "https://10.1.2.3/", "https://172.16.0.1/", "https://192.168.1.1/"),
    *("https://169.254.169.254/latest/meta-data/", "https://100.64.0.1/", "https://224.0.0.1/", "https://255.255.255.255/"),
    *("https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/"),
    *("https://[fe80::1]/", "https://[fe80::1%25eth0]/", "https://[fc00::1]/", "https://[ff02::1]/", "https://[fd00:ec2::254]/"),
    *("https://[64:ff9b::7f00:1]/", "https://[64:ff9b:1::a00:1]/", "https://[2002:7f00:1::]/", "https://[2001:0:1:2::3]/"),
    *("https://127。0。0。1/", "https://127．0．0．1/", "https://①②⑦.⓪.⓪.①/", "https://localhost./", "https://127.0.0.1./"),
    *("https://contoh.invalid:22/", "https://contoh.invalid:80/", "https://contoh.invalid:0/", "https://contoh.invalid:99999/"),
    *("https://contoh.invalid/#x", "https://contoh.invalid/ x", "https://contoh.invalid\\@127.0.0.1/", "https://\t127.0.0.1/"),
    *("", "contoh", "//contoh.invalid/", "https://", "https:///x", "https://[::1", "https://x" + "y" * 2_000),
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_an_address_that_leads_inside_or_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        check_target(text, frozenset())


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://contoh.invalid/hook?x=1", "contoh.invalid"),
        ("https://Contoh.Invalid:8443/", "contoh.invalid"),
        ("https://kemnaker.contoh.invalid:443", "kemnaker.contoh.invalid"),
        ("https://8.8.8.8/", "8.8.8.8"),
        ("https://[2404:6800:4003::1]/", "2404:6800:4003::1"),
        ("https://bücher.invalid/", "bücher.invalid"),
    ],
)
def test_an_address_of_the_internet_is_taken(text: str, host: str) -> None:
    assert check_target(text, frozenset()).host == host


def test_what_the_operator_named_is_taken_at_that_port_alone() -> None:
    inside = frozenset({"127.0.0.1:9000", "hooks.internal:7443"})
    assert check_target("http://127.0.0.1:9000/x", inside).port == 9000
    assert check_target("https://hooks.internal:7443/", inside).port == 7443
    for text in (
        "http://127.0.0.1:9001/",
        "https://hooks.internal:7444/",
        "http://127.1:9000/",
        "http://localhost:9000/",
    ):
        with pytest.raises(InputError):
            check_target(text, inside)


def test_a_name_that_leads_elsewhere_the_second_time_is_checked_the_second_time() -> None:
    url = check_target("https://contoh.invalid/", frozenset())
    answers = iter([["8.8.8.8"], ["127.0.0.1"], ["8.8.8.8", "169.254.169.254"], ["::ffff:10.0.0.1"]])

    def rebinding(host: str, port: int) -> list[str]:
        assert (host, port) == ("contoh.invalid", 443)
        return next(answers)

    assert target_address(url, frozenset(), rebinding) == "8.8.8.8"
    for _ in range(3):
        with pytest.raises(UpstreamError, match="SEPADAN_WEBHOOK_INSIDE"):
            target_address(url, frozenset(), rebinding)


def test_http_goes_to_the_loopback_and_nowhere_else() -> None:
    inside = frozenset({"hooks.internal:9000"})
    url = check_target("http://hooks.internal:9000/", inside)
    assert target_address(url, inside, lambda host, port: ["127.0.0.1"]) == "127.0.0.1"
    with pytest.raises(UpstreamError, match="wanted the loopback for http"):
        target_address(url, inside, lambda host, port: ["10.0.0.1"])


@given(st.text(max_size=80))
def test_no_text_makes_the_check_fail_in_another_way(text: str) -> None:
    for given_text in (text, "https://" + text):
        try:
            found = check_target(given_text, frozenset())
        except InputError:
            continue
        assert isinstance(found, httpx.URL)
        assert found.scheme == "https"
        assert not found.userinfo


@given(st.ip_addresses(v=4))
def test_an_address_is_found_in_every_spelling(address: object) -> None:
    number = int(address)  # type: ignore[call-overload]
    spelt = {
        str(address),
        str(number),
        hex(number),
        ".".join(oct(b).replace("0o", "0") for b in number.to_bytes(4, "big")),
    }
    assert {tuple(literal_addresses(host)) for host in spelt} == {(str(address),)}
