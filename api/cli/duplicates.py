"""``sepadan duplicates``: find copies of postings, look at them and at what is doubtful, part and join by hand."""

from __future__ import annotations

import time
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.opening import open_filled, open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.progress import progress
from api.cli.show import facts_table, print_json, show, tell_facts

if TYPE_CHECKING:
    from indexes.duplicate_records import Copy
    from matcher.records import Posting

KeyArgument = Annotated[str, typer.Argument(metavar="ID", help="source:id of a posting.", show_default=False)]
OthersArgument = Annotated[
    list[str], typer.Argument(metavar="OTHER...", help="Postings that are the same vacancy.", show_default=False)
]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="Most clusters to list.")]

_NAMES = {
    "postings": "lowongan dibandingkan",
    "uncoded": "belum dikodekan (jalankan 'sepadan build')",
    "pairs_compared": "pasangan dibandingkan",
    "pairs_confirmed": "pasangan yang sama",
    "clusters": "lowongan yang diiklankan lebih dari sekali",
    "copies": "salinan",
    "across_sources": "di beberapa sumber",
    "by_source": "salinan menurut sumber",
    "doubtful": "pasangan yang perlu dilihat orang",
    "seconds": "detik",
}

duplicates = typer.Typer(help="Copies of postings: find, list, show, doubts, split, merge.", no_args_is_help=True)


@duplicates.command("find")
def find(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Compare all postings and keep which are one vacancy; matches show one of them from then on."""
    from api.day import today
    from matcher.duplicates.find import find as find_copies

    started = time.monotonic()
    with open_filled(settings_of(context, home)) as engine, progress() as tell:
        report = find_copies(engine.store, engine.coder.fingerprint, today(), tell)
    document: dict[str, Any] = {**asdict(report), "seconds": round(time.monotonic() - started, 3)}
    if as_json:
        print_json(document)
        return
    by_source = ", ".join(f"{name} {count}" for name, count in report.by_source.items()) or "-"
    show(facts_table({_NAMES[name]: value for name, value in {**document, "by_source": by_source}.items()}))


@duplicates.command("list")
def list_all(
    context: typer.Context, limit: LimitOption = 50, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Clusters, the largest first: canonical posting, employer, number of copies, when advertised."""
    from matcher.duplicates.lifetimes import lifetime_of

    with open_kept(settings_of(context, home)) as store:
        kept = store.duplicates()
    together = [list(copies) for _, copies in groupby(kept, key=lambda copy: copy.cluster)]
    clusters = [copies for copies in together if len(copies) > 1]  # of some, all but one were deleted
    largest = sorted(clusters, key=lambda copies: (-len(copies), copies[0].cluster))[:limit]
    rows = [
        {
            "cluster": copies[0].cluster,
            "employer_key": copies[0].employer,
            "copies": [copy.key for copy in copies],
            "lifetime": asdict(lifetime_of(copies)),
        }
        for copies in largest
    ]
    if as_json:
        print_json({"clusters": rows, "total": len(clusters)})
        return
    table = Table("Lowongan utama", "Pemberi kerja", "Iklan", "Pertama", "Terakhir", "Tayang ulang")
    for copies in largest:
        life = lifetime_of(copies)
        cells = (copies[0].key, copies[0].employer or "-", str(len(copies)))
        days = (str(life.first_seen or "-"), str(life.last_seen or "-"), str(life.reposts))
        table.add_row(*(Text(cell, overflow="fold") for cell in (*cells, *days)))
    show(table)


@duplicates.command("show")
def show_one(context: typer.Context, key: KeyArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """One posting: how complete and fresh it is, its employer, and the copies of it with their chances."""
    from api.day import today
    from matcher.vacancy_card import vacancy_card

    with open_kept(settings_of(context, home)) as store:
        posting = _posting(store.get("posting", key), key)
        card = vacancy_card(posting, store.cluster_of(key), today())
    if as_json:
        print_json({"id": key, **card.as_dict()})
        return
    parts = ", ".join(f"{name} {value:g}" for name, value in card.completeness.parts.items())
    fresh = card.freshness
    facts = {
        "lowongan": f"{posting.title} ({key})",
        "pemberi kerja": card.employer_key or "-",
        "kelengkapan": f"{card.completeness.score:.2f} ({parts})",
        "keadaan": f"{fresh.standing}, sampai {fresh.expires_on or '-'}{' (perkiraan)' if fresh.is_estimated else ''}",
        "salinan": "\n".join(_line(copy, is_canonical=copy == card.copies[0]) for copy in card.copies) or "tidak ada",
    }
    show(facts_table(facts))


@duplicates.command("doubts")
def doubts(
    context: typer.Context, limit: LimitOption = 50, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Pairs that the last 'find' was of two minds about and nobody settled yet, the most doubtful first."""
    from matcher.duplicates.scorecard import bundled_scorecard

    with open_kept(settings_of(context, home)) as store:
        found = store.doubts(round(1_000 * bundled_scorecard().threshold), limit=limit)
        total = store.count_doubts()
    if as_json:
        rows = [{"first": one.first, "second": one.second, "chance": one.chance / 1_000} for one in found]
        print_json({"doubts": rows, "total": total})
        return
    table = Table("Peluang", "Iklan pertama", "Iklan kedua")
    for one in found:
        cells = (f"{one.chance / 1_000:.3f}", one.first, one.second)
        table.add_row(*(Text(cell, overflow="fold") for cell in cells))
    show(table)


def _posting(stored: Any, key: str) -> Posting:
    from matcher.codec import from_json
    from matcher.records import Posting
    from taxonomy.errors import UnknownIdError

    record = None if stored is None else from_json(stored.kind, stored.payload)
    if not isinstance(record, Posting):
        raise UnknownIdError(wanted="the id of a stored posting", found=key, where="ID")
    return record


def _line(copy: Copy, *, is_canonical: bool) -> str:
    canonical = " utama" if is_canonical else ""
    return f"{copy.key}{canonical} {copy.chance / 1_000:.3f} {copy.posted_on} {copy.url}".strip()


@duplicates.command("split")
def split(context: typer.Context, key: KeyArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Take a posting out of its cluster, at once and for all later runs."""
    from indexes.duplicate_records import Verdict
    from taxonomy.errors import InputError

    with open_kept(settings_of(context, home)) as store:
        others = [copy.key for copy in store.cluster_of(key) if copy.key != key]
        if not others:
            raise InputError(wanted="a posting that has copies", found=key, where="ID")
        store.rule([(key, other) for other in others], Verdict.APART)
        store.leave_cluster(key)
    tell_facts({"id": key, "apart_from": others}, as_json=as_json)


@duplicates.command("merge")
def merge(
    context: typer.Context,
    key: KeyArgument,
    others: OthersArgument,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that postings are one vacancy: the next 'find' and all later ones put them together."""
    from indexes.duplicate_records import Verdict
    from taxonomy.errors import InputError

    if key in others:
        raise InputError(wanted="other postings than the first", found=key, where="OTHER")
    with open_kept(settings_of(context, home)) as store:
        store.rule([(key, other) for other in others], Verdict.SAME)
    tell_facts({"id": key, "same_as": others, "takes_effect": "sepadan duplicates find"}, as_json=as_json)
