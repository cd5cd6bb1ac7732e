"""Contact by a personal number or a free mailbox alone: an ad that nobody can check.

A number or free mailbox is flagged where the ad asks to apply there and names no address or site of a company.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_APPLY = re.compile(
    r"\b(?:kirim\w*|lamar\w*|melamar|cv|hubungi|kontak|contact|apply|send|wa|whats ?app|chat|daftar|info|telp|telegram|"
    r"submit|email|e-mail|drop)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.])(?:\+?62|0)[ .()-]{0,2}8[ .()-]{0,2}\d(?:[ .()-]{0,2}\d){6,11}(?!\d)")
_CHAT = re.compile(r"\b(?:https?://)?(?:wa\.me|t\.me|bit\.ly/wa)[\w/+-]{0,40}", re.IGNORECASE)
_FREE = r"(?:gmail|yahoo|ymail|hotmail|outlook|rocketmail|live|icloud|proton(?:mail)?)"
_FREE_MAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{2,64}}\s?(?:@|[(\[]at[)\]])\s?[(\[]?{_FREE}[)\]]?\s?\.(?:com|co\.id|id|me)\b", re.IGNORECASE
)
_OWN = re.compile(
    rf"[\w.+-]{{1,64}}\s?(?:@|[(\[]at[)\]])\s?(?!{_FREE}\b)[\w-]{{2,63}}\.[a-z]{{2,10}}\b|"
    r"(?:https?://|www\.)(?!wa\.me|t\.me|bit\.ly|forms?\.gle|docs\.google|chat\.whatsapp)[\w-]{1,63}\.[\w.-]{2,60}|"
    r"\b0(?:21|22|24|31|274|361|61|411|341|251|711|761|751|778)[ )-]{1,2}\d{3,4}[ -]?\d{3,4}\b",
    re.IGNORECASE,
)
_BEFORE = 70


def personal_contacts(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of personal contacts to apply to, where the ad names none of a company's own."""
    if _OWN.search(text):
        return
    spans = sorted(match.span() for pattern in (_NUMBER, _CHAT, _FREE_MAIL) for match in pattern.finditer(text))
    last = -1
    for start, end in spans:
        if start >= last and _APPLY.search(text[max(0, start - _BEFORE) : start]):
            last = end
            yield start, end
