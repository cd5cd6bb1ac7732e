"""Jobs, uploads, webhooks and watches in the matrix: what one client made, asked for by id by it and by every other.

A route is tried by the names of its path, so a new one about such a thing is tried without a word here, and one with
an id that nobody knows is a hole in the matrix.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from evaluation.benchmark.authorisation_world import BOARD, World, key_of

_TUS = {"Tus-Resumable": "1.0.0"}
_NEW = {**_TUS, "Upload-Length": "9", "Upload-Metadata": f"filename {b64encode(b'uji.jsonl').decode()}"}
_PART = {**_TUS, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}

NAMES = frozenset({"job_id", "upload_id", "webhook", "delivery", "watch"})
"""Parts of a path that name what a client made and no other may see."""

SHARED = frozenset(
    {
        *("/v1/sources/{name}/runs", "/v1/postings/{key}", "/v1/courses/{key}"),
        # names of charts and of file formats
        *("/perencana/grafik/{name}", "/perencana/rencana/grafik/{name}", "/perencana/program/grafik/{name}"),
        "/perencana/program/unduh/{form}",
        *("/perencana/unduh/{form}", "/perencana/rencana/unduh/{form}", "/perencana/kurikulum/unduh/{form}"),
        "/pengelola/keadilan/unduh/{form}",
        # names of sources, of their runs and files, and of generations
        *("/pengelola/sumber/{name}", "/pengelola/sumber/{name}/jalankan", "/pengelola/sumber/{name}/tutup"),
        *("/pengelola/sumber/{name}/proses/{number}", "/pengelola/sumber/{name}/tolakan/{file}"),
        "/pengelola/sumber/{name}/tolakan/{file}/unduh/{form}",
        *(f"/pengelola/generasi/{{name}}{rest}" for rest in ("", "/periksa", "/layani")),
    }
)
"""Paths with an id that are the same for all who may pass their gate."""

OWNERS = ("platform", "board")
"""Roles that make things; what is another's to the one is the other's."""

MINE = frozenset(range(200, 500)) - {401, 403, 404}
"""Statuses of what is there for who asks, in whatever state it is."""

NOT_THERE = frozenset({403, 404})


def names_of(path: str) -> frozenset[str]:
    """Names of the ids in a path."""
    return frozenset(re.findall(r"{([^}]+)}", path))


def is_of_thing(path: str) -> bool:
    """Whether a path names what a client made."""
    return bool(names_of(path)) and names_of(path) <= NAMES


@dataclass(slots=True)
class Things:
    """What the owners made, made when it is first asked for and again when it is gone.

    Attributes:
        world: Filled.
        made: Owner and kind to ids by their names in paths.
    """

    world: World
    made: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    def ids(self, owner: str, path: str) -> Mapping[str, str]:
        """Ids for a path of what an owner has.

        Raises:
            RuntimeError: It could not be made.
        """
        kind = "webhook" if "delivery" in names_of(path) else min(names_of(path))
        if (owner, kind) not in self.made:
            self.made[owner, kind] = _MAKERS[kind](self, owner)
        return self.made[owner, kind]

    def forget(self, owner: str, path: str) -> None:
        """What was deleted is made anew when it is asked for again."""
        self.made.pop((owner, min(names_of(path))), None)

    def done(self, owner: str, method: str, path: str, **content: Any) -> Any:
        """Ask as an owner; gives the answer.

        Raises:
            RuntimeError: It was not done.
        """
        answer = self.world.call(owner, method, path, **content)
        if answer.status_code >= 300:
            raise RuntimeError(f"{method} {path}: wanted 2xx, found {answer.status_code}: {answer.text[:500]}")
        return answer

    def job(self, owner: str) -> Mapping[str, str]:
        """A job."""
        asked = {"kind": "match", "of": "workers", "ids": [key_of("own")]}
        return {"job_id": self.done(owner, "POST", "/v1/jobs", json=asked).json()["id"]}

    def upload(self, owner: str) -> Mapping[str, str]:
        """An upload of which nothing has come."""
        answer = self.done(owner, "POST", "/v1/uploads", headers=_NEW)
        return {"upload_id": str(answer.headers["location"]).rpartition("/")[2]}

    def webhook(self, owner: str) -> Mapping[str, str]:
        """A webhook with a delivery."""
        asked = {"url": "https://contoh.invalid/kait", "events": ["job.done"]}
        made = self.done(owner, "POST", "/v1/webhooks", json=asked).json()["id"]
        self.done(owner, "POST", f"/v1/webhooks/{made}/ping")
        deliveries = self.done(owner, "GET", f"/v1/webhooks/{made}/deliveries").json()["deliveries"]
        return {"webhook": made, "delivery": deliveries[0]["id"]}

    def watch(self, owner: str) -> Mapping[str, str]:
        """A watch."""
        return {"watch": self.done(owner, "POST", "/v1/watches", json={"posting": f"{BOARD}:p-1"}).json()["id"]}


_MAKERS: Mapping[str, Callable[[Things, str], Mapping[str, str]]] = {
    "job_id": Things.job,
    "upload_id": Things.upload,
    "webhook": Things.webhook,
    "watch": Things.watch,
}


def content_of(method: str, path: str) -> dict[str, Any]:
    """Headers and body of a request about a thing that would be done."""
    if "upload_id" in names_of(path):
        return {"headers": _PART, "content": b"x"} if method == "PATCH" else {"headers": _TUS}
    if method == "PATCH":
        return {"json": {"description": "uji"}}
    return {"json": {}} if path.endswith("/rotate") else {}


def unknown_ids(named: Iterable[tuple[str, str]]) -> list[str]:
    """Of methods and paths those with an id of which it is not known whose it is."""
    return sorted(
        f"{method} {path}" for method, path in named if names_of(path) and not is_of_thing(path) and path not in SHARED
    )
