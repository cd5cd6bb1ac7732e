"""Readers of real formats: plug-ins, one file each, found by their entry points in the group ``sepadan.sources``.

The product's own are named in ``pyproject.toml`` like anybody else's; none is imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import metadata
from types import MappingProxyType

from matcher.sources.source import Source
from taxonomy.errors import ConfigError, InputError

GROUP = "sepadan.sources"
"""Entry points of this group are sources: each names a ``Source`` whose ``name`` is the entry point's."""


@lru_cache(maxsize=1)
def entries() -> Mapping[str, metadata.EntryPoint]:
    """Every source that is installed, by name, not yet loaded.

    Raises:
        ConfigError: None is, or two packages claim one name.
    """
    found: dict[str, metadata.EntryPoint] = {}
    for entry in sorted(metadata.entry_points(group=GROUP), key=lambda each: each.name):
        if entry.name in found and found[entry.name].value != entry.value:
            both = f"{found[entry.name].value} and {entry.value}"
            raise ConfigError(f"source {entry.name}: wanted one entry point of this name, found {both}")
        found[entry.name] = entry
    if not found:
        mend = "install it again: pip install --editable ."
        raise ConfigError(f"sources: wanted entry points of the group {GROUP}, found none; {mend}")
    return MappingProxyType(found)


def source_names() -> tuple[str, ...]:
    """Names of all sources, in order.

    Raises:
        ConfigError: The installation names none.
    """
    return tuple(entries())


def source_named(name: str) -> Source:
    """The source of a name.

    Raises:
        InputError: No such source; names those that exist.
        ConfigError: Its package is broken, or it is no source of this name.
    """
    if name not in entries():
        raise InputError(wanted=f"one of {', '.join(source_names())}", found=name, where="source")
    entry = entries()[name]
    try:
        source = entry.load()
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"source {name}: wanted {entry.value}, found: {error}") from error
    if not isinstance(source, Source) or source.name != name:
        found = f"a source named {source.name}" if isinstance(source, Source) else type(source).__name__
        raise ConfigError(f"source {name}: wanted a Source of this name at {entry.value}, found {found}")
    return source
