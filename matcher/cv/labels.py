"""Lines that name what they say: ``Jabatan : Operator``; the table ``labels.tsv`` holds the names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from taxonomy.tables import read_table
from taxonomy.text import fold

_LABEL = re.compile(
    r"^(?:\(?\w{1,2}[.)]\s+)?(?P<label>[^\W\d_][^:：\t=]{0,58}?)\s*(?:\t\s*)?[:：=]\s*(?P<value>.*)$", re.DOTALL
)
_TRIM = re.compile(r"[\s.·•*]+$|^[\s.·•*]+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line taken apart.

    Attributes:
        label: As written.
        field: Of ``labels.tsv``; empty for a label that is not in it.
        value: What stands behind the colon.
    """

    label: str
    field: str
    value: str


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    text = (resources.files("matcher.cv") / "tables" / "labels.tsv").read_text(encoding="utf-8")
    rows = read_table(text, "labels.tsv", ("field", "words"))
    return {words: row["field"] for _, row in rows for words in row["words"].split("|")}


def field_of(label: str) -> str:
    """The field that a label or the head of a column names; empty when none."""
    return _known().get(_TRIM.sub("", fold(label)).rstrip(" :"), "")


def labelled(text: str) -> Labelled | None:
    """A line with a colon taken apart; None when it has none, or what stands before it is a sentence."""
    match = _LABEL.match(text)
    if match is None or match["value"].startswith("//"):
        return None
    label = _TRIM.sub("", match["label"])
    if len(label.split()) > 7:
        return None
    return Labelled(label, field_of(label), match["value"].strip(" \t:"))
