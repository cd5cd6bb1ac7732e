"""``sepadan weights``: learn weights of the score from outcomes, try them beside, let them serve, go back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.opening import open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import facts_table, print_json, show

if TYPE_CHECKING:
    from indexes.weight_rows import StoredWeights

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="As the list names them.", show_default=False)]

_STATES = {"proposed": "diusulkan", "shadow": "bayangan", "serving": "melayani", "retired": "dipensiunkan"}

weights = typer.Typer(help="Weights of the score: list, learn from outcomes, shadow, serve, back.")


@weights.callback(invoke_without_command=True)
def _weights(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Weights of the score: list (without a further word), learn from outcomes, shadow, serve, back."""
    if context.invoked_subcommand is None:
        list_all(context, home, as_json)


@weights.command("list")
def list_all(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Name, time, state, shares, what was learnt from, and what the gate said; the product's own come last."""
    from matcher.weights import bundled_version

    with open_kept(settings_of(context, home)) as store:
        kept = store.weights()
    own = bundled_version()
    rows = [_document(row) for row in kept]
    serves = all(row["state"] != "serving" for row in rows)
    bundled = {"name": own.name, "made_at": None, "state": "serving" if serves else "bundled"}
    rows.append({**bundled, "weights": own.weights.as_dict(), "facts": None})
    if as_json:
        print_json({"weights": rows})
        return
    table = Table("Bobot", "Dibuat", "Keadaan", "Porsi", "Daftar", "Gerbang")
    for row in rows:
        table.add_row(*(Text(text, overflow="fold") for text in _cells(row)))
    show(table)


def _document(row: StoredWeights) -> dict[str, Any]:
    import orjson

    made = row.made_at.isoformat(timespec="seconds")
    shares, facts = orjson.loads(row.shares), orjson.loads(row.facts)
    return {"name": row.name, "made_at": made, "state": str(row.state), "weights": shares, "facts": facts}


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    state = _STATES.get(row["state"], "bawaan")
    facts = row["facts"]
    if facts is None:
        return (row["name"], "", state, _shares(row["weights"]), "", "")
    return (
        row["name"],
        row["made_at"],
        state,
        _shares(row["weights"]),
        str(facts["lists"]),
        "lolos" if facts["gate"]["passes"] else "tidak lolos",
    )


def _shares(found: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {share:.3f}" for name, share in found.items())


@weights.command("learn")
def learn(
    context: typer.Context,
    shown_to: Annotated[
        str, typer.Option("--shown-to", metavar="KIND", help="Lists shown to whom: worker or posting.")
    ] = "worker",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Learn from half of the askers of whole lists, judge on the other half, keep as proposed: nothing serves yet."""
    from matcher.weight_proposal import propose

    settings = settings_of(context, home)
    kind = _kind(shown_to)
    with open_kept(settings) as store:
        found = propose(store, kind)
    if as_json:
        shares = found.version.weights.as_dict()
        print_json({"name": found.version.name, "weights": shares, "facts": dict(found.facts)})
        return
    show(facts_table(_told(found.version.name, found.version.weights.as_dict(), found.facts)))


def _kind(name: str) -> Any:
    from matcher.records import Kind
    from taxonomy.errors import InputError

    if name not in {Kind.WORKER, Kind.POSTING}:
        raise InputError(wanted="worker or posting", found=name, where="--shown-to")
    return Kind(name)


def _told(name: str, shares: Mapping[str, float], facts: Mapping[str, Any]) -> dict[str, object]:
    taught, gate = facts["taught"], facts["gate"]
    told: dict[str, object] = {
        "bobot": name,
        "dibandingkan dengan": facts["before"],
        "daftar": f"{facts['lists']} utuh, {facts['incomplete']} tidak utuh; {facts['outside']} kejadian tanpa daftar",
        "mengajar": f"{taught['lists']} daftar, {taught['outcomes']} hasil",
        "dilihat menurut urutan": ", ".join(f"{share:.2f}" for share in taught["examination"]),
    }
    for part, share in shares.items():
        kept = " (tetap: terlalu jarang diketahui)" if part in taught["kept"] else ""
        told[part] = f"{share:.3f} [{taught['low'][part]:.3f}, {taught['high'][part]:.3f}]{kept}"
    told["gerbang"] = "lolos" if gate["passes"] else f"tidak lolos: {'; '.join(gate['reasons'])}"
    told["selisih per daftar"] = f"{gate['difference']:+.3f} [{gate['low']:+.3f}, {gate['high']:+.3f}]"
    return told


@weights.command("shadow")
def shadow(context: typer.Context, name: NameArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Score with these beside those that serve; /readyz and /metrics tell how alike the ten best are ordered."""
    with open_kept(settings_of(context, home)) as store:
        store.shadow_weights(name)
    _tell({"weights": name, "state": "shadow"}, as_json=as_json)


@weights.command("serve")
def serve(
    context: typer.Context,
    name: NameArgument,
    although: Annotated[bool, typer.Option("--although", help="Also when the gate said no.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank with these from now on; servers that run take them up at their next request."""
    from matcher.weight_versions import serve as serve_if_better

    with open_kept(settings_of(context, home)) as store:
        serve_if_better(store, name, although=although)
    _tell({"weights": name, "state": "serving"}, as_json=as_json)


@weights.command("back")
def back(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Rank again with the weights that served before; at last with the product's own."""
    from matcher.weights import bundled_version

    with open_kept(settings_of(context, home)) as store:
        name = store.serve_weights_before() or bundled_version().name
    _tell({"weights": name, "state": "serving"}, as_json=as_json)


def _tell(document: Mapping[str, str], *, as_json: bool) -> None:
    if as_json:
        print_json(document)
    else:
        show(facts_table({"bobot": document["weights"], "keadaan": _STATES[document["state"]]}))
