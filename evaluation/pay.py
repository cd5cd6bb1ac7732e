"""Task ``pay``: pay read in real ads and in authored phrases, beside a plain pattern for rupiah in the same run.

``evaluation/data/pay_gold.tsv`` codes 300 real ads (title and description; the boards' own fields of pay are not read),
``pay_phrases.tsv`` 220 phrases as seekers and employers write them. ``basis`` is ``amount`` (low, high, currency,
period), ``minimum_wage``, ``negotiable`` or ``none``: no pay, or a sum that is not pay. Most ads name none, so that the
share right says mainly how seldom something else is taken for pay; the rows by basis say the rest.

A reading is right when its basis is, and for an amount both bounds, the currency and the period: "up to" has no lower
bound. A blank currency in the gold takes any. A note "none also defensible", "10000000-15000000 month also defensible"
gives further readings that are right; they are in the currency of the row, or rupiah.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evaluation.ad_texts import ad_texts, gold_rows
from evaluation.coded_titles import DATA
from evaluation.rows import share_row
from evaluation.task import Options, Row, reported
from taxonomy.errors import InputError
from taxonomy.pay import read_pay
from taxonomy.tables import Row as Cells
from taxonomy.text import plain

GOLD, PHRASES = DATA / "pay_gold.tsv", DATA / "pay_phrases.tsv"

RIGHT = 0.97
"""Target: share of ads, and of phrases, read right."""

BASES = ("amount", "minimum_wage", "negotiable", "none")

_COLUMNS = ("low", "high", "currency", "period", "basis", "note")
_DEFENSIBLE = re.compile(r"([^;]+) also defensible")
_OTHER = re.compile(r"(?:(?P<side>low|high) )?(?P<one>\d+)(?:-(?P<two>\d+))?(?: (?P<period>[a-z]+))?")
_RUPIAH = re.compile(r"\bRp\.? ?(\d{1,3}(?:\.\d{3})+)(?:\s*-\s*(?:Rp\.? ?)?(\d{1,3}(?:\.\d{3})+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """Pay as the gold writes it; ``low`` to ``period`` are of amounts alone."""

    basis: str
    low: float | None = None
    high: float | None = None
    currency: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPay:
    """A coded text.

    Attributes:
        text: What is read.
        accepted: Readings that are right, the annotator's first choice first.
    """

    text: str
    accepted: tuple[Pay, ...]

    def takes(self, found: Pay) -> bool:
        """Whether a reading is right."""
        return any(found == (pay if pay.currency else replace(pay, currency=found.currency)) for pay in self.accepted)


Reader = Callable[[str], Pay]


@reported("pay")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: A gold file, the data folder or an ad is missing, or the gold is faulty.
    """
    sets = {"ads": read_ads(options), "phrases": read_phrases(PHRASES)}
    rows: list[Row] = []
    for system, reader in SYSTEMS.items():
        for name, gold in sets.items():
            rows += _rows(f"{system}, {name}", gold, reader, RIGHT if reader is our_pay else None)
    return rows


def _rows(name: str, gold: Sequence[GoldPay], reader: Reader, target: float | None) -> list[Row]:
    right = [pay.takes(reader(pay.text)) for pay in gold]
    rows = [share_row(f"{name}: readings right", right, at_least=target)]
    for basis in BASES:
        of_basis = [is_right for pay, is_right in zip(gold, right, strict=True) if pay.accepted[0].basis == basis]
        rows.append(share_row(f"{name}, {basis}: readings right", of_basis))
    return rows


def read_ads(options: Options) -> list[GoldPay]:
    """The coded ads, title and description in one text.

    Raises:
        InputError: As ``run``.
    """
    rows = gold_rows(options.gold or GOLD, ("id", *_COLUMNS))
    ads = ad_texts(options, {row["id"] for _, row in rows})
    texts = [f"{plain(ads[row['id']].title)}\n{plain(ads[row['id']].body)}" for _, row in rows]
    return [
        GoldPay(text=text, accepted=tuple(accepted(row, where))) for text, (where, row) in zip(texts, rows, strict=True)
    ]


def read_phrases(path: Path) -> list[GoldPay]:
    """The authored phrases.

    Raises:
        InputError: The file is missing or faulty.
    """
    rows = gold_rows(path, ("text", *_COLUMNS))
    return [GoldPay(text=row["text"], accepted=tuple(accepted(row, where))) for where, row in rows]


def accepted(row: Cells, where: str) -> Iterator[Pay]:
    """Every reading of a gold row that is right.

    Raises:
        InputError: A cell that is none of what it may be.
    """
    if row["basis"] not in BASES:
        raise InputError(wanted=f"one of {', '.join(BASES)}", found=row["basis"], where=f"{where}, column basis")
    yield Pay(
        basis=row["basis"],
        low=_number(row["low"], f"{where}, column low"),
        high=_number(row["high"], f"{where}, column high"),
        currency=row["currency"],
        period=row["period"],
    )
    for found in _DEFENSIBLE.finditer(row["note"]):
        for words in found[1].split(" and "):
            yield _other(words.strip(), row, where)


def _other(words: str, row: Cells, where: str) -> Pay:
    if words in BASES:
        return Pay(basis=words)
    found = _OTHER.fullmatch(words)
    if found is None:
        raise InputError(wanted="a basis or an amount that is also defensible", found=words, where=f"{where}, note")
    one, two = float(found["one"]), float(found["two"] or found["one"])
    return Pay(
        basis="amount",
        low=None if found["side"] == "high" else one,
        high=None if found["side"] == "low" else two,
        currency=row["currency"] or "IDR",
        period=found["period"] or row["period"] or "month",
    )


def _number(cell: str, where: str) -> float | None:
    try:
        return float(cell) if cell else None
    except ValueError as error:
        raise InputError(wanted="a number or nothing", found=cell, where=where) from error


def our_pay(text: str) -> Pay:
    """What our reader says, as the gold writes it."""
    reading = read_pay(text)
    if reading is None:
        return Pay(basis="none")
    if reading.basis != "stated":
        return Pay(basis="minimum_wage" if reading.basis == "minimum_wage" else "negotiable")
    return Pay(basis="amount", low=reading.low, high=reading.high, currency=reading.currency, period=reading.period)


def rupiah_pattern(text: str) -> Pay:
    """The baseline: the first sum after Rp, taken for a monthly wage."""
    found = _RUPIAH.search(text)
    if found is None:
        return Pay(basis="none")
    low, high = (float(sum_.replace(".", "")) for sum_ in (found[1], found[2] or found[1]))
    return Pay(basis="amount", low=low, high=high, currency="IDR", period="month")


SYSTEMS = {"Sepadan": our_pay, "pattern for Rp": rupiah_pattern}
"""Ours and the baseline."""


def failures(gold: Sequence[GoldPay], reader: Reader = our_pay) -> list[tuple[GoldPay, Pay]]:
    """The texts that a reader gets wrong, with what it read, for people who mend it."""
    return [(pay, found) for pay in gold if not pay.takes(found := reader(pay.text))]
