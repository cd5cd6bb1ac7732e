"""Conditions loosened, in words (Bahasa Indonesia), as the page and the command line show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.relax import Relaxation

_DROPPED = {
    "source": "dari semua sumber",
    "province": "di semua provinsi",
    "employment_type": "semua jenis kerja",
    "kbji": "semua jabatan",
    "abroad": "di dalam dan luar negeri",
    "pay": "berapa pun upahnya",
    "education": "tanpa syarat pendidikan",
    "education_level": "semua jenjang pendidikan",
    "distance": "sejauh apa pun",
    "shift": "termasuk kerja shift",
    "night": "termasuk kerja malam",
    "access": "termasuk yang tidak menyebut terbuka bagi difabel",
    "licence": "bila izin atau lisensi wajib sudah ada",
}
_WIDER = {
    "distance": "sampai {:g} km",
    "education": "selisih pendidikan sampai {:g} jenjang",
    "education_level": "pendidikan sampai jenjang KKNI {:g}",
}


def loosened(one: Relaxation) -> str:
    """What a condition becomes: ``sampai 50 km``, ``di Jawa Barat atau Banten``, ``termasuk kerja malam``."""
    if one.to is None:
        return _DROPPED[one.condition]
    if isinstance(one.to, tuple):
        return f"di {_provinces(one.to)}" if one.condition == "province" else f"jabatan KBJI {', '.join(one.to)}"
    if one.condition == "pay":
        return f"upah mulai Rp{one.to:,.0f}".replace(",", ".")
    return _WIDER[one.condition].format(one.to)


def _provinces(codes: tuple[str, ...]) -> str:
    from taxonomy.places import load_gazetteer  # only where there is something to say: it takes a moment to load

    names = [load_gazetteer().get(code).name for code in codes]
    return " atau ".join(filter(None, (", ".join(names[:-1]), names[-1])))
