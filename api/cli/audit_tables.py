"""The audit as people read it: tables in Bahasa Indonesia, and one CSV table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from api.cli.show import facts_table
from api.fairness_card import FIGURES, TRAITS, words

_ORIGINS = {
    "vault": "data pribadi tersegel, dibuka setelah pemeringkatan",
    "invented": "REKAAN, diundi untuk contoh: tidak mengatakan apa pun tentang siapa pun",
}
_NOTE = (
    "Terpilih: bagian dari semua pasangan orang dan lowongan. Terpilih sekali: masuk daftar sedikitnya satu lowongan. "
    "Di atas median: skor terbaik orang itu di atas median semua. Paparan: rata-rata nilai tempat dalam daftar (tempat "
    "pertama 1). Di bawah tiap angka: rasio terhadap kelompok tertinggi dan selang 95 %. < 4/5: di bawah empat per "
    "lima; nyata: bukan kebetulan (p < 0,05, koreksi Holm). Yang disembunyikan (-) terlalu kecil, atau akan membuka "
    "yang kecil."
)


def audit_tables(document: Mapping[str, Any]) -> Iterator[RenderableType]:
    """What was audited, a table for each trait, and what the words mean."""
    if document["traits"] == "invented":
        yield Panel(Text(f"Sifat orang dalam audit ini {_ORIGINS['invented']}."), title="Sepadan")
    yield facts_table(_facts(document))
    for trait, groups in groupby(document["groups"], key=lambda group: group["trait"]):
        yield _table(trait, list(groups), document["fewest"])
    yield Text(_NOTE, style="dim")


def _facts(document: Mapping[str, Any]) -> dict[str, object]:
    adverse = [f"{words(g['trait'], TRAITS)}: {g['label']}" for g in document["groups"] if g["adverse"]]
    facts: dict[str, object] = {
        "tanggal": document["day"],
        "indeks": document["generation"],
        "bobot": document["weights"],
        "sifat dari": _ORIGINS[document["traits"]],
        "pencari kerja": document["workers"],
        "lowongan": f"{document['postings']}, {document['k']} orang teratas masing-masing",
        "terpilih": f"{document['selection_rate']:.4f} dari semua pasangan",
        "di bawah 4/5, nyata": "; ".join(adverse) or "tidak ada",
    }
    if document["not_known"]:
        facts["tidak diketahui"] = ", ".join(TRAITS[name] for name in document["not_known"])
    return facts


def _table(trait: str, groups: Sequence[Mapping[str, Any]], fewest: int) -> Table:
    hidden = sum(group["people"] is None for group in groups)
    caption = f"{hidden} kelompok disembunyikan (batas {fewest} orang)" if hidden else None
    table = Table(title=Text(words(trait, TRAITS)), title_justify="left", show_lines=True, caption=caption)
    for name in ("Kelompok", "Orang", *FIGURES.values(), "Skor 10, 50, 90 %"):
        table.add_column(name, overflow="fold")
    for group in groups:
        if group["people"] is None:
            table.add_row(Text(group["label"]), "-")
            continue
        scores = group["score_quantiles"]
        shown = f"{scores[0]:.2f}\n{scores[2]:.2f}\n{scores[4]:.2f}" if scores else ""
        cells = [Text(_cell(group[name], name in group["adverse"])) for name in FIGURES]
        table.add_row(Text(group["label"]), str(group["people"]), *cells, shown)
    return table


def _cell(figure: Mapping[str, float | None] | None, is_adverse: bool) -> str:
    """Rate, then ratio with its interval, then what it says."""
    if figure is None:
        return ""
    lines = [f"{figure['rate']:.3f}"]
    if figure["ratio"] is not None:
        ends = "" if figure["low"] is None else f" [{figure['low']:.2f}, {figure['high']:.2f}]"
        lines.append(f"{figure['ratio']:.2f}{ends}")
        if figure["ratio"] < _four_fifths():
            lines.append("< 4/5, nyata" if is_adverse else "< 4/5")
    return "\n".join(lines)


def _four_fifths() -> float:
    from matcher.audit_rates import FOUR_FIFTHS

    return FOUR_FIFTHS
