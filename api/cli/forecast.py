"""``sepadan forecast``: vacancies of the months ahead, by province and major group; own series; nowcast."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.opening import check_there, home_of, is_there, open_engine, open_kept
from api.cli.options import HomeOption, JsonOption, LangOption, settings_of
from api.cli.show import print_json, show
from api.day import today
from matcher.reason_words import DEFAULT, Language
from taxonomy.errors import GenerationError, InputError
from taxonomy.json_values import is_object

if TYPE_CHECKING:
    from api.settings import Settings
    from matcher.forecast.official import Counted
    from matcher.forecast.scenario import Scenario

MAX_FILE = 100_000
_COUNTED: Mapping[str, Counted] = {"openings": "openings", "postings": "postings"}


def forecast(
    context: typer.Context,
    province: Annotated[str, typer.Option("--province", help="Code, name or short form.")] = "Indonesia",
    major: Annotated[str, typer.Option("--major", help="Major group of KBJI, 1 to 9; all by default.")] = "",
    horizon: Annotated[int, typer.Option("--horizon", help="Months ahead, 1 to 24.")] = 12,
    counted: Annotated[str, typer.Option("--counted", help="openings (people wanted) or postings.")] = "openings",
    scenario: Annotated[
        str, typer.Option("--scenario", metavar="TEXT|FILE.json", help="What opens: 2000@33.25:garmen, or a file.")
    ] = "",
    series: Annotated[
        Path | None, typer.Option("--series", metavar="FILE.csv", help="A series of your own: bulan,nilai.")
    ] = None,
    nowcast: Annotated[bool, typer.Option("--nowcast", help="This month by the stored postings so far.")] = False,
    lang: LangOption = DEFAULT,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Vacancies of the months ahead with 80 and 95 % intervals, why the method was chosen, and what is assumed."""
    if series is not None and (scenario or major or nowcast):
        raise InputError(wanted="--series alone", found="other options beside it", where="--series")
    settings = settings_of(context, home)
    if nowcast:
        card = _nowcast_card(settings, province)
    elif series is not None:
        card = _series_card(series, horizon, lang)
    else:
        card = _market_card(settings, province, major, horizon, counted, _planned(scenario), lang)
    if as_json:
        print_json(card)
    else:
        show(_nowcast_table(card) if nowcast else _table(card))


def _market_card(
    settings: Settings,
    province: str,
    major: str,
    horizon: int,
    counted: str,
    scenario: Scenario | None,
    language: Language,
) -> dict[str, Any]:
    from api.forecast_card import market_card
    from matcher.forecast.answer import market_forecast
    from taxonomy.labour import province_code

    said = _COUNTED.get(counted)
    if said is None:
        raise InputError(wanted=" or ".join(_COUNTED), found=counted, where="--counted")
    found = market_forecast(
        province_code(province),
        horizon,
        major=major,
        counted=said,
        scenario=scenario,
        stored=lambda code: _stored(settings, code),
        language=language,
    )
    return market_card(found, language)


def _stored(settings: Settings, province: str) -> Mapping[str, int]:
    """Without an installation the official mix stands alone, and the answer says so."""
    from matcher.forecast.stored import stored_majors
    from matcher.records import Kind

    if not is_there(settings):
        return {}
    with open_engine(settings) as engine:
        try:
            catalogue = engine.refresh().catalogues[Kind.POSTING]
        except GenerationError:
            return {}
        return stored_majors(catalogue, engine.vocabulary, province)


