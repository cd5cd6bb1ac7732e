"""Keys of the stored records that a job is about, some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.jobs.part import Work
from matcher.records import Kind


def pages_of(work: Work, mark: str, size: int) -> Iterator[tuple[str, int | None, Sequence[str]]]:
    """Mark, records that are done then, and keys: of those that were named, or of whole sources, by key.

    A record that is deleted or comes while the job runs moves nothing: the mark is a place among keys, or in the list.
    """
    asked, store = work.asked, work.engine.store
    if asked.ids:
        for at in range(int(mark or 0), len(asked.ids), size):
            named = asked.ids[at : at + size]
            yield str(at + len(named)), at + len(named), named
        return
    done, _, after = mark.partition(" ")
    count = int(done or 0)
    for source in sources_of(work):
        if after and source < after.partition(":")[0]:
            continue
        while keys := store.keys_after(asked.of, source, after, size):
            after, count = keys[-1], count + len(keys)
            yield f"{count} {after}", count, keys


def sources_of(work: Work) -> list[str]:
    """Sources whose records are all taken, in order: the one that was named, else all, of those that may be seen."""
    asked = work.asked
    every = [asked.stored] if asked.stored else sorted(work.engine.store.sources(asked.of))
    is_open = asked.of is not Kind.WORKER or asked.sources is None
    return [source for source in every if is_open or source in (asked.sources or ())]
