"""Task ``overseas``: work abroad, the checks of the law on migrant workers and the warnings, beside keywords.

``evaluation/data/overseas_cases.jsonl`` holds invented ads with what is right of each, written and marked before the
rules by one author. Part ``dev`` was looked at while the rules were mended, part ``test`` was not: its rows are named
"held back". Ads of both parts are by one hand, so that real ads may do worse. Of a check its share of right statuses is
told, and precision and recall of ``violated``, which is what a person must not miss.

``overseas_gold.tsv`` marks real ads by id: every ad of the three boards whose title names a country, whose place is
one, or which has a word of work abroad (166). They say how few there are (17), and the rules were mended by them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.ad_texts import gold_rows
from evaluation.coded_titles import DATA
from evaluation.gold import gold_text
from evaluation.real_ads import real_postings
from evaluation.rows import share_row
from evaluation.task import Options, Row, data_folder, reported
from matcher.overseas.ad import Ad
from matcher.overseas.checks import NAMES
from matcher.overseas.report import check_ad
from matcher.overseas.warnings import KINDS
from taxonomy.errors import InputError
from taxonomy.places import load_gazetteer

CASES = DATA / "overseas_cases.jsonl"
GOLD = DATA / "overseas_gold.tsv"
SHARE = 0.90
"""Target for what is held back: work abroad, and what violates the law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is right of an ad, or what was found.

    Attributes:
        is_overseas: Whether the work is abroad.
        countries: ISO 3166-1 alpha-2, in order of mention.
        checks: Name to status.
        warnings: Kinds.
    """

    is_overseas: bool
    countries: tuple[str, ...]
    checks: Mapping[str, str]
    warnings: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An invented ad with what is right of it.

    Attributes:
        ad: The ad.
        said: What is right.
        is_held_back: Of part ``test``.
    """

    ad: Ad
    said: Said
    is_held_back: bool


Reader = Callable[[Ad], Said]


