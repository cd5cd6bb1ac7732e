"""What a forecast says of itself, in Bahasa Indonesia and English."""

from __future__ import annotations

from matcher.forecast.choose import Choice
from matcher.forecast.methods import COMBINED, LABELS, LEBARAN, NAIVE, SEASONAL_NAIVE
from matcher.forecast.series import MonthlySeries
from matcher.reason_words import Language, Said

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
