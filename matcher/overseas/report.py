"""All that is told of an ad for work abroad: where, the checks, the warnings, what is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from matcher.coded import Coded
from matcher.overseas.ad import Ad, ReadAd
from matcher.overseas.checks import Check, checks_of
from matcher.overseas.readiness import Held, readiness
from matcher.overseas.requirements import Requirement, requirements_for
from matcher.overseas.warnings import Sign, warnings_of
from taxonomy.countries import country_named
from taxonomy.crosswalk import ESCO, ESCO_URI, ISCO08, load_crosswalk
from taxonomy.occupations import VERSION
from taxonomy.places import Gazetteer
from taxonomy.work_abroad import WorkAbroad, read_work_abroad

_ESCO_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OverseasReport:
    """What was found in one ad.

    Attributes:
        abroad: Whether and where the work is abroad, with the words.
        checks: Every check, in the order of ``checks.NAMES``.
        warnings: Signs of unofficial recruitment, the gravest first.
        requirements: What the destination asks for, where the occupation is known.
    """

    abroad: WorkAbroad
    checks: tuple[Check, ...]
    warnings: tuple[Sign, ...]
    requirements: tuple[Requirement, ...]

    @property
    def is_clean(self) -> bool:
        """Nothing is violated and nothing warned of."""
        return not self.warnings and all(check.status != "violated" for check in self.checks)


def check_ad(ad: Ad, gazetteer: Gazetteer, occupations: Sequence[str] = ()) -> OverseasReport:
    """Check one ad.

    Args:
        ad: Of any length; the first 20,000 characters of each part are read.
        gazetteer: Reads its places.
        occupations: KBJI unit groups of the ad, the likelier first; without them no requirement by occupation is told.
    """
    read = ReadAd.of(ad)
    abroad = _as_advertised(read, read_work_abroad(read.title.plain, ad.places, read.text.plain, gazetteer))
    if not abroad.is_overseas:
        return OverseasReport(abroad=abroad, checks=checks_of(read, abroad), warnings=(), requirements=())
    return OverseasReport(
        abroad=abroad,
        checks=checks_of(read, abroad),
        warnings=warnings_of(read, abroad.countries),
        requirements=requirements_for(abroad.countries, occupations),
    )


def _as_advertised(read: ReadAd, abroad: WorkAbroad) -> WorkAbroad:
    """The same with the words and their place in the ad as it came; a place is read as it came."""
    if abroad.where not in {"title", "text"}:
        return abroad
    part = read.title if abroad.where == "title" else read.text
    words = part.words(abroad.start, abroad.start + len(abroad.words))
    return replace(abroad, words=words.surface, start=words.start)


def report_document(report: OverseasReport) -> dict[str, Any]:
    """A report as plain values, as API and command line show it."""
    return {
        "overseas": report.abroad.is_overseas,
        "destination": destination_document(report.abroad),
        "checks": [_finding(check) for check in report.checks],
        "warnings": [_finding(sign) for sign in report.warnings],
        "requirements": [requirement_document(one) for one in report.requirements],
        "clean": report.is_clean,
    }


def destination_document(abroad: WorkAbroad) -> dict[str, Any]:
    """Countries with their codes and names, and the words that show them."""
    countries = [asdict(country_named(code)) for code in abroad.countries]
    return {"countries": countries, "words": abroad.words, "in": abroad.where}


def _finding(found: Check | Sign) -> dict[str, Any]:
    fields = asdict(found)
    words = fields.pop("words")
    if words is not None:
        words["in"] = words.pop("part")
    return {**fields, "words": words}


def requirement_document(requirement: Requirement, state: str | None = None) -> dict[str, Any]:
    """A requirement as plain values; with ``state`` where it was held against a worker."""
    fields = {
        "country": requirement.country,
        "kind": requirement.kind,
        "level": requirement.level,
        "label": requirement.label_id,
        "label_en": requirement.label_en,
        "source": requirement.source,
        "as_of": requirement.as_of,
    }
    return fields if state is None else {**fields, "state": state}


def international_codes(occupations: Sequence[str]) -> dict[str, Any]:
    """ISCO-08 and ESCO counterparts of KBJI unit groups, the closest first; ESCO has five at most of each."""
    crosswalk = load_crosswalk()
    found: dict[str, dict[str, Mapping[str, str]]] = {"isco08": {}, "esco": {}}
    for code in occupations:
        for counterpart in crosswalk.convert(code, VERSION, ISCO08):
            found["isco08"].setdefault(counterpart.code, {"code": counterpart.code, "title": counterpart.title})
        for counterpart in crosswalk.convert(code, VERSION, ESCO)[:_ESCO_SHOWN]:
            uri = f"{ESCO_URI}{counterpart.code}"
            found["esco"].setdefault(counterpart.code, {"uri": uri, "title": counterpart.title})
    return {name: list(codes.values()) for name, codes in found.items()}


def worker_requirements(report: OverseasReport, worker: Coded, words: str) -> list[dict[str, Any]]:
    """What the destination asks for, each with how far this worker meets it.

    Args:
        report: Of the posting.
        worker: Coded worker.
        words: The worker's own words, for language levels.
    """
    held = Held.of(worker, words)
    return [requirement_document(one, readiness(one, held)) for one in report.requirements]
