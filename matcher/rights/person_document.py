"""Everything held about a person in one document (UU 27/2022 Art. 7, 32), and what can be taken along (Art. 13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from indexes.audit_chain import AuditRow
from indexes.consent_rows import StoredConsent
from indexes.identity_vault import Vault
from indexes.outcome_rows import StoredOutcome
from indexes.request_rows import RequestFilter
from matcher.engine import Engine
from matcher.europass.export import worker_profile, write_cv
from matcher.records import Kind, Worker
from matcher.rights.audit_log import AuditLog, row_document
from matcher.rights.correction import worker_template
from matcher.rights.desk import RightsDesk
from matcher.rights.purposes import LETTERS, load_purposes
from matcher.weights import bundled_version
from taxonomy.errors import GenerationError

FORMAT = "sepadan-person-1"
"""Name and version of what can be taken along; ``record`` is what ``POST /v1/workers`` takes."""

_LOGIC = {
    "id": (
        "Skor sebuah lowongan adalah jumlah beberapa bagian: jabatan, keterampilan, kata-kata, tempat, pendidikan, "
        "pengalaman, upah, dan jenis pekerjaan, masing-masing dengan bobot yang tampil pada setiap jawaban. "
        "Nama, NIK, kontak, jenis kelamin, umur, agama, dan status perkawinan tidak dipakai. "
        "Skor bukan keputusan: pemberi kerja yang memutuskan, dan Anda dapat meminta manusia memeriksanya."
    ),
    "en": (
        "The score of a posting is the sum of its parts: occupation, skills, words, place, schooling, experience, pay "
        "and kind of work, each with the weight that every answer shows. Name, NIK, contacts, sex, age, faith and "
        "marital status are not used. A score is no decision: employers decide, and a human looks at it when asked."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFiles:
    """Gathers what is held about a person.

    Attributes:
        engine: Records, codes and what hangs on them.
        desk: Requests.
        log: Who saw the person.
        vault: Opens who the person is; None leaves that out.
    """

    engine: Engine
    desk: RightsDesk
    log: AuditLog
    vault: Vault | None

    def everything(self, key: str) -> dict[str, Any]:
        """All that is held, and who did what with it.

        Raises:
            UnknownIdError: Not stored.
            StoreError: The store cannot be read, or a row is not what was written.
        """
        worker, store = self._worker(key), self.engine.store
        asked = self.desk.requests(RequestFilter(worker_key=key, limit=1_000))
        at = datetime.now(UTC)
        return {
            "made_at": at.isoformat(),
            "record": asdict(worker),
            "identity": self._identity(key),
            "codes": self._codes(key),
            "consents": [consent_document(row) for row in store.consents(key)],
            "outcomes": [_outcome_document(row) for row in store.outcomes_of(key)],
            "requests": [one.as_dict(at) for one in asked],
            "seen_by": [_seen(row) for row in self.log.about(key)],
            "purposes": purposes_document(),
            "logic": {
                **_LOGIC,
                "weights": {"name": self.engine.weights, "bundled": bundled_version().weights.as_dict()},
            },
        }

    def portable(self, key: str) -> dict[str, Any]:
        """What can be taken to another service: the record in the template, identity, consents, and a Europass CV.

        Raises:
            UnknownIdError: Not stored.
            StoreError: The store cannot be read, or a row is not what was written.
        """
        worker, at = self._worker(key), datetime.now(UTC)
        cv = write_cv(worker_profile(worker, self.engine.coder, "id"), "europass-json", at)
        return {
            "format": FORMAT,
            "made_at": at.isoformat(),
            "record": worker_template(worker),
            "identity": self._identity(key),
            "consents": [consent_document(row) for row in self.engine.store.consents(key)],
            "europass": orjson.loads(cv),
        }

    def _worker(self, key: str) -> Worker:
        worker = self.engine.get(Kind.WORKER, key)
        assert isinstance(worker, Worker)
        return worker

    def _identity(self, key: str) -> dict[str, str] | None:
        return None if self.vault is None else self.engine.store.identity(Kind.WORKER, key, self.vault)

    def _codes(self, key: str) -> dict[str, Any] | None:
        try:
            catalogue = self.engine.refresh().catalogues[Kind.WORKER]
        except GenerationError:
            return None
        return asdict(catalogue.place(key).coded) if key in catalogue else None


def consent_document(row: StoredConsent) -> dict[str, Any]:
    """A word of a person as JSON shows it."""
    given = row.given
    return {
        "purpose": given.purpose,
        "tenant": given.tenant,
        "number": row.number,
        "state": str(given.state),
        "at": given.at.isoformat(),
        "channel": given.channel,
        "text_version": given.text_version,
        "evidence": given.evidence,
        "told_by": given.actor,
    }


def purposes_document() -> list[Mapping[str, Any]]:
    """What data is used for, in the order of the table."""
    return [
        {
            "purpose": str(facts.purpose),
            "name": facts.name_id,
            "basis": str(facts.basis),
            "article": f"Ps. 20(2){LETTERS[facts.basis]}",
            "asked": str(facts.asked),
            "per_tenant": facts.per_tenant,
            "version": facts.version,
            "text": facts.text_id,
            "data": facts.data,
            "receives": facts.receives,
            "retention": facts.retention,
        }
        for facts in load_purposes().values()
    ]


def _outcome_document(row: StoredOutcome) -> dict[str, Any]:
    return {
        "posting": row.posting_key,
        "event": row.event,
        "at": row.at.isoformat(),
        "shown_to": row.shown_to,
        "position": row.position,
        "components": orjson.loads(row.components or "{}"),
    }


def _seen(row: AuditRow) -> dict[str, object]:
    """A row for the person whom it is about: who, when, what, what for."""
    names = ("seq", "at", "actor", "tenant", "role", "action", "purpose", "outcome", "facts")
    told = row_document(row)
    return {name: told[name] for name in names}
