"""How an ad pays, ready to print: beside the minimum wage of its place and what others offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.serving import Serving
from api.web import words
from api.web.ad_fields import Wage, period_notes
from api.web.tongue import N_, Tongue
from matcher.ads.offer import Offer, offer_of
from matcher.coded import Coded

STANDINGS: Mapping[str, tuple[str, str]] = {
    "not_said": ("warn", N_("Lowongan ini tidak menyebut upah. Lowongan yang menyebut upah lebih mudah dipilih.")),
    "below_minimum": ("bad", N_("Upah ini di bawah upah minimum daerahnya. Naikkan sebelum dipasang.")),
    "low": ("warn", N_("Upah ini lebih rendah dari kebanyakan lowongan serupa.")),
    "usual": ("good", N_("Upah ini setara dengan kebanyakan lowongan serupa.")),
    "high": ("good", N_("Upah ini lebih tinggi dari kebanyakan lowongan serupa.")),
    "unknown": ("info", N_("Belum cukup lowongan serupa untuk membandingkan upah.")),
}


def offer_view(offer: Offer, tongue: Tongue, serving: Serving, wage: Wage) -> dict[str, Any]:
    """How an ad pays, in words and numbers.

    Args:
        offer: What it comes to.
        tongue: Of the words.
        serving: Its places.
        wage: As it was typed.
    """
    kind, said = STANDINGS[offer.standing]
    gazetteer, band, floor = serving.engine.coder.gazetteer, offer.band, offer.floor
    shown: dict[str, Any] = {"kind": kind, "said": tongue.gettext(said), "rows": []}
    shown["notes"] = period_notes(wage, floor.idr_month if floor else None, tongue)
    is_raised = floor is not None and offer.standing in {"below_minimum", "not_said"}
    shown["raise_to"] = floor.idr_month if floor is not None and is_raised else 0
    shown["is_below"] = offer.standing == "below_minimum"
    pays = dict.fromkeys(round(pay) for pay in (offer.low, offer.high) if pay)
    if pays:
        shown["rows"].append((tongue.gettext("Lowongan ini"), " – ".join(tongue.rupiah(pay) for pay in pays)))
    if floor is not None:
        where = gazetteer.get(floor.region_code).name
        label = tongue.gettext("Upah minimum %(place)s tahun %(year)s", place=where, year=floor.year)
        shown["rows"].append((label, tongue.rupiah(floor.idr_month)))
        if offer.standing == "below_minimum":
            told = tongue.gettext("Usaha mikro dan kecil boleh menyepakati upah lain (PP 36/2021 pasal 36).")
            shown["notes"].append(told)
        if offer.is_old_floor:
            told = tongue.gettext("Angka tahun ini belum ada di sini. Periksa keputusan gubernur yang terbaru.")
            shown["notes"].append(told)
    if band is not None:
        for label, value in (
            (N_("Seperempat lowongan menawarkan kurang dari"), band.p25),
            (N_("Setengah lowongan menawarkan kurang dari"), band.p50),
            (N_("Seperempat lowongan menawarkan lebih dari"), band.p75),
        ):
            shown["rows"].append((tongue.gettext(label), tongue.rupiah(value)))
        where = tongue.gettext("Indonesia") if band.taken_province == "00" else gazetteer.get(band.taken_province).name
        shown["notes"].append(
            tongue.gettext(
                "Dihitung dari %(offers)s lowongan %(job)s di %(place)s.",
                offers=tongue.number(band.offers),
                job=words.title(tongue, band.taken_kbji) if band.taken_kbji else tongue.gettext("semua jabatan"),
                place=where,
            )
        )
    return shown


def offer_for(coded: Coded, serving: Serving) -> Offer:
    """How an ad pays today."""
    today = serving.today()
    return offer_of(coded, serving.market.on(today), today)
