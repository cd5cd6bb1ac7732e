"""The stewards' page of the fairness audit: run, shown as kept, taken along, refused where it cannot be run."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from api.routes.intake import read_record
from api.web.steward_fairness import running
from api.web.steward_fairness.kept import MOST, KeptAudits, made_at
from api.web.steward_fairness.running import Wanted, what_is_missing, work_for
from indexes.identity_vault import Vault
from matcher.records import Kind
from tests.api.test_pages import text_of
from tests.api.web.conftest import Browser
from tests.api.web.payloads import PAYLOADS, live_parts
from tests.matcher.titles.made import SITI

PAGE = "/pengelola/keadilan"
PEOPLE = 40


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.route._BURST", 100_000)


@pytest.fixture(scope="module")
def peopled(staffed: FastAPI) -> FastAPI:
    """With enough workers for an audit."""
    rows = [{"id": f"contoh:a-{n}", "wish": "juru las" if n % 2 else "kasir", "summary": "SMAW"} for n in range(PEOPLE)]
    staffed.state.serving.engine.upsert([read_record(Kind.WORKER, row, "contoh") for row in rows])
    return staffed


@pytest.fixture
def steward(peopled: FastAPI, browser: Browser) -> Iterator[Browser]:
    browser.sign_in("steward")
    yield browser
    for path in (peopled.state.serving.engine.home.root / "audits").glob("*.json"):
        path.unlink()


def waited(steward: Browser, where: str) -> str:
    """Address of the result, once the task is done."""
    for _ in range(600):
        answer = steward.get(where)
        if answer.status_code == 303:
            return str(answer.headers["location"])
        time.sleep(0.05)
    raise AssertionError(where)


def test_an_audit_is_run_watched_kept_and_taken_along(steward: Browser, peopled: FastAPI) -> None:
    assert "Belum ada audit" in text_of(steward.get(PAGE).text)
    sent = steward.send(PAGE, {"banyak": "300", "sedikit": "10", "rekaan": "1"}, page=PAGE)
    assert sent.status_code == 303
    where = waited(steward, sent.headers["location"])
    page = steward.get(where)
    said = text_of(page.text)
    assert page.status_code == 200
    assert "rekaan, diundi untuk contoh" in said
    assert "Jenis kelamin" in said
    assert "<svg" in page.text
    name = where.partition("hasil=")[2]
    document = json.loads(steward.get(f"{PAGE}/unduh/json?hasil={name}").text)
    assert (document["traits"], document["fewest"], document["k"]) == ("invented", 10, 10)
    sexes = [one for one in document["groups"] if one["trait"] == "sex" and one["people"] is not None]
    for one in sexes:
        assert one["people"] >= 10
        assert f"{one['selection']['rate'] * 100:.1f}".replace(".", ",") + "%" in said
    table = steward.get(f"{PAGE}/unduh/csv?hasil={name}").text
    assert table.startswith("traits_from,trait,group,label,people")
    assert len(table.splitlines()) == len(document["groups"]) + 1
    for figure in ("reach", "scoring", "exposure", "ngawur"):
        assert steward.get(f"{PAGE}?angka={figure}").status_code == 200
    assert steward.get(f"{PAGE}?hasil=20260101T000000Z-00000000").status_code == 404
    assert steward.get(f"{PAGE}/unduh/xml?hasil={name}").status_code == 422


def test_traits_of_the_vault_are_read_after_ranking_and_logged(steward: Browser, peopled: FastAPI) -> None:
    serving, vault = peopled.state.serving, Vault({"k": bytes(32)}, "k")
    told = {f"contoh:a-{n}": {"sex": "P" if n % 2 else "L", "name": f"Orang {n}"} for n in range(PEOPLE)}
    serving.engine.store.put_identity(Kind.WORKER, told, vault)
    serving.vault = vault
    try:
        wanted = Wanted(at_most=None, fewest=10, is_invented=False)
        assert what_is_missing(serving, wanted) == ""
        before = serving.engine.store.audit_end()[0]
        where = work_for(serving, wanted, SITI, lambda name: f"{PAGE}?hasil={name}")(lambda done, total: None)
        (row,) = list(serving.engine.store.audit_rows(after=before))
        assert (row.entry.actor, row.entry.action, row.entry.purpose) == (SITI.client, "identity.read", "fairness")
        page = steward.get(where).text
        assert "rekaan, diundi" not in text_of(page)
        assert "Orang 1" not in page
    finally:
        serving.vault = None


def test_what_keeps_an_audit_from_being_run_is_told_at_once(
    steward: Browser, peopled: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**fields: str) -> str:
        answer = steward.send(PAGE, {"banyak": "300", **fields}, page=PAGE)
        assert answer.status_code == 409
        return text_of(answer.text)

    assert "Kunci identitas belum dipasang" in refused()
    peopled.state.serving.vault = Vault({"k": bytes(32)}, "k")
    monkeypatch.setattr(type(peopled.state.serving.engine.store), "count_identities", lambda self, kind: 0)
    assert "Tidak ada identitas tersimpan" in refused()
    peopled.state.serving.vault = None
    assert "terlalu sedikit" in refused(sedikit="50")
    monkeypatch.setattr(running, "SOURCE", "lain")
    assert "hanya untuk dunia contoh" in refused(rekaan="1")


def test_what_a_kept_file_holds_never_runs(steward: Browser, peopled: FastAPI) -> None:
    figure: dict[str, Any] = {"rate": 0.5, "ratio": 0.0, "low": None, "high": None, "p": None}
    groups = [
        {
            "trait": "province",
            "group": payload,
            "label": payload,
            "people": 11,
            "adverse": ["selection"],
            **dict.fromkeys(("selection", "reach", "scoring", "exposure"), figure),
        }
        for payload in PAYLOADS[:30]
    ]
    document = {"groups": groups, "traits": "vault", "workers": 1, "postings": 1, "k": 10, "fewest": 10}
    document |= {"generation": PAYLOADS[0], "weights": PAYLOADS[1]}
    name = peopled.state.serving.audits.put(document, datetime.now(UTC))
    assert live_parts(steward.get(f"{PAGE}?hasil={name}").text) == []
    for payload in PAYLOADS[::9]:
        assert live_parts(steward.get(PAGE, params={"hasil": payload[:40], "angka": payload[:20]}).text) == []


def test_the_last_audits_are_kept_and_a_broken_one_is_none(tmp_path: Any) -> None:
    kept, begun = KeptAudits(tmp_path / "audits"), datetime(2026, 11, 27, 12, tzinfo=UTC)
    assert kept.names() == []
    names = [kept.put({"n": n}, begun + timedelta(seconds=n)) for n in range(MOST + 3)]
    assert kept.names() == names[: -MOST - 1 : -1]
    assert made_at(names[0]) == begun
    found = kept.get(names[-1])
    assert found is not None
    assert found["n"] == MOST + 2
    (tmp_path / "audits" / f"{names[-1]}.json").write_bytes(b"{")
    for name in (names[-1], names[0], "../x", ""):
        assert kept.get(name) is None
    assert re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{8}", names[0])


@pytest.mark.parametrize("role", ["officer", "employer", "planner", ""])
def test_nobody_else_opens_or_runs_it(browser: Browser, role: str) -> None:
    if role:
        browser.sign_in(role)
    for path in (PAGE, f"{PAGE}/unduh/csv?hasil=x"):
        assert browser.get(path).status_code in {302, 303, 401, 403}
    assert browser.send(PAGE, {}, page="/").status_code in {302, 303, 401, 403}
