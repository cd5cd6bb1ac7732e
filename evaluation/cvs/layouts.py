"""The layouts: each a function of a person and their wording. The first six were mended for, the second six judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from evaluation.cvs.blocks import Block
from evaluation.cvs.first_columns import europass, plain, sidebar
from evaluation.cvs.first_tables import form, table
from evaluation.cvs.people import Person
from evaluation.cvs.prose import prose
from evaluation.cvs.second_columns import ats, canva
from evaluation.cvs.second_exports import europass_online, portal
from evaluation.cvs.second_tables import state_form
from evaluation.cvs.second_typed import typed

Layout = Callable[[Person, Any, Random], list[Block]]
"""Person, ``Wording`` (of the second six ``SecondWording``), draws."""

LAYOUTS: Mapping[str, Layout] = {
    "plain": plain,
    "table": table,
    "sidebar": sidebar,
    "europass": europass,
    "form": form,
    "prose": prose,
}
"""Name to layout."""

SECOND_LAYOUTS: Mapping[str, Layout] = {
    "canva": canva,
    "ats": ats,
    "state-form": state_form,
    "portal": portal,
    "europass-online": europass_online,
    "typed": typed,
}
"""Those of the second people, written before the reader was looked at."""
