"""What one look of ``sepadan doctor`` gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: What was looked at.
        ok: Whether it is as it should be.
        found: What was there.
        mend: What to do; empty when nothing has to be done.
    """

    name: str
    ok: bool
    found: str
    mend: str = ""
