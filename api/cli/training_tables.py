"""Advice on training as tables of the terminal, in Bahasa Indonesia."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from api.cli.show import left_out, listed, shortened

_NOTHING = "Tidak ada pelatihan yang disarankan"
_EARLIER = "Nilai = (lowongan baru + kecocokan + upah) x waktu; dihitung dengan mencocokkan ulang, bukan janji."


def courses_table(card: Mapping[str, Any], title: str) -> Table:
    """Recommended courses with what they open."""
    table = _table(card, title, card["courses"])
    for name in ("#", "Nilai", "Pelatihan", "JP", "Jarak", "Menutup", "Yang dibuka"):
        table.add_column(name, justify="right" if name in {"#", "Nilai", "JP", "Jarak"} else "left", overflow="fold")
    for place, course in enumerate(card["courses"], 1):
        terms = course["terms"]
        named = Text.assemble(shortened(course["title"]), "\n", (course["id"], "dim"))
        closes = listed(str(item["label"]) for item in course["closes"])
        value, jp = f"{course['value']['value']:.2f}", _known(terms["jp"])
        table.add_row(str(place), value, named, jp, _km(course["distance_km"]), closes, _opened(course))
    return table


def paths_table(card: Mapping[str, Any], title: str) -> Table:
    """Recommended paths, a row for each with its courses in order."""
    table = _table(card, title, card["paths"])
    for name in ("#", "Nilai", "Pelatihan berurutan", "Minggu", "JP", "Yang dibuka"):
        table.add_column(name, justify="right" if name in {"#", "Nilai", "Minggu", "JP"} else "left", overflow="fold")
    for place, path in enumerate(card["paths"], 1):
        steps = [
            f"{at}. {shortened(one['title'])} ({_known(one['starts_on'])} s.d. {_known(one['ends_on'])})"
            for at, one in enumerate(path["courses"], 1)
        ]
        value, weeks = f"{path['value']['value']:.2f}", f"{path['weeks']:.1f}"
        table.add_row(str(place), value, Text("\n".join(steps)), weeks, str(path["jp"]), _opened(path))
    return table


def notes(card: Mapping[str, Any]) -> list[RenderableType]:
    """Why nothing is advised, what may help beside courses, and what the number means."""
    said = [*card["words"], *(one["words"] for one in card["alternatives"])]
    found = bool(card.get("courses") or card.get("paths"))
    return [Text(line) for line in (*said, *((_EARLIER,) if found else ()))]


def _table(card: Mapping[str, Any], title: str, found: list[Any]) -> Table:
    caption = left_out(card["removed_by_filter"], found, _NOTHING)
    return Table(title=Text(title), title_justify="left", show_lines=True, caption=caption)


def _opened(claim: Mapping[str, Any]) -> Text:
    helped = [f"{shortened(str(e['title']))} {e['before']:.2f} ke {e['after']:.2f}" for e in claim["examples"]]
    return Text("\n".join([f"{claim['opens']} lowongan lagi, {claim['improves']} skor naik", *helped]))


def _km(distance: float | None) -> str:
    return "-" if distance is None else f"{distance:.0f} km"


def _known(value: object) -> str:
    return "-" if value is None else str(value)
