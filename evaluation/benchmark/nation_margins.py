"""A simulated nation counted again, beside the tables that it was fitted to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from evaluation.rows import row
from evaluation.task import Row
from matcher.nation import margins
from matcher.nation.fitting import cramers_v
from matcher.nation.joint import joint_of, unit_shares
from matcher.nation.margins import LENGTHS, MAJORS, SCHOOLS
from matcher.nation.rates import EMPLOYERS, RATES
from matcher.nation.schema import batches
from matcher.nation.shards import read_manifest
from matcher.records import Kind
from matcher.vocabulary import load_vocabulary

Floats = npt.NDArray[np.float64]

MOST_VARIATION = 0.02
"""Target of total variation: half the sum of absolute differences of shares."""

_AXES = ("province", "schooling", "major group", "years of work")
_PAIRS = {
    (0, 1): "province_school_ads.tsv",
    (1, 2): "major_school_ads.tsv",
    (0, 2): "province_major_ads.tsv",
    (2, 3): "major_years_ads.tsv",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was read of one kind.

    Attributes:
        cells: Rows by province, schooling, major group and years.
        units: Rows by unit group.
        sections: Rows by KBLI section; of workers all 0.
        employers: Rows by employer, those that have any, descending; of workers empty.
        paid: Rows with pay.
        placed: Rows with a region.
        copies: Rows that are copies.
    """

    cells: Floats
    units: Floats
    sections: Floats
    employers: Floats
    paid: int
    placed: int
    copies: int

    @property
    def rows(self) -> int:
        """All of them."""
        return int(self.cells.sum())


def counted(folder: Path, kind: Kind) -> Counted:
    """Read every shard of a kind, row group by row group."""
    shape = joint_of(kind).cells.shape
    cells, units = np.zeros(shape), np.zeros(len(unit_shares()))
    sections, employers = np.zeros(len(margins.by_section("postings"))), np.zeros(2 * EMPLOYERS)
    said = np.zeros(3, dtype=np.int64)
    for shard in read_manifest(folder)["shards"]:
        if shard["kind"] != kind.value:
            continue
        for batch in batches(folder / shard["file"], load_vocabulary()):
            cells += _cells(batch, shape)
            units += np.bincount(batch.column("unit").to_numpy(), minlength=len(units))
            said += _said(batch)
            if kind is Kind.POSTING:
                sections += np.bincount(batch.column("section").to_numpy(), minlength=len(sections))
                employers += np.bincount(batch.column("employer").to_numpy(), minlength=len(employers))
    held = np.sort(employers[employers > 0])[::-1]
    paid, placed, copies = said.tolist()
    return Counted(cells=cells, units=units, sections=sections, employers=held, paid=paid, placed=placed, copies=copies)


def _cells(batch: pa.RecordBatch, shape: tuple[int, ...]) -> Floats:
    province, school, years, unit = (batch.column(n).to_numpy() for n in ("province", "school", "years", "unit"))
    at = np.ravel_multi_index((province, school, _major_of()[unit], years), shape)
    return np.bincount(at, minlength=int(np.prod(shape))).reshape(shape).astype(np.float64)


def _said(batch: pa.RecordBatch) -> npt.NDArray[np.int64]:
    """Rows with pay, rows with a place, and copies."""
    full = np.diff(batch.column("regions").offsets.to_numpy()) > 0
    paid = np.isfinite(batch.column("pay_low").to_numpy())
    return np.array([paid.sum(), full.sum(), (batch.column("copy_of").to_numpy() >= 0).sum()])


def _major_of() -> npt.NDArray[np.int64]:
    """Place of each unit group's major group; the armed forces do not occur."""
    return np.array([MAJORS.index(code[0]) if code[0] in MAJORS else 0 for code in load_vocabulary().units])


