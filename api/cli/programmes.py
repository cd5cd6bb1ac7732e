"""``sepadan programmes``: what programmes there are, what one asks for, and which are open to a person."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.lines import Answer, run_lines, shown_name
from api.cli.match import one_of
from api.cli.opening import open_coder, open_filled
from api.cli.options import HomeOption, JsonOption, OutputOption, settings_of
from api.cli.programme_tables import findings_view, programme_view, programmes_table
from api.cli.show import print_json, show
from api.day import today
from matcher.answer_lines import fault_line, given_id
from matcher.records import Kind
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.json_values import is_list, is_object

if TYPE_CHECKING:
    from api.settings import Settings
    from matcher.coded import Coded
    from matcher.coding import RecordCoder
    from matcher.programmes.rules import Registry
    from matcher.sources.files import RawRow

programmes = typer.Typer(help="Programmes of training, placement and income support: rules, sources, who may join.")

MAX_SHOWN = 200
_UNCHECKED: dict[str, Any] = {"programmes": [], "questions": [], "counts": {}, "needs": []}

Check = Callable[["Coded | None", Mapping[str, Any], Sequence[str]], dict[str, Any]]
"""Holds a worker, answers and needs against the rules."""

AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="Another day than today: 2026-11-27.")]


@programmes.callback()
def _group() -> None:
    """Programmes."""


@programmes.command("list")
def list_programmes(
    context: typer.Context,
    kind: Annotated[str, typer.Option("--kind", help="Of this kind alone: training, overseas, disability, ...")] = "",
    need: Annotated[str, typer.Option("--need", help="That serve this need: work, abroad, own_business, ...")] = "",
    as_of: AsOfOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Programmes, with where they stand on a day and up to when that is known."""
    from matcher.programmes.document import programme_entry

    registry, day = _registry(settings_of(context, home)), _day(as_of)
    kinds = sorted({one.kind for one in registry.programmes.values()})
    if kind and kind not in kinds:
        raise InputError(wanted=f"one of {', '.join(kinds)}", found=kind[:60], where="--kind")
    if need and need not in registry.needs:
        raise InputError(wanted=f"one of {', '.join(registry.needs)}", found=need[:60], where="--need")
    chosen = [
        programme_entry(one, day)
        for one in registry.programmes.values()
        if kind in {"", one.kind} and (not need or need in one.needs)
    ]
    if as_json:
        print_json({"as_of": day.isoformat(), "programmes": chosen})
    else:
        show(programmes_table(chosen, day))


@programmes.command("show")
def show_programme(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="ID", help="As 'sepadan programmes list' names it: jkp.")],
    as_of: AsOfOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """One programme: its rules and benefits, each with its source and its days."""
    from matcher.programmes.document import programme_document

    found = _registry(settings_of(context, home)).programmes.get(key)
    if found is None:
        raise UnknownIdError(wanted="a programme of 'sepadan programmes list'", found=key[:60], where="ID")
    document = programme_document(found, _day(as_of))
    if as_json:
        print_json(document)
    else:
        show(*programme_view(document))


@programmes.command("tables")
def tables(
    folder: Annotated[Path, typer.Argument(help="New folder; 'programmes' in a home takes the bundled tables' place.")],
) -> None:
    """Copy the bundled tables into a folder, to change them there."""
    from matcher.programmes.registry import bundled_tables
    from matcher.programmes.registry_rows import COLUMNS

    if folder.exists() or not folder.parent.is_dir():
        raise InputError(wanted="a new folder in a folder that exists", found=str(folder), where="FOLDER")
    folder.mkdir()
    for name in COLUMNS:
        (folder / name).write_text((bundled_tables() / name).read_text(encoding="utf-8"), encoding="utf-8")
    typer.echo(str(folder))


