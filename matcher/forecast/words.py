"""What a forecast says of itself, in Bahasa Indonesia and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.forecast.choose import Choice
from matcher.forecast.methods import COMBINED, LABELS, LEBARAN, NAIVE, SEASONAL_NAIVE
from matcher.forecast.mix import MajorMix
from matcher.forecast.months import month_number
from matcher.forecast.series import MonthlySeries
from matcher.reason_words import Language, Said

if TYPE_CHECKING:
    from matcher.forecast.forecast import MonthlyForecast

NAIVES = (NAIVE.name, SEASONAL_NAIVE.name)

_UNTESTED: Said = {
    "id": "Dipakai {name}: bulan yang ada terlalu sedikit untuk menguji metode apa pun.",
    "en": "Served: {name}; there are too few months to test any method.",
}
_NAIVE: Said = {
    "id": "Dipakai {name}: tidak ada metode lain yang lebih baik pada uji mundur {where} (MASE: {errors}).",
    "en": "Served: {name}; nothing else did better in the backtest of {where} (MASE: {errors}).",
}
_BEST: Said = {
    "id": "Dipakai {name}: galat terkecil pada uji mundur {where} (MASE: {errors}).",
    "en": "Served: {name}; the least error in the backtest of {where} (MASE: {errors}).",
}
_ALONE: Said = {"id": "{origins} titik awal", "en": "{origins} origins"}
_TOGETHER: Said = {
    "id": "{origins} titik awal, bersama {peers} deret wilayah lain",
    "en": "{origins} origins, together with {peers} series of other regions",
}
_SHORT: Said = {
    "id": "Deret pendek: hanya {n} bulan, musim tidak dapat dibedakan dari kebetulan.",
    "en": "A short series: {n} months only; a season cannot be told from chance.",
}
_GAPS: Said = {
    "id": "{n} bulan tanpa angka, dijembatani garis lurus.",
    "en": "{n} months have no figure and were bridged by a straight line.",
}
_FLAT: Said = {
    "id": "Angka tidak pernah berbeda dari ramalannya; rentang selebar nol bukan kepastian.",
    "en": "The figures never differed from their forecast; an interval of no width is no certainty.",
}
_LEBARAN: Said = {
    "id": "Pengaruh Lebaran (dua minggu sebelum dan sesudah) diperhitungkan: uji mundur menjadi lebih baik.",
    "en": "Lebaran (the fortnights before and after) is reckoned with: it bettered the backtest.",
}
_NO_LEBARAN: Said = {
    "id": "Pengaruh Lebaran diuji dan tidak dipakai: uji mundur tidak menjadi lebih baik.",
    "en": "Lebaran was tried and left out: it did not better the backtest.",
}
_REORDERED: Said = {"id": "Urutan bulan dibetulkan.", "en": "The months were put in order."}

_MEDIAN: Said = {
    "id": "Angka tengah (median): sama mungkin lebih tinggi atau lebih rendah; bukan rata-rata.",
    "en": "Figures in the middle (medians): as likely too high as too low; no means.",
}
_LAST: Said = {
    "id": "Angka resmi terakhir wilayah ini {month}; {n} bulan sesudahnya dilewati.",
    "en": "The last official figure of this region is of {month}; the {n} months after it are passed over.",
}
_LATEST: Said = {
    "id": "Angka resmi terakhir {month}; ramalan mulai sesudahnya, bukan dari hari ini.",
    "en": "The last official figure is of {month}; the forecast begins after it, not today.",
}
_MIX: Said = {
    "id": "Golongan jabatan resmi hanya ada nasional dan tahunan ({years}): bagian wilayah adalah campuran itu"
    " dengan {n} lowongan tersimpan (bobot {weight:.0%}); rentang memuat ketidakpastiannya.",
    "en": "Official major groups are national and yearly ({years}): the region's share mixes them with {n} stored"
    " postings (weight {weight:.0%}); the interval holds what is uncertain of it.",
}
NOT_HERE: Said = {
    "id": "Skenario di {place} berada di luar wilayah ini: tidak menambah apa pun.",
    "en": "The scenario in {place} lies outside this region: it adds nothing.",
}


def standing_notes(found: MonthlyForecast, language: Language) -> tuple[str, ...]:
    """What holds of every forecast of official figures: medians, and how old the last figure is."""
    skipped = month_number(found.first_month) - month_number(found.last_month) - 1
    last = (_LAST if skipped else _LATEST)[language].format(month=found.last_month, n=skipped)
    return _MEDIAN[language], last


def mix_note(mix: MajorMix, language: Language) -> str:
    """What the share of a major group rests on."""
    years = f"{mix.years[0]}-{mix.years[-1]}"
    return _MIX[language].format(years=years, n=mix.stored, weight=mix.stored_weight)


def because(choice: Choice, language: Language) -> str:
    """Why the method is served, with the errors that it rests on."""
    name = LABELS[choice.method][language]
    if not choice.errors:
        return _UNTESTED[language].format(name=name)
    ranked = sorted(choice.errors.items(), key=lambda item: item[1])
    errors = ", ".join(f"{LABELS[one][language]} {error:.2f}" for one, error in ranked)
    where = (_TOGETHER if choice.peers else _ALONE)[language].format(origins=choice.origins, peers=choice.peers)
    return (_NAIVE if choice.method in NAIVES else _BEST)[language].format(name=name, where=where, errors=errors)


def notes_of(series: MonthlySeries, choice: Choice, *, flat: bool, language: Language) -> tuple[str, ...]:
    """What a reader must know of the figures: how few, gaps, a wrong order, an interval of no width."""
    months = len(series.values) - series.gaps
    found = [
        (_SHORT, series.short, months),
        (_GAPS, series.gaps > 0, series.gaps),
        (_REORDERED, series.reordered, 0),
        (_FLAT, flat, 0),
        (_LEBARAN, choice.method == LEBARAN, 0),
        (_NO_LEBARAN, LEBARAN in choice.errors and choice.method != LEBARAN and not _same(choice), 0),
    ]
    return tuple(said[language].format(n=n) for said, holds, n in found if holds)


def _same(choice: Choice) -> bool:
    """Whether there were too few months to try Lebaran: then it says what the combination says."""
    return choice.errors[LEBARAN] == choice.errors[COMBINED]
