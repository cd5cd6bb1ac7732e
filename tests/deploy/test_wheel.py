"""The wheel holds every data file that the code reads: what setuptools takes along, against what lies in the tree."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch

from setuptools import find_namespace_packages

from tests.deploy.containerfile import ROOT

FOR_READERS = {"evaluation/data/README.md"}
"""Read by people alone."""


def test_every_data_file_is_in_a_package_and_of_a_pattern_that_the_wheel_takes_along() -> None:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    packages = set(find_namespace_packages(str(ROOT), include=tool["packages"]["find"]["include"]))
    patterns = tool["package-data"]["*"]
    tops = [ROOT / name for name in ("taxonomy", "indexes", "matcher", "api", "evaluation")]
    files = {path for top in tops for path in top.rglob("*") if path.is_file() and path.suffix != ".py"}
    files = {path for path in files if path.parent.name != "__pycache__"}
    left_out = {
        str(path.relative_to(ROOT))
        for path in files
        if ".".join(path.parent.relative_to(ROOT).parts) not in packages
        or not any(fnmatch(path.name, pattern) for pattern in patterns)
    }
    assert len(files) > 400
    assert left_out == FOR_READERS
