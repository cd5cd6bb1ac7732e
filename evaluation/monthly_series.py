"""Public monthly series that lie inside installed packages: what the forecaster is proven on.

Chosen before anything was tuned, by rule: every monthly series of statsmodels' and vega_datasets' local data and of
plotnine's data that is no sum of others. Of US employment the fifteen sectors; of the Texas housing market the sales
of the eight areas with most of them and no gap; of US economics, meat, stocks and Seattle's weather all. Files are read
where the package lies, without importing it. A package that is not installed is left out and named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from matcher.forecast.series import MonthlySeries, monthly_series

EMPLOYMENT = (
    "mining_and_logging construction durable_goods nondurable_goods wholesale_trade retail_trade utilities "
    "transportation_and_warehousing information financial_activities professional_and_business_services "
    "education_and_health_services leisure_and_hospitality other_services government"
).split()
ECONOMICS = ("pce", "pop", "psavert", "uempmed", "unemploy")
TEXAS_AREAS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPool:
    """Series by the table that they stand in.

    Attributes:
        groups: Name of the table to its series; those of one table are each other's regions.
        missing: Packages that are not installed.
    """

    groups: dict[str, tuple[MonthlySeries, ...]]
    missing: tuple[str, ...]

    @property
    def series(self) -> tuple[MonthlySeries, ...]:
        """All of them, by table."""
        return tuple(one for group in self.groups.values() for one in group)


def public_series() -> PublicPool:
    """Every series of every package that is installed.

    Raises:
        KeyError: A table of a package has other columns than were known.
    """
    groups, missing = dict[str, tuple[MonthlySeries, ...]](), list[str]()
    for package, readers in _READERS.items():
        folder = _folder(package)
        if folder is None:
            missing.append(package)
            continue
        for name, (path, read) in readers.items():
            groups[name] = tuple(_series(package, path, name, read(pd.read_csv(folder / path))))
    return PublicPool(groups=groups, missing=tuple(missing))


def _folder(package: str) -> Path | None:
    spec = find_spec(package)
    return Path(next(iter(spec.submodule_search_locations))) if spec and spec.submodule_search_locations else None


def _series(package: str, path: str, group: str, columns: dict[str, pd.Series[float]]) -> Iterator[MonthlySeries]:
    for name, values in columns.items():
        months = [f"{period.year}-{period.month:02d}" for period in values.index]
        points = zip(months, [float(value) for value in values], strict=True)
        yield monthly_series(points, name=f"{group}: {name}" if name else group, source=f"{package}, {path}")


Columns = dict[str, "pd.Series[float]"]


def _monthly(table: pd.DataFrame, dates: str, form: str | None = None) -> pd.DataFrame:
    return table.set_index(pd.PeriodIndex(pd.to_datetime(table[dates].astype(str), format=form), freq="M"))


def _co2(table: pd.DataFrame) -> Columns:
    weeks = _monthly(table, "date", "%Y%m%d")["co2"]
    return {"": weeks.groupby(level=0).mean()}


def _el_nino(table: pd.DataFrame) -> Columns:
    values = table.drop(columns="YEAR").to_numpy(dtype=float).ravel()
    months = pd.period_range(f"{table['YEAR'].iloc[0]}-01", periods=len(values), freq="M")
    return {"": pd.Series(values, index=months)}


def _equipment(table: pd.DataFrame) -> Columns:
    return {"": _monthly(table, "DATE", "%b-%d-%Y").iloc[:, 1]}


def _employment(table: pd.DataFrame) -> Columns:
    months = _monthly(table, "month")
    return {name: months[name] for name in EMPLOYMENT}


def _stocks(table: pd.DataFrame) -> Columns:
    months = _monthly(table, "date", "%b %d %Y")
    return {str(name): own["price"] for name, own in months.groupby("symbol")}


def _weather(table: pd.DataFrame) -> Columns:
    days = _monthly(table, "date").groupby(level=0)
    means = {name: days[name].mean() for name in ("temp_max", "temp_min", "wind")}
    return {"precipitation": days["precipitation"].sum(), **means}


def _economics(table: pd.DataFrame) -> Columns:
    months = _monthly(table, "date")
    return {name: months[name] for name in ECONOMICS}


def _meat(table: pd.DataFrame) -> Columns:
    months = _monthly(table, "date")
    return {str(name): months[name].dropna() for name in months.columns if name != "date"}


def _texas(table: pd.DataFrame) -> Columns:
    month = table["year"].astype(str) + "-" + table["month"].astype(str)
    months = table.set_index(pd.PeriodIndex(pd.to_datetime(month, format="%Y-%m"), freq="M"))
    sales = months.groupby("city")["sales"]
    whole = sales.sum()[sales.count() == sales.size()]
    most = whole.sort_values(ascending=False).index[:TEXAS_AREAS]
    return {str(city): months.loc[months["city"] == city, "sales"] for city in most}


_Reader = Callable[[pd.DataFrame], Columns]
_READERS: dict[str, dict[str, tuple[str, _Reader]]] = {
    "statsmodels": {
        "CO2 at Mauna Loa": ("datasets/co2/co2.csv", _co2),
        "sea surface, El Nino": ("datasets/elnino/elnino.csv", _el_nino),
        "electrical equipment, euro area": ("datasets/elec_equip/elec_equip.csv", _equipment),
    },
    "vega_datasets": {
        "US employment": ("_data/us-employment.csv", _employment),
        "stocks": ("_data/stocks.csv", _stocks),
        "Seattle weather": ("_data/seattle-weather.csv", _weather),
    },
    "plotnine": {
        "US economics": ("data/economics.csv", _economics),
        "US meat": ("data/meat.csv", _meat),
        "Texas home sales": ("data/txhousing.csv", _texas),
    },
}
