"""Makes what is generated in ``clients`` from ``docs/openapi.json``: ``python clients/generate.py [--check]``.

Python: ``models.py`` by datamodel-code-generator, the others here. TypeScript: ``again.ts`` here, ``schema.d.ts`` by
openapi-typescript and ``dist`` by esbuild, which need node and ``npm ci``. Bruno: ``clients/bruno`` by ``bruno_files``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from bruno_files import bruno_files
from python_operations import operations_module

_KEYED = "x-sepadan-idempotency-key"
_READ_ONLY = "x-sepadan-read-only"
HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "docs" / "openapi.json"
PYTHON = HERE / "python" / "src" / "sepadan_client"
TYPESCRIPT = HERE / "typescript"
BRUNO = HERE / "bruno"
BUILT_FROM = ("src/index.ts", "src/auth.ts", "src/caller.ts", "src/again.ts", "src/schema.d.ts", "package.json")
"""Files that decide over ``dist``; its stamp is made of them."""

_MODELS = (
    *("--input-file-type", "openapi", "--output-model-type", "typing.TypedDict", "--target-python-version", "3.11"),
    *("--use-standard-collections", "--use-union-operator", "--use-schema-description", "--use-field-description"),
    *("--enum-field-as-literal", "all", "--disable-timestamp", "--use-double-quotes", "--collapse-root-models"),
    *("--use-title-as-name", "--formatters", "ruff-format"),
)


def named(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a name for each form that a request holds inline, and without examples.

    Args:
        document: As published; it is changed.
    """
    schemas = document["components"]["schemas"]
    for name in [name for name in schemas if "__" in name]:
        module, own = name.removeprefix("api__schemas_").split("__")
        _rename(document, name, module.title() + own)
    forms: dict[str, str] = {}

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(one) for one in node]
        if not isinstance(node, dict):
            return node
        found = re.match(r".*fields as in ``matcher\.records\.(\w+)``", str(node.get("description", "")), re.DOTALL)
        kept = {key: walk(value) for key, value in node.items() if key not in ("examples", "example", "links")}
        if found and "properties" in node:
            text = json.dumps(kept, sort_keys=True)
            if text not in forms:
                taken = sum(one.startswith(f"{found[1]}Form") for one in forms.values())
                forms[text] = f"{found[1]}Form{taken + 1 if taken else ''}"
            return {"$ref": f"#/components/schemas/{forms[text]}"}
        return kept

    made: dict[str, Any] = walk(document)
    made["components"]["schemas"] |= {name: json.loads(text) | {"title": name} for text, name in forms.items()}
    for name, schema in made["components"]["schemas"].items():
        schema["title"] = name
        for one in schema.get("properties", {}).values():
            if isinstance(one, dict):
                one.pop("title", None)
    return made


def _rename(document: dict[str, Any], old: str, new: str) -> None:
    text = json.dumps(document).replace(f'#/components/schemas/{old}"', f'#/components/schemas/{new}"')
    fresh = json.loads(text)
    fresh["components"]["schemas"] = {new if k == old else k: v for k, v in fresh["components"]["schemas"].items()}
    document.clear()
    document.update(fresh)


def narrowed(document: dict[str, Any]) -> dict[str, Any]:
    """A named document for TypeScript: every failure is a problem, so one ``default`` stands for them all."""
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for item in document["paths"].values():
        for operation in item.values():
            good = {status: answer for status, answer in operation["responses"].items() if status < "300"}
            for answer in good.values():
                answer.pop("headers", None)
            operation["responses"] = good | {"default": {"description": "Problem", "content": problem}}
    return document


def _read() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(DOCUMENT.read_bytes())
    return document


def python_files() -> Mapping[Path, str]:
    """File to text of what is generated in the Python client."""
    document = named(_read())
    with tempfile.TemporaryDirectory() as folder:
        given, models = Path(folder) / "openapi.json", Path(folder) / "models.py"
        given.write_text(json.dumps(document), encoding="utf-8")
        (Path(folder) / "pyproject.toml").write_text("[tool.ruff]\nline-length = 120\n", encoding="utf-8")
        command = [sys.executable, "-m", "datamodel_code_generator", "--input", str(given), "--output", str(models)]
        subprocess.run([*command, *_MODELS], check=True, cwd=folder)  # noqa: S603
        text = models.read_text(encoding="utf-8")
        made = {"operations.py": False, "async_operations.py": True}
        for name, is_async in made.items():
            (Path(folder) / name).write_text(operations_module(document, is_async=is_async), encoding="utf-8")
        ruff = [sys.executable, "-m", "ruff"]
        subprocess.run([*ruff, "format", "--quiet", "--isolated", "--line-length", "120", folder], check=True)  # noqa: S603
        formatted = {PYTHON / name: (Path(folder) / name).read_text(encoding="utf-8") for name in made}
        return {PYTHON / "models.py": text, **formatted}