@programmes.command("check")
def check(
    context: typer.Context,
    key: Annotated[str | None, typer.Option("--id", metavar="KEY", help="For one stored worker (source:id).")] = None,
    workers: Annotated[
        str | None,
        typer.Option("--workers", metavar="FILE.jsonl", help="For each of these workers; a line may hold 'answers'."),
    ] = None,
    answers: Annotated[
        list[str] | None,
        typer.Option("--answer", metavar="FIELD=ANSWER", help="What the person says: age_years=22; may be repeated."),
    ] = None,
    needs: Annotated[
        list[str] | None, typer.Option("--need", help="What the person looks for; may be repeated.")
    ] = None,
    as_of: AsOfOption = None,
    k: Annotated[int, typer.Option("--k", min=1, max=MAX_SHOWN, help="Programmes for each, from 1 to 200.")] = 10,
    output: OutputOption = "-",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which programmes are open to a person, rule by rule, and what to ask where that cannot be told."""
    if key is not None or workers is not None:
        one_of({"--id": key, "--workers": workers})
    settings = settings_of(context, home)
    checked = _against_rules(settings, _said(answers or []), needs or [], _day(as_of), k)
    if workers is not None:
        lines = _Lines(settings, shown_name(workers), checked)
        run_lines(workers, output, lines.opened, "programmes", as_json=as_json)
        return
    found = checked(None if key is None else _stored(settings, key), {}, ())
    if as_json:
        print_json({"id": key, **found})
    else:
        show(*findings_view(found))


def _against_rules(settings: Settings, said: Mapping[str, str], needs: Sequence[str], day: date, k: int) -> Check:
    """Holds each worker against the rules, with what stands on the command line beside what its line says."""
    registry = _registry(settings)

    def checked(worker: Coded | None, given: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
        return _check(registry, worker, {**said, **given}, [*needs, *wanted], day, k)

    return checked


def _check(
    registry: Registry,
    worker: Coded | None,
    answers: Mapping[str, Any],
    needs: Sequence[str],
    day: date,
    k: int,
) -> dict[str, Any]:
    from matcher.programmes.document import findings_document
    from matcher.programmes.fit import find_programmes
    from matcher.programmes.known import known_of
    from matcher.programmes.questions import read_answers

    known = known_of(worker, read_answers(answers, registry.questions), registry.questions)
    return findings_document(find_programmes(registry, known, needs, day), registry, k)


def _registry(settings: Settings) -> Registry:
    from matcher.programmes.registry import registry_of

    return registry_of(settings.installed().kept)


def _day(text: str | None) -> date:
    """The day that is asked about.

    Raises:
        InputError: It is none.
    """
    if text is None:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(wanted="a day such as 2026-11-27", found=text[:40], where="--as-of") from error


def _said(answers: Sequence[str]) -> dict[str, str]:
    """``FIELD=ANSWER`` as pairs.

    Raises:
        InputError: One has no equals sign; what was said is not repeated.
    """
    pairs = [answer.partition("=") for answer in answers]
    if any(not mark or not field for field, mark, _ in pairs):
        raise InputError(wanted="FIELD=ANSWER, such as age_years=22", found="something else", where="--answer")
    return {field.strip(): value for field, _, value in pairs}


def _stored(settings: Settings, key: str) -> Coded:
    with open_filled(settings) as engine:
        return engine.coder.code([engine.get(Kind.WORKER, key)])[0].coded


class _Lines:
    """Answers lines of workers in the template, each of which may hold ``answers`` and ``needs``."""

    def __init__(self, settings: Settings, file: str, checked: Check) -> None:
        self._settings, self._file, self._checked = settings, file, checked

    @contextmanager
    def opened(self) -> Generator[Answer]:
        """With a coder; no store is opened."""
        coder = open_coder(self._settings)
        yield lambda rows: (self._line(coder, row) for row in rows)

    def _line(self, coder: RecordCoder, row: RawRow) -> Mapping[str, Any]:
        from matcher.ingest import read_record
        from matcher.sources import source_named

        fields = dict(row.value or {})
        answers: Any = fields.pop("answers", None) or {}
        needs: Any = fields.pop("needs", None) or []
        try:
            if not is_object(answers) or not is_list(needs):
                raise InputError(wanted="answers as an object, needs as a list", found="others", where=self._file)
            stripped = row if row.value is None else replace(row, value=fields)
            record = read_record(source_named("workers"), stripped, Path(self._file))
            found = self._checked(coder.code([record])[0].coded, answers, [str(need) for need in needs])
        except InputError as fault:
            return fault_line(row, fault, _UNCHECKED)
        return {"id": given_id(row), **found}
