"""``sepadan rights breach``: notices of a breach, whom it concerns, and the clock of 3 x 24 hours."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from api.cli.audit_log import log_once
from api.cli.opening import open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import facts_table, print_json, show
from taxonomy.errors import InputError

PLACE = "breach:affected"
"""Where the list of people is sealed for: ``SecretBox.open`` wants it again."""


def breach(
    context: typer.Context,
    since: Annotated[str, typer.Option("--from", help="When it began, ISO 8601.")],
    until: Annotated[str, typer.Option("--to", help="When it ended, ISO 8601.")],
    data: Annotated[str, typer.Option(help="What was exposed, in words for people.")],
    how: Annotated[str, typer.Option(help="How it happened, in words for people.")],
    measures: Annotated[str, typer.Option(help="What was done about it, in words for people.")],
    output: Annotated[Path, typer.Option("--output", metavar="FOLDER", help="A new folder for what is written.")],
    known: Annotated[str, typer.Option(help="When it became known, ISO 8601; now by default.")] = "",
    actor: Annotated[str, typer.Option(help="Only what this client was shown.")] = "",
    source: Annotated[list[str] | None, typer.Option("--source", help="Everybody of this source instead.")] = None,
    everybody: Annotated[bool, typer.Option("--everybody", help="The store itself was taken.")] = False,
    controller: Annotated[str, typer.Option(help="Who is responsible.")] = "[nama pengendali]",
    contact: Annotated[str, typer.Option(help="Where people can ask.")] = "[kontak pejabat pelindungan data]",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the notice for people, the report for the authority (UU 27/2022 Art. 46), and who is affected, sealed."""
    from matcher.rights.audit_heads import verify_log
    from matcher.rights.audit_log import AuditLog, now
    from matcher.rights.breach import Incident, affected_by_log, contacts, notices, workers_of

    incident = Incident(
        known_at=_moment(known, "--known") if known else now(),
        since=_moment(since, "--from"),
        until=_moment(until, "--to"),
        data=data,
        how=how,
        measures=measures,
        controller=controller,
        contact=contact,
    )
    settings = settings_of(context, home)
    with open_kept(settings) as store:
        box = settings.secret_box()
        is_whole = not verify_log(store, box).faults
        if everybody or source:
            keys, found_by = workers_of(store, source or ()), "semua orang dari sumber yang terdampak"
        else:
            keys = affected_by_log(store, AuditLog(store, box), box, incident, actor)
            found_by = "log audit: siapa yang dilihat pada waktu itu"
        facts = {"count": len(keys), "window": f"{incident.since.isoformat()}/{incident.until.isoformat()}"}
        log_once(settings, store, "identity.read", purpose="rights", facts=facts)
        people = b"".join(orjson.dumps(one) + b"\n" for one in contacts(store, keys, settings.vault()))
    files = {name: text.encode() for name, text in notices(incident, len(keys), found_by, is_whole).items()}
    _write(output, {**files, "terdampak.sealed": box.seal(PLACE, people)})
    document = {"folder": str(output), "affected": len(keys), "due_at": incident.due_at.isoformat(), "log": is_whole}
    if as_json:
        print_json(document)
    else:
        show(facts_table(document))


def _moment(text: str, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(wanted="a time as ISO 8601", found=text, where=where) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError as error:
        raise InputError(wanted="a folder that is not there yet", found=str(folder), where="--output") from error
    for name, content in files.items():
        file = folder / name
        file.touch(mode=0o600)
        file.write_bytes(content)
