"""Identity data, set aside before anything is read out of a row (UU 27/2022 on personal data)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from matcher.privacy import without_contacts
from taxonomy.json_values import is_list, is_mapping, is_object, is_series

IDENTITY_FIELDS = frozenset(
    """
    name full_name first_name last_name nama nama_lengkap nama_depan nama_belakang nama_pelamar nama_panggilan
    nik no_ktp nomor_ktp ktp no_kk kk npwp passport paspor no_paspor bpjs no_bpjs
    phone phone_number mobile telephone telepon telp no_telepon no_telp nomor_telepon no_hp nomor_hp hp handphone
    whatsapp no_wa wa kontak contact email e_mail alamat_email surel instagram facebook linkedin
    address alamat alamat_lengkap alamat_rumah alamat_ktp alamat_domisili
    sex gender jenis_kelamin kelamin jk birth_date date_of_birth dob tanggal_lahir tgl_lahir birth_place tempat_lahir
    tempat_tanggal_lahir ttl age usia umur religion agama marital_status status_perkawinan status_pernikahan
    status_kawin photo foto pas_foto ethnicity suku etnis kewarganegaraan nationality disability disabilitas
    nama_ibu nama_ayah nama_ibu_kandung golongan_darah tinggi_badan berat_badan
    given_name family_name surname nama_peserta nama_pencaker
    """.split()
)
"""Fields that are never read into a record, in normal form: lower case, ``_`` between words."""

_TELLING = frozenset(
    """
    nik ktp npwp hp handphone telp telepon phone email surel whatsapp wa
    alamat kelamin gender agama religion lahir birth
    """.split()
)
"""Words that make a field identity data whatever stands beside them (``Nama (sesuai KTP)``, ``Tempat/Tgl Lahir``)."""

NOT_KEPT = "(not kept: it may hold identity data)"
"""Shown in place of what cannot be cleaned of identity data."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NAMED = re.compile(
    r"(?<![a-z0-9])(?:"
    + "|".join(sorted((name.replace("_", r"[\s_.-]*") for name in IDENTITY_FIELDS), reverse=True))
    + r")[\s_.]*[\"']?\s*[:=]",
    re.IGNORECASE,
)


_COLUMNS: Mapping[str, frozenset[str]] = {
    "nik": frozenset("nik no_ktp nomor_ktp ktp".split()),
    "name": frozenset("name full_name nama nama_lengkap nama_pelamar nama_peserta nama_pencaker".split()),
    "phone": frozenset(
        "phone phone_number mobile telephone telepon telp no_telepon no_telp nomor_telepon no_hp nomor_hp hp "
        "handphone".split()
    ),
    "email": frozenset("email e_mail alamat_email surel".split()),
    "address": frozenset("address alamat alamat_lengkap alamat_rumah".split()),
    "sex": frozenset("sex gender jenis_kelamin kelamin jk".split()),
    "birth_date": frozenset("birth_date date_of_birth dob tanggal_lahir tgl_lahir".split()),
}
"""Column of the sealed table to the names that fields of it have, in normal form."""


def identity_of(raw: Mapping[str, Any]) -> dict[str, str]:
    """The identity fields of a row by the column that keeps them sealed; others under their own name in normal form.

    Args:
        raw: A row as it came; only what stands at its top is looked at, and only text and numbers are kept.
    """
    found: dict[str, str] = {}
    for name, value in raw.items():
        if not is_identity(str(name)) or not isinstance(value, str | int) or not str(value).strip():
            continue
        normal = _normal(str(name))
        column = next((column for column, names in _COLUMNS.items() if normal in names), normal)
        found.setdefault(column if column not in found else normal, str(value).strip())
    return found


def _normal(name: str) -> str:
    return _NOT_WORD.sub("_", _CAMEL.sub("_", name.strip()).casefold()).strip("_")


@lru_cache(maxsize=4096)
def is_identity(name: str) -> bool:
    """Whether a field of this name holds identity data, however it is written (``No. HP``, ``noHp``, ``NO_HP``)."""
    words = _normal(name)
    return words in IDENTITY_FIELDS or not _TELLING.isdisjoint(words.split("_"))


def drop_identity(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The same row without its identity fields; objects inside it are kept as they are."""
    return {str(name): value for name, value in raw.items() if not is_identity(str(name))}


def drop_identity_within(value: Any) -> Any:
    """A value without identity fields, however deep they lie."""
    if is_mapping(value):
        return {name: drop_identity_within(item) for name, item in drop_identity(value).items()}
    if is_series(value):
        return [drop_identity_within(item) for item in value]
    return value


def safe_to_show(value: Any) -> Any:
    """What of a refused row may be kept for people to read.

    Identity fields go, however deep; contact details and NIK go out of every text. A row that is text (a broken JSON
    line) and names an identity field is not kept at all, for nobody can tell where that field's value ends.
    """
    if isinstance(value, str) and _NAMED.search(value):
        return NOT_KEPT
    return _without_contacts(drop_identity_within(value))


def names_to_show(names: Iterable[str]) -> str:
    """The column names of a table for a message, cut to 60 characters: a table without a header has a person there."""
    return str(safe_to_show(", ".join(names)))[:60]


def unaligned_to_show(header: Sequence[str], fields: Sequence[str]) -> list[str] | str:
    """As ``safe_to_show``, for a table row whose fields do not line up with the header."""
    return NOT_KEPT if any(is_identity(name) for name in header) else list(fields)


def _without_contacts(value: Any) -> Any:
    if is_object(value):
        return {name: _without_contacts(item) for name, item in value.items()}
    if is_list(value):
        return [_without_contacts(item) for item in value]
    return without_contacts(value) if isinstance(value, str) else value
