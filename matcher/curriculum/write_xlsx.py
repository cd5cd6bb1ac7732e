"""A plan as a workbook in Bahasa Indonesia, a sheet for each question (xlsxwriter)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

Document = Mapping[str, Any]
Table = tuple[Sequence[str], Sequence[Sequence[Any]]]

_WIDEST = 60
_NAMED = 12
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True, "in_memory": True}
"""A title that begins with ``=`` stays a title."""


def plan_workbook(plan: Document) -> bytes:
    """An ``.xlsx`` file.

    Args:
        plan: As ``told.plan_as_dict`` gives it.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _PLAIN) as book:
        head = book.add_format({"bold": True, "bg_color": "#D9E7F5", "text_wrap": True, "valign": "top", "border": 1})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        for name, table in _sheets(plan):
            _write(book, name, table, head, cell)
    return file.getvalue()


def _write(book: Workbook, name: str, table: Table, head: Format, cell: Format) -> None:
    sheet = book.add_worksheet(name)
    header, rows = table
    sheet.write_row(0, 0, header, head)
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, ["" if value is None else value for value in row], cell)
    for column, title in enumerate(header):
        longest = max([len(title), *(len(str(row[column])) for row in rows)])
        sheet.set_column(column, column, min(_WIDEST, longest + 2))
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(header) - 1)


def _sheets(plan: Document) -> list[tuple[str, Table]]:
    sheets = [
        ("Ringkasan", summary(plan)),
        ("Jadwal", schedule(plan)),
        ("Kursus", courses(plan)),
        ("Jabatan", occupations(plan)),
        ("Batas", limits(plan)),
        ("Kepekaan", gains(plan)),
        ("Belum diajarkan", skills(plan["skills"]["not_taught"])),
        ("Jarang diminta", skills(plan["skills"]["not_asked"])),
        ("Asumsi", assumptions(plan)),
        ("Sumber", sources(plan)),
    ]
    if plan["conflict"]:
        sheets.insert(1, ("Pertentangan", conflict(plan)))
    if plan.get("comparison"):
        sheets.append(("Perbandingan", comparison(plan["comparison"])))
    return sheets


def summary(plan: Document) -> Table:
    """The plan in a few lines: name and value."""
    centre: Document = plan["centre"]
    totals: Document = plan["totals"] or {}
    rows: list[Sequence[Any]] = [
        ("Lembaga", centre["name"]),
        ("Provinsi", centre["province_name"]),
        ("Jangkauan (km)", centre["catchment_km"]),
        ("Bulan pertama", plan["first"]),
        ("Lama (bulan)", plan["months"]),
        ("Hasil", plan["words"]),
    ]
    if totals:
        placed = totals["placements"]
        rows += [
            ("Kelas", totals["classes"]),
            ("Peserta", totals["participants"]),
            ("Lulusan yang diharapkan", totals["graduates"]),
            ("Biaya (rupiah)", totals["cost_idr"]),
            ("Penempatan yang diharapkan", placed["mean"]),
            ("Selang 80 %", f"{placed['low80']:.0f} - {placed['high80']:.0f}"),
            ("Selang 95 %", f"{placed['low95']:.0f} - {placed['high95']:.0f}"),
            ("Selisih terbesar dari rencana terbaik", f"{plan['solver']['gap']:.2%}"),
        ]
    return ("Hal", "Isi"), rows


def schedule(plan: Document) -> Table:
    """Classes by month of their beginning."""
    header = ("Mulai", "Sampai", "Kursus", "Kelas", "Peserta", "Id kursus")
    rows = [(x["month"], x["until"], x["title"], x["classes"], x["seats"], x["course"]) for x in plan["classes"]]
    return header, sorted(rows)


def courses(plan: Document) -> Table:
    """Every course that could be given."""
    header = (
        *("Kursus", "Kejuruan", "JP", "Peserta/kelas", "Kelas", "Biaya (rupiah)", "Penempatan"),
        *("80 % bawah", "80 % atas", "95 % bawah", "95 % atas", "Ada di masa depan", "Id kursus"),
    )
    rows: list[tuple[Any, ...]] = []
    for one in plan["courses"]:
        placed: Document = one["placements"] or {}
        steady: Document | None = one["in_futures"]
        ends = [placed.get(name) for name in ("mean", "low80", "high80", "low95", "high95")]
        named = (one["title"], one["vocational_field"], one["jp"], one["seats"], one["classes"], one["cost_idr"])
        share = None if steady is None else f"{steady['share']:.0%} dari {steady['n']}"
        rows.append((*named, *ends, share, one["course"]))
    return header, rows


