"""``sepadan careers`` and ``sepadan first-jobs``: what comes after a job, and what comes first after school."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from rich.table import Table
from rich.text import Text

from api.cli.lines import run_lines, shown_name
from api.cli.match import RecordLines, one_of, province_codes
from api.cli.opening import check_there, is_there, open_engine, open_filled
from api.cli.options import HomeOption, JsonOption, LangOption, OutputOption, settings_of
from api.cli.show import print_json, show
from api.day import today
from matcher.reason_words import DEFAULT, Language
from matcher.records import Kind
from taxonomy.errors import GenerationError, InputError

if TYPE_CHECKING:
    from api.settings import Settings
    from matcher.answers import Subject
    from matcher.careers import Counts
    from matcher.coded import Coded
    from matcher.engine import Engine
    from matcher.records import Posting
    from taxonomy.occupations import Occupation

_KINDS = {"promotion": "naik jabatan", "specialisation": "lebih ahli", "move": "pindah"}
_NOTHING: dict[str, Any] = {"first_jobs": [], "removed_by_filter": {}}
_SHOWN = 6
_NO_PROMISE = "Bulan: lama orang biasanya bekerja sebelumnya, bukan janji."

ProvinceOption = Annotated[
    list[str] | None, typer.Option("--province", help="Only this province: code or name; may be repeated.")
]


def careers(
    context: typer.Context,
    origin: Annotated[str, typer.Option("--from", metavar="JOB", help="Job in words, or a KBJI code: 5230.")],
    worker: Annotated[
        str | None, typer.Option("--id", metavar="KEY", help="Hold the steps against a stored worker (source:id).")
    ] = None,
    provinces: ProvinceOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Jobs that usually come after a job: what each still wants, and how many postings stand open."""
    from api.career_cards import careers_card
    from matcher.careers import next_jobs
    from taxonomy.career_ladder import load_career_ladder
    from taxonomy.occupations import load_occupations
    from taxonomy.skills import load_skills

    unit = unit_named(origin)
    chosen = province_codes(provinces or [])
    coded, counts = _held_against(settings_of(context, home), worker, chosen)
    found = next_jobs(unit.code, load_career_ladder(), load_occupations(), load_skills(), coded, counts)
    card = careers_card(unit, found, worker, chosen)
    if as_json:
        print_json(card)
    else:
        show(_careers_table(card))


def unit_named(job: str) -> Occupation:
    """The unit group of a job in words, or of a code.

    Raises:
        InputError: No such job is known, or the code is of a wider group.
        UnknownIdError: No such code.
    """
    from matcher.careers import unit_of
    from taxonomy.occupation_search import load_search
    from taxonomy.occupations import UNIT_DIGITS, load_occupations

    words = job.strip()
    if words.replace(".", "").isdecimal():
        return unit_of(words, load_occupations())
    hits = (hit.occupation for hit in load_search().find(words, 10))
    found = next((one for one in hits if len(one.code) >= UNIT_DIGITS), None)
    if found is None:
        wanted = "a job that the classification knows, in words or as a code"
        raise InputError(wanted=wanted, found=job[:100] or "nothing", where="--from")
    return unit_of(found.code, load_occupations())


def _held_against(
    settings: Settings, worker: str | None, provinces: tuple[str, ...]
) -> tuple[Coded | None, Counts | None]:
    """The worker and the counts; without an installation neither is there, and only a worker asked for is a fault."""
    from matcher.careers import open_postings

    if worker is not None or provinces:
        check_there(settings)
    if not is_there(settings):
        return None, None
    with open_engine(settings) as engine:
        coded = None if worker is None else engine.stored_subject(Kind.WORKER, worker).coded
        try:
            catalogue = engine.refresh().catalogues[Kind.POSTING]
        except GenerationError:
            return coded, None
        return coded, open_postings(catalogue, engine.vocabulary, today(), provinces)


def _careers_table(card: Mapping[str, Any]) -> Table:
    title = f"Setelah {card['title']} ({card['code']})"
    table = Table(title=Text(title), title_justify="left", show_lines=True, caption=Text(_NO_PROMISE))
    for name in ("Langkah", "Jabatan", "Syarat dan yang perlu dipelajari", "Lowongan"):
        table.add_column(name, overflow="fold", justify="right" if name == "Lowongan" else "left")
    for one in card["next_jobs"]:
        table.add_row(_step(one), Text(f"{one['title']} ({one['code']})"), _wanted(one), _count(one))
    return table


def _step(one: Mapping[str, Any]) -> Text:
    education = f", {one['education']}" if one["education"] and one["education_held"] != "have" else ""
    return Text(f"{_KINDS[one['kind']]}, {one['months']} bulan{education}")


