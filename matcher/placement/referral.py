"""Who a letter introduces: the person's record, and the identity that is opened for this one letter."""

from __future__ import annotations

from collections.abc import Mapping

from indexes.identity_vault import Vault
from matcher.engine import Engine
from matcher.explain import Explained
from matcher.placement.letter_text import Introduced
from matcher.records import Kind, Worker

_OPENED = ("name", "nik", "address", "phone")
"""Columns of the sealed table that a letter shows; sex and day of birth are no business of an employer's."""

_MOST_SKILLS = 6


def introduced(engine: Engine, key: str, matched: Explained, vault: Vault | None, shown_key: str) -> Introduced:
    """A stored person as a letter introduces them.

    Args:
        engine: Holds the record.
        key: Of the person.
        matched: The pair with its reasons; skills that both have are named.
        vault: Opens the identity; without it dots stand for the name.
        shown_key: What the person is called in the letter.

    Raises:
        UnknownIdError: Not stored.
        ConfigError: The vault lacks the key that sealed the identity.
        StoreError: The identity does not open.
    """
    worker = engine.get(Kind.WORKER, key)
    assert isinstance(worker, Worker)
    opened: Mapping[str, str] = {}
    if vault is not None:
        opened = engine.store.identity(Kind.WORKER, key, vault, _OPENED) or {}
    coded = engine.refresh().catalogues[Kind.WORKER].place(key).coded
    schooling = (worker.education or coded.education, worker.study_programme)
    return Introduced(
        key=shown_key,
        name=opened.get("name", ""),
        nik=opened.get("nik", ""),
        address=opened.get("address", "") or worker.place,
        phone=opened.get("phone", ""),
        education=", ".join(part for part in schooling if part),
        experience=_experience(coded.experience_months),
        skills=tuple(str(skill["label"]) for skill in matched.matched[:_MOST_SKILLS]),
    )


def _experience(months: int | None) -> str:
    years, rest = divmod(months or 0, 12)
    parts = [f"{years} tahun"] if years else []
    return " ".join(parts + ([f"{rest} bulan"] if rest else []))
