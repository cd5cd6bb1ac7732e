"""The list of components: its order, and what is written from it."""

from __future__ import annotations

from pathlib import Path

from matcher.batch import write_fills
from matcher.part_list import FOUND, NAMES, PARTS
from tests.builders import ELDEST

FOLDER = Path(write_fills.__file__).parent


def test_the_first_eleven_stay_where_weights_points_and_outcomes_have_them() -> None:
    assert NAMES[:ELDEST] == (
        *("occupation", "skills", "text", "words", "experience", "education"),
        *("stage", "seniority", "place", "pay", "wishes"),
    )
    assert len({part.place for part in PARTS}) == len(PARTS)


def test_the_calls_of_the_compiled_forms_are_those_of_the_list() -> None:
    assert write_fills.FILE.read_text("utf-8") == write_fills.text()


def test_each_part_of_the_folder_has_a_compiled_form_of_its_name() -> None:
    forms = {file.stem for file in (FOLDER / "compiled_parts").glob("[a-z]*.py")}
    assert forms == {part.name for part in FOUND}
