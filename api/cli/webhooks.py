"""``sepadan webhooks``: subscriptions, what came of deliveries, sending one again, delivering without a server."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from api.cli.opening import open_filled, open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import print_json

webhooks = typer.Typer(help="Who is told of what happens: list, deliveries, resend, work.")

_PAUSE_S = 1.0
WebhookArgument = Annotated[str, typer.Argument(metavar="WEBHOOK", help="Id, wh_...", show_default=False)]


@webhooks.callback(invoke_without_command=True)
def _webhooks(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Who is told of what happens: list (without a further word), deliveries, resend, work."""
    if context.invoked_subcommand is None:
        list_all(context, home, as_json)


@webhooks.command("list")
def list_all(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Every subscription of every tenant with its state and the number of its deliveries; no secret is shown."""
    import orjson

    with open_kept(settings_of(context, home)) as store:
        found, counts = store.webhooks(), store.count_deliveries()
    rows: list[dict[str, Any]] = [
        {
            "id": each.id,
            "tenant": each.tenant,
            "client": each.client,
            "url": each.url,
            "events": orjson.loads(each.kinds),
            "state": each.state,
            "reason": each.reason,
            "failures": each.failures,
            **{state: counts.get((each.id, state), 0) for state in ("pending", "delivered", "dead")},
        }
        for each in found
    ]
    if as_json:
        print_json({"webhooks": rows})
        return
    for row in rows:
        typer.echo(f"{row['id']}  {row['tenant']}  {row['state']}  {row['reason']}".rstrip())
        typer.echo(f"  {row['url']}  {', '.join(row['events'])}")
        typer.echo(f"  menunggu {row['pending']}, terkirim {row['delivered']}, gagal {row['dead']}")


@webhooks.command("deliveries")
def deliveries(
    context: typer.Context,
    webhook: WebhookArgument,
    state: Annotated[str, typer.Option(help="pending, delivered or dead; all when empty.")] = "",
    limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=10_000)] = 50,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """What came of deliveries, the newest event first."""
    with open_kept(settings_of(context, home)) as store:
        store.webhook(webhook)
        found = store.deliveries(webhook, before=None, state=state or None, limit=limit)
    rows = [
        {
            "id": each.id,
            "event": each.event,
            "state": each.state,
            "attempts": each.attempts,
            "last_at": each.last_at.isoformat() if each.last_at else None,
            "code": each.code,
            "ms": each.ms,
            "fault": each.fault,
        }
        for each in found
    ]
    if as_json:
        print_json({"deliveries": rows})
        return
    for row in rows:
        typer.echo(f"{row['id']}  {row['state']}  percobaan {row['attempts']}  {row['code'] or '-'}  {row['fault']}")


@webhooks.command("resend")
def resend(
    context: typer.Context,
    webhook: WebhookArgument,
    delivery: Annotated[str, typer.Argument(metavar="DELIVERY", help="Id, del_...", show_default=False)],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Have a delivery tried again by the server, or by 'work'."""
    with open_kept(settings_of(context, home)) as store:
        again = store.resend(webhook, delivery, None, datetime.now(UTC))
    if as_json:
        print_json({"id": again.id, "state": again.state})
    else:
        typer.echo(f"{again.id}  {again.state}")


@webhooks.command("work")
def work(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Deliver what is due now and end.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow what changes and deliver, as a server does, until Ctrl-C; beside servers too, for leases part them."""
    from api.logs import make_log
    from matcher.webhooks.dispatcher import Dispatcher

    settings = settings_of(context, home)
    with open_filled(settings) as engine:
        log = make_log(settings.log_level, settings.log_format)
        dispatcher = Dispatcher(engine, settings.secret_box, settings.webhook_hosts(), log)
        if once:
            dispatcher.follow()
            made = dispatcher.deliver()
            dispatcher.stop()
            print_json({"attempts": made}) if as_json else typer.echo(f"percobaan: {made}")
            return
        dispatcher.start()
        try:
            while True:
                time.sleep(_PAUSE_S)
        except KeyboardInterrupt:
            typer.echo("berhenti", err=True)
        finally:
            dispatcher.stop()
