"""Signed heads of the audit log: what shows that its end was cut off, or that all of it was written anew.

A head says that the log had so many rows and the last one this hash. It is signed with Ed25519 (RFC 8032) by a key that
is derived from the secret key of the installation, so that whoever can write to the database alone cannot sign; kept
elsewhere (``sepadan audit-log head --output``) it binds whoever holds the key too (Crosby & Wallach 2009, who add a
Merkle tree for proofs of single rows; here one who checks reads the whole log in a minute a million rows).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from indexes.audit_chain import GENESIS, AuditHead, AuditRow, chain_faults
from indexes.checksums import canonical
from indexes.secret_box import SecretBox
from indexes.store import Store
from taxonomy.errors import ConfigError, InputError

_PURPOSE = "audit-head"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerdict:
    """What a check of the log found.

    Attributes:
        rows: That were read.
        heads: Signed heads that were checked, those of the store and those that were given.
        hash: Of the last row, hexadecimal.
        faults: What is wrong, by place; empty when nothing is.
    """

    rows: int
    heads: int
    hash: str
    faults: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {"ok": not self.faults, **asdict(self)}


def sign_head(store: Store, box: SecretBox, at: datetime) -> AuditHead | None:
    """Sign the log as it ends now, and keep the head; None for an empty log.

    Raises:
        StoreError: The store refused.
    """
    seq, end = store.audit_end()
    if not seq:
        return None
    signature = _private(box, box.current).sign(_told(seq, end, at, box.current))
    head = AuditHead(seq=seq, hash=end, at=at, key_id=box.current, signature=signature)
    store.put_audit_head(head)
    return head


def head_document(head: AuditHead, box: SecretBox) -> dict[str, Any]:
    """A head to be kept elsewhere, with the public key that checks it."""
    public = _private(box, head.key_id).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {
        "seq": head.seq,
        "hash": head.hash.hex(),
        "at": head.at.isoformat(),
        "key_id": head.key_id,
        "signature": head.signature.hex(),
        "public_key": public.hex(),
    }


def read_head(document: Mapping[str, Any], where: str) -> tuple[AuditHead, str]:
    """A head that was kept elsewhere, and its public key.

    Raises:
        InputError: It is none.
    """
    try:
        head = AuditHead(
            seq=int(document["seq"]),
            hash=bytes.fromhex(document["hash"]),
            at=datetime.fromisoformat(document["at"]).astimezone(UTC),
            key_id=str(document["key_id"]),
            signature=bytes.fromhex(document["signature"]),
        )
        public_key = str(document["public_key"])
        bytes.fromhex(public_key)
    except (KeyError, TypeError, ValueError) as error:
        wanted = "a head as 'sepadan audit-log head --output' writes it"
        raise InputError(wanted=wanted, found=f"{type(error).__name__}: {error}", where=where) from error
    return head, public_key


def verify_log(store: Store, box: SecretBox, kept: tuple[tuple[AuditHead, str], ...] = ()) -> AuditVerdict:
    """Check every row, every link and every head.

    Args:
        store: Whose log.
        box: Holds the keys that signed.
        kept: Heads that were kept elsewhere, with their public keys: only they show that a log was cut off together
            with its own heads, or written anew by who holds the key.
    """
    walk = _Walk(store.audit_rows())
    faults = list(chain_faults(walk.rows()))
    heads = store.audit_heads()
    for head in heads:
        faults += _head_faults(head, _public_of(box, head.key_id), walk, "kept in the store")
    for head, public_key in kept:
        faults += _head_faults(head, public_key, walk, "kept elsewhere")
    for _, public_key in kept:
        if public_key not in {_public_of(box, key_id) for key_id in box.key_ids}:
            faults.append("head kept elsewhere: wanted one signed by a key of this installation, found another key")
    return AuditVerdict(
        rows=walk.count, heads=len(heads) + len(kept), hash=walk.last.hex(), faults=tuple(dict.fromkeys(faults))
    )


class _Walk:
    """Hands rows on and remembers the hash of each, 32 bytes a row."""

    def __init__(self, rows: Iterator[AuditRow]) -> None:
        self._rows = rows
        self._hashes: dict[int, bytes] = {}
        self.last = GENESIS

    def rows(self) -> Iterator[AuditRow]:
        for row in self._rows:
            self._hashes[row.seq] = self.last = row.hash
            yield row

    @property
    def count(self) -> int:
        return len(self._hashes)

    def hash_of(self, seq: int) -> bytes | None:
        return self._hashes.get(seq)


def _head_faults(head: AuditHead, public_key: str, walk: _Walk, where: str) -> Iterator[str]:
    name = f"head {head.seq} {where}"
    if not public_key:
        yield f"{name}: wanted secret key {head.key_id!r} that signed it, found none of this name"
    elif not _is_signed(head, public_key):
        yield f"{name}: wanted the signature of what it says, found another"
    found = walk.hash_of(head.seq)
    if found is None:
        yield f"{name}: wanted at least {head.seq} rows, found a log cut off after {walk.count}"
    elif found != head.hash:
        yield f"{name}: wanted row {head.seq} with the hash that was signed, found another"


def _is_signed(head: AuditHead, public_key: str) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(head.signature, _told(head.seq, head.hash, head.at, head.key_id))
    except (InvalidSignature, ValueError):
        return False
    return True


def _told(seq: int, end: bytes, at: datetime, key_id: str) -> bytes:
    return canonical(_PURPOSE, (seq, end, at, key_id))


def _private(box: SecretBox, key_id: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(box.derive(_PURPOSE, key_id)[:32])


def _public_of(box: SecretBox, key_id: str) -> str:
    try:
        return _private(box, key_id).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    except ConfigError:
        return ""