def _planned(text: str) -> Scenario | None:
    """In short, or from a JSON file."""
    from matcher.forecast.scenario import scenario_from, scenario_of
    from matcher.json_text import parse_json_text

    if not text:
        return None
    if not text.casefold().endswith(".json"):
        return scenario_of(text)
    path = Path(text)
    try:
        raw = path.read_bytes()[: MAX_FILE + 1]
    except OSError as error:
        wanted = "a JSON file with jobs, place, industry"
        raise InputError(wanted=wanted, found=error.strerror or str(error), where=text) from error
    if len(raw) > MAX_FILE:
        raise InputError(wanted=f"at most {MAX_FILE} bytes", found="more", where=text)
    try:
        fields = parse_json_text(raw)
    except ValueError as error:
        raise InputError(wanted="JSON", found=str(error), where=text) from error
    if not is_object(fields):
        raise InputError(wanted="an object with jobs, place, industry", found=type(fields).__name__, where=text)
    return scenario_from(fields)


def _series_card(path: Path, horizon: int, language: Language) -> dict[str, Any]:
    from api.forecast_card import series_card
    from matcher.forecast.forecast import forecast as carry_on
    from matcher.forecast.official import official_series
    from matcher.forecast.series_file import read_series
    from taxonomy.labour import NATION

    peers = tuple(one for code, one in official_series().items() if code != NATION)
    return series_card(carry_on(read_series(path), horizon, peers=peers, language=language), language)


def _nowcast_card(settings: Settings, province: str) -> dict[str, Any]:
    from dataclasses import asdict

    from matcher.forecast.nowcast import nowcast
    from matcher.forecast.stored import stored_arrivals
    from matcher.inspection import served_fingerprint
    from taxonomy.labour import province_code, province_name

    check_there(settings)
    code = province_code(province)
    with open_kept(settings) as store:
        found = nowcast(stored_arrivals(store, served_fingerprint(home_of(settings)), code), today())
    return {"province": code, "province_name": province_name(code), **asdict(found)}


def _table(card: Mapping[str, Any]) -> Table:
    added = any(row["added"] for row in card["months"])
    title = card["name"] if not card.get("major_title") else f"{card['name']} ({card['major_title']})"
    notes = [card["served_because"], *card["notes"], *card.get("assumptions", ())]
    if card["source"]:
        notes.append(f"Sumber: {card['source']}; {card['n_months']} bulan sampai {card['last_month']}.")
    table = Table(title=Text(f"Ramalan: {title}"), title_justify="left", caption=Text("\n".join(notes)))
    table.caption_justify = "left"
    columns = ["Bulan", "Perkiraan", "Rentang 80%", "Rentang 95%", *(["Dari skenario"] if added else [])]
    for name in columns:
        table.add_column(name, justify="left" if name == "Bulan" else "right")
    for row in card["months"]:
        cells = [row["month"], _figure(row["point"]), _range(row, "80"), _range(row, "95")]
        table.add_row(*cells, *([_figure(row["added"])] if added else []))
    return table


def _nowcast_table(card: Mapping[str, Any]) -> Table:
    usual = f"biasanya {card['usual_share']:.0%} lowongan sudah masuk pada tanggal ini ({card['n_months']} bulan)"
    if not card["n_months"]:
        usual = "terlalu sedikit bulan sebelumnya: dianggap merata per hari"
    delay = "" if card["delays_known"] else " Tanggal masuk tidak tersimpan: keterlambatan tidak dikoreksi."
    table = Table(
        title=Text(f"Bulan berjalan {card['month']}: {card['province_name']}, lowongan tersimpan"),
        title_justify="left",
        caption=Text(f"Sampai {card['as_of']}; {usual}.{delay}"),
    )
    table.caption_justify = "left"
    for name in ("Sudah masuk", "Perkiraan sebulan", "Rentang 80%", "Rentang 95%"):
        table.add_column(name, justify="right")
    table.add_row(str(card["seen"]), _figure(card["point"]), _range(card, "80"), _range(card, "95"))
    return table


def _range(row: Mapping[str, Any], level: str) -> str:
    return f"{_figure(row['low' + level])} - {_figure(row['high' + level])}"


def _figure(value: float) -> str:
    """Whole figures with Indonesian marks between thousands; one digit below ten."""
    text = f"{value:,.1f}" if 0 < value < 10 else f"{value:,.0f}"
    return text.translate(str.maketrans(",.", ".,"))
