"""Employers with their industries: the gold file, and what the industry coder learns from.

``gold/employers_dev.tsv`` holds an employer, one of its ads, its KBLI division, alternates that a careful coder could
defend, and ``--`` where it cannot be told. The coder learns from the employers of
``taxonomy/data/industries/read.tsv`` with their ads of the data folder, and from the authored words, the known
employers and the official titles. No employer of the gold file is among those that were read
(``tests/evaluation/test_employers.py`` holds it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluation.gold import tsv_rows
from evaluation.real_ads import real_postings
from taxonomy.errors import InputError
from taxonomy.industries import load_industries
from taxonomy.industry_text import IndustryItem
from taxonomy.industry_words import NO_INDUSTRY, ReadEmployer, load_known, load_read, load_words

ADS = 2
"""Ads of one employer that are learnt from at most."""

GOLD_CHARACTERS = 300
"""Characters of an ad's text in the gold file; the ads learnt from are cut alike."""

ALTERNATE_SHARE = 0.25
"""Share of the target that goes to divisions that a coder could also defend."""

KNOWN_WEIGHT, WORD_WEIGHT, TITLE_WEIGHT = 0.25, 0.25, 0.1
"""Weights of examples without an ad: known employers, authored words, official titles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEmployer:
    """A labelled employer.

    Attributes:
        item: Employer and one ad.
        source: Board of the ad.
        code: Division, or ``NO_INDUSTRY``.
        accepted: The code and its alternates; empty when it cannot be told.
    """

    item: IndustryItem
    source: str
    code: str
    accepted: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryExample:
    """What is learnt: an employer (or a bare name or phrase), shares of classes that sum to 1, weight in the loss.

    Attributes:
        item: What the members read.
        targets: Class to share.
        weight: In the loss; the ads of one employer share a weight of 1.
        group: Employer that a real ad belongs to; empty for authored examples, which no fold holds out.
    """

    item: IndustryItem
    targets: Mapping[str, float]
    weight: float
    group: str = ""


def read_employers(path: Path) -> list[GoldEmployer]:
    """The gold file.

    Raises:
        InputError: Not such a file, or a code that is no division; names row and column.
    """
    found: list[GoldEmployer] = []
    for where, row in tsv_rows(path, ("employer", "source", "title", "text", "kbli2", "alternates")):
        code = row["kbli2"].strip()
        others = [part.strip() for part in row["alternates"].split("|") if part.strip()]
        for one in (code, *others):
            if one != NO_INDUSTRY and one not in load_industries().divisions:
                raise InputError(wanted=f"a KBLI division, or {NO_INDUSTRY}", found=one, where=f"{where}, kbli2")
        item = IndustryItem(employer=row["employer"], title=row["title"], text=row["text"])
        accepted = frozenset[str]() if code == NO_INDUSTRY else frozenset((code, *others)) - {NO_INDUSTRY}
        found.append(GoldEmployer(item=item, source=row["source"], code=code, accepted=accepted))
    return found


def read_examples(data: Path) -> list[IndustryExample]:
    """The employers that were read, with up to ``ADS`` of their ads each, in the order of the ads.

    Raises:
        InputError: A file of ads is missing or faulty.
    """
    read = load_read()
    items: dict[tuple[str, ...], list[IndustryItem]] = {}
    for _, posting in real_postings(data):
        item = IndustryItem(employer=posting.employer, title=posting.title, text=posting.description[:GOLD_CHARACTERS])
        if item.name in read and len(items.setdefault(item.name, [])) < ADS:
            items[item.name].append(item)
    return [
        IndustryExample(item=item, targets=targets_of(read[name]), weight=1 / len(ads), group=" ".join(name))
        for name, ads in items.items()
        for item in ads
    ]


def targets_of(read: ReadEmployer) -> dict[str, float]:
    """Shares of the classes that were accepted."""
    others = [code for code in read.alternates if code != read.code]
    found = {code: ALTERNATE_SHARE / len(others) for code in others}
    found[read.code] = 1.0 - (ALTERNATE_SHARE if others else 0.0)
    return found


def authored_examples() -> list[IndustryExample]:
    """Known employers as bare names, words of names and texts, official titles as what an employer says it does."""
    return [*_names(), *_phrases()]


def _names() -> Iterator[IndustryExample]:
    for phrases, weight in ((load_known(), KNOWN_WEIGHT), (load_words("name"), WORD_WEIGHT)):
        for words, divisions in phrases.items():
            yield IndustryExample(item=IndustryItem(employer=" ".join(words)), targets=_even(divisions), weight=weight)


def _phrases() -> Iterator[IndustryExample]:
    entries = [(entry.title, (entry.code[:2],), TITLE_WEIGHT) for entry in load_industries() if entry.code[0].isdigit()]
    words = [(" ".join(words), divisions, WORD_WEIGHT) for words, divisions in load_words("text").items()]
    for phrase, divisions, weight in (*words, *entries):
        text = f"Perusahaan yang bergerak di bidang {phrase}."
        yield IndustryExample(item=IndustryItem(employer="", text=text), targets=_even(divisions), weight=weight)


def _even(divisions: Iterable[str]) -> dict[str, float]:
    codes = list(divisions)
    return {code: 1 / len(codes) for code in codes}
