"""``make mutants``: places are found, annotations passed over, and a fault is put before the tests that reach it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation.places import ROOT, difference, draw, mutated, places, without_effect
from tests.mutation.reach import Reach

FILE = "taxonomy/rupiah.py"


def test_a_sample_is_drawn_by_its_seed_and_every_mutant_changes_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.mutation.places.files", lambda: [FILE, "taxonomy/text.py"])
    drawn = draw(5, seed=3)
    assert len(drawn) == 5
    assert drawn == draw(5, seed=3)
    assert drawn != draw(5, seed=4)
    for mutant in drawn:
        before = (ROOT / mutant.file).read_text("utf-8").splitlines()[mutant.line - 1]
        assert f"-{before}" in difference(mutant, mutated(mutant)).splitlines()


def test_annotations_and_options_of_dataclasses_are_no_places() -> None:
    source = "def kept(one: int | None, two: str = 'x' or 'y') -> int | str:\n    three: int | None = 1 | 2\n"
    assert len(without_effect(source)) == 4
    assert len(without_effect("@dataclass(frozen=True)\nclass Kept:\n    pass\n")) == 1
    spans = [span for span, operators in places(FILE).items() if any("BitOr" in name for name, _ in operators)]
    text = (ROOT / FILE).read_text("utf-8").splitlines()
    assert all("->" not in text[start[0] - 1] for start, _ in spans)


def test_the_tests_of_a_line_are_those_that_passed_it_its_own_file_first(tmp_path: Path) -> None:
    data = tmp_path / "reach"
    run = f"""
import coverage
cover = coverage.Coverage(data_file={str(data)!r}, config_file=False, source=["taxonomy"])
cover.start()
from taxonomy.rupiah import rupiah
for name in ("tests/a/test_other.py::test_one|run", "tests/a/test_rupiah.py::test_two|run"):
    cover.switch_context(name)
    rupiah(5_000)
cover.stop()
cover.save()
"""
    subprocess.run([sys.executable, "-c", run], cwd=ROOT, check=True)
    lines = (ROOT / FILE).read_text("utf-8").splitlines()
    inside = next(number for number, line in enumerate(lines, 1) if line.strip().startswith("return"))
    imported = next(number for number, line in enumerate(lines, 1) if line.startswith("SIGN"))
    both = ["tests/a/test_rupiah.py::test_two", "tests/a/test_other.py::test_one"]
    assert Reach(data).tests(FILE, inside) == (both, [])
    assert Reach(data).tests(FILE, imported) == (both, [])
    assert Reach(data).tests("taxonomy/places.py", 1) == ([], [])


def test_a_fault_is_noticed_and_the_code_as_it_is_passes() -> None:
    run = f"""
from pathlib import Path
from tests.mutation.judging import ask
text = Path({FILE!r}).read_text()
print(ask(["tests/taxonomy/test_rupiah.py"], {FILE!r}, text)[0])
print(ask(["tests/taxonomy/test_rupiah.py"], {FILE!r}, text.replace('"id"', '"ie"'))[0])
print(ask(["tests/taxonomy/test_rupiah.py"])[0])
"""
    ran = subprocess.run([sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["0", "1", "0"]
