"""The two pages that are made of the documents: README's part between its marks, and docs/measured.md."""

from __future__ import annotations

from pathlib import Path

from evaluation.headline.chosen import all_chosen, headlines
from evaluation.headline.code_state import ROOT
from evaluation.headline.documents import RESULTS, read_documents
from evaluation.headline.pages import between_marks, headline_part, measured_page
from evaluation.headline.runs import all_runs

README, MEASURED = Path("README.md"), Path("docs/measured.md")


def pages(root: Path = ROOT, results: Path = RESULTS) -> dict[Path, str]:
    """Path below ``root`` to what the page has to be.

    Raises:
        InputError: A table is faulty, or README has not both marks.
        ValueError: A result is no document.
    """
    runs = all_runs()
    documents = read_documents([run.name for run in runs], results)
    found = headlines(all_chosen(), documents)
    part = headline_part(found, runs, documents)
    readme = between_marks((root / README).read_text(encoding="utf-8"), part, str(README))
    return {README: readme, MEASURED: measured_page(found, runs, documents)}


def write_pages(root: Path = ROOT, results: Path = RESULTS) -> list[Path]:
    """Write what differs.

    Raises:
        InputError: As ``pages``.
        ValueError: The same.
        OSError: A page cannot be written.
    """
    written: list[Path] = []
    for name, text in pages(root, results).items():
        path = root / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            written.append(name)
    return written
