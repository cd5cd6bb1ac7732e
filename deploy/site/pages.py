"""Pages of the site that are made and not written: start, changelog, contributing, and the reference.

Run by mkdocs (plugin gen-files) while it builds. What stands in the root of the repository is taken over with its links
mended; the Python reference has a page a module, made of docstrings; the HTTP reference is ``docs/openapi.json``.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).resolve().parents[2]
REPOSITORY_FILES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "NOTICE.md": "notice.md",
}
PACKAGES = ("taxonomy", "indexes", "matcher")
"""What Python programs may import; ``api`` is spoken to by HTTP, ``evaluation`` by ``sepadan evaluate``."""

_LINK = re.compile(r"\]\(([^)\s]+)\)")


def made(page: str) -> TextIO:
    """A page of the site to be written."""
    import mkdocs_gen_files  # there when the site is built

    written: TextIO = mkdocs_gen_files.open(page, "w")
    return written


def taken_over(text: str) -> str:
    """A page of the root as a page of the site: ``docs/x.md`` lies beside it, other files of the repository nowhere."""

    def mended(found: re.Match[str]) -> str:
        target = found[1]
        if target.startswith("docs/"):
            return f"]({target.removeprefix('docs/')})"
        name = target.partition("#")[0]
        if name in REPOSITORY_FILES:
            return f"]({target.replace(name, REPOSITORY_FILES[name], 1)})"
        is_elsewhere = target.startswith(("#", "http://", "https://", "mailto:"))
        return found[0] if is_elsewhere else "]"  # the words stay, in brackets that lead nowhere

    return _LINK.sub(mended, text)


def modules() -> Iterator[tuple[str, Path]]:
    """Name and file of each public module."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if not any(part.startswith("_") for part in parts) and "migrations" not in parts:
                yield ".".join(parts), path


def python_reference() -> None:
    """A page a module, and one that lists them with the first sentence of each."""
    listed: dict[str, list[str]] = defaultdict(list)
    for name, path in modules():
        page = f"reference/python/{name}.md"
        with made(page) as written:
            written.write(f"# `{name}`\n\n::: {name}\n")
        first = path.read_text("utf-8").split('"""')[1].strip().split("\n\n")[0].replace("\n", " ")
        listed[name.partition(".")[0]].append(f"- [`{name}`]({name}.md): {first}")
    with made("reference/python/index.md") as written:
        written.write("# Python\n\nWhat Python programs may import, made of docstrings.\n")
        for package, lines in listed.items():
            written.write(f"\n## {package}\n\n" + "\n".join(lines) + "\n")


def http_reference(document: Mapping[str, Any]) -> str:
    """Every operation of the OpenAPI document: method, path, what it does, parameters and answers."""
    by_tag: dict[str, list[str]] = defaultdict(list)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in {"get", "post", "put", "delete", "patch", "head", "options"}:
                by_tag[operation.get("tags", ["other"])[0]].append(_operation(method, path, operation))
    head = (
        f"# HTTP\n\n{document['info']['title']} {document['info']['version']}; the document itself is served as "
        "`/openapi.json` and read in a browser at `/docs`. How to speak to it: "
        "[Integrate with Sepadan](../integrator-guide.md)."
    )
    parts = [f"## {tag}\n\n" + "\n\n".join(operations) for tag, operations in sorted(by_tag.items())]
    return "\n\n".join([head, *parts]) + "\n"


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> str:
    lines = [f"### `{method.upper()} {path}`", operation.get("summary", "")]
    if said := operation.get("description"):
        lines.append(said)
    named = [_parameter(one) for one in operation.get("parameters", ()) if "name" in one]
    if named:
        lines.append("\n".join(["| parameter | in | needed | |", "|---|---|---|---|", *named]))
    answers = ", ".join(f"{code} {_flat(one.get('description', ''))}" for code, one in operation["responses"].items())
    lines.append(f"Answers: {answers}.")
    return "\n\n".join(line for line in lines if line)


def _parameter(one: Mapping[str, Any]) -> str:
    needed = "yes" if one.get("required") else ""
    return f"| `{one['name']}` | {one['in']} | {needed} | {_flat(one.get('description', ''))} |"


def _flat(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def decisions() -> None:
    """The page that lists all decisions by their titles."""
    with made("decisions/index.md") as written:
        written.write("# Decisions\n\nWhat was chosen, what else was tried, and what it costs. One page each.\n\n")
        for path in sorted((ROOT / "docs/decisions").glob("*.md")):
            number = path.name.partition("-")[0]
            title = re.sub(rf"^# (?:{number}:? )?", "", path.read_text("utf-8").splitlines()[0])
            written.write(f"- {number} [{title}]({path.name})\n")


def main() -> None:
    """Make all of them."""
    for name, page in REPOSITORY_FILES.items():
        with made(page) as written:
            written.write(taken_over((ROOT / name).read_text("utf-8")))
    python_reference()
    decisions()
    with made("reference/http.md") as written:
        written.write(http_reference(json.loads((ROOT / "docs/openapi.json").read_text("utf-8"))))


if __name__ == "<run_path>":  # as the plugin runs it
    main()
