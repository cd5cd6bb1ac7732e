"""The seeker behind a browser's session: a worker record of the source ``laman``, named by the session's random id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from api.access.principal import Principal, Role
from api.routes.intake import read_record
from api.serving import Serving
from api.web.seeker.draft import Draft, is_licence
from api.web.seeker.held import HeldJob
from api.web.seeker_session import seeker_session
from indexes.seeker_rows import HIDDEN, SAVED, KeptPosting
from matcher.impersonal import OWN_WORDS, cleaned
from matcher.records import Kind, Worker
from taxonomy.errors import UnknownIdError

SOURCE = "laman"
"""Source of the profiles that people make on the pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """Somebody who keeps a profile here.

    Attributes:
        key: Of the worker record.
        worker: The record.
        said: What was said of postings, the latest first.
    """

    key: str
    worker: Worker
    said: tuple[KeptPosting, ...]

    @property
    def saved(self) -> frozenset[str]:
        """Keys of postings that are kept."""
        return frozenset(one.posting_key for one in self.said if one.state == SAVED)

    @property
    def hidden(self) -> frozenset[str]:
        """Keys of postings that are not wanted."""
        return frozenset(one.posting_key for one in self.said if one.state == HIDDEN)

    @property
    def principal(self) -> Principal:
        """The person as rights and the audit log know one."""
        return Principal(
            client=SOURCE,
            tenant=SOURCE,
            role=Role.PERSON,
            scopes=frozenset({"self"}),
            sources=frozenset({SOURCE}),
            subject=self.key,
        )


def key_of(owner: str) -> str:
    """Key of the record that a session's id names."""
    return f"{SOURCE}:{owner}"


def owner_of(key: str) -> str:
    """The session's id that a record is named by."""
    return key.partition(":")[2]


def seeker_of(request: Request, serving: Serving) -> Seeker | None:
    """Who asks; None without a session, and once the record is gone.

    Raises:
        StoreError: The store refused.
    """
    session = seeker_session(request)
    if session is None:
        return None
    key = key_of(session.owner)
    try:
        worker = serving.engine.get(Kind.WORKER, key)
    except UnknownIdError:
        return None
    assert isinstance(worker, Worker)
    return Seeker(key=key, worker=worker, said=tuple(serving.engine.store.kept_postings(key)))


def put_profile(serving: Serving, owner: str, worker: Mapping[str, Any]) -> str:
    """Store a profile, its words without names, contacts and personal traits; gives its key.

    Raises:
        InputError: It cannot be read.
        StoreError: The store refused.
    """
    clean = {name: cleaned(value) if name in OWN_WORDS else value for name, value in worker.items()}
    record = read_record(Kind.WORKER, {**clean, "id": owner, "source": SOURCE}, "worker", SOURCE)
    serving.engine.upsert([record])
    return record.key


def draft_of(worker: Worker) -> Draft:
    """A stored profile as it stands in forms."""
    held = [
        HeldJob(title=job.title, months=job.months, tasks=tuple(job.description.splitlines())) for job in worker.jobs
    ]
    return Draft(
        wish=worker.wish,
        summary=worker.summary,
        jobs="\n".join(one.line() for one in held),
        experience="" if worker.experience_months is None else str(worker.experience_months),
        skills="\n".join((*worker.skills, *(one for one in worker.licences if is_licence(one)))),
        licences="\n".join(one for one in worker.licences if not is_licence(one)),
        education=worker.education,
        study_programme=worker.study_programme,
        place=worker.place,
        pay=str(worker.salary_idr_month) if worker.salary_idr_month else "",
        relocate="1" if worker.will_relocate else "",
    )
