"""Personal traits of workers for the audit alone, read from the sealed identities; nothing that ranks imports this.

An audit by trait needs the trait. It is read by worker key, after the ranking, put into a few coarse groups, and
never kept (UU 27/2022 on personal data protection, art. 4: sex, religion and marital status are general personal data,
health data specific ones).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from pydantic_core import PydanticCustomError

from indexes.identity_vault import OTHER, Vault
from indexes.store import Store
from matcher.fields import as_day
from matcher.records import Kind
from taxonomy.text import fold

Traits = Mapping[str, str]
"""Trait to group; what is not known or cannot be read has no entry."""

SEX, AGE, RELIGION, MARITAL_STATUS, DISABILITY, ETHNICITY = TRAITS = (
    "sex",
    "age",
    "religion",
    "marital_status",
    "disability",
    "ethnicity",
)

COLUMNS = ("sex", "birth_date", OTHER)
"""Columns of the identity table that hold them; no other is opened."""

_FIELDS: Mapping[str, tuple[str, ...]] = {
    SEX: ("sex", "gender", "jenis_kelamin", "kelamin", "jk"),
    RELIGION: ("religion", "agama"),
    MARITAL_STATUS: ("marital_status", "status_perkawinan", "status_pernikahan", "status_kawin"),
    DISABILITY: ("disability", "disabilitas"),
    ETHNICITY: ("ethnicity", "suku", "etnis"),
}
"""Names that the fields have in the vault (``matcher.identity``)."""

_GROUPS: Mapping[str, Mapping[str, str]] = {
    SEX: {
        "male": "l lk laki laki-laki laki2 lakilaki pria male m",
        "female": "p pr perempuan wanita w female f",
    },
    RELIGION: {
        "islam": "islam muslim moslem",
        "protestant": "kristen protestan kristen_protestan protestant christian",
        "catholic": "katolik katholik kristen_katolik catholic",
        "hindu": "hindu",
        "buddhist": "buddha budha buddhist",
        "confucian": "konghucu khonghucu kong_hu_cu confucian",
        "belief": "kepercayaan penghayat penghayat_kepercayaan kepercayaan_terhadap_tuhan_yme",
    },
    MARITAL_STATUS: {
        "never_married": "belum_kawin belum_menikah belum_nikah lajang single never_married unmarried tk",
        "married": "kawin menikah nikah sudah_kawin sudah_menikah married kawin_tercatat kawin_belum_tercatat",
        "formerly_married": "cerai cerai_hidup cerai_mati janda duda divorced widowed widow widower",
    },
}
"""Trait to group to its spellings, ``_`` between words. Religions: those of the identity card, belief in God beside
them since Constitutional Court decision 97/PUU-XIV/2016."""

_GROUP_OF = {
    trait: {word.replace("_", " "): group for group, words in groups.items() for word in words.split()}
    for trait, groups in _GROUPS.items()
}

_NOT_DISABLED = frozenset("tidak no none non n false 0 bukan normal nihil tidak_ada tidak_disabilitas".split())
_NOT_SAID = frozenset(("", "-", "--", "n/a", "null", "tidak diketahui", "tidak diisi", "unknown"))

AGES: Mapping[str, range] = {
    "15_24": range(15, 25),
    "25_34": range(25, 35),
    "35_44": range(35, 45),
    "45_54": range(45, 55),
    "55_up": range(55, 121),
}
"""Group to its ages in whole years, from 15 on, the working age as BPS counts it; other ages are taken for slips."""

_LETTERS = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)*")
_YEARS = re.compile(r"\d{1,3}")


def traits_of(fields: Mapping[str, str], day: date) -> dict[str, str]:
    """The groups that a person belongs to.

    Args:
        fields: Identity fields by name, as the vault gives them.
        day: Day on which ages are counted.
    """
    said = {trait: _said(fields, names) for trait, names in _FIELDS.items()}
    found = {trait: groups.get(said[trait], "") for trait, groups in _GROUP_OF.items()}
    found[AGE] = _age_group(fields, day)
    if said[DISABILITY] not in _NOT_SAID:
        found[DISABILITY] = "no" if said[DISABILITY].replace(" ", "_") in _NOT_DISABLED else "yes"
    # Free text: what has other than letters is no name of a people, and may be anything.
    if said[ETHNICITY] not in _NOT_SAID and _LETTERS.fullmatch(said[ETHNICITY]):
        found[ETHNICITY] = said[ETHNICITY]
    return {trait: found[trait] for trait in TRAITS if found.get(trait)}


def _said(fields: Mapping[str, str], names: Iterable[str]) -> str:
    """The first of some fields that says anything, folded; empty when none does."""
    texts = (fold(fields.get(name, "")).strip(" .") for name in names)
    return next((text for text in texts if text not in _NOT_SAID), "")


def _age_group(fields: Mapping[str, str], day: date) -> str:
    years = _years_since(fields.get("birth_date", ""), day)
    if years is None:
        told = _said(fields, ("age", "umur", "usia")).removesuffix("tahun").removesuffix("th").strip()
        years = int(told) if _YEARS.fullmatch(told) else -1
    return next((group for group, ages in AGES.items() if years in ages), "")


def _years_since(birth: str, day: date) -> int | None:
    try:
        born = as_day(birth)
    except PydanticCustomError:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) if isinstance(born, date) else None


def read_traits(store: Store, vault: Vault, keys: Sequence[str], day: date) -> Iterator[tuple[str, dict[str, str]]]:
    """Key and traits of each worker of whom anything is kept, by key.

    Args:
        store: Keeps the sealed identities.
        vault: Opens them.
        keys: Workers, ascending.
        day: Day on which ages are counted.

    Raises:
        ConfigError: The vault lacks the key that sealed one of them.
        StoreError: The store cannot be read, or a field does not open.
    """
    for key, fields in store.identities(Kind.WORKER, keys, vault, COLUMNS):
        yield key, traits_of(fields, day)
