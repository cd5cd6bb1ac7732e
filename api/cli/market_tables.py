"""Tables of ``sepadan market`` in Bahasa Indonesia."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from rich.table import Table
from rich.text import Text

from taxonomy.labour import province_name

Card = Mapping[str, Any]

_LEFT_OUT = {
    "closed": "sudah ditutup",
    "expired": "sudah lewat masa tayang",
    "not_yet": "belum tayang",
    "abroad": "di luar negeri",
    "duplicate": "salinan",
}
_NO_POSTINGS = "Tidak ada lowongan yang terbuka pada hari itu: pakai --include-closed, atau hari lain dengan --as-of."
_NO_SEEKERS = "Belum ada pencari kerja yang tersimpan; angka resmi ada di bawah."
_SCOPE = "Angka menghitung data yang tersimpan di sini, bukan seluruh pasar kerja."
_KINDS = {"home": "tetap", "commute": "ulang-alik", "relocate": "pindah"}
_POSSIBLE = (
    "Aliran yang mungkin menurut model gravitasi, bukan yang diamati: tetap {:.0%}, ulang-alik {:.0%}, pindah {:.0%}, "
    "tanpa lowongan terjangkau {:.0%}."
)
_YEARS = 6


def _head(card: Card) -> Text:
    day = date.fromisoformat(str(card["as_of"]))
    which = "semua lowongan, termasuk yang tutup" if card["include_closed"] else "lowongan terbuka"
    seekers = "kurang dari 5" if card["n_seekers"] is None else f"{card['n_seekers']:,}"
    out = ", ".join(f"{_LEFT_OUT[why]} {n:,}" for why, n in card["left_out"].items() if n)
    lines = [
        f"Per {day:%Y-%m-%d}: {card['n_postings']:,} {which}, {seekers} pencari kerja ({card['classification']}).",
        _SCOPE,
        *([f"Tidak dihitung: {out}."] if out else []),
        *([_NO_POSTINGS] if not card["n_postings"] else []),
        *([_NO_SEEKERS] if card["n_seekers"] == 0 else []),
    ]
    return Text("\n".join(lines))


def _place(code: str) -> Text:
    return Text(province_name(code) if code else "tidak disebut")


def _job(row: Card) -> Text:
    return Text(f"{row['kbji']} {row['title']}".strip())


def _ends(ends: Sequence[float] | None, form: str = ".2f") -> str:
    return "-" if ends is None else f"{ends[0]:{form}}-{ends[1]:{form}}"


def _withheld(card: Card) -> Text:
    least, cells = card["least_told"], card["withheld_cells"]
    return Text(
        f"{cells:,} sel pada tingkat ini ditahan (kurang dari {least} orang atau pemberi kerja, dan pelindungnya)."
    )


def _source(card: Card) -> str:
    return f"Angka resmi: {card['official']['source']}"


def _points(card: Card) -> Table:
    table = Table(
        "Provinsi", "Tahun", "Orang dicari", "Pencari kerja", "Rasio", title=_source(card), title_justify="left"
    )
    for one in card["official"]["by_year"][:_YEARS]:
        ratio = f"{one['tightness']:.2f}"
        table.add_row(_place(one["province"]), str(one["year"]), f"{one['openings']:,}", f"{one['seekers']:,}", ratio)
    return table


def demand_tables(card: Card) -> list[Any]:
    """Postings and people wanted."""
    table = Table("Provinsi", "Jabatan", "Lowongan", "Orang dicari", "Disebut oleh", "Pemberi kerja", "Magang")
    for row in card["rows"]:
        numbers = ("postings", "openings", "openings_named_by", "employers", "internships")
        table.add_row(_place(row["province"]), _job(row), *(f"{row[name]:,}" for name in numbers))
    return [_head(card), table, _withheld(card), _points(card)]


def supply_tables(card: Card) -> list[Any]:
    """Seekers."""
    table = Table("Provinsi", "Jabatan", "Pencari kerja", "Bagian")
    for row in card["rows"]:
        share = "-" if row["share"] is None else f"{row['share']:.1%}"
        table.add_row(_place(row["province"]), _job(row), f"{row['seekers']:,}", share)
    official = Table("Provinsi", "Tahun", "Laki-laki", "Perempuan", "Jumlah", title=_source(card), title_justify="left")
    for one in card["official"]["by_province"][-_YEARS:]:
        numbers = (f"{one[name]:,}" for name in ("men", "women", "seekers"))
        official.add_row(_place(one["province"]), str(one["year"]), *numbers)
    return [_head(card), table, _withheld(card), official]


def tightness_tables(card: Card) -> list[Any]:
    """People wanted for each seeker, and mismatch."""
    table = Table("Provinsi", "Jabatan", "Orang dicari", "Pencari kerja", "Rasio", "80 %", "95 %")
    for row in card["rows"]:
        table.add_row(
            _place(row["province"]),
            _job(row),
            f"{row['openings']:,}",
            f"{row['seekers']:,}",
            f"{row['tightness']:.2f}",
            _ends(row["interval80"]),
            _ends(row["interval95"]),
        )
    return [_head(card), table, _withheld(card), _mismatches(card), _points(card)]


def _mismatches(card: Card) -> Table:
    title = "Ketidakcocokan: bagian penempatan yang hilang (Şahin dkk. 2014) dan bagian pencari yang harus pindah"
    table = Table("Menurut", "Sumber", "n", "Hilang", "95 %", "Harus pindah", title=title, title_justify="left")
    for one in card["mismatch"]:
        name = f"jabatan {one['digits']} digit" if one["by"] == "occupation" else "provinsi"
        lost, moved = one["mismatch"], one["dissimilarity"]
        counts = f"{one['openings']:,}/{one['seekers']:,}"
        table.add_row(
            name, "tersimpan", counts, f"{lost['value']:.3f}", _ends(lost["interval95"], ".3f"), f"{moved['value']:.3f}"
        )
    for one in card["official"]["mismatch"]:
        name = {"province": "provinsi", "education": "pendidikan"}[one["by"]]
        counts = f"{one['openings']:,}/{one['seekers']:,}"
        table.add_row(
            name, f"resmi {one['year']}", counts, f"{one['mismatch']:.3f}", "-", f"{one['dissimilarity']:.3f}"
        )
    return table


def skill_tables(card: Card) -> list[Any]:
    """Skills asked for, and those that are short."""
    asked = Table("Keterampilan", "Lowongan", "Bagian", title="Paling diminta", title_justify="left")
    for one in card["asked"]:
        asked.add_row(Text(one["label"]), f"{one['postings']:,}", f"{one['share']:.1%}")
    short = Table("Keterampilan", "Diminta", "Dimiliki", "Terhadap umumnya", title_justify="left")
    short.title = "Diminta tetapi jarang dimiliki, lalu dimiliki tetapi jarang diminta"
    for one in [*card["short"], *card["plenty"]]:
        shares = (f"{one['asked_share']:.1%}", f"{one['held_share']:.1%}")
        short.add_row(Text(one["label"]), *shares, f"{one['relative']:.2f}x")
    return [_head(card), asked, short]


def trend_tables(card: Card) -> list[Any]:
    """What rises and falls, and candidates for new skills."""
    found = card["trends"]
    splits = (
        ", ".join(f"{name} sejak {day}" for name, day in found["splits"].items())
        or "tidak ada sumber dengan dua jangka"
    )
    table = Table("Keterampilan", "Dulu", "Kini", "Kelipatan", "95 %", "q", title_justify="left")
    table.title = f"Naik dan turun ({splits}; {found['tested']:,} diuji, paling banyak 5 % salah)"
    for one in [*found["rising"], *found["falling"]]:
        table.add_row(
            Text(one["label"]),
            f"{one['early_ads']:,} ({one['early_share']:.1%})",
            f"{one['late_ads']:,} ({one['late_share']:.1%})",
            f"{one['ratio']:.2f}x",
            _ends(one["interval95"]),
            f"{one['q']:.2g}",
        )
    return [table, *([_phrases(card["phrases"])] if "phrases" in card else [])]


def _phrases(found: Card) -> Table:
    title = f"Calon keterampilan baru dari {found['ads_read']:,} iklan: frasa tanpa konsep pasti; orang yang memutuskan"
    table = Table("Frasa", "Iklan", title=title, title_justify="left")
    for one in found["candidates"]:
        table.add_row(Text(one["phrase"]), str(one["ads"]))
    return table


def wage_tables(card: Card) -> list[Any]:
    """Bands of pay, thousands of rupiah a month."""
    table = Table("Provinsi", "Diambil dari", "n", "Median (95 %)", "p25-p75", "p10-p90", "Upah min.")
    for one in card["bands"]:
        thousands = {name: one[name] / 1000 for name in ("p10", "p25", "p50", "p75", "p90")}
        ends = "" if one["median95"] is None else f" ({_ends([end / 1000 for end in one['median95']], ',.0f')})"
        table.add_row(
            _place(one["province"]),
            _taken(one),
            str(one["offers"]),
            f"{thousands['p50']:,.0f}{ends}",
            _ends((thousands["p25"], thousands["p75"]), ",.0f"),
            _ends((thousands["p10"], thousands["p90"]), ",.0f"),
            "-" if one["minimum_wage"] is None else f"{one['minimum_wage'] / 1000:,.0f}",
        )
    words = f"Ribu rupiah per bulan, dari {card['offers']:,} lowongan yang menyebut upah (magang tidak dihitung)."
    return [_head(card), Text(words), table]


def _taken(band: Card) -> Text:
    """Where the offers are from, with the months of the ads."""
    where = f"{province_name(band['taken_province'])}: {band['taken_kbji']} {band['title']}"
    months = "" if band["first_day"] is None else f" ({band['first_day']:%Y-%m} s.d. {band['last_day']:%Y-%m})"
    return Text(where + months)


def flow_tables(card: Card) -> list[Any]:
    """Possible flows."""
    table = Table("Dari", "Ke", "Cara", "km", "Orang", "95 %", "Bagian")
    for one in card["flows"]:
        table.add_row(
            _region(one["origin"]),
            _region(one["destination"]),
            _KINDS[one["kind"]],
            f"{one['km']:.0f}",
            f"{one['seekers']:.0f}",
            _ends(one["interval95"], ".0f"),
            f"{one['share']:.0%}",
        )
    shares = (card["home"], card["commute"], card["relocate"], card["out_of_reach"])
    return [_head(card), Text(_POSSIBLE.format(*shares)), table]


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    from taxonomy.regions import bundled_regions

    return {region.code: region.name for region in bundled_regions()}


def _region(code: str) -> Text:
    return Text(_names().get(code, code))
