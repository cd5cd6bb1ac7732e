"""How a sum of rupiah is written, wherever Sepadan itself writes one: on pages, papers, in reasons and in tables.

The sign, a space that does not break, groups of three. (Ads write it in a dozen ways; those are read in
``taxonomy.pay`` and shown as they are.)
"""

from __future__ import annotations

from typing import Literal

SIGN = "Rp\N{NO-BREAK SPACE}"
"""What stands before the digits."""


def rupiah(amount: float, language: Literal["id", "en"] = "id") -> str:
    """``4500000`` as ``Rp 4.500.000``, in English ``Rp 4,500,000``; fractions of a rupiah are rounded away."""
    shown = f"{round(amount):,}"
    return SIGN + (shown.replace(",", ".") if language == "id" else shown)