@reported("overseas")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: A gold file, the data folder or an ad is missing, or the gold is faulty.
    """
    cases = read_cases(options.gold or CASES)
    held_back = [case for case in cases if case.is_held_back]
    rows = list[Row]()
    for name, reader in SYSTEMS.items():
        rows += _rows(f"{name}, held back", held_back, reader, SHARE if reader is ours else None)
        rows += _rows(f"{name}, seen", [case for case in cases if not case.is_held_back], reader, None)
    rows += _real_rows(options)
    return rows


def read_cases(path: Path) -> list[Case]:
    """The invented ads.

    Raises:
        InputError: The file is missing or a line is faulty; names it.
    """
    return [_case(line, f"{path.name} line {number}") for number, line in enumerate(gold_text(path).splitlines(), 1)]


def _case(line: str, where: str) -> Case:
    try:
        row = json.loads(line)
        said = Said(
            is_overseas=bool(row["overseas"]),
            countries=tuple(row["countries"]),
            checks={name: str(row["checks"][name]) for name in NAMES},
            warnings=frozenset(row["warnings"]),
        )
        places = (row["place"],) if row["place"] else ()
        ad = Ad(title=row["title"], company=row["company"], places=places, text=row["text"])
        is_held_back = {"dev": False, "test": True}[row["part"]]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        wanted = "part, title, company, place, text, overseas, countries, checks and warnings"
        raise InputError(wanted=wanted, found=f"{type(error).__name__}: {error}", where=where) from error
    if not said.warnings <= set(KINDS):
        raise InputError(wanted=f"of {', '.join(KINDS)}", found=sorted(said.warnings), where=where)
    return Case(ad=ad, said=said, is_held_back=is_held_back)


def ours(ad: Ad) -> Said:
    """What the product finds."""
    report = check_ad(ad, load_gazetteer())
    return Said(
        is_overseas=report.abroad.is_overseas,
        countries=report.abroad.countries,
        checks={check.name: check.status for check in report.checks},
        warnings=frozenset(sign.kind for sign in report.warnings),
    )


def _rows(name: str, cases: Sequence[Case], reader: Reader, target: float | None) -> Iterator[Row]:
    pairs = [(case.said, reader(case.ad)) for case in cases]
    abroad = [(right, found) for right, found in pairs if right.is_overseas]
    yield from _detected(
        f"{name}: work abroad", [(right.is_overseas, found.is_overseas) for right, found in pairs], target
    )
    yield share_row(f"{name}: countries", [right.countries == found.countries for right, found in abroad])
    for check in NAMES:
        statuses = [(right.checks[check], found.checks[check]) for right, found in abroad]
        yield share_row(f"{name}, {check}: status", [right == found for right, found in statuses])
        yield from _detected(
            f"{name}, {check}: violated", [(one == "violated", two == "violated") for one, two in statuses], target
        )
    everything = [(kind in right.warnings, kind in found.warnings) for right, found in pairs for kind in KINDS]
    yield from _detected(f"{name}, warnings", everything, target)
    for kind in KINDS:
        yield from _detected(
            f"{name}, warning {kind}",
            [(kind in right.warnings, kind in found.warnings) for right, found in pairs],
            None,
        )


def _detected(name: str, pairs: Sequence[tuple[bool, bool]], target: float | None) -> Iterator[Row]:
    """Precision and recall; a row is left out where nothing was found, or nothing is there."""
    for measure, is_right in (
        ("precision", [is_there for is_there, is_found in pairs if is_found]),
        ("recall", [is_found for is_there, is_found in pairs if is_there]),
    ):
        if is_right:
            yield share_row(f"{name}, {measure}", is_right, at_least=target)


def _real_rows(options: Options) -> Iterator[Row]:
    """Real ads that have a word of work abroad: is the work abroad, and where."""
    gold = {
        row["id"]: (row["overseas"] == "1", tuple(code for code in row["countries"].split("|") if code))
        for _, row in gold_rows(GOLD, ("id", "overseas", "countries"))
    }
    readers: Mapping[str, Reader] = SYSTEMS
    found: dict[str, list[tuple[bool, bool]]] = {name: [] for name in readers}
    places = list[bool]()
    for _, posting in real_postings(data_folder(options.data)):
        if posting.key in gold:
            right, countries = gold[posting.key]
            for name, reader in readers.items():
                found[name].append((right, reader(Ad.of(posting)).is_overseas))
            if right:
                places.append(ours(Ad.of(posting)).countries == countries)
    for name, pairs in found.items():
        yield from _detected(f"{name}, real ads: work abroad", pairs, None)
    yield share_row("Sepadan, real ads: countries", places)


_COUNTRY = re.compile(
    r"jepang|taiwan|hong ?kong|malaysia|singapur|singapore|korea|saudi|dubai|emirat|uae|qatar|kuwait|oman|bahrain|"
    r"jerman|australia|polandia|turki|kamboja|myanmar|brunei|kanada|inggris|belanda|luar negeri|kapal pesiar",
    re.IGNORECASE,
)
_WORDS = {
    "fee": r"biaya|potong|bayar|dp\b|deposit",
    "permit": r"tanpa p3mi|tanpa pt",
    "agency": r"perorangan|mandiri|calo",
    "destination": r"kamboja|myanmar|prt|pembantu|\bart\b",
    "visa": r"turis|ziarah|kunjungan|umr[oa]h",
    "age": r"1[0-7] ?tahun|usia 1[0-7]\b",
    "documents": r"ditahan|jaminan",
}
_KEYWORDS = {name: re.compile(words, re.IGNORECASE) for name, words in _WORDS.items()}
_WARNED = {
    "no_agency": "agency",
    "visit_visa": "visa",
    "document_held": "documents",
    "scam_work": r"judi|scam|kripto|crypto|kasino",
    "no_papers": r"tanpa dokumen",
    "hidden_route": r"jalan tikus|lewat batam",
    "deposit": r"deposit|\bdp\b",
    "debt": r"potong gaji|talangan|hutang",
    "no_preparation": r"tanpa (?:tes|pelatihan|pengalaman)",
    "rushed": r"cepat|langsung",
}


def keywords(ad: Ad) -> Said:
    """The baseline: the word stands there; where none does, each check has its most usual status."""
    text = f"{ad.title}\n{', '.join(ad.places)}\n{ad.text}"
    is_overseas = bool(_COUNTRY.search(text))
    hits = {name for name, pattern in _KEYWORDS.items() if is_overseas and pattern.search(text)}
    usual = dict.fromkeys(NAMES, "missing") | dict.fromkeys(("destination", "documents"), "ok")
    silent = usual if is_overseas else dict.fromkeys(NAMES, "not_applicable")
    return Said(
        is_overseas=is_overseas,
        countries=tuple(load_gazetteer().read(", ".join(ad.places)).abroad),
        checks={name: "violated" if name in hits else silent[name] for name in NAMES},
        warnings=frozenset(
            kind
            for kind, words in _WARNED.items()
            if is_overseas and (words in hits if words in _WORDS else re.search(words, text, re.IGNORECASE))
        ),
    )


SYSTEMS: Mapping[str, Reader] = {"Sepadan": ours, "keywords": keywords}
"""Ours and the baseline."""


def failures(cases: Sequence[Case], reader: Reader = ours) -> list[tuple[Case, Said]]:
    """The ads of which anything is wrong, with what was found, for people who mend it."""
    return [(case, found) for case in cases if (found := reader(case.ad)) != case.said]