def _wanted(one: Mapping[str, Any]) -> Text:
    wants = [*one["needs"], *one["learnt"]]
    missing = [want["label"] for want in wants if want["held"] != "have"]
    more = f" (+{len(missing) - _SHOWN})" if len(missing) > _SHOWN else ""
    held = [want["label"] for want in wants if want["held"] == "have"]
    has = f"\nsudah ada: {', '.join(held)}" if held else ""
    return Text((", ".join(missing[:_SHOWN]) + more or "-") + has)


def _count(one: Mapping[str, Any]) -> str:
    if one["postings"] is None:
        return "-"
    return str(one["postings"]) if one["postings_near"] is None else f"{one['postings']}, dekat {one['postings_near']}"


def first_jobs(
    context: typer.Context,
    programme: Annotated[
        str | None, typer.Option("--programme", metavar="NAME", help="A study programme: TKJ, Akuntansi.")
    ] = None,
    level: Annotated[str, typer.Option("--level", help="With --programme: SMK, SMA, D3, S1.")] = "",
    place: Annotated[str, typer.Option("--place", help="With --programme: where one lives.")] = "",
    key: Annotated[str | None, typer.Option("--id", metavar="KEY", help="One stored worker (source:id).")] = None,
    workers: Annotated[
        str | None, typer.Option("--workers", metavar="FILE.jsonl", help="Each of these workers.")
    ] = None,
    k: Annotated[int, typer.Option("--k", help="Postings for each, from 1 to 1000.")] = 10,
    output: OutputOption = "-",
    provinces: ProvinceOption = None,
    include_closed: Annotated[bool, typer.Option("--include-closed", help="Take closed postings too.")] = False,
    lang: LangOption = DEFAULT,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Entry-level postings for somebody without experience, by study programme, with reasons."""
    from matcher.filters import Conditions
    from matcher.pipeline import check_k

    source = one_of({"--programme": programme, "--id": key, "--workers": workers})
    check_k(k)
    settings = settings_of(context, home)
    conditions = Conditions(today=None if include_closed else today(), provinces=province_codes(provinces or []))

    def card(engine: Engine, given: str | None, coded: Coded) -> dict[str, Any]:
        return _first_jobs_card(engine, given, coded, k, conditions, lang)

    def line(engine: Engine, given: object, subject: Subject) -> Mapping[str, Any]:
        try:
            return {"id": given, **card(engine, subject.coded.key, subject.coded)}
        except InputError as fault:
            found = {"where": fault.where, "wanted": fault.wanted, "found": str(fault.found)}
            return {"id": given, **_NOTHING, "error": found}

    if workers is not None:
        reader = RecordLines(kind="workers", file=shown_name(source), empty=_NOTHING, answer=line)
        run_lines(source, output, lambda: reader.opened(settings), "first-jobs", as_json=as_json)
        return
    with open_filled(settings) as engine:
        found = card(engine, key, _coded(engine, key, programme or "", level, place))
    if as_json:
        print_json(found)
    else:
        show(_first_jobs_table(found))


def _coded(engine: Engine, key: str | None, programme: str, level: str, place: str) -> Coded:
    from matcher.first_job_profile import programme_worker

    if key is not None:
        return engine.stored_subject(Kind.WORKER, key).coded
    regions = engine.coder.gazetteer.read(place).regions if place else ()
    return programme_worker(programme, level, tuple(region.code for region in regions))


def _first_jobs_card(
    engine: Engine, given: str | None, coded: Coded, k: int, conditions: Any, language: Language
) -> dict[str, Any]:
    from api.career_cards import first_jobs_card
    from matcher.first_job_profile import first_job_profile
    from matcher.first_jobs import find_first_jobs

    found = find_first_jobs(engine, first_job_profile(coded), k, conditions)
    return first_jobs_card(found, given, lambda key: cast("Posting", engine.get(Kind.POSTING, key)), language)


def _first_jobs_table(card: Mapping[str, Any]) -> Table:
    left_out = sum(card["removed_by_filter"].values())
    table = Table(
        title=Text(f"Lowongan pertama untuk lulusan {card['programme']['label']}"),
        title_justify="left",
        show_lines=True,
        caption=Text(f"Tidak diikutkan: {left_out} lowongan. Yang 'biasanya diajarkan' belum tentu kamu bisa."),
    )
    for name in ("#", "Skor", "Lowongan", "Mengapa"):
        table.add_column(name, justify="right" if name in {"#", "Skor"} else "left", overflow="fold")
    for place, one in enumerate(card["first_jobs"], 1):
        named = Text.assemble(one["title"], "\n", (one["id"], "dim"))
        table.add_row(str(place), f"{one['score']:.2f}", named, Text("\n".join(one["words"][1:])))
    return table