def again_files(document: Mapping[str, Any]) -> Mapping[Path, str]:
    """File to text of what says, in each client, which POSTs may be sent again after no answer came.

    Args:
        document: As published.
    """
    posts = {path: item["post"] for path, item in document["paths"].items() if "post" in item}
    paths = sorted(path for path, post in posts.items() if post.get(_KEYED) or post.get(_READ_ONLY))
    forms = [re.sub(r"{\w+}", "[^/]+", path) for path in paths]
    about = "Paths of the POSTs that may be sent again: they read alone, or keep their ``Idempotency-Key``."
    made = "Made by clients/generate.py from docs/openapi.json: do not edit."
    python = "".join(f'    r"{form}",\n' for form in forms)
    typescript = "".join(f"  {json.dumps(form)},\n" for form in forms)
    return {
        PYTHON / "again.py": f'"""{about}\n\n{made}\n"""\n\nfrom __future__ import annotations\n\nimport re\n\n'
        f'_PATHS = (\n{python})\nAGAIN = re.compile("|".join(_PATHS))\n"""To be matched as a whole."""\n',
        TYPESCRIPT / "src" / "again.ts": f"// {about}\n// {made}\n\nconst paths = [\n{typescript}];\n\n"
        'export const AGAIN = new RegExp(`^(?:${paths.join("|")})$`);\n',
    }


def stamp() -> str:
    """SHA-256 of what the TypeScript types are made of."""
    return hashlib.sha256(json.dumps(narrowed(named(_read())), sort_keys=True).encode()).hexdigest()


def build_stamp() -> str:
    """SHA-256 of what ``dist`` is made of."""
    return hashlib.sha256(b"\0".join((TYPESCRIPT / one).read_bytes() for one in BUILT_FROM)).hexdigest()


def make_typescript() -> None:
    """Make types and build; needs node and ``npm ci`` in ``clients/typescript``."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "openapi.json"
        given.write_text(json.dumps(narrowed(named(_read()))), encoding="utf-8")
        types = TYPESCRIPT / "src" / "schema.d.ts"
        bin_ = TYPESCRIPT / "node_modules" / ".bin"
        types_of = [bin_ / "openapi-typescript", given, "-o", types, "--default-non-nullable=false"]
        subprocess.run(types_of, check=True, capture_output=True)  # noqa: S603
        types.write_text(f"// openapi {stamp()}\n{types.read_text(encoding='utf-8')}", encoding="utf-8")
        subprocess.run([bin_ / "tsc", "-p", "tsconfig.types.json"], check=True, cwd=TYPESCRIPT)  # noqa: S603
        for declared in (TYPESCRIPT / "dist").glob("*.d.ts"):
            text = declared.read_text(encoding="utf-8").replace('"./schema.d.ts"', '"../src/schema.d.ts"')
            declared.write_text(text.replace('.ts"', '.js"').replace("schema.d.js", "schema.d.ts"), encoding="utf-8")
        bundle = ["src/index.ts", "--bundle", "--format=esm", "--target=es2022", "--outfile=dist/index.js"]
        banner = f"--banner:js=// built from {build_stamp()}"
        subprocess.run([bin_ / "esbuild", *bundle, banner, "--log-level=warning"], check=True, cwd=TYPESCRIPT)  # noqa: S603
        subprocess.run([bin_ / "tsc", "--noEmit"], check=True, cwd=TYPESCRIPT)  # noqa: S603


def wanted() -> Mapping[Path, str]:
    """File to text of all that is made without node."""
    bruno = {BRUNO / path: text for path, text in bruno_files(_read()).items()}
    return {**python_files(), **again_files(_read()), **bruno}


def stale() -> list[str]:
    """What is not as ``docs/openapi.json`` gives it; each by its path from here."""
    files = wanted()
    found = [path for path, text in files.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    found += [path for path in BRUNO.rglob("*.bru") if path not in files]
    types, built = TYPESCRIPT / "src" / "schema.d.ts", TYPESCRIPT / "dist" / "index.js"
    found += [types] * (not types.read_text(encoding="utf-8").startswith(f"// openapi {stamp()}\n"))
    found += [built] * (not built.read_text(encoding="utf-8").startswith(f"// built from {build_stamp()}\n"))
    return sorted(str(path.relative_to(HERE)) for path in found)


def main() -> int:
    """Make everything, or say what is not as it would be made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; 1 when something is stale")
    parser.add_argument("--no-typescript", action="store_true", help="leave TypeScript out: no node here")
    options = parser.parse_args()
    if options.check:
        found = stale()
        for one in found:
            print(f"clients/{one}: not what docs/openapi.json gives; run `make clients`")  # noqa: T201
        return 1 if found else 0
    for old in BRUNO.rglob("*.bru"):
        old.unlink()
    for path, text in wanted().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if not options.no_typescript:
        make_typescript()
    return 0


if __name__ == "__main__":
    sys.exit(main())
