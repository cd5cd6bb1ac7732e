"""The industry of every employer of the stored postings, coded once and kept in the home by a hash of what was read.

Matching knows nothing of industries: they are a derived table of their own, made by ``sepadan industries report``. The
file can be removed at any time; it is made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from taxonomy.industry_coder import IndustryCandidate, IndustryCoder
from taxonomy.industry_text import IndustryItem
from taxonomy.whole_file import write_whole

FOLDER = "industries"
"""Folder inside a home."""

ADS = 3
"""Ads of an employer that are read; of those that say what it does, the first by key."""

_CODED_AT_ONCE = 256

Tell = Callable[[int, int], None]
"""Called with (employers coded, employers to code)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerIndustry:
    """What an employer was coded to.

    Attributes:
        division: First division; empty where nothing could be read.
        score: Of the first division, in [0, 1].
    """

    division: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerAds:
    """An employer as it advertises.

    Attributes:
        name: Folded words of its name; equal words are one employer.
        items: Up to ``ADS`` of its ads.
    """

    name: str
    items: tuple[IndustryItem, ...]

    def digest(self, fingerprint: str) -> str:
        """Names what is read and by which coder."""
        texts = [f"{item.employer}\0{item.job}\0{item.body}" for item in self.items]
        return hashlib.sha256("\1".join((fingerprint, self.name, *texts)).encode()).hexdigest()[:32]


def employers_of(items: Iterable[tuple[str, IndustryItem]]) -> dict[str, EmployerAds]:
    """Employers with the ads that are read of each, by folded name; ads without an employer's name are left out.

    Args:
        items: Key of the posting, and employer with ad; in any order.
    """
    kept: dict[str, list[tuple[bool, str, IndustryItem]]] = {}
    for key, item in items:
        if item.name:
            own = kept.setdefault(" ".join(item.name), [])
            own.append((not item.activity, key, item))
            # Whoever reads a million postings keeps three of each employer.
            own.sort(key=lambda one: one[:2])
            del own[ADS:]
    return {name: EmployerAds(name=name, items=tuple(one[2] for one in own)) for name, own in sorted(kept.items())}


def code_employers(
    employers: Mapping[str, EmployerAds], coder: IndustryCoder, home: Path, tell: Tell | None = None
) -> dict[str, EmployerIndustry]:
    """The industry of each employer, by folded name; those coded before come from the home.

    Args:
        employers: As ``employers_of`` gives them.
        coder: Codes what the home does not hold.
        home: Folder of the installation.
        tell: Told of progress.

    Raises:
        OSError: The file cannot be written.
    """
    path = home / FOLDER / "employers.json"
    known = _read(path)
    digests = {name: one.digest(coder.fingerprint) for name, one in employers.items()}
    missing = [name for name, digest in digests.items() if digest not in known]
    for at in range(0, len(missing), _CODED_AT_ONCE):
        part = missing[at : at + _CODED_AT_ONCE]
        for name, found in zip(part, _coded([employers[name] for name in part], coder), strict=True):
            known[digests[name]] = found
        if tell:
            tell(min(at + _CODED_AT_ONCE, len(missing)), len(missing))
    if missing or len(known) != len(employers):
        _write(path, {digest: known[digest] for digest in digests.values()})
    return {name: known[digest] for name, digest in digests.items()}


def _coded(employers: Sequence[EmployerAds], coder: IndustryCoder) -> list[EmployerIndustry]:
    answers = iter(coder.code([item for one in employers for item in one.items]))
    return [_joined([next(answers) for _ in one.items]) for one in employers]


def _joined(answers: Sequence[Sequence[IndustryCandidate]]) -> EmployerIndustry:
    """The division with the highest mean score over the ads of an employer; ties by code."""
    totals: dict[str, float] = {}
    for answer in answers:
        for candidate in answer:
            totals[candidate.code] = totals.get(candidate.code, 0.0) + candidate.score / len(answers)
    if not totals:
        return EmployerIndustry(division="", score=0.0)
    best = min(totals, key=lambda code: (-totals[code], code))
    return EmployerIndustry(division=best, score=round(totals[best], 4))


def _read(path: Path) -> dict[str, EmployerIndustry]:
    """What is kept; nothing when the file is missing or is not such a file, for it can be made again."""
    try:
        rows = orjson.loads(path.read_bytes())
        return {str(key): EmployerIndustry(division=str(code), score=float(score)) for key, code, score in rows}
    except (OSError, ValueError, TypeError):
        return {}


def _write(path: Path, known: Mapping[str, EmployerIndustry]) -> None:
    rows = [[key, found.division, found.score] for key, found in sorted(known.items())]
    write_whole(path, orjson.dumps(rows))
