"""An ad as the rules read it: entities, tags, invisible characters and odd spaces gone, offsets kept.

Boards send "PRIA &amp; WANITA", "Usia &lt; 35", Wingdings bullets that arrive as "ü", words cut by zero-width spaces.
"""

from __future__ import annotations

import html
import re
import unicodedata

from taxonomy.pay_text import Rewritten

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\ufe0f"
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});", re.IGNORECASE)
_ODD = re.compile(
    rf"(?P<tag><(?:/?[a-zA-Z][^<>]{{0,300}}|!--[^<>]{{0,300}}--)>)|(?P<invisible>[{_INVISIBLE}]+)|"
    # Wingdings bullets, as text.
    r"(?P<bullet>[üØðÞ§](?=[ \t\xa0]))|(?P<spaces>[^\S\n]{2,}|[\t\r\xa0\x0b\x0c])"
)
_SPACES = re.compile(r" {2,}")
"""Where tags stood."""
_BREAK = re.compile(r"</?(?:br|p|li|ul|ol|div|h[1-6]|tr)\b", re.IGNORECASE)


def as_read(text: str) -> Rewritten:
    """The text that the rules read; every character knows where in ``text`` it came from."""
    plain = text if text.isascii() else "".join(map(_common_form, text))
    made = Rewritten(text=plain, offsets=range(len(text) + 1))
    if "&" in plain:  # twice, since sources escape twice
        made = made.replaced(_ENTITY, _unescaped).replaced(_ENTITY, _unescaped)
    made = made.replaced(_ODD, _tidy)
    return made.replaced(_SPACES, lambda match: " ") if "<" in plain else made


def _unescaped(match: re.Match[str]) -> str:
    made = html.unescape(match[0])
    return made if len(made) == 1 else match[0]


def _common_form(letter: str) -> str:
    """Full-width, mathematical and bold letters as plain ones, where one character stays one."""
    if letter.isascii():
        return letter
    common = unicodedata.normalize("NFKC", letter)
    return common if len(common) == 1 else letter


def _tidy(match: re.Match[str]) -> str:
    if match["tag"]:
        return "\n" if _BREAK.match(match[0]) else " "
    if match["bullet"]:
        return "•"
    return "" if match["invisible"] else " "
