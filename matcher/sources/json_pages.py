"""Platforms that answer in JSON: which list of a document holds the rows, and how one document leads to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from matcher.sources.documents import document_rows, is_lines, json_document
from matcher.sources.files import BytesRead, RawRow
from matcher.sources.source import RowReader
from matcher.sources.walk import Onward, Page, Walk, numbered_pages, single_page
from taxonomy.json_values import is_object


def rows_under(*names: str) -> RowReader:
    """A reader of the list that stands under the first of these fields that holds one; see ``document_rows``."""

    def rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
        return document_rows(path, names, tell)

    return rows


def json_walk(onward: Callable[[Page, Any], Onward]) -> Walk:
    """A walk from document to document.

    Args:
        onward: The page and its JSON to where it leads; not asked about JSON lines, which name no other page.
    """

    def walk(page: Page) -> Onward:
        return single_page(page) if is_lines(page.path) else onward(page, json_document(page.path))

    return walk


def whole_or_numbered(page: Page, document: Any) -> Onward:
    """Pages as the ministry's APIs number them in ``meta``; a document without one is the whole list.

    Raises:
        InputError: ``meta`` holds something else.
    """
    if is_object(document) and is_object(document.get("meta")):
        return numbered_pages(page, document["meta"].get("pagination"))
    return single_page(page)
