"""Numbers and codes in the words of the pages, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.web.tongue import N_, Tongue
from taxonomy.countries import load_countries
from taxonomy.education import LEVELS
from taxonomy.occupations import Occupation, load_occupations
from taxonomy.places import Gazetteer
from taxonomy.rupiah import SIGN
from taxonomy.skills import Skill
from taxonomy.text import fold

EDUCATION_CHOICES = (
    ("", N_("Tidak diisi")),
    ("SD", "SD"),
    ("SMP", "SMP"),
    ("SMA", "SMA / SMK"),
    ("D1", "D1"),
    ("D3", "D3"),
    ("S1", "D4 / S1"),
    ("S2", "S2"),
)

RADIUS_CHOICES = ("", "10", "25", "50", "100")
"""Kilometres; empty is as far as it goes."""

KIND_WORDS: Mapping[str, str] = {
    "age": N_("Umur"),
    "sex": N_("Jenis kelamin"),
    "appearance": N_("Penampilan"),
    "marital": N_("Status perkawinan"),
    "religion": N_("Agama"),
    "religion_exempt": N_("Agama, bagian dari pekerjaan"),
    "ethnicity": N_("Suku atau ras"),
    "health": N_("Kesehatan dan disabilitas"),
    "domicile": N_("Tempat tinggal"),
    "document": N_("Penahanan dokumen"),
    "fee": N_("Biaya bagi pelamar"),
    "lure": N_("Umpan penghasilan"),
    "contact": N_("Hanya kontak pribadi"),
    "pay": N_("Upah"),
}
"""Kinds of flag of the inspection."""


def education_choices(tongue: Tongue, held: str = "") -> list[tuple[str, str]]:
    """Value and label of each choice.

    Args:
        tongue: Of the page.
        held: A level that somebody has already; offered too where the pages do not ask for it (D2, D4, S3).
    """
    more = [(held, held)] if held in LEVELS and held not in dict(EDUCATION_CHOICES) else []
    return [*((code, tongue.gettext(label)) for code, label in EDUCATION_CHOICES), *more]


def radius_choices(tongue: Tongue) -> list[tuple[str, str]]:
    """Value and label of each choice."""
    return [(km, f"{km} km" if km else tongue.gettext("Sejauh apa pun")) for km in RADIUS_CHOICES]


def points(tongue: Tongue, value: float) -> str:
    """A part of a score in [0, 1] as points of a hundred, one decimal: ``0.123`` is ``12,3``."""
    return tongue.number(value * 100, 1)


def rupiah(tongue: Tongue, low: float | None, high: float | None) -> str:
    """A range of rupiah a month: ``Rp 4,2–4,8 juta per bulan``; empty when nothing is known."""
    known = [value for value in (low, high) if value]
    if not known:
        return ""
    amounts = "–".join(dict.fromkeys(tongue.millions(value) for value in known))
    return tongue.gettext("%(amounts)s juta per bulan", amounts=SIGN + amounts)


def months(tongue: Tongue, value: int | None) -> str:
    """Months of experience: ``2 tahun 3 bulan``; empty when not known."""
    if value is None:
        return ""
    years, rest = divmod(value, 12)
    parts = [tongue.ngettext("%(n)s tahun", "%(n)s tahun", years)] if years else []
    parts += [tongue.ngettext("%(n)s bulan", "%(n)s bulan", rest)] if rest else []
    return " ".join(parts) or tongue.gettext("belum berpengalaman")


def stated_place(tongue: Tongue, stated: str) -> str:
    """A place as its ad has it, "Nagoya, Jepang", with names of countries in the language of the page.

    Args:
        tongue: Of the page.
        stated: Of the record.
    """
    return ", ".join(_country(part, tongue) for part in stated.split(", "))


def _country(name: str, tongue: Tongue) -> str:
    asked = fold(name)
    for country in load_countries().values() if asked else ():
        if asked in {fold(country.name_id), fold(country.name_en), _SHORT.get(country.code)}:
            return country.name_en if tongue.language == "en" else country.name_id
    return name


_SHORT: Mapping[str, str] = {"KR": "korea", "AE": "uea"}
"""Countries that ads name otherwise than the ministries' lists do."""


def places(tongue: Tongue, codes: Sequence[str], gazetteer: Gazetteer) -> str:
    """At most three region names."""
    names = ", ".join(gazetteer.get(code).name for code in codes[:3])
    return tongue.gettext("%(names)s dan lainnya", names=names) if len(codes) > 3 else names


def title(tongue: Tongue, found: Occupation | str) -> str:
    """What an occupation is called: in English by ISCO-08, where KBJI has the group under the same code.

    Single jobs (six digits) and the groups of the armed forces have an Indonesian title alone.

    Args:
        tongue: Of the reader.
        found: The occupation, or its code.
    """
    one = load_occupations().get(found) if isinstance(found, str) else found
    return (tongue.language == "en" and one.title_en) or one.title


def label(tongue: Tongue, named: Skill | Mapping[str, Any]) -> str:
    """A skill, or another thing with ``label`` and ``label_en``, as the reader calls it."""
    if isinstance(named, Skill):
        named = {"label": named.label, "label_en": named.label_en}
    return str((tongue.language == "en" and named.get("label_en")) or named["label"])
