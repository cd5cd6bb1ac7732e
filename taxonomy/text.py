"""Plain text out of what systems store: entities, zero-width characters, tags, odd spaces."""

from __future__ import annotations

import html
import re
import unicodedata

_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,300}|!--.{0,2000}?--)>", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/li|/div|/h[1-6]|/tr)\b[^<>]{0,100}>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b", re.IGNORECASE)
_HIDDEN_END = {name: re.compile(rf"</{name}\s{{0,20}}>", re.IGNORECASE) for name in ("script", "style")}
_INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\ufffc"),
    None,
)
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")


def plain(text: str) -> str:
    """Text as a person reads it.

    HTML entities are resolved (twice, since sources escape twice), scripts and styles go with what they hold, other
    tags become spaces or line breaks, invisible and control characters go, runs of spaces become one, line breaks with
    the spaces and blank lines around them one.
    """
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", _BREAK.sub("\n", _shown(text)))
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    text = "".join(c if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"} else " " for c in text)
    return _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()


def _shown(text: str) -> str:
    """Markup without scripts and styles; one that is never closed loses its tag alone. Each end is sought once."""
    kept, at = list[str](), 0
    while begun := _HIDDEN.search(text, at):
        end = _HIDDEN_END[begun[1].lower()].search(text, begun.end())
        if end is None:
            break
        kept += (text[at : begun.start()], " ")
        at = end.end()
    return "".join((*kept, text[at:]))


def fold(text: str) -> str:
    """One spelling for comparison: NFKC, lower case, one space between words, no leading or trailing space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
