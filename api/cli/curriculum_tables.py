"""Plans and curriculum diffs as tables for people, in Bahasa Indonesia."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

_VERDICTS = {
    "keep": "tetap",
    "strengthen": "perkuat",
    "shorten": "persingkat",
    "drop": "hapus",
    "untouched": "tidak dinilai",
    "unclear": "belum jelas",
}
_SHOWN = 15


def plan_tables(plan: Mapping[str, Any]) -> list[RenderableType]:
    """A plan: what it comes to, courses, schedule, limits, what more would bring, what stands against it."""
    span = f"{plan['centre']['name']}, {plan['first']}, {plan['months']} bulan"
    parts: list[RenderableType] = [Text(span, style="bold"), Text(plan["words"])]
    if plan["conflict"]:
        parts.append(_conflict(plan["conflict"]))
    if plan["classes"]:
        parts += [_courses(plan["courses"]), _schedule(plan["classes"])]
    if plan["gains"]:
        parts.append(_gains(plan["gains"]))
    if plan["comparison"]:
        parts.append(_comparison(plan["comparison"]))
    demand = plan["demand"]
    source = f"Sumber: {demand['source']}, sampai {demand['last_month']}; {demand['postings']} lowongan tersimpan."
    parts += [Text(source, style="dim"), *(Text(note, style="dim") for note in demand["notes"])]
    parts.append(Text("Asumsi dan semua rincian: --json, --output rencana.xlsx atau rencana.pdf.", style="dim"))
    return parts


def diff_tables(diff: Mapping[str, Any]) -> list[RenderableType]:
    """A curriculum diff: modules with verdicts, what to add."""
    head = f"{diff['title']} ({diff['course']}), {diff['province_name']}"
    modules = _table("Modul", ("Modul", "JP", "Saran", "JP disarankan", "Mengapa"))
    for one in diff["modules"]:
        evidence = ", ".join(f"{each['id']}: {each['words']}" for each in one["evidence"])
        why = one["why"] + (f"\n{evidence}" if evidence else "")
        modules.add_row(
            Text(one["title"]), _number(one["jp"]), _VERDICTS[one["verdict"]], _number(one["suggested_jp"]), Text(why)
        )
    parts: list[RenderableType] = [Text(head, style="bold"), Text(diff["words"]), modules]
    if diff["additions"]:
        added = _table("Ditambahkan", ("Keterampilan", "JP", "Lowongan", "95 %", "Contoh"))
        for one in diff["additions"]:
            skill, shown = one["skill"], "\n".join(f"{each['id']}: {each['words']}" for each in one["evidence"])
            asked = f"{skill['postings']} dari {skill['of']}"
            added.add_row(Text(skill["label"]), _number(one["suggested_jp"]), asked, _span(skill["ci95"]), Text(shown))
        parts.append(added)
    if diff["soft"]:
        named = ", ".join(f"{one['label']} ({one['postings']})" for one in diff["soft"])
        parts.append(Text(f"Soft skill yang diminta: {named}", style="dim"))
    return [*parts, Text(f"Sumber: {diff['source']}, {diff['as_of']}.", style="dim")]


def _courses(courses: Sequence[Mapping[str, Any]]) -> Table:
    table = _table("Kursus", ("Kursus", "JP", "Kelas", "Penempatan (80 %)", "Di masa depan"))
    for one in [each for each in courses if each["classes"]][:_SHOWN]:
        placed, steady = one["placements"], one["in_futures"]
        span = f"{placed['mean']:.0f} ({placed['low80']:.0f}-{placed['high80']:.0f})"
        held = "-" if steady is None else f"{steady['share']:.0%} dari {steady['n']}"
        table.add_row(Text(one["title"]), str(one["jp"]), str(one["classes"]), span, held)
    return table


def _schedule(classes: Sequence[Mapping[str, Any]]) -> Table:
    by_month: dict[str, list[str]] = {}
    for one in classes:
        by_month.setdefault(one["month"], []).append(f"{one['title']} x{one['classes']}")
    table = _table("Mulai", ("Bulan", "Kelas"))
    for month, named in sorted(by_month.items()):
        table.add_row(month, Text("; ".join(named)))
    return table


def _gains(gains: Sequence[Mapping[str, Any]]) -> Table:
    table = _table("Bila lembaga punya lebih banyak", ("Apa", "Tambahan", "Penempatan bertambah"))
    for one in gains[:_SHOWN]:
        table.add_row(Text(one["label"]), f"{one['added']:,.0f}", f"{one['least']:.1f} - {one['most']:.1f}")
    return table


def _conflict(conflict: Sequence[Mapping[str, Any]]) -> Table:
    table = _table("Saling bertentangan", ("Batas atau janji", "Ada", "Cukup bila diubah sebanyak", "Satuan"))
    for one in conflict:
        alone = "tidak cukup sendirian" if one["alone"] is None else f"{one['alone']:,.2f}"
        table.add_row(Text(one["label"]), f"{one['amount']:,.2f}", alone, _number(one["steps"]))
    return table


def _comparison(found: Mapping[str, Any]) -> Table:
    table = _table("Dibandingkan", ("Hal", "Rencana ini", "Rencana lain"))
    for name, key in (("Kelas", "classes"), ("Peserta", "participants"), ("Biaya (rupiah)", "cost_idr")):
        table.add_row(name, f"{found['this'][key]:,}", f"{found['other'][key]:,}")
    sides = [f"{found[side]['placements']['mean']:.1f}" for side in ("this", "other")]
    table.add_row("Penempatan", *sides)
    more = found["more_placements"]
    table.add_row("Selisih penempatan (80 %)", f"{more['mean']:.1f} ({more['low80']:.1f}-{more['high80']:.1f})", "")
    for one in found["courses"][:_SHOWN]:
        table.add_row(Text(one["title"]), str(one["this"]), str(one["other"]))
    return table


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", show_lines=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"


def _span(ends: Sequence[float]) -> str:
    return f"{ends[0]:.0%}-{ends[1]:.0%}"