def margin_rows(kind: Kind, found: Counted) -> list[Row]:
    """Each one-way margin against the official figures: total variation, and the worst group of a hundredth or more."""
    if kind is Kind.WORKER:
        official = [
            margins.seekers_by_province(),
            margins.seekers_by("education"),
            margins.vacancies_by("occupation", "openings"),
            margins.seekers_by("experience"),
        ]
    else:
        official = [
            margins.employers_by_province(),
            margins.vacancies_by("education"),
            margins.vacancies_by("occupation"),
            margins.vacancies_by("experience"),
        ]
    tables = [
        (name, found.cells.sum(axis=tuple(a for a in range(4) if a != at)), wanted)
        for at, (name, wanted) in enumerate(zip(_AXES, official, strict=True))
    ]
    if kind is Kind.POSTING:
        tables.append(("KBLI section", found.sections, margins.by_section("postings")))
    rows: list[Row] = []
    for name, made, wanted in tables:
        told = f"{kind.value}s by {name}"
        rows.append(
            row(
                f"{told}: total variation from Karirhub 2022-2024",
                variation(made, wanted),
                n=found.rows,
                at_most=MOST_VARIATION,
            )
        )
        rows.append(row(f"{told}: largest relative error of a group of 1 % or more", worst(made, wanted), n=found.rows))
    return rows


def pair_rows(kind: Kind, found: Counted) -> list[Row]:
    """Each pair against the table that it was fitted to; its association beside that of the counted ads."""
    names = (margins.provinces(), SCHOOLS, MAJORS, LENGTHS)
    rows: list[Row] = []
    for axes, wanted in joint_of(kind).targets:
        made = found.cells.sum(axis=tuple(a for a in range(4) if a not in axes))
        told = f"{kind.value}s by {_AXES[axes[0]]} and {_AXES[axes[1]]}"
        ads = _ads(axes, names)
        aim = cramers_v(wanted * found.rows)
        rows += [
            row(
                f"{told}: total variation from the fitted table",
                variation(made, wanted),
                n=found.rows,
                at_most=MOST_VARIATION,
            ),
            row(f"{told}: Cramer's V", cramers_v(made), n=found.rows),
            row(
                f"{told}: Cramer's V, difference from the fitted table",
                abs(cramers_v(made) - aim),
                n=found.rows,
                at_most=0.02,
            ),
            row(f"{told}: Cramer's V of the counted ads", cramers_v(ads), n=int(ads.sum())),
        ]
    return rows


def _ads(axes: tuple[int, ...], names: tuple[tuple[str, ...], ...]) -> Floats:
    if axes == (1, 2):
        return margins.ads_table(_PAIRS[1, 2], names[2], names[1]).T
    return margins.ads_table(_PAIRS[(axes[0], axes[1])], names[axes[0]], names[axes[1]])


def said_rows(kind: Kind, found: Counted) -> list[Row]:
    """What is said how often, unit groups, employers."""
    told, n = f"{kind.value}s", found.rows
    rates = RATES[kind]
    rows = [
        row(f"{told} with pay: difference from the rate", abs(found.paid / n - rates.pay), n=n, at_most=MOST_VARIATION),
        row(
            f"{told} with a place: difference from the rate",
            abs(found.placed / n - 1 + rates.no_place),
            n=n,
            at_most=MOST_VARIATION,
        ),
        row(f"{told} that are copies", found.copies / n, n=n),
        row(f"{told}: unit groups that occur", float((found.units > 0).sum()), n=n),
    ]
    if kind is Kind.POSTING:
        first = max(1, len(found.employers) // 100)
        rows += [
            row(f"{told} by unit group within major groups: total variation from ads", _within(found.units), n=n),
            row("employers that post", float(len(found.employers)), n=n),
            row(
                "share of postings of the largest hundredth of employers (JobStreet .146)",
                found.employers[:first].sum() / n,
                n=n,
            ),
        ]
    return rows


def _within(units: Floats) -> float:
    """Total variation of unit groups once both have the same major groups."""
    majors = np.array([int(code[0]) for code in load_vocabulary().units])
    shares = unit_shares()
    moved = sum(
        (units[majors == one].sum() / units.sum()) * variation(units[majors == one], shares[majors == one])
        for one in range(1, 10)
        if units[majors == one].sum()
    )
    return float(moved)


def variation(made: Floats, wanted: Floats) -> float:
    """Total variation distance of two tables of counts, in [0, 1]."""
    return float(np.abs(made / made.sum() - wanted / wanted.sum()).sum() / 2)


def worst(made: Floats, wanted: Floats) -> float:
    """Largest relative error of a share, among those of a hundredth or more."""
    shares, aims = made / made.sum(), wanted / wanted.sum()
    big = aims >= 0.01
    return float(np.abs(shares[big] / aims[big] - 1).max())
