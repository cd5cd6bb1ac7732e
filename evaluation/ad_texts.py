"""Real ads by id, as their boards wrote them: what gold rows that hold codes alone are codes of.

The gold of places, pay, schooling and experience is in the repository (``evaluation/data``); the ads are other people's
texts and stay in the data folder. Offsets of the gold count code points in the body as the source gives it, entities
and tags included, with line feeds alone as line breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evaluation.gold import gold_text
from evaluation.real_ads import gold_ads
from evaluation.task import Options
from matcher.records import Posting
from taxonomy.errors import InputError
from taxonomy.tables import Row, read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class AdText:
    """One ad in the words of its board.

    Attributes:
        title: As written.
        body: The description alone, without the board's selling points.
        location: The field of places, all in one string.
    """

    title: str
    body: str
    location: str


def _jobstreet(raw: Mapping[str, Any]) -> AdText:
    return AdText(title=raw["jobTitle"], body=raw["description"], location=raw["locations"])


def _lokerid(raw: Mapping[str, Any]) -> AdText:
    return AdText(title=raw["Title"], body=raw["Description"], location=raw["Location"])


def _maganghub(raw: Mapping[str, Any]) -> AdText:
    # Its body is the description of the position; the places are told apart from the record's own field.
    company: Mapping[str, Any] = raw.get("perusahaan") or {}
    return AdText(
        title=str(raw.get("posisi") or ""),
        body=str(raw.get("deskripsi_posisi") or ""),
        location=str(company.get("nama_kabupaten") or ""),
    )


_READERS: Mapping[str, Callable[[Mapping[str, Any]], AdText]] = {
    "jobstreet": _jobstreet,
    "lokerid": _lokerid,
    "maganghub": _maganghub,
}


def ad_texts(options: Options, ids: Collection[str]) -> dict[str, AdText]:
    """The ads of the ids (``jobstreet:3720127``).

    Raises:
        InputError: The data folder, a file of ads or one of the ads is missing, or a file is faulty.
    """

    def made(raw: Mapping[str, Any], posting: Posting) -> AdText:
        text = _READERS[posting.key.partition(":")[0]](raw)
        return replace(text, body=text.body.replace("\r\n", "\n"))

    return gold_ads(options, ids, made)


def gold_rows(path: Path, columns: Sequence[str]) -> list[tuple[str, Row]]:
    """Where and cells of each row of a gold table.

    Raises:
        InputError: It cannot be read, has other columns, or no row.
    """
    found = list(read_table(gold_text(path), path.name, columns))
    if not found:
        raise InputError(wanted="at least one row", found="none", where=str(path))
    return found
