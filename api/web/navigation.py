"""What stands in the header of every page: where one can go, by who one is."""

from __future__ import annotations

from dataclasses import dataclass

from api.access.principal import Principal, Role
from api.web.tongue import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link.

    Attributes:
        tab: Name by which a page says that it is this one.
        path: Where it goes.
        label: In Indonesian.
        staff: Roles of accounts that see it; empty for everybody.
    """

    tab: str
    path: str
    label: str
    staff: frozenset[str] = frozenset()


ENTRIES: tuple[Entry, ...] = (
    Entry(tab="seeker", path="/", label=N_("Pencari kerja")),
    Entry(tab="employer", path="/pemberi-kerja", label=N_("Pemberi kerja")),
    Entry(tab="officer", path="/petugas", label=N_("Petugas"), staff=frozenset({"officer"})),
    Entry(tab="inspection", path="/inspection", label=N_("Pemeriksaan"), staff=frozenset({"officer", "steward"})),
    Entry(tab="planner", path="/perencana", label=N_("Perencana"), staff=frozenset({"planner"})),
    Entry(tab="steward", path="/pengelola", label=N_("Pengelola"), staff=frozenset({"steward"})),
)
"""In the order in which they stand; a new page for many adds a line here."""


def entries_for(principal: Principal | None) -> list[Entry]:
    """The links that somebody sees: those of all, those of one's own role, all on a server that asks nobody."""
    is_local = principal is not None and principal.role is Role.LOCAL
    staff = principal.staff if principal else ""
    return [entry for entry in ENTRIES if not entry.staff or is_local or staff in entry.staff]


def first_page(role: str) -> str:
    """Where the work of an account begins: the page that is named after its role."""
    return next((entry.path for entry in ENTRIES if entry.tab == role), "/")
