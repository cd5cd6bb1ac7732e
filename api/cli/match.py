"""``sepadan match``: workers against open postings, postings against workers; a whole file, or one stored record."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.lines import Answer, run_lines, shown_name
from api.cli.opening import open_filled
from api.cli.options import HomeOption, JsonOption, LangOption, OutputOption, settings_of
from api.cli.show import print_json, ranking_table, show
from api.day import today
from matcher.answer_lines import UNMATCHED, AnswerSubject, match_line
from matcher.reason_words import DEFAULT, Language
from matcher.records import Kind
from taxonomy.errors import InputError, UnknownIdError

if TYPE_CHECKING:
    from api.settings import Settings
    from matcher.answers import Subject
    from matcher.engine import Engine
    from matcher.filters import Conditions
    from matcher.sources.files import RawRow


def match(
    context: typer.Context,
    workers: Annotated[
        str | None, typer.Option("--workers", metavar="FILE.jsonl", help="Match each of these workers to postings.")
    ] = None,
    postings: Annotated[
        str | None, typer.Option("--postings", metavar="FILE.jsonl", help="Match each of these postings to workers.")
    ] = None,
    key: Annotated[
        str | None, typer.Option("--id", metavar="KEY", help="Match one stored worker or posting (source:id).")
    ] = None,
    k: Annotated[int, typer.Option("--k", help="Matches for each, from 1 to 1000.")] = 10,
    output: OutputOption = "-",
    provinces: Annotated[
        list[str] | None, typer.Option("--province", help="Only this province: code or name; may be repeated.")
    ] = None,
    sources: Annotated[
        list[str] | None, typer.Option("--source", help="Only records of this source; may be repeated.")
    ] = None,
    kbji: Annotated[
        list[str] | None, typer.Option("--kbji", help="Only occupations whose KBJI code begins so; may be repeated.")
    ] = None,
    pay_at_least: Annotated[
        float | None, typer.Option("--pay-at-least", help="Rupiah a month that must be offered, or may be wished.")
    ] = None,
    abroad: Annotated[
        bool | None, typer.Option("--abroad/--at-home", help="Only work outside Indonesia, or only inside.")
    ] = None,
    within_km: Annotated[
        float | None, typer.Option("--within-km", help="Kilometres, between regencies, from the asker's place.")
    ] = None,
    no_shift: Annotated[bool, typer.Option("--no-shift", help="No postings that ask for shift work.")] = False,
    no_night: Annotated[bool, typer.Option("--no-night", help="No postings that ask for night work.")] = False,
    disability_access: Annotated[
        bool,
        typer.Option("--disability-access", help="Only postings that say that people with disabilities may apply."),
    ] = False,
    include_closed: Annotated[bool, typer.Option("--include-closed", help="Take closed postings too.")] = False,
    any_education: Annotated[
        bool, typer.Option("--any-education", help="Do not leave out pairs of unlike education.")
    ] = False,
    education_slack: Annotated[
        int | None, typer.Option("--education-slack", min=0, max=8, help="KKNI levels a worker may fall short; 1.")
    ] = None,
    any_hours: Annotated[
        bool, typer.Option("--any-hours", help="Do not leave out shift or night work that a worker refuses.")
    ] = False,
    lang: LangOption = DEFAULT,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank postings for workers, or workers for postings, with reasons."""
    from matcher.filters import EDUCATION_SLACK, Conditions
    from matcher.pipeline import check_k

    source = one_of({"--workers": workers, "--postings": postings, "--id": key})
    check_k(k)
    conditions = Conditions(
        today=None if include_closed else today(),
        provinces=province_codes(provinces or []),
        sources=tuple(sources or ()),
        kbji=tuple(kbji or ()),
        pay_at_least=pay_at_least,
        is_abroad=abroad,
        within_km=within_km,
        no_shift=no_shift,
        no_night=no_night,
        disability_access=disability_access,
        respect_hours=not any_hours,
        respect_education=not any_education,
        education_slack=EDUCATION_SLACK if education_slack is None else education_slack,
    )
    settings = settings_of(context, home)
    if key is not None:
        _match_stored(settings, key, k, conditions, lang, as_json=as_json)
        return

    def ranked(engine: Engine, given: object, subject: Subject) -> Mapping[str, Any]:
        return match_line(given, engine.match(subject, k, conditions), lang)

    kind = "workers" if workers is not None else "postings"
    reader = RecordLines(kind=kind, file=shown_name(source), empty=UNMATCHED, answer=ranked)
    run_lines(source, output, lambda: reader.opened(settings), "match", as_json=as_json)


