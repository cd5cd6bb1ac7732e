"""Conditions loosened, in words, as the pages and the command line show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.reason_words import DEFAULT, Language, Said
from taxonomy.rupiah import rupiah

if TYPE_CHECKING:
    from matcher.relax import Relaxation

_DROPPED: dict[str, Said] = {
    "source": {"id": "dari semua sumber", "en": "from all sources"},
    "province": {"id": "di semua provinsi", "en": "in all provinces"},
    "employment_type": {"id": "semua jenis kerja", "en": "all kinds of work"},
    "kbji": {"id": "semua jabatan", "en": "all occupations"},
    "abroad": {"id": "di dalam dan luar negeri", "en": "at home and abroad"},
    "pay": {"id": "berapa pun upahnya", "en": "whatever the pay"},
    "education": {"id": "tanpa syarat pendidikan", "en": "whatever the education"},
    "education_level": {"id": "semua jenjang pendidikan", "en": "all levels of education"},
    "distance": {"id": "sejauh apa pun", "en": "however far"},
    "shift": {"id": "termasuk kerja shift", "en": "shift work included"},
    "night": {"id": "termasuk kerja malam", "en": "night work included"},
    "remote": {"id": "termasuk yang dikerjakan di tempat kerja", "en": "work on site included"},
    "access": {
        "id": "termasuk yang tidak menyebut terbuka bagi difabel",
        "en": "those that do not say they are open to people with disabilities included",
    },
    "licence": {"id": "bila izin atau lisensi wajib sudah ada", "en": "once the required licence is there"},
}
_WIDER: dict[str, Said] = {
    "distance": {"id": "sampai {:g} km", "en": "up to {:g} km"},
    "education": {"id": "selisih pendidikan sampai {:g} jenjang", "en": "education up to {:g} levels apart"},
    "education_level": {"id": "pendidikan sampai jenjang KKNI {:g}", "en": "education up to KKNI level {:g}"},
}
_NAMED: dict[str, Said] = {
    "province": {"id": "di {}", "en": "in {}"},
    "kbji": {"id": "jabatan KBJI {}", "en": "KBJI occupation {}"},
    "pay": {"id": "upah mulai {}", "en": "pay from {}"},
    "or": {"id": " atau ", "en": " or "},
}


def loosened(one: Relaxation, language: Language = DEFAULT) -> str:
    """What a condition becomes: ``sampai 50 km``, ``di Jawa Barat atau Banten``, ``termasuk kerja malam``."""
    if one.to is None:
        return _DROPPED[one.condition][language]
    if isinstance(one.to, tuple):
        is_place = one.condition == "province"
        names = _provinces(one.to, language) if is_place else ", ".join(one.to)
        return _NAMED["province" if is_place else "kbji"][language].format(names)
    if one.condition == "pay":
        return _NAMED["pay"][language].format(rupiah(float(one.to), language))
    return _WIDER[one.condition][language].format(one.to)


def _provinces(codes: tuple[str, ...], language: Language) -> str:
    from taxonomy.places import load_gazetteer  # only where there is something to say: it takes a moment to load

    names = [load_gazetteer().get(code).name for code in codes]
    return _NAMED["or"][language].join(filter(None, (", ".join(names[:-1]), names[-1])))
