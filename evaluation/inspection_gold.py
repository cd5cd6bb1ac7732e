"""Ads whose unlawful demands and signs of fraud were marked, read from JSON lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.coded_titles import DATA
from matcher.ad_inspection.flags import PARTS, Ad
from matcher.ad_inspection.rules import KINDS
from matcher.sources.files import jsonl_rows
from taxonomy.errors import InputError
from taxonomy.json_values import is_list

GOLD_FILE = "inspection_dev.jsonl"
CASES = DATA / "inspection_cases.jsonl"

Mark = tuple[str, str, int, int]
"""Kind, ``title`` or ``text``, start and end in code points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedAd:
    """An ad with its marks.

    Attributes:
        id: ``source:id``.
        ad: What is inspected.
        marks: What is to be found.
    """

    id: str
    ad: Ad
    marks: tuple[Mark, ...]

    @property
    def source(self) -> str:
        """The part of the id before the colon."""
        return self.id.partition(":")[0]


def read_inspection_gold(path: Path) -> list[MarkedAd]:
    """Marked ads, in the order of their file.

    Raises:
        InputError: Not such a file, a mark that does not lie in its ad, or an id that comes twice; names the line.
    """
    found: dict[str, MarkedAd] = {}
    for row in jsonl_rows(path):
        where = f"{path.name} line {row.number}"
        if row.fault is not None or row.value is None:
            raise row.fault or InputError(wanted="one JSON object", found="nothing", where=where)
        marked = _marked(row.value, where)
        if marked.id in found:
            raise InputError(wanted="each id once", found=marked.id, where=where)
        found[marked.id] = marked
    return list(found.values())


def _marked(raw: Mapping[str, Any], where: str) -> MarkedAd:
    texts = {name: raw.get(name) or "" for name in ("id", "title", "company", "text")}
    for name, text in texts.items():
        if not isinstance(text, str) or (name == "id" and not text):
            raise InputError(wanted="text", found=raw.get(name), where=f"{where}, field {name}")
    ad = Ad(title=texts["title"], text=texts["text"], company=texts["company"])
    flags = raw.get("flags")
    if not is_list(flags):
        raise InputError(wanted="a list", found=flags, where=f"{where}, field flags")
    return MarkedAd(id=texts["id"], ad=ad, marks=tuple(_mark(flag, texts, where) for flag in flags))


def _mark(flag: Any, texts: Mapping[str, str], where: str) -> Mark:
    try:
        kind, part, start, end = flag["kind"], flag["in"], flag["start"], flag["end"]
        is_there = kind in KINDS and part in PARTS and 0 <= start < end
        is_right = is_there and texts[part][start:end] == flag["surface"]
    except (KeyError, TypeError) as error:
        wanted = "a flag with kind, in, start, end and surface"
        raise InputError(wanted=wanted, found=flag, where=f"{where}, field flags") from error
    if not is_right:
        raise InputError(wanted="a known kind, and a surface that stands at its offsets", found=flag, where=where)
    return kind, part, start, end
