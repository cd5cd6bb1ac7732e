"""Signs of unofficial recruitment."""

from __future__ import annotations

import pytest

from matcher.overseas.ad import Ad
from matcher.overseas.report import check_ad
from taxonomy.places import load_gazetteer


def kinds(text: str, place: str = "Malaysia", title: str = "Operator") -> list[str]:
    report = check_ad(Ad(title=title, places=(place,) if place else (), text=text), load_gazetteer())
    return [sign.kind for sign in report.warnings]


@pytest.mark.parametrize(
    ("text", "place", "kind"),
    [
        ("Kerja jalur mandiri", "Malaysia", "no_agency"),
        ("Berangkat pakai visa ziarah", "Arab Saudi", "visit_visa"),
        ("Berangkat cepat, minggu ini juga", "Malaysia", "rushed"),
        ("Langsung terbang", "Malaysia", "rushed"),
        ("Tanpa pelatihan", "Malaysia", "no_preparation"),
        ("KTP saja cukup", "Malaysia", "no_papers"),
        ("Admin judi online", "Kamboja", "scam_work"),
        ("Operator chat investasi kripto", "Myanmar", "scam_work"),
        ("Admin marketing online", "Laos", "scam_work"),
        ("DP 5 juta transfer dulu", "Malaysia", "deposit"),
        ("Biaya ditalangi, potong gaji 8 bulan", "Malaysia", "debt"),
        ("Paspor dipegang bos", "Malaysia", "document_held"),
        ("Lewat jalan tikus", "Malaysia", "hidden_route"),
        ("Masuk lewat Batam", "Malaysia", "hidden_route"),
    ],
)
def test_a_sign_is_told(text: str, place: str, kind: str) -> None:
    assert kind in kinds(text, place)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Hati-hati calo. Kami tidak memakai visa turis.", "Malaysia"),
        ("Customer service bahasa Inggris di kantor pusat", "Singapura"),
        ("Gaji tanpa potongan, tanpa uang muka.", "Malaysia"),
        ("Pekerja kripto dilatih dengan baik", "Jerman"),
        ("Dilatih bahasa di BLK sampai lulus", "Taiwan"),
    ],
)
def test_a_warning_of_the_ad_itself_or_ordinary_work_is_no_sign(text: str, place: str) -> None:
    assert kinds(text, place) == []


def test_the_gravest_sign_comes_first_and_each_kind_once() -> None:
    found = kinds("Langsung berangkat. Admin judi online, slot, kasino. Potong gaji, potong gaji.", "Kamboja")
    assert found == ["scam_work", "debt", "rushed"]


def test_each_sign_names_its_law_and_explains_itself() -> None:
    report = check_ad(Ad(title="x", places=("Malaysia",), text="Jalur mandiri, tanpa dokumen"), load_gazetteer())
    assert all(sign.rule.startswith("UU") and sign.explains_id and sign.explains_en for sign in report.warnings)
    assert not report.is_clean
