"""The import graph as a page: packages, and the rooms of each, drawn by Mermaid; a ring of imports is refused.

A room is a folder of a package; modules that lie in the package itself are its hall. An arrow goes from who imports to
what is imported. No rooms may import each other in a ring; a hall stands on both ends.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Set
from pathlib import Path

import grimp
import networkx as nx

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/imports.md"
PACKAGES = ("taxonomy", "indexes", "matcher", "api", "evaluation")

Edges = Set[tuple[str, str]]
"""Who imports what."""

_HEAD = """# Who imports whom

Made by `make graph` from the code; a test holds it against the code. An arrow goes from who imports to what is
imported.

## Packages

"""


def room_of(module: str) -> str:
    """The folder of a package that a module lies in; the package itself where it lies in none."""
    parts = module.split(".")
    return ".".join(parts[:2]) if len(parts) > 2 else parts[0]


def edges_between(imports: Iterable[tuple[str, str]]) -> dict[str, Edges]:
    """Imports between packages (``""``), and between the rooms of each package.

    Args:
        imports: Importing and imported module.
    """
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in ("", *PACKAGES)}
    for importer, imported in imports:
        one, other = importer.partition(".")[0], imported.partition(".")[0]
        if one != other:
            found[""].add((one, other))
        elif (rooms := (room_of(importer), room_of(imported)))[0] != rooms[1]:
            found[one].add(rooms)
    return {**found}


def rings(edges: Edges) -> list[list[str]]:
    """Rooms that import each other in a ring; halls are left out."""
    graph = nx.DiGraph([pair for pair in edges if all("." in name for name in pair)])
    return sorted(sorted(ring) for ring in nx.strongly_connected_components(graph) if len(ring) > 1)


def drawn(edges: Edges) -> str:
    """The edges as a Mermaid chart; rooms that only the hall uses, or that only use it, stand in no arrow of it."""
    shown = {pair for pair in edges if all("." in name for name in pair)} or edges
    lines = [f"  {_name(one)} --> {_name(other)}" for one, other in sorted(shown)]
    return "\n".join(["```mermaid", "flowchart TD", *lines, "```"])


def _name(room: str) -> str:
    last = room.rpartition(".")[2]
    return f"{last}_room[{last}]"  # a word of Mermaid's own, such as "end", is no name


def page(edges: Mapping[str, Edges]) -> str:
    """The whole page."""
    parts = [_HEAD + drawn(edges[""])]
    for package in PACKAGES:
        rooms = sorted({name for pair in edges[package] for name in pair if "." in name})
        if rooms:
            said = ", ".join(f"`{room.partition('.')[2]}/`" for room in rooms)
            among = any(all("." in name for name in pair) for pair in edges[package])
            parts.append(
                f"## Rooms of `{package}`\n\n{len(rooms)}: {said}." + ("" if among else " None imports another.")
            )
            if among:
                parts.append(drawn(edges[package]))
    return "\n\n".join(parts) + "\n"


def imports() -> list[tuple[str, str]]:
    """Importing and imported module, of all packages."""
    graph = grimp.build_graph(*PACKAGES)
    return [(one, other) for one in graph.modules for other in graph.find_modules_directly_imported_by(one)]


def main() -> int:
    """Say whether the page is that of the code, or write it; 1 for a ring or an old page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/imports.md")
    found = edges_between(imports())
    ring = [one for package in PACKAGES for one in rings(found[package])]
    for one in ring:
        sys.stdout.write(f"a ring of imports: {', '.join(one)}\n")
    if parser.parse_args().write:
        PAGE.write_text(page(found), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != page(found):
        sys.stdout.write("docs/imports.md is not that of the code: make graph\n")
        return 1
    return 1 if ring else 0


if __name__ == "__main__":
    sys.exit(main())
