"""Who advertises: an advertiser that hides its name is no employer."""

from __future__ import annotations

import re

from taxonomy.text import plain

_HIDDEN = re.compile(
    r"(?:pengiklan |perusahaan )?anonim|(?:nama )?(?:perusahaan )?(?:di)?rahasia(?:kan)?|"
    r"(?:company )?confidential(?: company)?",
    re.IGNORECASE,
)


def named_employer(text: str) -> str:
    """The employer's name as a person reads it; empty where the advertiser hides it (``Pengiklan Anonim``)."""
    name = plain(text)
    return "" if _HIDDEN.fullmatch(name) else name
