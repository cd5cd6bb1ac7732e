"""Store, coder and engine of an installation, each opened only by the commands that need it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from taxonomy.errors import GenerationError, InputError

if TYPE_CHECKING:
    from api.settings import Settings
    from indexes.store import Store
    from matcher.coding import RecordCoder
    from matcher.engine import Engine
    from matcher.home import Home
    from taxonomy.industry_coder import IndustryCoder


def home_of(settings: Settings) -> Home:
    """Where the installation lies; the folder may not be there yet."""
    return settings.installed()


@contextmanager
def open_store(settings: Settings) -> Generator[Store]:
    """The store alone: no encoder is loaded.

    Raises:
        ConfigError: The home cannot be used.
        StoreError: The store cannot be opened.
    """
    from indexes.store import Store

    store = Store(settings.database_url or home_of(settings).make().database_url)
    try:
        yield store
    finally:
        store.close()


def is_there(settings: Settings) -> bool:
    """Whether the installation has a store; a database elsewhere is taken to be there.

    Raises:
        InputError: The home is a file.
    """
    if settings.home.is_file():
        raise InputError(wanted="a folder", found="a file", where=f"home {settings.home}")
    return bool(settings.database_url) or (settings.home / "sepadan.db").is_file()


def tables_of(settings: Settings) -> str | None:
    """Version of the tables of a store that is there, without bringing them to the present; None for an empty one.

    Raises:
        StoreError: The store cannot be read.
    """
    from indexes.opening import version_at

    return version_at(settings.database_url or home_of(settings).database_url)


@contextmanager
def open_kept(settings: Settings) -> Generator[Store]:
    """As ``open_store``, for what only looks after a store: one that is not there is told, not made.

    Raises:
        InputError: The home is a file.
        GenerationError: Nothing was ever ingested there.
    """
    check_there(settings)
    with open_store(settings) as store:
        yield store


def check_there(settings: Settings) -> None:
    """Refuse a home that is not there.

    Raises:
        InputError: The home is a file.
        GenerationError: Nothing was ever ingested there.
    """
    if not is_there(settings):
        wanted = "wanted an installation with records, found none"
        mend = "choose another with --home, or run 'sepadan ingest' and 'sepadan build'"
        raise GenerationError(f"home {settings.home}: {wanted}; {mend}")


@contextmanager
def open_filled(settings: Settings) -> Generator[Engine]:
    """As ``open_engine``, for what only reads: a home that is not there is told, not made.

    Raises:
        GenerationError: Nothing was ever ingested there.
    """
    check_there(settings)
    with open_engine(settings) as engine:
        yield engine


@contextmanager
def open_engine(settings: Settings, *, is_sample: bool = False) -> Generator[Engine]:
    """The whole installation, with its encoder.

    Args:
        settings: Of the installation.
        is_sample: The sample world is about to be coded, whose vectors are at hand.

    Raises:
        ConfigError: The home cannot be used.
        StoreError: The store cannot be opened.
        EncoderError: The encoder is not prepared.
    """
    from matcher import installation

    engine = installation.open_engine(
        settings.installed(), database_url=settings.database_url, model=settings.model, is_sample=is_sample
    )
    try:
        yield engine
    finally:
        engine.close()


def open_coder(settings: Settings) -> RecordCoder:
    """Normalisers and encoder without a store: nothing is written.

    Raises:
        EncoderError: The encoder is not prepared, or not the one that the title coder was trained with.
    """
    from matcher.installed_coder import installed_coder
    from matcher.installed_encoder import installed_encoder

    return installed_coder(installed_encoder(settings.model), home_of(settings).models)


def open_industry_coder(settings: Settings) -> IndustryCoder:
    """The industry coder without a store: nothing is written. The encoder is loaded where its weights need one.

    Raises:
        EncoderError: The encoder is needed and not prepared, or not the one that the coder was trained with.
    """
    from matcher.installed_encoder import installed_encoder
    from matcher.model_life.served import ServedModels
    from taxonomy.industry_coder import load_industry_coder

    weights = ServedModels(home_of(settings).models).industry_weights()
    if not weights.needs_encoder:
        return load_industry_coder(weights=weights)
    encoder = installed_encoder(settings.model)
    return load_industry_coder(encoder.encode_query, encoder.fingerprint, weights=weights)
