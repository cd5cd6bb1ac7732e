from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.course_form import CourseForm
from matcher.filling import field_names
from matcher.forms import OutcomeForm, PostingForm, WorkerForm
from matcher.identity import (
    IDENTITY_FIELDS,
    NOT_KEPT,
    drop_identity,
    drop_identity_within,
    identity_of,
    is_identity,
    names_to_show,
    safe_to_show,
    unaligned_to_show,
)

NIK = "3374012309950002"


@pytest.mark.parametrize(
    "name",
    [
        "NIK",
        " nik ",
        "No. HP",
        "no_hp",
        "noHp",
        "NO-HP",
        "Nama Lengkap",
        "namaLengkap",
        "E-mail",
        "Jenis Kelamin",
        "Tgl. Lahir",
        "Nama Lengkap (sesuai KTP)",
        "Tempat/Tgl Lahir",
        "No. Telp/HP",
        "Agama/Kepercayaan",
    ],
)
def test_identity_fields_are_known_however_they_are_written(name: str) -> None:
    assert is_identity(name)
    assert drop_identity({name: "x", "wish": "kasir"}) == {"wish": "kasir"}


def test_no_field_of_a_form_is_taken_for_identity() -> None:
    for form in (PostingForm, WorkerForm, CourseForm, OutcomeForm):
        assert not {name for name in field_names(form) if is_identity(name)}


def test_every_listed_field_is_in_normal_form() -> None:
    assert all(is_identity(name) for name in IDENTITY_FIELDS)


_JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["nik", "Nama", "jobs", "x"]), inner),
    max_leaves=12,
)


@given(_JSON)
def test_nothing_of_an_identity_field_is_left_at_any_depth(value: object) -> None:
    def names(node: object) -> set[str]:
        if isinstance(node, dict):
            return set(node) | {name for item in node.values() for name in names(item)}
        return {name for item in node for name in names(item)} if isinstance(node, list) else set()

    assert names(drop_identity_within(value)) <= {"jobs", "x"}
    assert names(safe_to_show(value)) <= {"jobs", "x"}


def test_contacts_go_out_of_every_text_that_is_shown() -> None:
    shown = safe_to_show({"id": "1", "summary": f"hub 081234567890, {NIK}", "jobs": [{"title": "a@b.example", "n": 3}]})
    assert shown == {"id": "1", "summary": "hub  ,  ", "jobs": [{"title": " ", "n": 3}]}


@pytest.mark.parametrize(
    "line",
    [f'{{"NIK": "{NIK}", ', "{'nama': 'Wati'", "nama=Wati", "No. HP : 0812", '{"jenis_kelamin":"L"', "e-mail: x"],
)
def test_a_broken_line_that_names_an_identity_field_is_not_kept(line: str) -> None:
    assert safe_to_show(line) == NOT_KEPT


def test_a_broken_line_that_names_none_is_kept_without_contacts() -> None:
    assert safe_to_show('{"title": "Kasir", "text": "hub 081234567890') == '{"title": "Kasir", "text": "hub  '
    assert safe_to_show('{"summary": "dinamai ') == '{"summary": "dinamai '


def test_fields_that_do_not_line_up_are_kept_only_where_no_column_is_identity() -> None:
    assert unaligned_to_show(["id", "title"], ["1", "Kasir", "x"]) == ["1", "Kasir", "x"]
    assert unaligned_to_show(["id", "Nama"], ["1", "Wati", "x"]) == NOT_KEPT


def test_column_names_in_a_message_are_cut_and_tell_nobodys_contacts() -> None:
    assert names_to_show(["id", "title"]) == "id, title"
    assert NIK not in names_to_show(["7", NIK, "081234567890"])
    assert len(names_to_show(["Wati"] * 40)) == 60
    assert names_to_show(["nama: Wati"]) == NOT_KEPT


def test_identity_fields_go_to_their_columns_however_they_are_written() -> None:
    row = {
        "Nama Lengkap": " Contoh ",
        "No. HP": 8123,
        "JenisKelamin": "L",
        "agama": "x",
        "wish": "kasir",
        "nik": "",
        "ttl": None,
    }
    assert identity_of(row) == {"name": "Contoh", "phone": "8123", "sex": "L", "agama": "x"}


def test_a_second_field_for_one_column_is_kept_under_its_own_name() -> None:
    assert identity_of({"nama": "A", "nama_lengkap": "A B"}) == {"name": "A", "nama_lengkap": "A B"}
    assert identity_of({"email": ["x"], "alamat": {"jalan": "y"}, "umur": 30}) == {"umur": "30"}
