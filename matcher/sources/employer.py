"""Who advertises: an advertiser that hides its name is no employer."""

from __future__ import annotations

from taxonomy.employer_names import is_hidden
from taxonomy.text import plain


def named_employer(text: str) -> str:
    """The employer's name as a person reads it; empty where the advertiser hides it (``Pengiklan Anonim``)."""
    return "" if is_hidden(text) else plain(text)
