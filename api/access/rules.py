"""Who may call which route: one rule for each method and path, and no route without one.

The authorisation matrix (``sepadan evaluate authorisation``) is generated from this table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.access.principal import Role
from taxonomy.errors import ConfigError


class Reach(StrEnum):
    """Whose records an answer may hold, or a request may change."""

    NOTHING = "nothing"
    """No stored record of a person: reference data, figures, what came with the request."""
    PUBLIC = "public"
    """Records that are public: postings and courses."""
    PEOPLE = "people"
    """Workers or their outcomes: a board's own, others with consent."""
    WRITES = "writes"
    """Records of the caller's own sources, written or deleted."""
    SELF = "self"
    """The person whose token it is."""


_WRITERS = frozenset({Role.LOCAL, Role.PLATFORM, Role.BOARD, Role.CENTRE})
"""Who may write or delete records at all, each those of its own sources; an officer reads."""

_ROLES = {Reach.WRITES: _WRITERS, Reach.SELF: frozenset({Role.PERSON})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who may call a route.

    Attributes:
        scope: What must be granted; empty for any client with good credentials.
        reach: Whose records are touched.
        is_public: Whether it is answered without credentials. One that reaches people is so as far as it names none:
            who names a stored worker, or asks for some, needs credentials and the scope.
        staff: Roles of accounts (``api.access.accounts.STAFF``) that may call it, for pages that only they have; empty
            for whoever has the scope. Who reaches a server that asks nobody may call all.
    """

    scope: str = ""
    reach: Reach = Reach.NOTHING
    is_public: bool = False
    staff: frozenset[str] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        """Roles that may call it, whatever scopes were granted."""
        return _ROLES.get(self.reach, frozenset(Role))

    def as_document(self) -> dict[str, str | bool | list[str]]:
        """For the OpenAPI document."""
        told: dict[str, str | bool | list[str]] = {
            "scope": self.scope,
            "reach": str(self.reach),
            "public": self.is_public,
        }
        return {**told, "staff": sorted(self.staff)} if self.staff else told


_PUBLIC = Rule(is_public=True)
_CLIENT = Rule()
_CLIENT_PEOPLE = Rule(reach=Reach.PEOPLE)
_MATCH = Rule(scope="match")
_MATCH_PEOPLE = Rule(scope="match", reach=Reach.PEOPLE)
_PUBLIC_BUT_PEOPLE = Rule(scope="match", reach=Reach.PEOPLE, is_public=True)
_MARKET = Rule(scope="market")
_ADMIN = Rule(scope="admin")
_PRIVACY = Rule(scope="privacy", reach=Reach.PEOPLE)
_SELF = Rule(scope="self", reach=Reach.SELF)
_WEBHOOKS = Rule(scope="webhooks")
_STAFF = Rule(staff=frozenset({"officer", "employer", "planner", "steward"}))
_OFFICER = Rule(scope="match", reach=Reach.PEOPLE, staff=frozenset({"officer"}))
_REVIEWS = Rule(scope="privacy:reviews", reach=Reach.PEOPLE)
_REVIEWER = Rule(scope="privacy:reviews", reach=Reach.PEOPLE, staff=frozenset({"officer"}))
_PLANNER = Rule(scope="market", staff=frozenset({"planner"}))
_STEWARD = Rule(scope="admin", reach=Reach.PUBLIC, staff=frozenset({"steward"}))
_STEWARD_FIGURES = Rule(scope="admin", staff=frozenset({"steward"}))
_WATCHES = Rule(scope="webhooks", reach=Reach.PEOPLE)

RULES: Mapping[tuple[str, str], Rule] = {
    ("POST", "/v1/match/workers"): _MATCH_PEOPLE,
    ("POST", "/v1/match/postings"): _MATCH_PEOPLE,
    ("POST", "/v1/recommend/courses"): _MATCH_PEOPLE,
    ("POST", "/v1/recommend/paths"): _MATCH_PEOPLE,
    ("POST", "/v1/recommend/programmes"): _MATCH_PEOPLE,
    ("GET", "/v1/workers/{key:path}/recommendations"): _MATCH_PEOPLE,
    ("GET", "/v1/workers/{key:path}/europass"): Rule(scope="profiles:read", reach=Reach.PEOPLE),
    ("POST", "/v1/normalise"): _MATCH,
    ("GET", "/v1/careers/{code}"): _PUBLIC_BUT_PEOPLE,
    ("GET", "/v1/first-jobs"): _PUBLIC_BUT_PEOPLE,
    ("GET", "/v1/programmes"): _PUBLIC,
    ("GET", "/v1/programmes/{key}"): _PUBLIC,
    ("POST", "/v1/curriculum/plan"): _MARKET,
    ("POST", "/v1/curriculum/diff"): _MARKET,
    ("GET", "/v1/market/demand"): _MARKET,
    ("GET", "/v1/market/supply"): _MARKET,
    ("GET", "/v1/market/tightness"): _MARKET,
    ("GET", "/v1/market/skills"): _MARKET,
    ("GET", "/v1/market/wages"): _MARKET,
    ("GET", "/v1/market/flows"): _MARKET,
    ("GET", "/v1/market/forecast"): _MARKET,
    ("POST", "/v1/market/forecast"): _MARKET,
    ("POST", "/v1/market/forecast/series"): _MARKET,
    ("POST", "/v1/inspection"): Rule(scope="inspection"),
    ("GET", "/v1/inspection"): Rule(scope="inspection", reach=Reach.PUBLIC),
    ("POST", "/v1/overseas/check"): Rule(scope="inspection"),
    ("POST", "/v1/postings"): Rule(scope="postings:write", reach=Reach.WRITES),
    ("POST", "/v1/workers"): Rule(scope="profiles:write", reach=Reach.WRITES),
    ("POST", "/v1/courses"): Rule(scope="courses:write", reach=Reach.WRITES),
    ("GET", "/v1/postings/{key:path}"): Rule(scope="postings:read", reach=Reach.PUBLIC),
    ("GET", "/v1/workers/{key:path}"): Rule(scope="profiles:read", reach=Reach.PEOPLE),
    ("GET", "/v1/courses/{key:path}"): Rule(scope="courses:read", reach=Reach.PUBLIC),
    ("DELETE", "/v1/postings/{key:path}"): Rule(scope="postings:write", reach=Reach.WRITES),
    ("DELETE", "/v1/workers/{key:path}"): Rule(scope="profiles:write", reach=Reach.WRITES),
    ("DELETE", "/v1/courses/{key:path}"): Rule(scope="courses:write", reach=Reach.WRITES),
    ("GET", "/v1/postings"): Rule(scope="postings:read", reach=Reach.PUBLIC),
    ("GET", "/v1/workers"): Rule(scope="profiles:read", reach=Reach.PEOPLE),
    ("GET", "/v1/courses"): Rule(scope="courses:read", reach=Reach.PUBLIC),
    ("GET", "/v1/changes/postings"): Rule(scope="postings:read", reach=Reach.PUBLIC),
    ("GET", "/v1/changes/workers"): Rule(scope="profiles:read", reach=Reach.PEOPLE),
    ("GET", "/v1/changes/courses"): Rule(scope="courses:read", reach=Reach.PUBLIC),
    ("PUT", "/v1/postings/{key:path}"): Rule(scope="postings:write", reach=Reach.WRITES),
    ("PUT", "/v1/workers/{key:path}"): Rule(scope="profiles:write", reach=Reach.WRITES),
    ("PUT", "/v1/courses/{key:path}"): Rule(scope="courses:write", reach=Reach.WRITES),
    ("POST", "/v1/workers/{key:path}/token"): Rule(scope="profiles:write", reach=Reach.WRITES),
    ("GET", "/v1/me"): _SELF,
    ("PATCH", "/v1/me"): _SELF,
    ("DELETE", "/v1/me"): _SELF,
    ("GET", "/v1/me/matches"): _SELF,
    ("GET", "/v1/me/courses"): _SELF,
    ("GET", "/v1/me/outcomes"): _SELF,
    ("POST", "/v1/outcomes"): Rule(scope="outcomes:write", reach=Reach.WRITES),
    ("GET", "/v1/purposes"): _PUBLIC,
    ("GET", "/v1/workers/{key:path}/consents"): _PRIVACY,
    ("PUT", "/v1/workers/{key:path}/consents/{purpose}"): _PRIVACY,
    ("DELETE", "/v1/workers/{key:path}/consents/{purpose}"): _PRIVACY,
    ("POST", "/v1/consents"): _PRIVACY,
    ("POST", "/v1/workers/{key:path}/requests"): _PRIVACY,
    ("GET", "/v1/workers/{key:path}/requests"): _PRIVACY,
    ("GET", "/v1/requests"): _PRIVACY,
    ("GET", "/v1/requests/{request_id}"): _PRIVACY,
    ("GET", "/v1/requests/{request_id}/document"): _PRIVACY,
    ("POST", "/v1/requests/{request_id}/answer"): _PRIVACY,
    ("GET", "/v1/reviews"): _REVIEWS,
    ("GET", "/v1/reviews/{request_id}"): _REVIEWS,
    ("POST", "/v1/reviews/{request_id}/decide"): _REVIEWS,
    ("GET", "/v1/me/consents"): _SELF,
    ("PUT", "/v1/me/consents/{purpose}"): _SELF,
    ("DELETE", "/v1/me/consents/{purpose}"): _SELF,
    ("POST", "/v1/me/requests"): _SELF,
    ("GET", "/v1/me/requests"): _SELF,
    ("GET", "/v1/me/requests/{request_id}"): _SELF,
    ("GET", "/v1/me/requests/{request_id}/document"): _SELF,
    ("POST", "/v1/erasures"): Rule(scope="privacy", reach=Reach.WRITES),
    ("POST", "/v1/webhooks"): _WEBHOOKS,
    ("GET", "/v1/webhooks"): _WEBHOOKS,
    ("GET", "/v1/webhooks/{webhook}"): _WEBHOOKS,
    ("PATCH", "/v1/webhooks/{webhook}"): _WEBHOOKS,
    ("DELETE", "/v1/webhooks/{webhook}"): _WEBHOOKS,
    ("POST", "/v1/webhooks/{webhook}/rotate"): _WEBHOOKS,
    ("POST", "/v1/webhooks/{webhook}/ping"): _WEBHOOKS,
    ("GET", "/v1/webhooks/{webhook}/deliveries"): _WEBHOOKS,
    ("POST", "/v1/webhooks/{webhook}/deliveries/{delivery}/resend"): _WEBHOOKS,
    ("POST", "/v1/watches"): _WATCHES,
    ("GET", "/v1/watches"): _WEBHOOKS,
    ("GET", "/v1/watches/{watch}"): _WEBHOOKS,
    ("DELETE", "/v1/watches/{watch}"): _WEBHOOKS,
    ("GET", "/v1/occupations"): _PUBLIC,
    ("GET", "/v1/occupations/{code}"): _PUBLIC,
    ("GET", "/v1/kbji/{code}"): _PUBLIC,
    ("GET", "/v1/industries"): _MARKET,
    ("GET", "/v1/industries/condition"): _MARKET,
    ("GET", "/v1/skills"): _PUBLIC,
    # What a job may do is held against the scopes of its kind, in the route: any client may ask for one.
    ("POST", "/v1/jobs"): _CLIENT_PEOPLE,
    ("GET", "/v1/jobs"): _CLIENT,
    ("GET", "/v1/jobs/{job_id}"): _CLIENT,
    ("POST", "/v1/jobs/{job_id}/cancel"): _CLIENT_PEOPLE,
    ("POST", "/v1/jobs/{job_id}/resume"): _CLIENT_PEOPLE,
    ("GET", "/v1/jobs/{job_id}/result"): _CLIENT_PEOPLE,
    ("GET", "/v1/jobs/{job_id}/rejects"): _CLIENT,
    ("GET", "/v1/jobs/{job_id}/events"): _CLIENT,
    ("DELETE", "/v1/jobs/{job_id}"): _CLIENT_PEOPLE,
    ("OPTIONS", "/v1/uploads"): _PUBLIC,
    ("POST", "/v1/uploads"): _CLIENT,
    ("GET", "/v1/uploads/{upload_id}"): _CLIENT,
    ("PATCH", "/v1/uploads/{upload_id}"): _CLIENT,
    ("DELETE", "/v1/uploads/{upload_id}"): _CLIENT,
    ("GET", "/v1/sources"): _ADMIN,
    ("GET", "/v1/sources/{name}/runs"): _ADMIN,
    ("POST", "/v1/sandbox/reset"): Rule(scope="admin", reach=Reach.WRITES),
    ("POST", "/oauth/token"): _PUBLIC,
    ("GET", "/.well-known/jwks.json"): _PUBLIC,
    ("GET", "/.well-known/oauth-authorization-server"): _PUBLIC,
    ("GET", "/healthz"): _PUBLIC,
    ("GET", "/readyz"): _PUBLIC,
    ("GET", "/metrics"): _ADMIN,
    # Pages: those for everybody, and the inspectors', who come with credentials.
    ("GET", "/"): _PUBLIC,
    ("POST", "/"): _PUBLIC,
    # A seeker has no account: who has none has nothing here, and the routes look for the browser's session themselves.
    ("POST", "/saran/{kind}"): _PUBLIC,
    ("GET", "/saya"): _PUBLIC,
    ("POST", "/saya"): _PUBLIC,
    ("POST", "/simpan"): _PUBLIC,
    ("GET", "/pulihkan"): _PUBLIC,
    ("POST", "/pulihkan"): _PUBLIC,
    ("GET", "/profil"): _PUBLIC,
    ("POST", "/profil"): _PUBLIC,
    ("GET", "/unggah"): _PUBLIC,
    ("POST", "/unggah"): _PUBLIC,
    ("GET", "/unggah/periksa"): _PUBLIC,
    ("POST", "/unggah/lanjut"): _PUBLIC,
    ("GET", "/lowongan/{key:path}"): _PUBLIC,
    ("POST", "/lowongan/{key:path}"): _PUBLIC,
    ("GET", "/simpanan"): _PUBLIC,
    ("POST", "/simpanan"): _PUBLIC,
    ("GET", "/cv"): _PUBLIC,
    ("POST", "/cv"): _PUBLIC,
    ("GET", "/cv/europass"): _PUBLIC,
    ("GET", "/data-saya"): _PUBLIC,
    ("GET", "/data-saya/unduh"): _PUBLIC,
    ("POST", "/data-saya/izin"): _PUBLIC,
    ("POST", "/data-saya/permintaan"): _PUBLIC,
    ("POST", "/data-saya/kode"): _PUBLIC,
    ("GET", "/data-saya/hapus"): _PUBLIC,
    ("POST", "/data-saya/hapus"): _PUBLIC,
    ("POST", "/data-saya/keluar"): _PUBLIC,
    ("GET", "/pemberi-kerja"): _PUBLIC,
    ("POST", "/pemberi-kerja"): _PUBLIC_BUT_PEOPLE,
    ("POST", "/pemberi-kerja/masuk"): _PUBLIC,
    ("POST", "/pemberi-kerja/pasang"): Rule(scope="postings:write", reach=Reach.WRITES),
    ("GET", "/pemberi-kerja/lowongan"): Rule(scope="postings:write", reach=Reach.PUBLIC),
    ("GET", "/pemberi-kerja/lowongan/{key:path}"): Rule(scope="postings:write", reach=Reach.PEOPLE),
    ("GET", "/inspection"): Rule(scope="inspection", reach=Reach.PUBLIC),
    ("POST", "/inspection"): Rule(scope="inspection"),
    ("GET", "/petugas"): _OFFICER,
    ("POST", "/petugas/antrean"): _OFFICER,
    ("GET", "/petugas/cari"): Rule(scope="match", staff=frozenset({"officer"})),
    ("POST", "/petugas/cari"): _OFFICER,
    ("GET", "/petugas/orang/{key:path}"): _OFFICER,
    ("GET", "/petugas/lowongan/{key:path}"): _OFFICER,
    ("GET", "/petugas/pasangan"): _OFFICER,
    ("POST", "/petugas/pasangan"): _OFFICER,
    ("POST", "/petugas/identitas"): _OFFICER,
    ("GET", "/petugas/surat"): _OFFICER,
    ("POST", "/petugas/surat"): _OFFICER,
    ("POST", "/petugas/surat/pratinjau"): _OFFICER,
    ("GET", "/petugas/peninjauan"): _REVIEWER,
    ("GET", "/petugas/peninjauan/{request_id}"): _REVIEWER,
    ("POST", "/petugas/peninjauan/{request_id}"): _REVIEWER,
    ("GET", "/petugas/sebar"): _OFFICER,
    ("POST", "/petugas/sebar"): _OFFICER,
    ("GET", "/rancangan"): _PUBLIC,
    ("GET", "/rancangan/hasil"): _PUBLIC,
    ("GET", "/masuk"): _PUBLIC,
    ("POST", "/masuk"): _PUBLIC,
    ("POST", "/keluar"): _PUBLIC,
    ("POST", "/pilihan"): _PUBLIC,
    ("GET", "/akun"): _STAFF,
    ("POST", "/akun"): _STAFF,
    ("GET", "/perencana"): _PLANNER,
    ("GET", "/perencana/unduh/{form}"): _PLANNER,
    ("GET", "/perencana/grafik/{name}"): _PLANNER,
    ("GET", "/perencana/rencana"): _PLANNER,
    ("GET", "/perencana/rencana/unduh/{form}"): _PLANNER,
    ("GET", "/perencana/rencana/grafik/{name}"): _PLANNER,
    ("GET", "/perencana/kurikulum"): _PLANNER,
    ("GET", "/perencana/kurikulum/unduh/{form}"): _PLANNER,
    ("GET", "/pengelola"): _STEWARD,
    ("GET", "/pengelola/judul"): _STEWARD,
    ("GET", "/pengelola/judul/satu"): _STEWARD,
    ("POST", "/pengelola/judul/usul"): _STEWARD,
    ("GET", "/pengelola/judul/jawaban"): _STEWARD,
    ("POST", "/pengelola/judul/tinjau"): _STEWARD,
    ("POST", "/pengelola/judul/terapkan"): _STEWARD,
    ("GET", "/pengelola/judul/unduh"): _STEWARD,
    ("GET", "/pengelola/tanda"): _STEWARD,
    ("POST", "/pengelola/tanda"): _STEWARD,
    ("GET", "/pengelola/tanda/unduh"): _STEWARD,
    ("GET", "/pengelola/keadilan"): _STEWARD_FIGURES,
    ("POST", "/pengelola/keadilan"): _STEWARD_FIGURES,
    ("GET", "/pengelola/keadilan/unduh/{form}"): _STEWARD_FIGURES,
    ("GET", "/pengelola/sumber"): _STEWARD,
    ("GET", "/pengelola/sumber/{name}"): _STEWARD,
    ("GET", "/pengelola/sumber/{name}/proses/{number}"): _STEWARD,
    ("GET", "/pengelola/sumber/{name}/tolakan/{file}"): _STEWARD,
    ("GET", "/pengelola/sumber/{name}/tolakan/{file}/unduh/{form}"): _STEWARD,
    ("POST", "/pengelola/sumber/{name}/jalankan"): _STEWARD,
    ("POST", "/pengelola/sumber/{name}/tutup"): _STEWARD,
    ("GET", "/pengelola/ganda"): _STEWARD,
    ("GET", "/pengelola/ganda/berikut"): _STEWARD,
    ("GET", "/pengelola/ganda/pasangan"): _STEWARD,
    ("POST", "/pengelola/ganda/pasangan"): _STEWARD,
    ("POST", "/pengelola/ganda/batal"): _STEWARD,
    ("POST", "/pengelola/ganda/cari"): _STEWARD,
    ("GET", "/pengelola/generasi"): _STEWARD,
    ("GET", "/pengelola/generasi/banding"): _STEWARD,
    ("GET", "/pengelola/generasi/{name}"): _STEWARD,
    ("POST", "/pengelola/generasi/{name}/periksa"): _STEWARD,
    ("GET", "/pengelola/generasi/{name}/layani"): _STEWARD,
    ("POST", "/pengelola/generasi/{name}/layani"): _STEWARD,
    ("GET", "/perencana/program"): _PLANNER,
    ("GET", "/perencana/program/unduh/{form}"): _PLANNER,
    ("GET", "/perencana/program/grafik/{name}"): _PLANNER,
    ("GET", "/kemajuan/{task}"): _PUBLIC,
    ("GET", "/kemajuan/{task}/peristiwa"): _PUBLIC,
}
"""Method and path template to its rule. ``HEAD`` goes by ``GET``."""


def rule_of(methods: Iterable[str], path: str) -> Rule:
    """The rule of a route.

    Args:
        methods: Of the route; ``HEAD`` beside ``GET`` goes by ``GET``.
        path: Its template, whole.

    Raises:
        ConfigError: The route has no rule, or its methods have different ones: a route that nobody thought about
            answers nobody.
    """
    rules = {RULES.get(("GET" if method == "HEAD" else method, path)) for method in methods}
    if len(rules) != 1 or None in rules:
        raise ConfigError(
            f"{sorted(methods)} {path}: wanted one rule in api/access/rules.py, found {len(rules - {None})}"
        )
    return next(rule for rule in rules if rule is not None)
