"""Whose rights a caller may look after: the platform and officers everybody's, a board those of its own people."""

from __future__ import annotations

from api.access.errors import ForbiddenError
from api.access.principal import Principal, Role
from matcher.rights.requests import Actor
from taxonomy.errors import UnknownIdError


def check_own(principal: Principal, worker: str) -> None:
    """Refuse a person who is not the caller's; that there is one is not told.

    Raises:
        UnknownIdError: Of another source.
    """
    if not principal.owns(worker):
        raise UnknownIdError(wanted="the id of a stored worker", found=worker, where="id")


def subject_of(principal: Principal) -> str:
    """Key of the person whose token it is.

    Raises:
        ForbiddenError: The token is not a person's.
    """
    if not principal.subject:
        raise ForbiddenError("wanted a person's own token, found a client's")
    return principal.subject


def check_human(principal: Principal) -> None:
    """Refuse who is not known to be a human: an objection to a machine is not answered by another one.

    Raises:
        ForbiddenError: Neither an officer nor at this machine.
    """
    if principal.role not in (Role.OFFICER, Role.LOCAL):
        raise ForbiddenError(f"wanted an officer, for a human decides on objections, found role {principal.role}")


def actor_of(principal: Principal) -> Actor:
    """The caller, as requests and the audit log name it."""
    return Actor(client=principal.client, role=str(principal.role), tenant=principal.tenant)
