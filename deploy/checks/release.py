"""``make release``: sdist and wheel into ``dist/``, then the tests against the wheel where no source of ours lies.

1. ``uv build`` makes the sdist, and the wheel out of that sdist, so what the sdist lacks is missed here.
2. A fresh environment takes the wheel, with what its tests need (the extras ``dev`` and ``postgres``).
3. In an empty folder ``sepadan demo --no-serve`` builds the sample world and shows matches.
4. The tracked files without the five packages are laid into another empty folder, and ``pytest -m "not slow"`` runs
   there: what is imported comes out of the wheel. Left out is what reads our sources as text (``READ_SOURCES``).

The exit code is that of the first step that fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("taxonomy", "indexes", "matcher", "api", "evaluation")
READ_SOURCES = (
    "tests/deploy",
    "tests/evaluation/headline",
    "tests/test_explanations.py",
    "tests/test_house.py",
    "tests/test_model_cards.py",
    "tests/test_mutation.py",
    "tests/test_tutorials.py",
    "tests/test_readme.py::test_every_link_of_a_page_leads_somewhere",
    "tests/taxonomy/test_rupiah.py::test_no_module_or_table_writes_sums_otherwise",
)
"""Tests of the sources themselves: their text, their tree, what git says of them."""


def build(dist: Path) -> Path:
    """Sdist, and the wheel out of it.

    Returns:
        The wheel.
    """
    shutil.rmtree(dist, ignore_errors=True)
    run([str(Path(sys.executable).with_name("uv")), "build", "--quiet", "--out-dir", str(dist), str(ROOT)], ROOT)
    (wheel,) = dist.glob("*.whl")
    return wheel


def install(wheel: Path, place: Path) -> Path:
    """A fresh environment with the wheel.

    Returns:
        Its folder of programs.
    """
    venv.create(place, with_pip=True)
    programs = place / "bin"
    run([str(programs / "pip"), "install", "--quiet", "torch==2.13.0"], place)
    run([str(programs / "pip"), "install", "--quiet", f"{wheel}[dev,postgres]"], place)
    return programs


def lay_out(place: Path) -> None:
    """The tracked files as they are in the working tree, without the packages, and the real data beside them."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S607
    for name in filter(None, names.split("\0")):
        if name.partition("/")[0] not in PACKAGES:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / name)
    shared = ROOT.parent / "shared"
    if shared.is_dir():
        (place.parent / "shared").symlink_to(shared)


def run(words: list[str], folder: Path, **settings: str) -> None:
    """Run a step in a folder, and stop with its exit code when it fails."""
    sys.stdout.write(f"+ {' '.join(words)}\n")
    sys.stdout.flush()
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "SEPADAN_HOME")}
    code = subprocess.run(words, cwd=folder, env=kept | settings, check=False).returncode  # noqa: S603 - nothing of a caller
    if code:
        raise SystemExit(code)


def main() -> int:
    """Build, install, try."""
    wheel = build(ROOT / "dist")
    with tempfile.TemporaryDirectory(prefix="sepadan-release-") as name:
        place = Path(name)
        programs = install(wheel, place / "env")
        (place / "empty").mkdir()
        run([str(programs / "sepadan"), "demo", "--no-serve", "--home", str(place / "home")], place / "empty")
        (place / "tree" / "sepadan").mkdir(parents=True)
        lay_out(place / "tree" / "sepadan")
        left_out = [f"--{'deselect' if '::' in test else 'ignore'}={test}" for test in READ_SOURCES]
        options = ["-m", "not slow", "--numprocesses=2", "--dist=loadfile", "--no-cov", *left_out]
        run(
            [str(programs / "python"), "-m", "pytest", *options],
            place / "tree" / "sepadan",
            OMP_NUM_THREADS="1",
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
