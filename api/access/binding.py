"""Where a server may listen: beyond this machine only with credentials asked for and TLS in front."""

from __future__ import annotations

import ipaddress
import socket
import ssl

from api.settings import Settings
from taxonomy.errors import ConfigError


def check_binding(settings: Settings, host: str) -> None:
    """Refuse to serve others without credentials or in the clear.

    Args:
        settings: Of the installation.
        host: Name or address that is bound.

    Raises:
        ConfigError: Names what is missing, and the setting that mends it.
    """
    check_certificate(settings)
    is_reached = settings.behind_proxy or not is_loopback(host)
    if is_reached and settings.auth == "off":
        raise ConfigError(
            f"host {host}: wanted SEPADAN_AUTH=on where others can reach the server, found off; set it and let "
            "clients in with 'sepadan clients add', or serve on 127.0.0.1"
        )
    if not is_loopback(host) and not settings.behind_proxy and settings.tls_cert is None:
        raise ConfigError(
            f"host {host}: wanted TLS beyond this machine, found plain HTTP; set SEPADAN_TLS_CERT and "
            "SEPADAN_TLS_KEY, or SEPADAN_BEHIND_PROXY=true where a proxy in front speaks it"
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address; a name counts by all that it stands for."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host or None, None, flags=socket.AI_PASSIVE)}
    except OSError:
        return False
    return all(ipaddress.ip_address(str(address).partition("%")[0]).is_loopback for address in found)


def check_certificate(settings: Settings) -> None:
    """Refuse certificate settings that no server could use.

    Raises:
        ConfigError: One is missing, cannot be read, or they do not belong together.
    """
    if settings.tls_cert is None and settings.tls_key is None:
        return
    if settings.tls_cert is None or settings.tls_key is None:
        raise ConfigError("SEPADAN_TLS_CERT and SEPADAN_TLS_KEY: wanted both, found one")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(settings.tls_cert, settings.tls_key)
    except (OSError, ssl.SSLError) as error:
        wanted = "a PEM certificate and its key"
        raise ConfigError(f"SEPADAN_TLS_CERT {settings.tls_cert}: wanted {wanted}, found: {error}") from error
