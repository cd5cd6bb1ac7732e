"""The eraser of an installation: it reaches every place where people are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from indexes.identity_vault import Vault
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.erasure.digests import Digests
from matcher.erasure.eraser import Eraser
from matcher.erasure.finishing import Finisher
from matcher.home import Home
from matcher.jobs.forget import forget_workers
from matcher.jobs.freed_uploads import free_uploads
from matcher.records import Kind


def eraser_of(store: Store, home: Home, box: SecretBox, vault: Vault | None = None) -> Eraser:
    """Erases from the store, from its home, and from what jobs found.

    Args:
        store: The truth.
        home: Everything else.
        box: Makes keyed hashes, and opens what jobs wrote.
        vault: Opens identities, so that refused rows of the same people are found.
    """

    def from_jobs(kind: str, keys: Sequence[str]) -> int:
        return forget_workers(home, store, box, keys) if kind == Kind.WORKER else 0

    def from_events(kind: str, keys: Sequence[str]) -> int:
        return store.forget_worker_events(keys) if kind == Kind.WORKER else 0

    return Eraser(store, home, box, vault, reachers={"jobs": from_jobs, "events": from_events})


def finisher_of(store: Store, home: Home, box: SecretBox, build: Callable[[], str]) -> Finisher:
    """Ends erasures in the store, its home, and the uploads of jobs.

    Args:
        store: The truth.
        home: Everything else.
        box: Makes keyed hashes, and opens uploads.
        build: Builds a generation, serves it, and gives its name.
    """
    return Finisher(store, home, Digests(box), build, partial(free_uploads, home, store, box))
