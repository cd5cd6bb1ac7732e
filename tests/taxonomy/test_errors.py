"""The error tree: what was wanted, found and where."""

from __future__ import annotations

import pytest

from taxonomy.errors import (
    ConfigError,
    EncoderError,
    GenerationError,
    InputError,
    SepadanError,
    StoreError,
    UnknownIdError,
)


@pytest.mark.parametrize("kind", [InputError, UnknownIdError, EncoderError, GenerationError, StoreError, ConfigError])
def test_every_error_belongs_to_one_tree(kind: type[Exception]) -> None:
    assert issubclass(kind, SepadanError)


def test_an_unknown_id_is_an_input_error() -> None:
    with pytest.raises(InputError):
        raise UnknownIdError(wanted="a code", found="9999", where="occupation code")


def test_an_input_error_says_what_was_wanted_found_and_where() -> None:
    error = InputError(wanted="a number", found="lima", where="file.csv row 3, pay")
    assert str(error) == "file.csv row 3, pay: wanted a number, found lima"
    assert (error.wanted, error.found, error.where) == ("a number", "lima", "file.csv row 3, pay")


def test_what_was_found_is_shown_as_python_writes_it_unless_it_is_text() -> None:
    assert InputError(wanted="a list", found={"a": 1}, where="body").found == "{'a': 1}"


@pytest.mark.parametrize(("length", "shown"), [(199, 199), (200, 200), (201, 200), (50_000, 200)])
def test_a_long_find_is_cut_to_200_characters(length: int, shown: int) -> None:
    found = InputError(wanted="less", found="x" * length, where="field").found
    assert len(found) == shown
    assert found.endswith("...") == (length > 200)
