"""A principal with what it may see and write of people: the one place where keys become pseudonyms and back.

A board or a centre finds the workers of its own sources under their keys, and those of other sources who consented
under pseudonyms; all others do not exist for it, and no answer tells them from what was never stored.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, cast

from fastapi import Depends, Request

from api.access.gate import check_rule
from api.access.principal import Principal, PrincipalDep, Role
from api.access.rule import Rule
from api.pseudonyms import Pseudonyms, is_pseudonym
from indexes.secret_box import SecretBox
from matcher.visibility import Visibility
from taxonomy.errors import InputError, UnknownIdError

Consenting = Callable[[str], frozenset[str]]
"""Organisation to the keys of the workers who consented to be seen by it; the same object while nothing changes."""

ANY_SOURCE = "api"
"""Source of a record that names none, from a client that writes for all sources."""

_SEE_ALL = frozenset({Role.LOCAL, Role.PLATFORM, Role.OFFICER})


def nobody(tenant: str) -> frozenset[str]:
    """No worker consented to anything."""
    return frozenset()


class Tenancy:
    """Who may see whom, of one app; safe to share between threads."""

    def __init__(self, box: Callable[[], SecretBox], consenting: Consenting = nobody) -> None:
        """Decide by these.

        Args:
            box: Opens the keys that pseudonyms are derived from; called once, at the first pseudonym.
            consenting: Who consented to be seen by an organisation.
        """
        self._box = box
        self._consenting = consenting

    @cached_property
    def pseudonyms(self) -> Pseudonyms:
        """Made at the first need, for a server that asks for no credentials needs no keys."""
        return Pseudonyms(self._box())

    def visible_to(self, principal: Principal) -> Visibility | None:
        """The workers that a principal may find; None for all of them."""
        if principal.role in _SEE_ALL:
            return None
        if principal.role == Role.PERSON:
            return Visibility(viewer=principal.subject, keys=frozenset({principal.subject}))
        # A board without sources is a mistake of who made it, and sees nobody's people.
        own, keys = principal.sources or frozenset(), frozenset[str]()
        if principal.role in {Role.BOARD, Role.CENTRE}:
            keys = self._consenting(principal.tenant)
        return Visibility(viewer=f"{principal.tenant}\n{principal.client}", sources=own, keys=keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, on the route that is asked.

    Attributes:
        principal: Who.
        rule: Of the route.
        tenancy: Of the app.
        visible: Workers that it may find; None for all.
    """

    principal: Principal
    rule: Rule
    tenancy: Tenancy
    visible: Visibility | None

    @property
    def sees_people(self) -> bool:
        """Whether it may be shown anybody at all on this route, which may answer other things without credentials."""
        granted = not self.rule.scope or self.principal.may(self.rule.scope)
        return granted and self.principal.role != Role.ANONYMOUS

    def is_foreign(self, key: str) -> bool:
        """Whether a worker is shown under a pseudonym: of another's source, and not the person who asks."""
        return not (self.visible is None or self.visible.owns(key) or key == self.principal.subject)

    def shown(self, key: str) -> str:
        """What a worker's key is called in an answer."""
        return self.tenancy.pseudonyms.of(key, self.principal.tenant) if self.is_foreign(key) else key

    @contextmanager
    def opened(self, given: str) -> Generator[str]:
        """The key of a worker that a request names; what goes wrong with it inside is told under the name given.

        Raises:
            UnknownIdError: The caller may see no worker of this name; whether there is one is not told.
            UnauthenticatedError: The route answers other things without credentials, and people only with them.
            ForbiddenError: Likewise, and the scope is missing.
        """
        check_rule(self.principal, replace(self.rule, is_public=False))
        key = self._key(given)
        if key is None:
            raise UnknownIdError(wanted="the id of a stored worker", found=given, where="id")
        try:
            yield key
        except UnknownIdError as error:
            if key == given:
                raise
            raise UnknownIdError(wanted=error.wanted, found=given, where=error.where) from None

    def _key(self, given: str) -> str | None:
        if self.visible is None:
            return given
        if is_pseudonym(given):
            key = self.tenancy.pseudonyms.open(given, self.principal.tenant)
            return key if key is not None and self.visible.sees(key) else None
        # A foreign worker is known by pseudonym alone: who guesses a key learns nothing of it.
        return None if self.is_foreign(given) else given

    @property
    def default_source(self) -> str:
        """Source of a record that names none; empty where the caller has several and must say which."""
        sources = self.principal.sources
        if sources is None:
            return ANY_SOURCE
        return next(iter(sources)) if len(sources) == 1 else ""

    def check_write(self, key: str, where: str) -> None:
        """Refuse a record that is not the caller's to write.

        Args:
            key: Of the record.
            where: Its place in the request.

        Raises:
            InputError: It is of another source, or of none.
        """
        if not self.may_write(key):
            wanted = f"a record of one of your sources: {', '.join(sorted(self.principal.sources or ()))}"
            raise InputError(wanted=wanted, found=key.partition(":")[0] or "nothing", where=f"{where}.source")

    def may_write(self, key: str) -> bool:
        """Whether a record is of a source that the caller writes for."""
        if self.principal.sources is None and self.visible is not None:
            return False
        return self.principal.owns(key)


def get_caller(request: Request, principal: PrincipalDep) -> Caller:
    """Who asks; made anew for each request, for consents come and go."""
    tenancy = cast(Tenancy, request.app.state.tenancy)
    rule = cast(Rule, request.state.rule)
    return Caller(principal=principal, rule=rule, tenancy=tenancy, visible=tenancy.visible_to(principal))


CallerDep = Annotated[Caller, Depends(get_caller)]
