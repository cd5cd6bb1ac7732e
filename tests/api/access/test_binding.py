"""Where a server may listen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.access.binding import check_binding, is_loopback
from api.access.wiring import issuer_name
from api.settings import Settings
from taxonomy.errors import ConfigError


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_this_machine_alone_needs_nothing(host: str) -> None:
    assert is_loopback(host)
    check_binding(Settings(), host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "", "192.168.0.1", "no-such-host.invalid"])
def test_others_are_served_only_with_credentials_and_tls(host: str, tls: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="SEPADAN_AUTH=on"):
        check_binding(Settings(**tls), host)
    with pytest.raises(ConfigError, match="SEPADAN_BEHIND_PROXY"):
        check_binding(Settings(auth="on"), host)
    check_binding(Settings(auth="on", **tls), host)
    check_binding(Settings(auth="on", behind_proxy=True), host)


def test_a_proxy_brings_others_to_this_machine_too() -> None:
    with pytest.raises(ConfigError, match="SEPADAN_AUTH=on"):
        check_binding(Settings(behind_proxy=True), "127.0.0.1")


def test_certificates_that_no_server_could_use_are_refused(tls: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="wanted both"):
        check_binding(Settings(tls_cert=tls["tls_cert"]), "127.0.0.1")
    for cert in (tmp_path / "none.pem", tls["tls_key"]):
        with pytest.raises(ConfigError, match="SEPADAN_TLS_CERT"):
            check_binding(Settings(tls_cert=cert, tls_key=tls["tls_key"]), "127.0.0.1")


def test_the_issuer_is_where_callers_find_the_server(tls: dict[str, Any]) -> None:
    assert issuer_name(Settings(port=81)) == "http://127.0.0.1:81"
    assert issuer_name(Settings(host="::1", port=81, **tls)) == "https://[::1]:81"
    assert issuer_name(Settings(public_url="https://a.invalid")) == "https://a.invalid"
    for wrong in ("a.invalid", "https://a.invalid/", "https://a.invalid?x", "ftp://a"):
        with pytest.raises(ValueError, match="public_url"):
            Settings(public_url=wrong)
