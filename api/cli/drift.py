"""``sepadan drift``: do incoming postings still look like those that the models were made with?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.opening import open_filled
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.progress import progress
from api.cli.show import print_json, show

if TYPE_CHECKING:
    from matcher.drift.profile import Profile
    from matcher.home import Home


def drift(
    context: typer.Context,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="Postings read on this day or later.")] = "",
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="PROFILE.json", help="In place of the title coder's own profile."),
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="PROFILE.json", help="Keep these postings' own profile as well.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Incoming postings against a reference: new titles, coverage, calibration, occupations, languages, sources."""
    import orjson

    from matcher.drift.profile import profile_of
    from matcher.drift.report import drift_of
    from matcher.drift.stored import stored_postings, told_truth, with_phrases
    from matcher.model_life.registry import write_file

    day, settings = _day(since), settings_of(context, home)
    with open_filled(settings) as engine, progress() as tell:
        reference = _reference(engine.home, against)
        found = list(stored_postings(engine.store, engine.coder.fingerprint, day))
        tell("postings", len(found), len(found))
        seen = with_phrases(found, engine.coder.finder)
        truth = told_truth(found, engine.settled.now(), engine.coder.titles)
        report = drift_of(seen, reference, truth)
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        document = {"made_at": made_at, "since": since or None, **report.document()}
        write_file(engine.home.drift, orjson.dumps(document))
    if save:
        write_file(save, orjson.dumps(profile_of(seen, f"{len(seen)} postings of this home, {made_at}").document()))
    if as_json:
        print_json(document)
    else:
        show(
            _table(document),
            Text(f"{document['n']} lowongan dibandingkan dengan: {document['reference']}", style="dim"),
        )


def _day(text: str) -> date | None:
    from taxonomy.errors import InputError

    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(wanted="a day like 2026-11-28", found=text, where="--since") from error


def _reference(home: Home, against: Path | None) -> Profile:
    """The profile asked for, else that of the title coder that serves, else the product's own.

    Raises:
        InputError: It cannot be read.
    """
    from matcher.drift.profile import profile_from
    from matcher.drift.stored import BUNDLED_PROFILE, read_profile
    from matcher.model_life.bundled import BUNDLED, TITLE_CODER
    from matcher.model_life.registry import Registry

    if against is not None:
        return read_profile(against)
    registry = Registry(home.models)
    serving = registry.serving(TITLE_CODER).fingerprint
    profile = None if serving == BUNDLED else registry.card_of(TITLE_CODER, serving).get("profile")
    return read_profile(BUNDLED_PROFILE) if profile is None else profile_from(profile, f"card of {serving}")


def _table(document: dict[str, Any]) -> Table:
    table = Table("Ukuran", "Nilai", "95 %", "Acuan", "Ambang", "n", "Bergeser", "Yang perlu dilakukan")
    for figure in document["figures"]:
        before = "-" if figure["reference"] is None else f"{figure['reference']:.3f}"
        cells = (
            figure["name"],
            f"{figure['value']:.3f}",
            f"{figure['low']:.3f}-{figure['high']:.3f}",
            before,
            f"{figure['threshold']:.2f}",
            str(figure["n"]),
            "ya" if figure["drifted"] else "tidak",
            figure["do"] or figure["note"],
        )
        table.add_row(*(Text(cell, overflow="fold") for cell in cells))
    return table
