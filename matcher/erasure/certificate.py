"""Certificates of erasure: who asked can show one, and anybody can check it, without either saying who it was.

A JSON document signed with Ed25519 (RFC 8032) under a key derived from the installation's secret keys; it names the
public key as a JWK (RFC 8037). The subject is a keyed hash, so that only who knows the id and asks this installation
can tell whom it means.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from indexes.secret_box import SecretBox
from matcher.erasure.reports import ErasureReport
from taxonomy.errors import InputError

PURPOSE = "erasure-certificate"
_BASIS = "UU 27/2022 art. 8, 43, 44"


def certificate_of(report: ErasureReport, box: SecretBox) -> dict[str, Any]:
    """A signed certificate of one erasure.

    Args:
        report: What was done.
        box: Signs.
    """
    key = Ed25519PrivateKey.from_private_bytes(box.derive(PURPOSE)[:32])
    content = {
        "type": "sepadan-erasure",
        "subjects": list(report.digests),
        "kind": report.kind,
        "erased": report.erased,
        "is_blocked": report.is_blocked,
        "erased_at": report.erased_at.isoformat(),
        "due_at": report.due_at.isoformat(),
        "basis": _BASIS,
        "key": {"kty": "OKP", "crv": "Ed25519", "kid": box.current, "x": _encoded(key.public_key().public_bytes_raw())},
    }
    return {**content, "signature": _encoded(key.sign(_text(content)))}


def check_certificate(document: Mapping[str, Any], box: SecretBox | None = None) -> None:
    """Refuse a certificate that was changed, or that another installation signed.

    Args:
        document: As ``certificate_of`` made it.
        box: Of the installation that must have signed it; when None the key that it names counts.

    Raises:
        InputError: Says what is wrong.
    """
    content = {name: value for name, value in document.items() if name != "signature"}
    try:
        named, kid = _decoded(document["key"]["x"]), str(document["key"]["kid"])
        signature = _decoded(document["signature"])
        if box is not None:
            own = Ed25519PrivateKey.from_private_bytes(box.derive(PURPOSE, kid)[:32]).public_key().public_bytes_raw()
            if own != named:
                raise InputError(wanted="a certificate of this installation", found="another's", where="key")
        Ed25519PublicKey.from_public_bytes(named).verify(signature, _text(content))
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error) as error:
        raise InputError(wanted="a certificate of erasure", found=type(error).__name__, where="certificate") from error
    except InvalidSignature as error:
        raise InputError(wanted="a certificate as it was signed", found="another", where="signature") from error


def _text(content: Mapping[str, Any]) -> bytes:
    """The signed bytes: keys sorted, no blanks (for these types the canonical form of RFC 8785)."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
