"""Helps to tell a breach within 3 x 24 hours (UU 27/2022 Art. 46): the notices, who was affected, and the clock.

Whom it concerns is worked out from the audit log: everybody whom a client, or all clients, were shown or read in a
window of time. Where the store itself was taken it is everybody of some sources, or all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indexes.audit_chain import PERSON_BYTES
from indexes.identity_vault import Vault
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.records import Kind
from matcher.rights.audit_log import AuditLog
from matcher.rights.clocks import load_clocks
from taxonomy.errors import InputError

_CONTACTS = ("name", "phone", "email")
_DAY = "%d-%m-%Y %H:%M UTC"

_PEOPLE = """# Pemberitahuan kegagalan pelindungan data pribadi

Kepada Bapak/Ibu yang datanya ada pada layanan {controller},

Kami memberitahukan bahwa telah terjadi kegagalan pelindungan data pribadi yang mungkin menyangkut data Anda
(UU 27/2022 Pasal 46).

- **Data yang terungkap:** {data}
- **Kapan:** {since} sampai {until}; kami ketahui pada {known}
- **Bagaimana:** {how}
- **Yang kami lakukan:** {measures}

Yang sebaiknya Anda lakukan: waspadai telepon, pesan, atau surel yang mengaku dari kami dan meminta uang, kata sandi,
atau kode OTP. Kami tidak pernah memintanya. Anda dapat meminta daftar siapa yang melihat data Anda, memperbaiki,
membatasi, atau menghapusnya.

Hubungi kami: {contact}
"""

_AUTHORITY = """# Laporan kegagalan pelindungan data pribadi

Kepada lembaga pelindungan data pribadi (UU 27/2022 Pasal 46 ayat (1) huruf b, Pasal 58)

| | |
|---|---|
| Pengendali data pribadi | {controller} |
| Narahubung | {contact} |
| Diketahui pada | {known} |
| Batas pemberitahuan (3 x 24 jam) | {due} |
| Berlangsung | {since} sampai {until} |
| Data pribadi yang terungkap | {data} |
| Bagaimana terungkap | {how} |
| Jumlah orang yang terdampak | {count} |
| Cara menentukan yang terdampak | {found_by} |
| Penanganan dan pemulihan | {measures} |
| Keadaan log audit | {log} |

Subjek data pribadi diberi tahu dengan pemberitahuan tertulis yang memuat hal yang sama.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What is known of a breach.

    Attributes:
        known_at: When it became known, UTC: the clock begins.
        since: When it began, UTC.
        until: When it ended, UTC.
        data: What was exposed, in words for people.
        how: How it happened, in words for people.
        measures: What was done about it, in words for people.
        controller: Who is responsible.
        contact: Where people can ask.
    """

    known_at: datetime
    since: datetime
    until: datetime
    data: str
    how: str
    measures: str
    controller: str
    contact: str

    @property
    def due_at(self) -> datetime:
        """When people and authority must have been told."""
        return self.known_at + load_clocks()["breach"].span


def affected_by_log(store: Store, log: AuditLog, box: SecretBox, incident: Incident, actor: str = "") -> list[str]:
    """Keys of the stored workers whom the log names in the window, ascending.

    Args:
        store: Holds workers and log.
        log: Makes the keyed hashes.
        box: Names the secret keys, older ones too.
        incident: Gives the window.
        actor: Only what this client did; all clients when empty.

    Raises:
        InputError: The window ends before it begins.
    """
    if incident.until < incident.since:
        raise InputError(wanted="a window that ends after it begins", found=str(incident.until), where="until")
    marks = set[str]()
    for row in store.audit_rows():
        entry = row.entry
        if incident.since <= entry.at <= incident.until and actor in ("", entry.actor) and entry.outcome == "ok":
            marks.update(entry.people[at : at + PERSON_BYTES].hex() for at in range(0, len(entry.people), PERSON_BYTES))
            marks.add(entry.target[: 2 * PERSON_BYTES])
    return [
        key
        for key in workers_of(store)
        if any(log.subject(key, key_id)[: 2 * PERSON_BYTES] in marks for key_id in box.key_ids)
    ]


def workers_of(store: Store, sources: Sequence[str] = ()) -> list[str]:
    """Keys of all stored workers, or of those of some sources, ascending."""
    keys = store.keys(Kind.WORKER)
    return [key for key in keys if not sources or key.partition(":")[0] in sources]


def notices(incident: Incident, count: int, found_by: str, log_is_whole: bool) -> dict[str, str]:
    """File name to text: the notice for people and the report for the authority, in Bahasa Indonesia.

    Args:
        incident: What is known.
        count: People affected.
        found_by: How it was found out who is.
        log_is_whole: Whether the audit log passed its check.
    """
    words = {
        **{name: getattr(incident, name) for name in ("data", "how", "measures", "controller", "contact")},
        **{name: getattr(incident, name).strftime(_DAY) for name in ("since", "until")},
        "known": incident.known_at.strftime(_DAY),
        "due": incident.due_at.strftime(_DAY),
        "count": count,
        "found_by": found_by,
        "log": "utuh" if log_is_whole else "TIDAK utuh: jumlah di atas adalah batas bawah",
    }
    return {"pemberitahuan-orang.id.md": _PEOPLE.format(**words), "laporan-lembaga.id.md": _AUTHORITY.format(**words)}


def contacts(store: Store, keys: Sequence[str], vault: Vault | None) -> Iterator[dict[str, Any]]:
    """Key of each person affected, with name and contacts where they are kept and can be opened.

    Raises:
        StoreError: A field does not open.
    """
    opened = dict(store.identities(Kind.WORKER, keys, vault, _CONTACTS)) if vault is not None else {}
    for key in keys:
        yield {"worker": key, **opened.get(key, {})}
