"""Text as the fonts that every PDF reader has can show it: Latin-1, the one table of signs that have a likeness there.

A font of our own that carries more would be a megabyte in each paper or a subset in the repository; names and titles
here are written with Latin letters, so that only signs of typography are lost, and those are rewritten.
"""

from __future__ import annotations

from typing import Any

from taxonomy.json_values import is_mapping, is_series

LIKE = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("•‣◦∙", "·"),
        "…": "...",
        "≤": "<=",
        "≥": ">=",
        "≈": "~",
        "→": "->",
        "←": "<-",
        "€": "EUR",
        "™": "(TM)",
        **dict.fromkeys("\u2002\u2003\u2007\u2009\u200a\u202f", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    }
)
"""Sign outside of Latin-1, or that the standard fonts draw badly, to what stands for it."""


def printable(text: str) -> str:
    """A text in Latin-1: signs as ``LIKE`` has them, any other letter outside it as ``?``; no-break spaces stay."""
    return text.translate(LIKE).encode("latin-1", "replace").decode("latin-1")


def all_printable(value: Any) -> Any:
    """The same with every text in it printable, names of fields too."""
    if isinstance(value, str):
        return printable(value)
    if is_mapping(value):
        return {all_printable(name): all_printable(own) for name, own in value.items()}
    return [all_printable(one) for one in value] if is_series(value) else value


def unprintable(text: str) -> str:
    """The first letter of a text that cannot be shown, or empty; control characters are none that can."""
    return next(
        (
            letter
            for letter in text.translate(LIKE)
            if ord(letter) > 0xFF or ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0
        ),
        "",
    )
