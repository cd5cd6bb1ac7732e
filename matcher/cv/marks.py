"""Signs that begin an entry of a list."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"\s*(?:[•●○◦▪▫■□◆◇►▶➢➤✓✔❖★☆·∙⁃‣\uf0b7\uf0a7\uf0d8\uf076\uf0fc*]+|[-–—»>](?=\s)|o(?=\s\s?\S)|"
    r"\(?(?:\d{1,2}|[a-hA-H])[.)](?=\s+\S))\s*"
)
_SPACE = re.compile(r"[^\S\t]+")
_TABS = re.compile(r" *\t[\t ]*")


def without_mark(text: str) -> tuple[str, bool]:
    """A line without the sign of a list before it, blanks made one, and whether there was such a sign."""
    found = _MARK.match(text)
    is_marked = bool(found and found.end() > found.start() and found[0].strip())
    rest = text[found.end() :] if found and is_marked else text
    return _TABS.sub("\t", _SPACE.sub(" ", rest)).strip(), is_marked
