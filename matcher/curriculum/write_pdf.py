"""A plan as a short paper in Bahasa Indonesia (fpdf2): what is planned, why, what hangs on what, where it comes from.

The built-in Helvetica of PDF is used, which holds Latin-1; ``matcher.pdf_text`` says what becomes of the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from matcher.curriculum import write_xlsx
from matcher.pdf_text import all_printable

Document = Mapping[str, Any]

_FONT = "helvetica"
_HEAD = FontFace(emphasis="BOLD", fill_color=(217, 231, 245))
_BLUE, _PALE = (31, 95, 153), (190, 214, 237)
_ROWS = {"courses": 14, "occupations": 12, "skills": 10, "schedule": 28}
"""Lines of a table that a paper shows; the workbook has them all."""


class _Paper(FPDF):
    """Pages with the name of the centre and their number."""

    def __init__(self, name: str) -> None:
        super().__init__(format="A4")
        self._name = name
        self.set_auto_page_break(auto=True, margin=18)
        self.set_margins(15, 15)
        self.set_title(f"Rencana pelatihan {name}")
        self.set_lang("id-ID")

    def footer(self) -> None:
        """Name and page."""
        self.set_y(-13)
        self.set_font(_FONT, size=8)
        self.set_text_color(110)
        self.cell(0, 6, f"{self._name}  -  halaman {self.page_no()} dari {{nb}}", align="C")
        self.set_text_color(0)


def plan_paper(plan: Document) -> bytes:
    """A ``.pdf`` file.

    Args:
        plan: As ``told.plan_as_dict`` gives it.
    """
    plan = all_printable(plan)
    paper = _Paper(plan["centre"]["name"])
    paper.add_page()
    _opening(paper, plan)
    if plan["conflict"]:
        _section(paper, "Yang saling bertentangan", write_xlsx.conflict(plan), (60, 30, 40, 25, 25))
    if plan["classes"]:
        _demand_chart(paper, plan)
        _section(paper, "Kursus dalam rencana", _planned(plan), (62, 34, 12, 14, 30, 28))
        _section(paper, "Jadwal kelas", _dated(plan), (20, 20, 100, 20, 20))
    _section(paper, "Jabatan tujuan: permintaan dan pesaing", _jobs(plan), (14, 58, 20, 30, 26, 32))
    _section(paper, "Pemakaian batas", write_xlsx.limits(plan), (85, 35, 30, 30))
    if plan["gains"]:
        _section(paper, "Bila lembaga punya lebih banyak", write_xlsx.gains(plan), (85, 30, 35, 30))
    for title, key in (("Diminta lowongan, belum diajarkan", "not_taught"), ("Diajarkan, jarang diminta", "not_asked")):
        header, rows = write_xlsx.skills(plan["skills"][key])
        if rows:
            _section(paper, title, (header, rows[: _ROWS["skills"]]), (60, 25, 25, 15, 18, 18, 19))
    if plan.get("comparison"):
        _section(paper, "Dibandingkan dengan rencana lain", write_xlsx.comparison(plan["comparison"]), (90, 45, 45))
    _section(paper, "Asumsi", write_xlsx.assumptions(plan), (48, 22, 70, 40))
    _section(paper, "Sumber dan cara", write_xlsx.sources(plan), (40, 140))
    return bytes(paper.output())


def _opening(paper: _Paper, plan: Document) -> None:
    paper.set_font(_FONT, "B", 17)
    paper.multi_cell(0, 9, f"Rencana pelatihan {plan['centre']['name']}", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.set_font(_FONT, size=10)
    span = f"{plan['centre']['province_name']}, mulai {plan['first']}, {plan['months']} bulan"
    paper.multi_cell(0, 6, span, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.ln(2)
    paper.set_font(_FONT, "B", 11)
    paper.multi_cell(0, 6, plan["words"], new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.ln(1)
    _table(paper, write_xlsx.summary(plan), (70, 110))


def _demand_chart(paper: _Paper, plan: Document) -> None:
    """Placements of each course as bars with their 80 % interval."""
    rows = [one for one in plan["courses"] if one["placements"]][: _ROWS["courses"]]
    if paper.get_y() + 16 + 7 * len(rows) > paper.eph:
        paper.add_page()
    _title(paper, "Penempatan yang diharapkan tiap kursus (garis: selang 80 %)")
    most = max([one["placements"]["high80"] for one in rows] + [1.0])
    left, width = paper.l_margin + 62, paper.epw - 62 - 22
    paper.set_font(_FONT, size=8)
    for one in rows:
        placed, top = one["placements"], paper.get_y()
        scaled = {name: left + width * value / most for name, value in placed.items()}
        paper.cell(60, 6, _short(paper, one["title"], 59))
        paper.set_fill_color(*_PALE)
        paper.rect(left, top + 1, max(0.3, scaled["mean"] - left), 4, style="F")
        paper.set_draw_color(*_BLUE)
        paper.line(scaled["low80"], top + 3, scaled["high80"], top + 3)
        paper.set_xy(left + width + 1, top)
        paper.cell(21, 6, f"{placed['mean']:.0f}", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.set_draw_color(0)
    paper.set_fill_color(255)


def _planned(plan: Document) -> write_xlsx.Table:
    header = ("Kursus", "Kejuruan", "JP", "Kelas", "Biaya (juta Rp)", "Penempatan (80 %)")
    rows = [
        (
            *(one["title"], one["vocational_field"], one["jp"], one["classes"]),
            f"{one['cost_idr'] / 1e6:,.0f}".replace(",", "."),
            _span(one["placements"]),
        )
        for one in plan["courses"]
        if one["classes"]
    ]
    return header, rows


def _dated(plan: Document) -> write_xlsx.Table:
    header, rows = write_xlsx.schedule(plan)
    kept = [row[:5] for row in rows[: _ROWS["schedule"]]]
    if len(rows) > len(kept):
        kept.append(("...", "", f"dan {len(rows) - len(kept)} baris lagi di lembar kerja", "", ""))
    return header[:5], kept


def _jobs(plan: Document) -> write_xlsx.Table:
    header = ("KBJI", "Jabatan", "Lowongan", "Permintaan/bulan (80 %)", "Pencari/ triwulan", "Penempatan (80 %)")
    ranked = sorted(plan["occupations"], key=lambda one: (-one["graduates"], -one["vacancies_a_month"], one["unit"]))
    rows = [
        (
            *(one["unit"], one["title"], one["postings"]),
            f"{one['vacancies_a_month']:.1f} ({one['low80']:.1f}-{one['high80']:.1f})",
            f"{one['seekers_a_quarter']:.0f}",
            _span(one["placements"]),
        )
        for one in ranked[: _ROWS["occupations"]]
    ]
    return header, rows


def _span(placed: Document | None) -> str:
    return "-" if placed is None else f"{placed['mean']:.0f} ({placed['low80']:.0f}-{placed['high80']:.0f})"


def _section(paper: _Paper, title: str, table: write_xlsx.Table, widths: Sequence[float]) -> None:
    if not table[1]:
        return
    if paper.get_y() > paper.eph - 30:
        paper.add_page()
    _title(paper, title)
    _table(paper, table, widths)


def _title(paper: _Paper, title: str) -> None:
    paper.ln(5)
    paper.set_font(_FONT, "B", 12)
    paper.set_text_color(*_BLUE)
    paper.cell(0, 7, title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.set_text_color(0)


def _table(paper: _Paper, table: write_xlsx.Table, widths: Sequence[float]) -> None:
    header, rows = table
    paper.set_font(_FONT, size=8)
    with paper.table(
        col_widths=tuple(widths),
        headings_style=_HEAD,
        line_height=4.6,
        padding=0.8,
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        text_align="LEFT",
    ) as drawn:
        for row in (header, *rows):
            drawn.row(["-" if value is None else _shown(value) for value in row])


def _shown(value: object) -> str:
    """Numbers as Indonesia writes them: points between thousands, a comma before decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    return text.translate(str.maketrans(",.", ".,"))


def _short(paper: _Paper, text: str, most: float) -> str:
    """As much of a text as fits."""
    while len(text) > 4 and paper.get_string_width(text) > most:
        text = text[:-4].rstrip() + "..."
    return text
