"""What stands in the header of every page: where one can go, by who one is.

A page for many has an ``ENTRY`` beside its router; ``api.route_list`` gathers them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.access.principal import Principal, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link.

    Attributes:
        place: In the row of links.
        tab: Name by which a page says that it is this one.
        path: Where it goes.
        label: In Indonesian.
        staff: Roles of accounts that see it; empty for everybody.
    """

    place: int
    tab: str
    path: str
    label: str
    staff: frozenset[str] = frozenset()


def entries_for(entries: Iterable[Entry], principal: Principal | None) -> list[Entry]:
    """The links that somebody sees: those of all, those of one's own role, all on a server that asks nobody."""
    is_local = principal is not None and principal.role is Role.LOCAL
    staff = principal.staff if principal else ""
    return [entry for entry in entries if not entry.staff or is_local or staff in entry.staff]


def first_page(entries: Iterable[Entry], role: str) -> str:
    """Where the work of an account begins: the page that is named after its role."""
    return next((entry.path for entry in entries if entry.tab == role), "/")
