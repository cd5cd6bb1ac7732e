"""What the title coder learns from: coded titles of real ads, authored titles, official titles.

``evaluation/data/coded_titles.tsv`` holds codes alone, by the id of the ad: the ads themselves are other people's texts
and stay outside the repository. They are found in the data folder (``postings/``), or in a file of ads of other sources
(evaluation/data/README.md says where each lies).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluation.real_ads import real_postings
from matcher.sources.files import jsonl_rows
from matcher.texts import title_item
from taxonomy.aliases import TAUGHT, aliases_in
from taxonomy.coder import NO_WORK
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.title_item import TitleItem

DATA = Path(__file__).parent / "data"
"""Labels of our own; see its README."""

CODED = DATA / "coded_titles.tsv"
"""Codes of ads that the gold files do not hold, one row an ad."""

VAGUE = DATA / "vague_titles.tsv"
"""Authored titles that name no work ("Berbagai posisi"), in the columns of a gold file."""

CONFIDENCE_WEIGHT: Mapping[str, float] = {"h": 1.0, "m": 0.8, "l": 0.5}
OFFICIAL_WEIGHT = 0.3
ALIAS_WEIGHT = 0.6
ALTERNATE_SHARE = 0.2
"""Share of the target that goes to codes that a coder could also defend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One coded title: target codes with shares that sum to 1, and its weight in the loss."""

    item: TitleItem
    targets: Mapping[str, float]
    weight: float


def coded_titles(path: Path) -> list[Example]:
    """Examples of a gold file (id, title, hint, text, code, alternates, confidence); unknown codes are left out.

    Raises:
        InputError: A column is missing.
    """
    rows = _rows(path, ("title", "hint", "text", "code", "alternates", "confidence"))
    items = [TitleItem(title=row["title"], hint=row["hint"], text=row["text"]) for row in rows]
    found = (_example(item, row) for item, row in zip(items, rows, strict=True))
    return [example for example in found if example is not None]


def coded_ads(path: Path, items: Mapping[str, TitleItem]) -> list[Example]:
    """Examples of a file of codes (id, code, alternates, confidence) whose ads are in ``items``; others are left out.

    Raises:
        InputError: A column is missing.
    """
    rows = [row for row in _rows(path, ("id", "code", "alternates", "confidence")) if row["id"] in items]
    found = (_example(items[row["id"]], row) for row in rows)
    return [example for example in found if example is not None]


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise InputError(wanted=f"columns {', '.join(columns)}", found=f"no {missing[0]}", where=str(path))
        return list(reader)


def _example(item: TitleItem, row: Mapping[str, str]) -> Example | None:
    known = {*load_occupations().unit_codes, NO_WORK}
    if row["code"] not in known:
        return None
    others = [code for code in row["alternates"].split("|") if code in known and code != row["code"]]
    targets = {code: ALTERNATE_SHARE / len(others) for code in others}
    targets[row["code"]] = 1.0 - (ALTERNATE_SHARE if others else 0.0)
    return Example(item=item, targets=targets, weight=CONFIDENCE_WEIGHT[row["confidence"]])


def real_ads(data: Path) -> dict[str, TitleItem]:
    """What the title coder reads of every real ad in the data folder, by id (``jobstreet:3720127``).

    Raises:
        InputError: A file of ads is missing.
    """
    return {posting.key: title_item(posting) for _, posting in real_postings(data)}


def other_ads(path: Path) -> dict[str, TitleItem]:
    """Ads of other sources: JSON lines of id, title, hint, text; by id.

    Raises:
        InputError: Not such a file; names file, line and field.
    """
    found: dict[str, TitleItem] = {}
    for row in jsonl_rows(path):
        where = f"{path} line {row.number}"
        if row.fault is not None or row.value is None:
            raise row.fault or InputError(wanted="an object", found="nothing", where=where)
        missing = [name for name in ("id", "title", "hint", "text") if not isinstance(row.value.get(name), str)]
        if missing:
            raise InputError(wanted="text", found=row.value.get(missing[0]), where=f"{where}, field {missing[0]}")
        found[row.value["id"]] = TitleItem(title=row.value["title"], hint=row.value["hint"], text=row.value["text"])
    return found


def authored_titles() -> list[Example]:
    """Examples of the official titles of groups and jobs, of the authored aliases, and of titles that name no work."""
    official = [
        Example(item=TitleItem(title=entry.title), targets={entry.code[:4]: 1.0}, weight=OFFICIAL_WEIGHT)
        for entry in load_occupations()
        if len(entry.code) >= 4
    ]
    aliases = [
        Example(item=TitleItem(title=alias.text), targets=alias.shares, weight=ALIAS_WEIGHT)
        for alias in aliases_in(TAUGHT)
    ]
    return official + aliases + coded_titles(VAGUE)
