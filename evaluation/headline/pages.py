"""README's table and docs/measured.md, made of the documents alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evaluation.headline.chosen import Headline
from evaluation.headline.documents import Circumstances, Document
from evaluation.headline.figures import count, holds, interval, is_held_to, number, value_and_target
from evaluation.headline.runs import Run
from evaluation.task import Row
from evaluation.task_list import TASKS
from taxonomy.errors import InputError

BEGIN = "<!-- measured: written by `python -m evaluation.headline --write`, not by hand -->"
END = "<!-- measured: end -->"
COMMIT_DIGITS = 9

_HEAD = ("what", "value", "target", "holds", "best baseline", "`sepadan evaluate`", "n", "95 % interval", "commit")
_ROW_HEAD = ("what", "value", "target", "holds", "n", "95 % interval", "commit")


def between_marks(text: str, made: str, where: str) -> str:
    """A page with what is made between its two marks.

    Raises:
        InputError: The page has not both marks, once each and in order.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end) or BEGIN in rest or END in after or END in before:
        raise InputError(wanted="two marks, once each", found="others", where=where)
    return f"{before}{BEGIN}\n\n{made}\n\n{END}{after}"


def headline_part(found: Sequence[Headline], runs: Sequence[Run], documents: Mapping[str, Document]) -> str:
    """README's part: what does not hold, the table with that first, and what was not measured."""
    commands = {run.name: run for run in runs}
    told = sorted(((one, one.row) for one in found if one.row is not None), key=lambda pair: bool(pair[1].holds))
    missed = [one for one, held in told if not held.holds]
    cells = [_headline_cells(one, held, commands[one.chosen.run]) for one, held in told]
    lines = [_summary(missed, len(told)), "", *_table(_HEAD, cells), "", _all_targets(documents)]
    if left := [one for one in found if one.row is None]:
        lines += ["", _left(left, len(found), runs)]
    return "\n".join(lines)


def _summary(missed: Sequence[Headline], n: int) -> str:
    if not missed:
        return f"**All {n} headlines measured here hold.**"
    told = "; ".join(f"{one.chosen.says} {_against(*one.value_and_target())}" for one in missed)
    return f"**{len(missed)} of the {n} headlines measured here do not hold**: {told}."


def _against(value: str, target: str) -> str:
    return f"{value} (target {target})"


def _all_targets(documents: Mapping[str, Document]) -> str:
    wanted = [row for one in documents.values() for row in one.rows if is_held_to(row)]
    rows = sum(len(one.rows) for one in documents.values())
    return (
        f"Of all {rows:,} rows, {len(wanted):,} have a target and {sum(bool(row.holds) for row in wanted):,} of these "
        "hold: [docs/measured.md](docs/measured.md) has every row, what does not hold first. The commit is the last "
        "one that changed what is measured."
    )


def _left(left: Sequence[Headline], n: int, runs: Sequence[Run]) -> str:
    """Headlines without a figure; why each has none stands on the page of all rows."""
    missing = {one.chosen.run for one in left}
    names = ", ".join(f"`{run.name}`" for run in runs if run.name in missing)
    return (
        f"**{len(left)} of the {n} headlines were not measured by this script yet**: those of {names}. Why, and where "
        "their last figures stand: [docs/measured.md](docs/measured.md)."
    )


def _headline_cells(one: Headline, held: Row, run: Run) -> list[str]:
    value, target = one.value_and_target()
    commit = one.document.measured.commit if one.document and one.document.measured else ""
    command = run.command.removeprefix("sepadan evaluate ")
    n = count(held) if one.of == 1 else ""
    shown = [one.chosen.says, value, target, holds(held), one.baseline, f"`{command}`", n, interval(held)]
    return [*shown, _short(commit)]


def why_not(run: Run, document: Document | None) -> str:
    """Why a run has no rows: the attempt that failed, and what the table says."""
    told = [run.until_then] if run.until_then else []
    if document and document.failed:
        told.insert(0, f"{document.failed.why}, {document.failed.date}, commit {_short(document.failed.commit)}")
    return "; ".join(told) or "not tried yet"


def measured_page(found: Sequence[Headline], runs: Sequence[Run], documents: Mapping[str, Document]) -> str:
    """The whole of docs/measured.md."""
    missed = [(run, row) for run in runs for row in _rows(run, documents) if is_held_to(row) and not row.holds]
    lines = [_PAGE_HEAD, "", "## What does not hold", ""]
    lines += [f"- `{run.command}`: {_cell(row.name)}: {_against(*value_and_target(row))}" for run, row in missed] or [
        "Every target that was measured holds."
    ]
    if left := [*_without_rows(runs, documents), *_without_headline(found, documents)]:
        lines += ["", "## Not measured by this script yet", "", *left]
    for run in runs:
        document = documents.get(run.name)
        if document and document.measured:
            lines += ["", *_section(run, document, document.measured)]
    return "\n".join(lines) + "\n"


def _without_rows(runs: Sequence[Run], documents: Mapping[str, Document]) -> Iterator[str]:
    for run in runs:
        if not _rows(run, documents):
            yield f"- `{run.command}`: {why_not(run, documents.get(run.name))}"


def _without_headline(found: Sequence[Headline], documents: Mapping[str, Document]) -> Iterator[str]:
    """Headlines of runs that were measured, but gave no such row, or one that rests on nothing."""
    for one in found:
        if one.row is None and one.document is not None:
            yield f"- {one.chosen.says}: `{one.chosen.run}` gave no such row, or one that rests on nothing"


_PAGE_HEAD = """# Measured: every row

Written by `python -m evaluation.headline --write` from the documents in `evaluation/results`, not by hand; a test holds
it to them. How to measure anew stands in CONTRIBUTING.md, why by one script in
[decision 0047](decisions/0047-figures-by-one-script.md), and what the figures mean in
[measured-notes.md](measured-notes.md) and on the page of each subject. Rows without a target are baselines, parts and
facts. What a row does not have (n, an interval) is left empty. The commit is the last one that changed what is
measured. The load is that of the machine in the minute before: where it is above 0, other work ran beside, and times
are long."""


def _rows(run: Run, documents: Mapping[str, Document]) -> tuple[Row, ...]:
    document = documents.get(run.name)
    return document.rows if document else ()


def _section(run: Run, document: Document, measured: Circumstances) -> Iterator[str]:
    yield f"## {run.name}"
    yield ""
    yield f"`{run.command}`: {TASKS[run.task].describes}"
    yield ""
    yield (
        f"{measured.date}, commit {_short(measured.commit)}, {measured.cores} cores, load {measured.load:g}, "
        f"{number(round(measured.seconds))} s in all."
    )
    if document.failed:
        yield f"Tried again {document.failed.date} on {_short(document.failed.commit)}: {document.failed.why}."
    yield ""
    cells = [_row_cells(row, measured.commit) for row in document.rows]
    yield from _table(_ROW_HEAD, cells)


def _row_cells(row: Row, commit: str) -> list[str]:
    value, target = value_and_target(row)
    return [row.name, value, target, holds(row), count(row), interval(row), _short(commit)]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [_line(head), f"|{'---|' * len(head)}", *map(_line, rows)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _short(commit: str) -> str:
    return commit[:COMMIT_DIGITS]