def occupations(plan: Document) -> Table:
    """Demand and supply of each occupation."""
    header = (
        *("KBJI", "Jabatan", "Lowongan tersimpan", "Terbuka bagi lulusan", "Orang dicari"),
        *("Permintaan/bulan", "80 % bawah", "80 % atas", "Pencari tersimpan", "Pencari/triwulan"),
        *("Lulusan lembaga lain/triwulan", "Lowongan per pencari", "Median upah", "Lulusan rencana", "Penempatan"),
    )
    rows: list[tuple[Any, ...]] = []
    for one in plan["occupations"]:
        stored = "< 5" if one["seekers_stored"] is None else one["seekers_stored"]
        wanted = (one["vacancies_a_month"], one["low80"], one["high80"])
        held = (stored, one["seekers_a_quarter"], one["other_graduates_a_quarter"], one["tightness"])
        placed = None if one["placements"] is None else one["placements"]["mean"]
        ends = (one["pay_idr_month"], one["graduates"], placed)
        stored_ads = (one["postings"], one["open_to_graduates"], one["openings"])
        rows.append((one["unit"], one["title"], *stored_ads, *wanted, *held, *ends))
    return header, rows


def limits(plan: Document) -> Table:
    """What is used of each limit."""
    header = ("Batas", "Tersedia", "Terpakai, bulan terpenuh", "Terpakai, rata-rata")
    rows = [(x["label"], x["amount"], _share(x["fullest"]), _share(x["mean"])) for x in plan["limits"]]
    return header, rows


def gains(plan: Document) -> Table:
    """What more of a limit would bring."""
    header = ("Bila ditambah", "Sebanyak", "Penempatan bertambah, paling sedikit", "paling banyak")
    return header, [(x["label"], x["added"], x["least"], x["most"]) for x in plan["gains"]]


def conflict(plan: Document) -> Table:
    """What stands against a plan."""
    header = ("Batas atau janji", "Tersedia/dijanjikan", "Cukup bila ditambah/dikurangi", "Dalam satuan", "Terbukti")
    rows: list[tuple[Any, ...]] = []
    for one in plan["conflict"]:
        alone = "tidak cukup sendirian" if one["alone"] is None else round(one["alone"], 2)
        rows.append((one["label"], one["amount"], alone, one["steps"], "ya" if one["proven"] else "belum"))
    return header, rows


def skills(listed: Sequence[Document]) -> Table:
    """Skills with the postings that ask for them."""
    header = ("Keterampilan", "Jenis", "Lowongan yang meminta", "dari", "Bagian", "95 % bawah", "95 % atas")
    shares = [(_share(x["share"]), *map(_share, x["ci95"])) for x in listed]
    rows = [(x["label"], x["type"], x["postings"], x["of"], *own) for x, own in zip(listed, shares, strict=True)]
    return header, rows


def assumptions(plan: Document) -> Table:
    """What is assumed."""
    rows = [(x["name"], x["value"], x["meaning"], x["source"]) for x in plan["assumptions"]]
    return ("Nama", "Nilai", "Arti", "Sumber"), rows


def sources(plan: Document) -> Table:
    """Where the figures come from, and how the plan is made."""
    demand = plan["demand"]
    open_too = "termasuk yang sudah tutup" if demand["include_closed"] else "yang masih terbuka"
    rows = [
        ("Permintaan", f"{demand['source']}, sampai {demand['last_month']}, {demand['n_months']} bulan"),
        ("Ramalan", demand["method"]),
        ("Susunan jabatan", f"{demand['postings']} lowongan tersimpan ({open_too}, {demand['as_of']})"),
        ("Pencari per lowongan", f"{demand['seekers_per_opening']} ({demand['seekers_source']})"),
        *(("Catatan", note) for note in demand["notes"]),
        ("Cara", plan["method"]),
        *(("Tidak ikut: " + why, _some(keys)) for why, keys in plan["left_out"].items()),
    ]
    return ("Hal", "Keterangan"), rows


def comparison(found: Document) -> Table:
    """Two plans side by side."""
    more = found["more_placements"]
    rows: list[Sequence[Any]] = [
        (name, found["this"][key], found["other"][key])
        for name, key in (("Kelas", "classes"), ("Peserta", "participants"), ("Biaya (rupiah)", "cost_idr"))
    ]
    rows += [
        ("Penempatan", found["this"]["placements"]["mean"], found["other"]["placements"]["mean"]),
        ("Penempatan lebih banyak (80 %)", more["mean"], f"{more['low80']} - {more['high80']}"),
        *((one["title"], one["this"], one["other"]) for one in found["courses"]),
    ]
    return ("Hal", "Rencana ini", "Rencana lain"), rows


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.1%}"


def _some(keys: Sequence[str]) -> str:
    """A few keys and how many more; a cell and a page hold no hundreds."""
    more = f" dan {len(keys) - _NAMED} lagi" if len(keys) > _NAMED else ""
    return ", ".join(keys[:_NAMED]) + more
