"""The audit as people read it: tables in Bahasa Indonesia, and one CSV table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from api.cli.show import facts_table

if TYPE_CHECKING:
    from matcher.audit import Audit

FIGURES = {
    "selection": "Terpilih",
    "reach": "Terpilih sekali",
    "scoring": "Di atas median",
    "exposure": "Paparan",
}
_PARTS = ("rate", "ratio", "low", "high", "p")

_TRAITS = {
    "sex": "jenis kelamin",
    "age": "umur",
    "religion": "agama",
    "marital_status": "status perkawinan",
    "disability": "disabilitas",
    "ethnicity": "suku",
    "province": "provinsi",
    "island": "pulau",
}
_GROUPS = {
    "male": "laki-laki",
    "female": "perempuan",
    "15_24": "15-24",
    "25_34": "25-34",
    "35_44": "35-44",
    "45_54": "45-54",
    "55_up": "55 ke atas",
    "islam": "Islam",
    "protestant": "Kristen",
    "catholic": "Katolik",
    "hindu": "Hindu",
    "buddhist": "Buddha",
    "confucian": "Konghucu",
    "belief": "kepercayaan",
    "never_married": "belum kawin",
    "married": "kawin",
    "formerly_married": "cerai hidup atau mati",
    "no": "tanpa disabilitas",
    "yes": "dengan disabilitas",
    "java": "Jawa",
    "outside_java": "luar Jawa",
    "other": "lainnya",
    "": "tidak diketahui",
}
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


def labelled(audit: Audit) -> dict[str, Any]:
    """The audit for ``--json``, each group with the label that people read."""
    from taxonomy.places import load_gazetteer

    gazetteer = load_gazetteer()
    document = audit.as_dict()
    for group in document["groups"]:
        is_province = group["trait"] == "province" and gazetteer.knows(group["group"])
        group["label"] = gazetteer.get(group["group"]).name if is_province else _words(group["group"], _GROUPS)
    return document


def _words(name: str, labels: Mapping[str, str]) -> str:
    return ", ".join(labels.get(part, part) for part in name.split(" & "))


def csv_bytes(document: Mapping[str, Any]) -> bytes:
    """One row a group; a withheld one has its name alone."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    quantiles = [f"score_q{round(100 * at)}" for at in _quantiles()]
    figures = [f"{name}_{part}" for name in FIGURES for part in _PARTS]
    rows.writerow(["traits_from", "trait", "group", "label", "people", *figures, *quantiles, "adverse"])
    for group in document["groups"]:
        held = [group[name] or {} for name in FIGURES]
        cells = [one.get(part) for one in held for part in _PARTS]
        scores = group["score_quantiles"] or [None] * len(quantiles)
        named = [document["traits"], group["trait"], group["group"], group["label"], group["people"]]
        rows.writerow([*named, *cells, *scores, "|".join(group["adverse"])])
    return text.getvalue().encode()


def _quantiles() -> Sequence[float]:
    from matcher.audit import QUANTILES

    return QUANTILES


def audit_tables(document: Mapping[str, Any]) -> Iterator[RenderableType]:
    """What was audited, a table for each trait, and what the words mean."""
    if document["traits"] == "invented":
        yield Panel(Text(f"Sifat orang dalam audit ini {_ORIGINS['invented']}."), title="Sepadan")
    yield facts_table(_facts(document))
    for trait, groups in groupby(document["groups"], key=lambda group: group["trait"]):
        yield _table(trait, list(groups), document["fewest"])
    yield Text(_NOTE, style="dim")


def _facts(document: Mapping[str, Any]) -> dict[str, object]:
    adverse = [f"{_words(g['trait'], _TRAITS)}: {g['label']}" for g in document["groups"] if g["adverse"]]
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
        facts["tidak diketahui"] = ", ".join(_TRAITS[name] for name in document["not_known"])
    return facts


def _table(trait: str, groups: Sequence[Mapping[str, Any]], fewest: int) -> Table:
    hidden = sum(group["people"] is None for group in groups)
    caption = f"{hidden} kelompok disembunyikan (batas {fewest} orang)" if hidden else None
    table = Table(title=Text(_words(trait, _TRAITS)), title_justify="left", show_lines=True, caption=caption)
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
