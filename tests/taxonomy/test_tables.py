"""Tab-separated tables: what a line must hold."""

from __future__ import annotations

import pytest

from taxonomy.errors import InputError
from taxonomy.tables import bundled_folder, bundled_table, read_table


def test_rows_come_with_their_place() -> None:
    rows = list(read_table('a\tb\n1\t\n"2\t3', "t.tsv", ("a", "b")))
    assert rows == [("t.tsv line 2", {"a": "1", "b": ""}), ("t.tsv line 3", {"a": '"2', "b": "3"})]


def test_bundled_tables_are_read_by_name_and_folders_in_order_of_name() -> None:
    assert next(bundled_table("country_names.tsv", ("name", "code")))[0] == "country_names.tsv line 2"
    names = [name for name, _ in bundled_folder("skills")]
    assert "core.tsv" in names
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "t.tsv line 1"),
        ("a\tc\n1\t2", "t.tsv line 1"),
        ("a\tb\n1\t2\n3", "t.tsv line 3"),
        ("a\tb\n1\t2\t3", "t.tsv line 2"),
    ],
)
def test_a_table_of_another_shape_is_refused(text: str, where: str) -> None:
    with pytest.raises(InputError) as caught:
        list(read_table(text, "t.tsv", ("a", "b")))
    assert caught.value.where == where
