"""The record store: the truth. Vectors and codes are derived from it and can always be made again.

SQLAlchemy Core over SQLite (WAL, ``synchronous=FULL``) or PostgreSQL; the same statements run on both. Every write
transaction that changes something takes the next number of one counter, and the rows it changes carry that number.
Writers queue, so that they become visible in the order of their numbers. Every row carries a checksum, which every
read that gives its content checks.
"""

from __future__ import annotations

from indexes import store_check
from indexes.account_rows import AccountRows
from indexes.audit_log_rows import AuditLogRows
from indexes.client_rows import ClientRows
from indexes.consent_rows import ConsentRows
from indexes.delivery_rows import DeliveryRows
from indexes.doubt_rows import DoubtRows
from indexes.duplicate_rows import DuplicateRows
from indexes.erasure_rows import ErasureRows
from indexes.event_rows import EventRows
from indexes.flag_rows import FlagRows
from indexes.follower_rows import FollowerRows
from indexes.generation_rows import GenerationRows
from indexes.hold_rows import HoldRows
from indexes.idempotency_rows import IdempotencyRows
from indexes.identity_rows import IdentityRows
from indexes.identity_vault import Vault
from indexes.job_rows import JobRows
from indexes.outcome_rows import OutcomeRows
from indexes.overview_rows import OverviewRows
from indexes.page_rows import PageRows
from indexes.placement_rows import PlacementRows
from indexes.request_rows import RequestRows
from indexes.retention_rows import RetentionRows
from indexes.seeker_rows import SeekerRows
from indexes.sighting_rows import SightingRows
from indexes.signing_key_rows import SigningKeyRows
from indexes.standing_rows import StandingRows
from indexes.start_rows import StartRows
from indexes.title_rows import TitleRows
from indexes.upload_rows import UploadRows
from indexes.upstream_rows import UpstreamRows
from indexes.watch_rows import WatchRows
from indexes.webhook_rows import WebhookRows
from indexes.weight_rows import WeightRows


class Store(
    ErasureRows,
    HoldRows,
    RetentionRows,
    PageRows,
    DuplicateRows,
    GenerationRows,
    IdentityRows,
    OutcomeRows,
    WeightRows,
    UpstreamRows,
    SightingRows,
    ConsentRows,
    RequestRows,
    AuditLogRows,
    ClientRows,
    SigningKeyRows,
    StandingRows,
    StartRows,
    IdempotencyRows,
    AccountRows,
    SeekerRows,
    JobRows,
    UploadRows,
    WebhookRows,
    EventRows,
    DeliveryRows,
    WatchRows,
    FollowerRows,
    PlacementRows,
    TitleRows,
    FlagRows,
    OverviewRows,
    DoubtRows,
):
    """Records and what hangs on them, copies, outcomes, what serves, upstreams, rights, callers, jobs, webhooks.

    Safe to share between threads; each call is one transaction, except where it says otherwise. Any call raises
    ``StoreError`` when the database refuses (disk full, read-only, lock held for 30 s).
    """

    def check(self, vault: Vault | None = None) -> list[str]:
        """All faults found: the file, each row's checksum, vectors, rows that have lost their record.

        Reads every row once, a few at a time; each table is a transaction. No fault shows content.

        Args:
            vault: Opens every identity as well; they are passed over when None.
        """
        return store_check.faults(self._engine, vault)
