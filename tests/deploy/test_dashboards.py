"""Dashboard and alerts: each metric that they name is one that a running server gives, each alert has its page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.settings import Settings
from indexes.audit_chain import AuditHead
from matcher.engine import Engine
from tests.indexes.stores import stored_job
from tests.matcher.rights.made import entry, request

ROOT = Path(__file__).resolve().parents[2]
DASHBOARD = json.loads((ROOT / "deploy/grafana/boards/sepadan.json").read_text("utf-8"))
ALERTS = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text("utf-8"))
SCRAPING = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text("utf-8"))
OPERATIONS = (ROOT / "docs/operations.md").read_text("utf-8")
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
_OF_PROMETHEUS = {"up"}
_SHADOW = {"sepadan_shadow_rank_correlation", "sepadan_shadow_rankings", "sepadan_webhook_attempts_total"}
"""Only where weights beside are compared or a webhook was tried, which tests of their own do."""

_FUNCTIONS = re.compile(r"\b[a-z_]+(?=\s*\()|\b(?:by|on|and|or|without|le)\b")


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in RULES)
    yield from (target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"])
    yield from (note["expr"] for note in DASHBOARD["annotations"]["list"])


def metrics_in(expression: str) -> set[str]:
    """Names of metrics of a PromQL expression: what is left without strings, labels, ranges, functions and words."""
    bare = re.sub(r"\{[^}]*\}|\[[^]]*\]|\b(?:by|on|without)\s*\([^)]*\)", " ", expression)
    return set(re.findall(r"\b[a-z][a-z0-9_]{1,}\b", _FUNCTIONS.sub(" ", bare)))


@pytest.fixture
def exposed(sample_world: Path, engine: Engine) -> str:
    """What a server gives that has everything: an index, a backup, a signed head, a request of a person."""
    store = engine.store
    store.note_backup(datetime.now(UTC))
    store.put_request(request("rq_1", "contoh:w-1"), entry())
    store.put_job(stored_job("job_1"), lambda _: None)
    store.put_audit_head(AuditHead(seq=1, hash=b"1" * 32, at=datetime.now(UTC), key_id="k", signature=b"s" * 64))
    with TestClient(create_app(Settings(log_level="error", job_workers=0), engine)) as client:
        client.post("/v1/match/postings", json={"id": "contoh:w-1", "k": 1})
        return client.get("/metrics").text


def test_every_metric_that_is_shown_is_given_by_a_running_server_and_each_of_ours_is_shown(exposed: str) -> None:
    families = list(text_string_to_metric_families(exposed))
    given = {sample.name for family in families for sample in family.samples}
    wanted = set().union(*map(metrics_in, expressions()))
    assert {"sepadan_requests_total", "sepadan_request_seconds_bucket", "process_open_fds"} < wanted
    assert wanted - given - _OF_PROMETHEUS == _SHADOW
    ours = {family.name for family in families if family.name.startswith("sepadan_")}
    shown = {re.sub(r"_(?:total|bucket|sum|count)$", "", name) for name in wanted}
    assert {name for name in ours - shown if not name.endswith("_created")} == set()


def test_names_of_metrics_are_read_out_of_promql() -> None:
    told = 'sum by (le) (rate(a_total{status=~"5..", x="b_c"}[5m])) > 0.1 * scalar(sum(d_e)) and on() absent(up)'
    assert metrics_in(told) == {"a_total", "d_e", "up"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_every_alert_says_what_and_how_bad_and_has_a_section_that_says_what_to_do(rule: dict[str, Any]) -> None:
    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["runbook"] == f"docs/operations.md#{rule['alert'].lower()}"
    section = OPERATIONS.split(f"### {rule['alert']}\n")
    assert len(section) == 2
    assert len(section[1].split("\n#")[0].split()) >= 15


def test_alerts_fire_when_they_should_and_only_then(tmp_path: Path) -> None:
    if shutil.which("promtool") is None:
        pytest.skip("needs promtool (Debian's prometheus)")
    for file in (ROOT / "deploy/prometheus/alerts.yml", ROOT / "tests/deploy/alerts_test.yml"):
        shutil.copy(file, tmp_path)
    ran = subprocess.run(
        ["promtool", "test", "rules", "alerts_test.yml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_no_section_is_about_an_alert_that_is_gone() -> None:
    assert set(re.findall(r"^### (Sepadan\w+)$", OPERATIONS, re.MULTILINE)) == {rule["alert"] for rule in RULES}


def test_prometheus_reads_the_rules_and_asks_where_the_metrics_are() -> None:
    assert SCRAPING["rule_files"] == ["alerts.yml"]
    (job,) = SCRAPING["scrape_configs"]
    assert (job["job_name"], job["metrics_path"]) == ("sepadan", "/metrics")


def test_grafana_finds_the_dashboard_where_compose_puts_it() -> None:
    provider = yaml.safe_load((ROOT / "deploy/grafana/provisioning/dashboards/sepadan.yml").read_text("utf-8"))
    compose = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text("utf-8"))["services"]
    places = dict(volume.split(":")[:2] for volume in compose["grafana"]["volumes"])
    assert places["./grafana/boards"] == provider["providers"][0]["options"]["path"]
    assert (ROOT / "deploy" / "grafana" / "boards" / "sepadan.json").is_file()
    source = yaml.safe_load((ROOT / "deploy/grafana/provisioning/datasources/sepadan.yml").read_text("utf-8"))
    assert source["datasources"][0]["url"] == "http://prometheus:9090"
    assert "prometheus" in compose


def test_panels_lie_beside_each_other_and_take_their_source_from_the_variable() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        assert not taken & cells, panel["title"]
        assert place["x"] + place["w"] <= 24
        assert {target["datasource"]["uid"] for target in panel["targets"]} == {"${source}"}
        taken |= cells
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
