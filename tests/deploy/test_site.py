"""The site: every page is found from its start, what comes from the root leads somewhere, references are whole."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.deploy.scripts import script

ROOT = Path(__file__).resolve().parents[2]
MADE = {
    "index.md",
    "changelog.md",
    "contributing.md",
    "notice.md",
    "reference/http.md",
    "reference/python/index.md",
    "decisions/index.md",
}


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    return script("site/pages")


def test_every_page_is_named_by_the_site_and_every_name_is_a_page() -> None:
    nav = (ROOT / "mkdocs.yml").read_text("utf-8").split("\nnav:\n")[1]
    named = re.findall(r": ([\w./-]+\.md)$", nav, re.MULTILINE)
    written = {
        str(path.relative_to(ROOT / "docs"))
        for path in (ROOT / "docs").rglob("*.md")
        if path.parent.name != "decisions"  # listed by a page of their own
    }
    assert len(named) == len(set(named))
    assert set(named) == written | MADE


def test_links_of_the_readme_lead_to_pages_of_the_site(pages: ModuleType) -> None:
    text = "[a](docs/x.md#y) [b](CONTRIBUTING.md#z) [c](https://a.contoh) [d](#e) [f](Makefile) ![g](docs/img/h.png)"
    assert (
        pages.taken_over(text) == "[a](x.md#y) [b](contributing.md#z) [c](https://a.contoh) [d](#e) [f] ![g](img/h.png)"
    )
    for name in pages.REPOSITORY_FILES:
        links = re.findall(r"\]\(([^)#\s]+)", pages.taken_over((ROOT / name).read_text("utf-8")))
        there = [link for link in links if "://" not in link and link not in pages.REPOSITORY_FILES.values()]
        assert [link for link in there if not (ROOT / "docs" / link).exists()] == []


def test_the_http_reference_has_every_operation_once(pages: ModuleType) -> None:
    document = json.loads((ROOT / "docs/openapi.json").read_text("utf-8"))
    text = pages.http_reference(document)
    wanted = [
        f"{method.upper()} {path}"
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    ]
    assert sorted(re.findall(r"^### `(.*)`$", text, re.MULTILINE)) == sorted(wanted)
    assert len(wanted) > 100


def test_the_python_reference_has_every_public_module_and_no_private_one(pages: ModuleType) -> None:
    names = [name for name, _ in pages.modules()]
    assert {"matcher.engine", "taxonomy.coder", "indexes.engines.milvus"} <= set(names)
    assert not [name for name in names if "._" in name or "migrations" in name or not name.startswith(pages.PACKAGES)]


@pytest.mark.long
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs_gen_files", reason="needs the extra site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "site/reference/python/matcher.engine.html").exists()
