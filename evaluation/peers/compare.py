"""What a contest gave: rows for each system, ours against each peer, and the one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evaluation.measures import RESAMPLES, Statistic, bootstrap, bootstrap_clusters
from evaluation.peers.contest import Field, Measured
from evaluation.rows import row
from evaluation.task import Interval, Row

_MEBI = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table: a system in a field, measured or not.

    Attributes:
        field: Name of the field.
        size: Its work and size.
        system: Name of the system.
        version: Of its distributions.
        tuned: How it was tuned.
        reason: Why it was not measured; empty when it was.
        measure: Name of the quality.
        quality: Row of the quality; None when not measured.
        lead: Row of our lead in quality; None for ours.
        times: Row of its time over ours; None for ours.
        a_second: Items answered a second.
        mebibytes: Most memory.
        set_up: Seconds.
    """

    field: str
    size: str
    system: str
    version: str
    tuned: str
    reason: str = ""
    measure: str = ""
    quality: Row | None = None
    lead: Row | None = None
    times: Row | None = None
    a_second: float = 0.0
    mebibytes: float = 0.0
    set_up: float = 0.0

    @property
    def is_behind(self) -> bool:
        """Whether we are ahead of it: no worse, and no slower."""
        return bool(self.lead and self.lead.holds and self.times and self.times.holds)

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``: what no row can hold."""
        names = ("field", "size", "system", "version", "tuned", "reason", "measure")
        return {name: getattr(self, name) for name in names}


def compared(field: Field, measured: Sequence[Measured]) -> tuple[list[Line], list[Row]]:
    """Lines and rows of a field.

    Args:
        field: As it was played.
        measured: Ours first, then every peer that could be run.
    """
    ours, known = measured[0], {one.system.name: one for one in measured}
    lines, rows = list[Line](), list[Row]()
    for system in field.systems:
        head: dict[str, Any] = {
            "field": field.name,
            "size": field.size,
            "system": system.name,
            "version": system.version(),
            "tuned": system.tuned,
        }
        if system.name not in known:
            lines.append(Line(**head, reason=system.absent()))
            rows.append(row(f"{field.name}, {system.name}: measured", 0.0, n=0))
            continue
        one = known[system.name]
        figures, more = _figures(field, one, ours)
        lines.append(Line(**head, measure=next(iter(field.measures)), **figures))
        rows += more
    return lines, rows


def _figures(field: Field, one: Measured, ours: Measured) -> tuple[dict[str, Any], list[Row]]:
    """The figures of a line, and the rows of a system."""
    prefix, n, is_ours = f"{field.name}, {one.system.name}", len(field.asked), one is ours
    quality = [_quality(f"{prefix}: {name}", field, one, name) for name in field.measures]
    seconds = float(np.sum(one.seconds))
    figures: dict[str, Any] = {
        "quality": quality[0],
        "a_second": n * field.repeats / max(seconds, 1e-9),
        "mebibytes": one.memory / _MEBI,
        "set_up": one.set_up,
    }
    if not is_ours:
        figures["lead"] = _lead(f"{prefix}: Sepadan above it, {next(iter(field.measures))}", field, one, ours)
        figures["times"] = times_row(f"{prefix}: its time over Sepadan's", one.seconds, ours.seconds)
    return figures, [
        *quality,
        *([] if is_ours else [figures["lead"], figures["times"]]),
        row(f"{prefix}: items a second, one thread", figures["a_second"], n=n * field.repeats),
        row(f"{prefix}: most memory, MiB", figures["mebibytes"], n=n),
        row(f"{prefix}: set-up, s", figures["set_up"], n=1),
    ]


def _quality(name: str, field: Field, one: Measured, measure: str) -> Row:
    statistic = field.measures[measure](one.answers)
    return row(name, statistic(np.arange(len(field.asked))), n=len(field.asked), ci95=_interval(field, statistic))


def _lead(name: str, field: Field, one: Measured, ours: Measured) -> Row:
    """How far ours lies above it, over the same items."""
    of = next(iter(field.measures.values()))
    mine, theirs = of(ours.answers), of(one.answers)

    def lead(rows: Any) -> float:
        return mine(rows) - theirs(rows)

    every = np.arange(len(field.asked))
    return row(name, round(lead(every), 9), n=len(every), ci95=_interval(field, lead), at_least=0.0)


def _interval(field: Field, statistic: Statistic) -> Interval:
    if field.clusters is not None:
        return bootstrap_clusters(statistic, field.clusters)
    return bootstrap(statistic, len(field.asked))


def times_row(name: str, theirs: Sequence[float], ours: Sequence[float]) -> Row:
    """How many times as long as ours it takes: the median over the parts, which both were asked in turn.

    Args:
        name: Of the row.
        theirs: Seconds of each part.
        ours: The same parts.
    """
    ratios = np.array(theirs) / np.maximum(np.array(ours), 1e-9)

    def middle(rows: Any) -> float:
        return float(np.median(ratios[rows]))

    interval = bootstrap(middle, len(ratios), resamples=RESAMPLES)
    return row(name, middle(np.arange(len(ratios))), n=len(ratios), ci95=interval, at_least=1.0)


def head_rows(lines: Sequence[Line]) -> list[Row]:
    """How many peers were measured, and how many of them we are ahead of; of all fields, and of each."""
    rows = list[Row]()
    for name in ("all fields", *dict.fromkeys(line.field for line in lines)):
        peers = [line for line in lines if line.lead is not None and name in ("all fields", line.field)]
        ahead = sum(line.is_behind for line in peers)
        what = f"{name}: peers that Sepadan is ahead of, quality at equal or better speed"
        rows.append(row(what, ahead, n=len(peers), at_least=len(peers)))
        level = sum(bool(line.lead and line.lead.holds) for line in peers)
        rows.append(row(f"{name}: peers that Sepadan is no worse than in quality", level, n=len(peers)))
    return rows


_HEADINGS = (
    "field", "system", "quality", "Sepadan above it", "its time over Sepadan's", "items/s", "MiB", "set-up, s",
    "tuned; or why not measured",
)  # fmt: skip


def table(lines: Sequence[Line]) -> str:
    """All lines as one table of Markdown."""
    drawn = [f"| {' | '.join(_HEADINGS)} |", f"|{'---|' * len(_HEADINGS)}"]
    for line in lines:
        name = f"{line.system} ({line.version})" if line.version else line.system
        if line.quality is None:
            cells = [line.field, name, "-", "-", "-", "-", "-", "-", f"{line.reason}. {line.tuned}".strip(". ")]
        else:
            cells = [
                line.field,
                name,
                f"{line.measure} {_told(line.quality)}, n {line.quality.n}",
                _told(line.lead),
                _told(line.times, 2),
                f"{line.a_second:,.0f}" if line.a_second >= 100 else f"{line.a_second:.3g}",
                f"{line.mebibytes:,.0f}",
                f"{line.set_up:,.1f}",
                line.tuned,
            ]
        drawn.append(f"| {' | '.join(cells)} |")
    sizes = dict.fromkeys(f"- {line.field}: {line.size}" for line in lines)
    return "\n".join([*drawn, "", *sizes])


def _told(found: Row | None, digits: int = 3) -> str:
    if found is None:
        return ""
    ends = f" [{found.ci95[0]:.{digits}f}, {found.ci95[1]:.{digits}f}]" if found.ci95 else ""
    return f"{found.value:.{digits}f}{ends}"
