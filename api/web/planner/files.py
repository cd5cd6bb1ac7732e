"""Reports as files to take along, and charts as pictures."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from http import HTTPStatus
from typing import Literal

from fastapi.responses import Response
from markupsafe import Markup

from api.web.charts.render import DRAWINGS, png_of
from api.web.maps.drawn import map_svg
from api.web.maps.picture import MapPicture
from api.web.planner.paper import paper
from api.web.planner.tables import Figure, Report, number
from api.web.planner.workbook import workbook
from api.web.tongue import Tongue
from taxonomy.errors import UnknownIdError
from taxonomy.text import fold

Form = Literal["xlsx", "pdf"]

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
}


def report_file(report: Report, form: Form, tongue: Tongue, today: date) -> Response:
    """The report as a workbook or a paper."""
    content = workbook(report, tongue, today) if form == "xlsx" else paper(report, tongue, today)
    return _sent(content, form, f"{report.title} {today:%Y-%m-%d}")


def chart_file(report: Report, name: str, tongue: Tongue, today: date) -> Response:
    """A chart of the report as a PNG.

    Raises:
        UnknownIdError: It has no such chart, or nothing to draw.
    """
    figure = report.figure(name)
    if figure is None or figure.spec is None:
        known = ", ".join(one.name for one in report.figures if one.spec)
        raise UnknownIdError(wanted=f"a chart: {known}", found=name, where="chart")
    title = {
        "text": textwrap.wrap(figure.title, 44),
        "subtitle": textwrap.wrap(f"{report.title}. {figure.table.source}", 72),
        "anchor": "start",
        "fontSize": 15,
        "subtitleFontSize": 10,
        "offset": 10,
    }
    spec = {**figure.spec, "title": title}
    content = DRAWINGS.drawn(spec, tongue.language, "png")
    return _sent(content, "png", f"{figure.title} {today:%Y-%m-%d}")


def map_file(shown: MapPicture, source: str, tongue: Tongue, today: date) -> Response:
    """The map as a PNG, with its legend, finding and source."""
    ends = {one.number: dict.fromkeys((number(one.low, tongue), number(one.high, tongue))) for one in shown.legend}
    plain = {at: "–".join(values) for at, values in ends.items()}
    drawn = map_svg(shown, source, tongue.gettext("tidak ditampilkan"), tongue.gettext("kota"), plain)
    content = png_of(drawn)
    return _sent(content, "png", f"{shown.title} {today:%Y-%m-%d}")


def inline(figure: Figure, tongue: Tongue) -> Markup:
    """A chart as a page takes it in: plain shapes that ``charts.render.clean`` has let through."""
    return Markup(DRAWINGS.drawn(figure.spec or {}, tongue.language, "svg").decode())  # noqa: S704 - cleaned


def _sent(content: bytes, form: str, name: str) -> Response:
    plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:80]
    headers = {"Content-Disposition": f'attachment; filename="{plain}.{form}"'}
    return Response(content, HTTPStatus.OK, headers, media_type=_TYPES[form])
