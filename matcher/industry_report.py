"""The industry report of an installation: who advertises, who hires whom, and the series, kept as one file in the home.

``sepadan industries report`` makes it from the stored postings; page and API read it. It names the coder and the
revision of the store that it was made from, so that a stale one can be told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from matcher.employer_industries import FOLDER
from matcher.industry_facts import PostingFact
from matcher.industry_links import DIGITS, Hiring, HiringCell, IndustryCount, Level, counted, hiring
from matcher.industry_series import SeriesCell, series
from taxonomy.errors import GenerationError
from taxonomy.industries import VERSION
from taxonomy.whole_file import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryReport:
    """What the stored postings say of industries.

    Attributes:
        classification: Version of the industry codes.
        coder: Fingerprint of the industry coder.
        revision: Of the store that it was made from.
        postings: Stored postings.
        told: Postings whose industry was told.
        employers: Distinct employers, named.
        employers_told: Those whose industry was told.
        industries: Sections and divisions, with counts.
        hires: Level to cells of section and occupation.
        series: Months by section and province.
    """

    classification: str
    coder: str
    revision: int
    postings: int
    told: int
    employers: int
    employers_told: int
    industries: tuple[IndustryCount, ...]
    hires: Mapping[Level, Hiring]
    series: tuple[SeriesCell, ...]


def make_report(facts: Sequence[PostingFact], coder: str, revision: int) -> IndustryReport:
    """Count.

    Args:
        facts: A row for each stored posting.
        coder: Fingerprint of the industry coder.
        revision: Of the store, read before the rows were.
    """
    told = [fact for fact in facts if fact.division]
    return IndustryReport(
        classification=VERSION,
        coder=coder,
        revision=revision,
        postings=len(facts),
        told=len(told),
        employers=len({fact.employer for fact in facts if fact.employer}),
        employers_told=len({fact.employer for fact in told}),
        industries=counted(told),
        hires={level: hiring(told, level) for level in DIGITS},
        series=series(facts),
    )


def save_report(report: IndustryReport, home: Path) -> Path:
    """Write a report in place of the one before; whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    path = home / FOLDER / "report.json"
    write_whole(path, orjson.dumps(asdict(report)))
    return path


def load_report(home: Path) -> IndustryReport:
    """The report of an installation.

    Raises:
        GenerationError: There is none, or the file is damaged; names the command that makes it.
    """
    path = home / FOLDER / "report.json"
    mend = "run 'sepadan industries report'"
    try:
        values: dict[str, Any] = orjson.loads(path.read_bytes())
        hires = {level: _hiring(found) for level, found in values.pop("hires").items()}
        industries = tuple(IndustryCount(**one) for one in values.pop("industries"))
        cells = tuple(SeriesCell(**one) for one in values.pop("series"))
        return IndustryReport(hires=hires, industries=industries, series=cells, **values)
    except FileNotFoundError as error:
        raise GenerationError(f"{path}: wanted an industry report, found none; {mend}") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise GenerationError(f"{path}: wanted a whole industry report, found {error}; {mend}") from error


def _hiring(values: dict[str, Any]) -> Hiring:
    cells = tuple(HiringCell(**cell) for cell in values.pop("cells"))
    return Hiring(cells=cells, **values)
