"""Traits out of identity fields, as people and systems write them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from indexes.identity_vault import Vault
from indexes.store import Store
from matcher.audit_traits import TRAITS, read_traits, traits_of
from matcher.identity import identity_of
from taxonomy.errors import ConfigError
from tests.indexes.stores import record

DAY = date(2026, 11, 26)
VAULT = Vault({"k1": bytes(32)}, "k1")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"jenis_kelamin": "L"}, {"sex": "male"}),
        ({"JK": "p"}, {"sex": "female"}),
        ({"Jenis Kelamin": " Perempuan "}, {"sex": "female"}),
        ({"gender": "Laki-laki"}, {"sex": "male"}),
        ({"sex": "x"}, {}),
        ({"tanggal_lahir": "1996-11-26"}, {"age": "25_34"}),
        ({"tgl lahir": "27/11/2001"}, {"age": "15_24"}),
        ({"tgl lahir": "26/11/2001"}, {"age": "25_34"}),
        ({"birth_date": "1966-01-05"}, {"age": "55_up"}),
        ({"birth_date": "2020-01-05"}, {}),
        ({"birth_date": "bulan lalu", "umur": 41}, {"age": "35_44"}),
        ({"usia": "50 tahun"}, {"age": "45_54"}),
        ({"umur": "tiga puluh"}, {}),
        ({"agama": "ISLAM"}, {"religion": "islam"}),
        ({"Agama": "Kristen"}, {"religion": "protestant"}),
        ({"agama": "Kristen Katolik"}, {"religion": "catholic"}),
        ({"agama": "Penghayat Kepercayaan"}, {"religion": "belief"}),
        ({"agama": "pastafari"}, {}),
        ({"status_perkawinan": "Belum Kawin"}, {"marital_status": "never_married"}),
        ({"marital_status": "married"}, {"marital_status": "married"}),
        ({"status_kawin": "CERAI MATI"}, {"marital_status": "formerly_married"}),
        ({"disabilitas": "Tidak"}, {"disability": "no"}),
        ({"disabilitas": "tidak ada"}, {"disability": "no"}),
        ({"disability": "tuna netra"}, {"disability": "yes"}),
        ({"disabilitas": "-"}, {}),
        ({"suku": "Batak  Toba"}, {"ethnicity": "batak toba"}),
        ({"suku": "=HYPERLINK(1)"}, {}),
        ({"etnis": "tidak diketahui"}, {}),
        ({"gender": "-", "jk": "L"}, {"sex": "male"}),
        ({"nama": "Contoh"}, {}),
    ],
)
def test_a_row_as_it_came_gives_its_traits(row: dict[str, object], expected: dict[str, str]) -> None:
    assert traits_of(identity_of(row), DAY) == expected


TEMPLATE = (Path(__file__).parents[2] / "docs" / "template.md").read_text(encoding="utf-8")
DOCUMENTED = {
    "sex": "P",
    "age": "1990-01-01",
    "religion": "kepercayaan",
    "marital status": "cerai hidup",
    "disability": "tidak ada",
    "ethnicity": "Jawa",
}


@pytest.mark.parametrize(("trait", "value"), DOCUMENTED.items())
def test_every_field_that_the_template_names_is_read(trait: str, value: str) -> None:
    line = re.search(rf"^\| {trait} \| (.*?) \|", TEMPLATE, re.MULTILINE)
    assert line is not None
    fields = re.findall(r"`(\w+)`", line[1])
    assert fields
    for field in fields:
        told = "36" if field in {"umur", "usia", "age"} else value
        assert list(traits_of(identity_of({field: told}), DAY)) == [trait.replace(" ", "_")], field


def test_traits_come_in_their_own_order() -> None:
    row = {"suku": "Jawa", "disabilitas": "ya", "agama": "islam", "umur": "30", "jk": "L", "status_kawin": "kawin"}
    assert tuple(traits_of(identity_of(row), DAY)) == TRAITS


def test_only_who_is_kept_is_read_and_only_the_columns_of_traits_are_opened(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/sepadan.db")
    store.upsert([record(f"a:{number}", kind="worker") for number in range(1, 4)])
    siti = {"nik": "3273010101900001", "name": "Siti", "sex": "P", "birth_date": "1990-01-01", "agama": "islam"}
    store.put_identity("worker", {"a:1": siti, "a:3": {"name": "Budi"}}, VAULT)
    asked = []

    class Watched(Vault):
        def open(self, kind: str, key: str, key_id: str, sealed: object) -> dict[str, str]:
            asked.append(sorted(sealed))
            return super().open(kind, key, key_id, sealed)

    found = dict(read_traits(store, Watched({"k1": bytes(32)}, "k1"), ["a:1", "a:2", "a:3"], DAY))
    assert found == {"a:1": {"sex": "female", "age": "35_44", "religion": "islam"}, "a:3": {}}
    assert asked == [["birth_date", "other", "sex"]] * 2
    with pytest.raises(ConfigError, match="wanted key 'k1' that sealed worker a:1"):
        dict(read_traits(store, Vault({"k2": bytes(32)}, "k2"), ["a:1"], DAY))
    store.close()
