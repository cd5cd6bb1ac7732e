"""A kept audit as the page shows it: for each trait a chart, a table and a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd
from markupsafe import Markup

from api.fairness_card import FIGURES, GROUPS, TRAITS, words
from api.web.charts.render import DRAWINGS
from api.web.tongue import N_, Tongue
from matcher.audit_rates import FOUR_FIFTHS

MEANINGS: Mapping[str, str] = {
    "selection": N_("Seberapa sering orang dari kelompok ini masuk sepuluh teratas, dari semua lowongan."),
    "reach": N_("Berapa bagian orang dari kelompok ini yang masuk sepuluh teratas sedikitnya satu lowongan."),
    "scoring": N_("Berapa bagian orang dari kelompok ini yang skor terbaiknya di atas nilai tengah semua orang."),
    "exposure": N_("Rata-rata nilai tempat dalam daftar: tempat pertama bernilai 1, makin ke bawah makin kecil."),
}
"""Figure to what it says, in plain words."""

_FAR = 0.05
"""Ratios are drawn from here; a smaller one stands in the table."""


def figures_of(document: Mapping[str, Any], figure: str, tongue: Tongue) -> list[dict[str, Any]]:
    """What the page shows of one figure, by trait: those of one trait first, then those of two together.

    Args:
        document: A kept audit.
        figure: Key of ``FIGURES``.
        tongue: Of the reader.
    """
    by_trait = [(trait, list(groups)) for trait, groups in groupby(document["groups"], key=lambda one: one["trait"])]
    by_trait.sort(key=lambda item: " & " in item[0])
    return [_shown(trait, groups, figure, tongue) for trait, groups in by_trait]


def _shown(trait: str, groups: Sequence[Mapping[str, Any]], figure: str, tongue: Tongue) -> dict[str, Any]:
    said, drawn, below = tongue.gettext, list[tuple[str, Any]](), list[str]()
    rows: list[tuple[str, ...]] = []
    for group in groups:
        name = label_of(group, tongue)
        told = group[figure]
        if group["people"] is None or told is None:
            people = tongue.gettext("disembunyikan") if group["people"] is None else tongue.number(group["people"])
            rows.append((name, people, "–", "–", "–", ""))
            continue
        is_adverse = figure in group["adverse"]
        if is_adverse:
            below.append(name)
        ratio = "–" if told["ratio"] is None else _decimal(tongue, told["ratio"])
        ends = "–" if told["low"] is None else f"{_decimal(tongue, told['low'])}–{_decimal(tongue, told['high'])}"
        verdict = _verdict(told, is_adverse=is_adverse)
        rate = _decimal(tongue, told["rate"]) if figure == "exposure" else tongue.percent(told["rate"], 1)
        rows.append((name, tongue.number(group["people"]), rate, ratio, ends, said(verdict) if verdict else ""))
        if told["ratio"]:
            drawn.append((name, told))
    hidden = sum(group["people"] is None for group in groups)
    title = words(trait, TRAITS, said)
    return {
        "trait": trait,
        "title": title[:1].upper() + title[1:],
        "is_pair": " & " in trait,
        "rows": rows,
        "picture": _picture(drawn, tongue) if len(drawn) > 1 and " & " not in trait else None,
        "sentence": _sentence(below, len(drawn), tongue),
        "hidden": hidden,
    }


def _verdict(told: Mapping[str, Any], *, is_adverse: bool) -> str:
    if is_adverse:
        return N_("di bawah 4/5, bukan kebetulan")
    return N_("di bawah 4/5, mungkin kebetulan") if told["ratio"] is not None and told["ratio"] < FOUR_FIFTHS else ""


def _sentence(below: Sequence[str], told: int, tongue: Tongue) -> str:
    if below:
        return tongue.gettext(
            "Jelas tertinggal dari kelompok tertinggi: %(names)s. Periksa penyebabnya.", names=", ".join(below)
        )
    if told > 1:
        return tongue.gettext("Tidak ada kelompok yang jelas tertinggal.")
    return tongue.gettext("Terlalu sedikit kelompok yang boleh ditampilkan untuk dibandingkan.")


def label_of(group: Mapping[str, Any], tongue: Tongue) -> str:
    """Name of a group in the reader's language; provinces are named as in the document."""
    is_place = group["trait"] == "province" and group["group"] != ""
    return str(group["label"]) if is_place else words(group["group"], GROUPS, tongue.gettext)


def _decimal(tongue: Tongue, value: float) -> str:
    return tongue.number(value, 2)


def _picture(drawn: Sequence[tuple[str, Mapping[str, Any]]], tongue: Tongue) -> Markup:
    from api.web.charts.specs import ratios  # Altair takes a second to load: only what draws pays for it

    frame = pd.DataFrame(
        [
            {
                "name": name,
                "value": max(_FAR, told["ratio"]),
                **dict.fromkeys(("low80", "low95"), max(_FAR, told["low"] or told["ratio"])),
                **dict.fromkeys(("high80", "high95"), max(_FAR, told["high"] or told["ratio"])),
            }
            for name, told in drawn
        ]
    )
    title = tongue.gettext("rasio terhadap kelompok tertinggi; garis putus-putus 4/5")
    spec = ratios(frame, title, usual=FOUR_FIFTHS)
    return Markup(DRAWINGS.drawn(spec, tongue.language, "svg").decode())  # noqa: S704 - cleaned by charts.render


def figure_choices(tongue: Tongue, chosen: str) -> list[tuple[str, str, bool]]:
    """Figures to choose from: key, label and whether it is shown."""
    return [(name, tongue.gettext(label), name == chosen) for name, label in FIGURES.items()]
