"""The tutorials in Bahasa Indonesia name buttons as the pages do, show pictures that exist, and are short."""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages.pofile import read_po

from tests.runnable_pages import DOCS

CATALOGUE = DOCS.parent / "api" / "web" / "locale" / "en" / "LC_MESSAGES" / "sepadan.po"
TUTORIALS = {
    "panduan-pencari-kerja.md": "seeker-guide.md",
    "panduan-petugas-dan-pemberi-kerja.md": "officer-and-employer-pages.md",
    "panduan-perencana.md": "planner-guide.md",
    "panduan-pengelola.md": "steward-guide.md",
}
"""Tutorial to the guide for developers that it links to, and that links back."""


@cache
def words_of_pages() -> frozenset[str]:
    """Every Indonesian text that pages show."""
    with CATALOGUE.open("rb") as file:
        found = [message.id for message in read_po(file) if message.id]
    return frozenset(part for one in found for part in ([one] if isinstance(one, str) else one))


@pytest.mark.parametrize("page", TUTORIALS)
def test_what_is_bold_is_written_so_on_a_page(page: str) -> None:
    named = re.findall(r"\*\*(.+?)\*\*", (DOCS / page).read_text("utf-8").replace("\n", " "))
    assert len(named) >= 20
    assert sorted({" ".join(one.split()) for one in named} - words_of_pages()) == []


@pytest.mark.parametrize(("page", "guide"), TUTORIALS.items())
def test_a_tutorial_is_short_in_steps_with_pictures_and_leads_to_the_guide_and_back(page: str, guide: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert 40 <= len(text.splitlines()) <= 90
    assert "make run" in text
    steps = [int(one) for one in re.findall(r"^## (\d+)\.", text, re.MULTILINE)]
    assert steps == list(range(len(steps)))
    assert len(steps) >= 5
    pictures = re.findall(r'src="([^"]+)"', text)
    assert len(pictures) >= 3
    links = [link for link in re.findall(r"\]\(([^)#\s]+)\)", text) if "://" not in link]
    assert [one for one in (*pictures, *links) if not (DOCS / one).exists()] == []
    assert guide in links
    assert f"]({page})" in (DOCS / guide).read_text("utf-8")