def one_of(given: Mapping[str, str | None]) -> str:
    """The value of the one option that was given.

    Raises:
        InputError: None or several were given.
    """
    chosen = {name: value for name, value in given.items() if value is not None}
    if len(chosen) != 1:
        found = ", ".join(chosen) or "none"
        raise InputError(wanted=f"one of {', '.join(given)}", found=found, where="command line")
    return next(iter(chosen.values()))


def province_codes(names: Sequence[str]) -> tuple[str, ...]:
    """Codes of provinces given by code or name.

    Raises:
        InputError: No such province.
    """
    from taxonomy.places import load_gazetteer

    gazetteer = load_gazetteer() if names else None
    codes: list[str] = []
    for name in names:
        assert gazetteer is not None
        regions = [gazetteer.get(name)] if gazetteer.knows(name) else gazetteer.read(name).regions
        found = [region.code for region in regions if region.kind == "province"]
        if not found:
            raise InputError(wanted="a province, by its 2-digit code or its name", found=name, where="--province")
        codes += found
    return tuple(dict.fromkeys(codes))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLines:
    """Answers lines of records in the template, coded a batch at a time.

    Attributes:
        kind: ``workers`` or ``postings``.
        file: Where the lines stand, for messages.
        empty: What a faulty line is answered with.
        answer: Answers one subject.
    """

    kind: str
    file: str
    empty: Mapping[str, Any]
    answer: AnswerSubject

    @contextmanager
    def opened(self, settings: Settings) -> Generator[Answer]:
        """With an engine.

        Raises:
            GenerationError: Nothing is indexed.
        """
        with open_filled(settings) as engine:
            engine.refresh()
            yield lambda rows: self.answers(engine, rows)

    def answers(self, engine: Engine, rows: Sequence[RawRow]) -> Iterator[Mapping[str, Any]]:
        """A line for each row, same order; faulty ones with ``error``."""
        from matcher.answer_lines import answered
        from matcher.sources import source_named

        return answered(engine, source_named(self.kind), rows, Path(self.file), self.empty, self.answer)


def stored_subject(engine: Engine, key: str) -> Subject:
    """A stored worker or posting, whichever has the key.

    Raises:
        UnknownIdError: Neither has it, or it is not indexed yet.
    """
    for kind in (Kind.WORKER, Kind.POSTING):
        if engine.store.get(kind, key) is not None:
            return engine.stored_subject(kind, key)
    raise UnknownIdError(wanted="the key (source:id) of a stored worker or posting", found=key, where="--id")


def _match_stored(
    settings: Settings, key: str, k: int, conditions: Conditions, language: Language, *, as_json: bool
) -> None:
    with open_filled(settings) as engine:
        subject = stored_subject(engine, key)
        ranking = engine.match(subject, k, conditions)
    if as_json:
        print_json(match_line(key, ranking, language))
    else:
        show(ranking_table(ranking, heading(subject), language))


def heading(subject: Subject) -> str:
    """Title of the table of a subject's matches."""
    is_worker = subject.coded.kind == "worker"
    what = "Lowongan untuk pencari kerja" if is_worker else "Pencari kerja untuk lowongan"
    return f"{what}: {subject.coded.title} ({subject.coded.key})"
