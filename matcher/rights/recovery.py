"""Codes by which somebody without an account comes back to a profile: shown once, kept as a hash.

125 random bits in five groups of five characters that nobody mistakes for each other (Crockford's base 32, without I,
L, O and U); what is typed wrong in the usual way is read as what was meant. So many random bits need no slow hash.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from indexes.seeker_rows import Recovery
from indexes.store import Store

_ALPHABET = "".join(("0123456789", "ABCDEFGHJK", "MNPQRSTVWXYZ"))
_GROUPS, _GROUP = 5, 5
_MISTAKEN = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    """A code as it is shown: ``7K3QM-...``."""
    letters = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP)]
    return "-".join("".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP))


def read_code(typed: str) -> str:
    """What was typed as 25 characters of the alphabet; empty when it is no code."""
    letters = "".join(letter for letter in typed.upper() if letter not in " -–_.\t\n").translate(_MISTAKEN)
    is_code = len(letters) == _GROUPS * _GROUP and set(letters) <= set(_ALPHABET)
    return letters if is_code else ""


def hash_of(typed: str) -> str:
    """What is kept of a code; empty when it is no code."""
    letters = read_code(typed)
    return hashlib.sha256(letters.encode()).hexdigest() if letters else ""


def give_code(store: Store, worker_key: str, made_at: datetime) -> str:
    """A new code for a stored worker; the one before opens nothing any more.

    Raises:
        UnknownIdError: The worker is not stored.
        StoreError: The store refused.
    """
    code = new_code()
    store.put_recovery(Recovery(worker_key=worker_key, code_hash=hash_of(code), made_at=made_at))
    return code


def worker_of(store: Store, typed: str) -> str:
    """Key of the worker whose code was typed; empty when it is nobody's.

    Raises:
        StoreError: The store refused.
    """
    hashed = hash_of(typed)
    found = store.recovery(hashed) if hashed else None
    return "" if found is None else found.worker_key
