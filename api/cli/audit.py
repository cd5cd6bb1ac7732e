"""``sepadan audit``: what groups of people get from the rankings; traits come from the sealed identities alone."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.audit_log import log_once
from api.cli.lines import output_lines
from api.cli.opening import open_filled, open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.progress import progress
from api.cli.show import print_json, show
from api.day import today
from matcher.records import Kind
from taxonomy.errors import ConfigError, InputError

if TYPE_CHECKING:
    from api.settings import Settings
    from matcher.audit import Rankings

_NO_TRAITS = "; or, for the sample world alone, --sample-traits"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Traits:
    """Worker to trait to group, and whence: ``vault``, or ``invented``."""

    by_worker: Mapping[str, Mapping[str, str]]
    origin: str


def audit(
    context: typer.Context,
    k: Annotated[int, typer.Option("--k", help="Workers proposed for each posting, from 1 to 1000.")] = 10,
    fewest: Annotated[int, typer.Option("--fewest", min=1, help="Smaller groups than this are withheld.")] = 10,
    at_most: Annotated[
        int | None,
        typer.Option(
            "--at-most", min=1, help="Look at this many postings and workers, drawn by lot.", show_default=False
        ),
    ] = None,
    sample_traits: Annotated[
        bool, typer.Option("--sample-traits", help="Invented traits; only for the workers of the sample world.")
    ] = False,
    output: Annotated[
        str | None, typer.Option("--output", metavar="OUT.csv", help="Write the groups as a table too.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Selection rates, impact ratios and exposure by sex, age, religion and region; small groups are withheld.

    All is ranked first, without a trait at hand; then the traits are read and held beside what was ranked.
    """
    # The pages' words for groups come with what pages need, which help must not wait for.
    from api.cli.audit_tables import audit_tables
    from api.fairness_card import csv_bytes, document_of

    settings = settings_of(context, home)
    if not sample_traits:
        _check_kept(settings)
    with ExitStack() as stack:
        # Opened before the long work, so that a place that cannot be written is told at once.
        write = None if output is None else stack.enter_context(output_lines(output))
        rankings = _ranked(settings, k, at_most)
        traits = _sampled(rankings) if sample_traits else _kept(settings, rankings)
        document = document_of(rankings, traits.by_worker, traits.origin, fewest)
        if write is not None:
            write(csv_bytes(document))
    if as_json:
        print_json(document)
    else:
        show(*audit_tables(document))


def _ranked(settings: Settings, k: int, at_most: int | None) -> Rankings:
    """All lists and scores; the engine is closed again before a trait is read."""
    from matcher.audit_rankings import rank_for_audit

    with open_filled(settings) as engine, progress() as tell:
        return rank_for_audit(engine, k, today(), at_most=at_most, tell=tell)


def _check_kept(settings: Settings) -> None:
    """Refuse before the long work where no traits can be there; nothing is opened.

    Raises:
        ConfigError: No key is set, or it cannot be read.
        InputError: No identity is kept.
        GenerationError: Nothing was ever ingested there.
    """
    if settings.vault() is None:
        wanted = "wanted the keys that identities are sealed with, for the audit's traits, found none"
        raise ConfigError(f"setting identity_keys: {wanted}; set SEPADAN_IDENTITY_KEYS{_NO_TRAITS}")
    with open_kept(settings) as store:
        if not store.count_identities(Kind.WORKER):
            found = f"none for {store.counts().get(Kind.WORKER, 0)} workers; ingest them again with their traits"
            raise InputError(
                wanted="identities of workers, which the audit reads traits from",
                found=f"{found}{_NO_TRAITS}",
                where="table identity",
            )


def _kept(settings: Settings, rankings: Rankings) -> _Traits:
    """Traits out of the vault, which is opened here for the first time.

    Raises:
        ConfigError: The keys are gone, or lack the one that sealed an identity.
        InputError: No trait of any worker can be read.
        StoreError: The store cannot be read, or a field does not open.
    """
    from matcher.audit_traits import TRAITS, read_traits

    vault = settings.vault()
    assert vault is not None
    keys = sorted(rankings.best_scores)
    with open_kept(settings) as store:
        found = dict(read_traits(store, vault, keys, rankings.day))
        # Said before anything is told of them: identities of many were opened.
        log_once(settings, store, "identity.read", purpose="fairness", facts={"count": len(found)})
    if not any(found.values()):
        raise InputError(
            wanted=f"a trait that can be read ({', '.join(TRAITS)}) of one of {len(keys)} workers",
            found=f"identities of {len(found)} of them, none with such a trait",
            where="table identity",
        )
    return _Traits(by_worker=found, origin="vault")


def _sampled(rankings: Rankings) -> _Traits:
    """Invented traits.

    Raises:
        InputError: A worker is not of the sample world.
    """
    from matcher.world.generate import SEED
    from matcher.world.traits import sample_traits

    return _Traits(by_worker=sample_traits(rankings.best_scores, SEED), origin="invented")
