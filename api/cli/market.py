"""``sepadan market``: demand, supply, tightness, skills, wages and possible flows of the stored records."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.grouped import grouped
from api.cli.market_tables import (
    demand_tables,
    flow_tables,
    skill_tables,
    supply_tables,
    tightness_tables,
    trend_tables,
    wage_tables,
)
from api.cli.opening import open_filled
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import print_json, show
from api.day import today
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from matcher.engine import Engine
    from matcher.market.selection import Selection
    from matcher.market.served import Market, ServedMarket

market = typer.Typer(help="The labour market of the stored records: demand, supply, tightness, skills, wages, flows.")

ProvinceOption = Annotated[
    list[str] | None, typer.Option("--province", help="Code or name; may be repeated. Indonesia by default.")
]
EachOption = Annotated[bool, typer.Option("--each-province", help="A row for each province.")]
KbjiOption = Annotated[str, typer.Option("--kbji", metavar="DIGITS", help="Beginning of KBJI codes: 72.")]
LevelOption = Annotated[
    int | None, typer.Option("--level", help="Digits of the rows, 0 to 4; one more than --kbji by default.")
]
LimitOption = Annotated[int, typer.Option("--limit", help="Most rows, from 1 to 1000.")]
DayOption = Annotated[
    str, typer.Option("--as-of", metavar="DAY", help="Day on which postings stand open: 2025-07-01; today by default.")
]
ClosedOption = Annotated[bool, typer.Option("--include-closed", help="Count postings that are no longer open too.")]

_LIMIT = 20


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """Which rows are told."""

    provinces: ProvinceOption = None
    each_province: EachOption = False
    kbji: KbjiOption = ""
    level: LevelOption = None
    limit: LimitOption = _LIMIT

    def selected(self) -> Selection:
        """As the market takes them."""
        return _selected(self.provinces, self.each_province, self.kbji, self.level, self.limit)


@dataclass(frozen=True, kw_only=True)
class _When:
    """Which postings count."""

    as_of: DayOption = ""
    include_closed: ClosedOption = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """An engine with its market."""

    engine: Engine
    served: ServedMarket
    market: Market
    day: date


@contextmanager
def _opened(context: typer.Context, home: Path | None, when: _When) -> Generator[_Opened]:
    from matcher.market.served import ServedMarket

    day = _day(when.as_of, "--as-of") if when.as_of else today()
    with open_filled(settings_of(context, home)) as engine:
        served = ServedMarket(engine)
        found = served.on(day, include_closed=when.include_closed)
        yield _Opened(engine=engine, served=served, market=found, day=day)


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError(wanted="a day such as 2025-07-01", found=text[:40], where=where) from error


def _tell(card: dict[str, Any], as_json: bool, tables: Callable[[dict[str, Any]], list[Any]]) -> None:
    if as_json:
        print_json(card)
    else:
        show(*tables(card))


def _selected(provinces: list[str] | None, each: bool, kbji: str, level: int | None, limit: int) -> Selection:
    from matcher.market.selection import select

    return select(provinces or (), kbji, level, limit, each_province=each)


def _of_one_place(provinces: list[str] | None, kbji: str, limit: int) -> Selection:
    from matcher.market.selection import check_one_province, select

    return select((check_one_province(provinces or ()),), kbji, None, limit)


@market.command("demand")
@grouped
def demand(
    context: typer.Context, rows: _Rows, when: _When, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Postings and people wanted by province and occupation, official vacancies beside."""
    from api.market_cards import demand_card

    with _opened(context, home, when) as opened:
        _tell(demand_card(opened.market, rows.selected()), as_json, demand_tables)


@market.command("supply")
@grouped
def supply(context: typer.Context, rows: _Rows, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Job seekers by province and occupation, official seekers beside."""
    from api.market_cards import supply_card

    with _opened(context, home, _When()) as opened:
        _tell(supply_card(opened.market, rows.selected()), as_json, supply_tables)


@market.command("tightness")
@grouped
def tightness(
    context: typer.Context, rows: _Rows, when: _When, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """People wanted for each seeker, mismatch, and official points of the Beveridge curve."""
    from api.market_cards import tightness_card

    with _opened(context, home, when) as opened:
        _tell(tightness_card(opened.market, rows.selected()), as_json, tightness_tables)


@market.command("skills")
@grouped
def skills(
    context: typer.Context,
    *,
    provinces: ProvinceOption = None,
    kbji: KbjiOption = "",
    limit: LimitOption = _LIMIT,
    when: _When,
    since: Annotated[str, typer.Option("--since", metavar="DAY", help="First day of the later window of trends.")] = "",
    phrases: Annotated[
        int, typer.Option("--phrases", metavar="ADS", help="Read so many ads for terms of no skill's name.")
    ] = 0,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Skills asked for and held, which are short, and which rise; with --phrases candidates for new skills."""
    from api.market_cards import skills_card

    selection = _of_one_place(provinces, kbji, limit)
    first = _day(since, "--since") if since else None
    if not 0 <= phrases <= 1_000_000:
        raise InputError(wanted="0 to 1000000 ads", found=str(phrases), where="--phrases")
    with _opened(context, home, when) as opened:
        everything = opened.served.on(opened.day, include_closed=True)
        card = skills_card(opened.market, everything, selection, opened.engine.coder.skills, first)
        if phrases:
            card["phrases"] = _phrases(opened.engine, everything, first, phrases, limit)
    _tell(card, as_json, lambda found: [*skill_tables(found), *trend_tables(found)])


def _phrases(engine: Engine, everything: Market, since: date | None, most: int, limit: int) -> dict[str, Any]:
    from api.cli.progress import progress
    from api.market_cards import trends_part
    from matcher.market.new_phrases import ad_texts, candidates, known_words, sampled
    from matcher.market.rising import dated_ads

    ads = sampled(dated_ads(everything.postings, everything.axes, since), most)
    keys = everything.postings.keys()
    texts = ad_texts(engine.store, [keys[int(row)] for row in ads.rows])
    with progress() as tell:
        known = known_words(engine.coder.skills)
        found = candidates(ads, everything.postings, texts, engine.coder.reader, known, tell)
    return {
        **trends_part(found.trends, {}, limit),
        "ads_read": len(ads.rows),
        "candidates": [{"phrase": term, "ads": n} for term, n in list(found.ads.items())[:limit]],
    }


@market.command("wages")
@grouped
def wages(
    context: typer.Context,
    *,
    provinces: ProvinceOption = None,
    each_province: EachOption = False,
    kbji: KbjiOption = "",
    limit: LimitOption = _LIMIT,
    when: _When,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Pay that postings offer for an occupation: quantiles, and the minimum wage beside."""
    from api.market_cards import wages_card

    selection = _selected(provinces, each_province, kbji, None, limit)
    with _opened(context, home, when) as opened:
        _tell(wages_card(opened.market, selection), as_json, wage_tables)


@market.command("flows")
@grouped
def flows(
    context: typer.Context,
    *,
    provinces: ProvinceOption = None,
    limit: LimitOption = _LIMIT,
    when: _When,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Where seekers of a regency would find their postings: possible flows, nobody observed them."""
    from api.market_cards import flows_card

    selection = _of_one_place(provinces, "", limit)
    with _opened(context, home, when) as opened:
        _tell(flows_card(opened.market, selection, opened.engine.vocabulary), as_json, flow_tables)
