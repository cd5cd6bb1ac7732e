"""``sepadan audit``."""

from __future__ import annotations

import base64
import csv
import io
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from api.cli import main
from api.cli.audit_tables import audit_tables
from api.fairness_card import FIGURES as TITLES
from api.fairness_card import csv_bytes, labelled
from indexes.identity_vault import Vault
from matcher.audit import FEWEST, FIGURES, Rankings, audit
from matcher.pipeline import Pipeline
from tests.api.cli.conftest import POSTINGS, Cli

KEYS = f"k1:{base64.b64encode(bytes(32)).decode()}"
WORKERS = 24


def people(**traits: Any) -> list[dict[str, Any]]:
    """Sewers of every other sex, near and far; women know less."""
    return [
        {
            "id": f"w-{at:02d}",
            "summary": "Dua tahun menjahit di konveksi." if at % 2 else "Baru lulus.",
            "wish": "operator jahit" if at % 2 else "kasir",
            "regency": "Kab. Semarang" if at % 3 else "Kota Medan",
            "jenis_kelamin": "L" if at % 2 else "P",
            "tanggal_lahir": "1990-05-17" if at % 4 else "",
            **traits,
        }
        for at in range(WORKERS)
    ]


@pytest.fixture
def kept(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A home where traits are kept, sealed."""
    monkeypatch.setenv("SEPADAN_IDENTITY_KEYS", KEYS)
    assert cli("ingest", "postings", cli.write("postings.jsonl", POSTINGS)).code == 0
    assert cli("ingest", "workers", cli.write("workers.jsonl", people())).code == 0
    assert cli("build").code == 0
    return cli


@pytest.fixture
def sample(cli: Cli) -> Cli:
    """A home with workers of the sample world, of whom nothing personal is known."""
    rows = [{"id": f"contoh:worker-{at:04d}", "wish": "kasir", "summary": f"Kasir {at} tahun."} for at in range(60)]
    assert cli("ingest", "postings", cli.write("postings.jsonl", POSTINGS)).code == 0
    assert cli("ingest", "workers", cli.write("workers.jsonl", rows)).code == 0
    assert cli("build").code == 0
    return cli


def groups(document: Mapping[str, Any], trait: str) -> dict[str, Any]:
    return {one["group"]: one for one in document["groups"] if one["trait"] == trait}


def test_rates_by_sex_and_region_come_from_the_vault(kept: Cli) -> None:
    found = kept("audit", "--k", 3, "--json").document
    assert (found["k"], found["traits"], found["workers"], found["fewest"]) == (3, "vault", WORKERS, FEWEST)
    assert found["postings"] == 3
    assert found["not_known"] == ["religion", "marital_status", "disability", "ethnicity"]
    sexes = groups(found, "sex")
    assert {name: one["people"] for name, one in sexes.items()} == {"female": 12, "male": 12, "": 0}
    assert sexes["female"]["label"] == "perempuan"
    assert sum(one["selection"]["rate"] for one in (sexes["female"], sexes["male"])) / 2 == pytest.approx(
        found["selection_rate"]
    )
    assert found["selection_rate"] == pytest.approx(3 / WORKERS)
    assert groups(found, "province")["33"]["label"] == "Jawa Tengah"


def test_no_group_below_the_threshold_is_told(kept: Cli) -> None:
    found = kept("audit", "--json").document
    assert all(one["people"] in (None, 0) or one["people"] >= FEWEST or not one["group"] for one in found["groups"])
    ages = groups(found, "age")  # six are not known, so that the others would give them away
    assert {name: one["people"] for name, one in ages.items()} == {"35_44": None, "": None}
    shown = kept("audit", "--fewest", 1, "--json").document
    assert all(one["people"] is not None for one in shown["groups"])
    assert shown["fewest"] == 1
    assert {name: one["people"] for name, one in groups(shown, "age").items()} == {"35_44": 18, "": 6}


def test_people_read_it_in_bahasa_indonesia(kept: Cli) -> None:
    told = kept("audit").out
    for words in (
        "jenis kelamin",
        "perempuan",
        "luar Jawa",
        "disembunyikan (batas 10 orang)",
        "sifat dari",
        "tersegel",
    ):
        assert words in told
    assert "tidak diketahui" in told
    assert "REKAAN" not in told


def test_all_is_ranked_and_the_engine_closed_before_the_vault_is_opened(
    kept: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = list[str]()

    def spied(name: str, method: Any) -> Any:
        def spy(*given: Any, **more: Any) -> Any:
            seen.append(name)
            return method(*given, **more)

        return spy

    from matcher.engine import Engine

    monkeypatch.setattr(Pipeline, "rank_workers", spied("rank", Pipeline.rank_workers))
    monkeypatch.setattr(Pipeline, "rank_postings", spied("rank", Pipeline.rank_postings))
    monkeypatch.setattr(Engine, "close", spied("close", Engine.close))
    monkeypatch.setattr(Vault, "open", spied("open", Vault.open))
    assert kept("audit", "--json").code == 0
    assert seen == ["rank"] * (3 + WORKERS) + ["close"] + ["open"] * WORKERS


def test_the_groups_are_written_as_a_table(kept: Cli) -> None:
    answered = kept("audit", "--fewest", 1, "--output", kept.folder / "audit.csv", "--json")
    rows = list(csv.DictReader(io.StringIO((kept.folder / "audit.csv").read_text("utf-8"))))
    document = answered.document
    assert [(row["trait"], row["group"]) for row in rows] == [(g["trait"], g["group"]) for g in document["groups"]]
    for row, group in zip(rows, document["groups"], strict=True):
        assert row["people"] == str(group["people"])
        assert row["traits_from"] == "vault"
        for name in FIGURES:
            rate = group[name] and group[name]["rate"]
            assert row[f"{name}_rate"] == ("" if rate is None else str(rate))
        assert row["score_q50"] == ("" if group["score_quantiles"] is None else str(group["score_quantiles"][2]))
        assert row["adverse"] == "|".join(group["adverse"])


def test_a_table_that_cannot_be_written_is_told_before_the_work(kept: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.cli.audit.open_filled", None)
    answered = kept("audit", "--output", kept.folder / "nowhere" / "audit.csv")
    assert answered.code == 2
    assert "wanted a file in a folder that exists" in answered.err


def test_without_keys_it_is_told_what_is_missing_before_the_work(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.cli.audit.open_filled", None)
    answered = filled("audit")
    assert answered.code == 1
    assert "identity_keys: wanted the keys that identities are sealed with" in answered.err
    assert "SEPADAN_IDENTITY_KEYS" in answered.err


def test_a_vault_that_holds_nobody_is_told(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPADAN_IDENTITY_KEYS", KEYS)
    answered = filled("audit", "--json")
    assert answered.code == 2
    assert answered.document["error"]["where"] == "table identity"
    assert answered.document["error"]["found"].startswith("none for 3 workers")


def test_a_vault_without_a_trait_that_can_be_read_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPADAN_IDENTITY_KEYS", KEYS)
    rows = people(jenis_kelamin="?", tanggal_lahir="", nama="Contoh")
    assert cli("ingest", "postings", cli.write("postings.jsonl", POSTINGS)).code == 0
    assert cli("ingest", "workers", cli.write("workers.jsonl", rows)).code == 0
    assert cli("build").code == 0
    error = cli("audit", "--json").document["error"]
    assert error["wanted"].startswith("a trait that can be read (sex, age,")
    assert error["found"] == f"identities of {WORKERS} of them, none with such a trait"


def test_a_home_that_is_not_there_is_told(cli: Cli) -> None:
    answered = cli("audit", "--sample-traits")
    assert answered.code == 1
    assert "wanted an installation with records" in answered.err


def test_the_sample_world_is_audited_with_traits_that_are_marked_as_invented(sample: Cli) -> None:
    found = sample("audit", "--sample-traits", "--json").document
    assert (found["traits"], found["workers"]) == ("invented", 60)
    assert groups(found, "sex")["female"]["people"] > 10
    assert "REKAAN" in sample("audit", "--sample-traits").out


def test_invented_traits_are_refused_for_anybody_else(filled: Cli) -> None:
    answered = filled("audit", "--sample-traits", "--fewest", 1)
    assert answered.code == 2
    assert "wanted workers of the sample world" in answered.err


def test_a_draw_looks_at_fewer(kept: Cli) -> None:
    found = kept("audit", "--at-most", 12, "--json").document
    assert found["workers"] == 12
    assert kept("audit", "--at-most", 0).code == 2


def test_nothing_that_could_be_known_is_left_out_and_a_ratio_to_0_is_blank() -> None:
    names, keys = ("sex",), [f"w{at:02d}" for at in range(40)]
    rankings = Rankings(
        lists={"p1": keys[:4]},
        best_scores=dict.fromkeys(keys, 0.5),
        provinces={},
        k=4,
        day=date(2026, 11, 2),
        generation="g1",
        weights="judged-1",
    )
    traits = {key: {"sex": "male" if at < 20 else "female"} for at, key in enumerate(keys)}
    facts = {"day": "2026-11-02", "k": 4, "generation": "g1", "weights": "judged-1", "traits": "vault"}
    document = {**facts, **labelled(audit(rankings, traits, names))}
    console = Console(width=120, file=io.StringIO())
    for part in audit_tables(document):
        console.print(part)
    told = console.file.getvalue()
    women = next(line for line in told.splitlines() if line.startswith("│ perempuan"))
    assert [cell.strip() for cell in women.split("│")[1:7]] == ["perempuan", "20", "0.000", "0.000", "0.000", "0.000"]
    assert "0.00 [0.00, 0.87]" in told
    assert "< 4/5" in told
    assert "disembunyikan" not in told.replace("Yang disembunyikan", "")
    first = csv_bytes(document).decode().splitlines()[1].split(",")
    assert first[:8] == ["vault", "sex", "female", "perempuan", "20", "0.0", "0.0", ""]
    assert groups(document, "sex")["male"]["scoring"]["ratio"] is None


def test_every_figure_has_a_title_and_the_command_lists_its_threshold(capsys: pytest.CaptureFixture[str]) -> None:
    assert tuple(TITLES) == FIGURES
    assert main(["audit", "--help"]) == 0
    assert f"[default: {FEWEST}]" in capsys.readouterr().out.replace("default=", "default: ")


def test_what_ranks_never_loads_the_audit_or_the_sealed_columns() -> None:
    """Import by import, from the sources: the contract of import-linter, held here too."""
    import ast

    root = Path(sys.modules["matcher"].__file__ or "").parent.parent
    forbidden = {"indexes.identity_vault", "indexes.identity_rows", "matcher.audit", "matcher.audit_traits"}
    seen, waiting = set[str](), ["matcher.pipeline", "matcher.score", "matcher.coding", "matcher.explain"]
    while waiting:
        name = waiting.pop()
        path = root / (name.replace(".", "/") + ".py")
        if name in seen or not path.is_file():
            continue
        seen.add(name)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                waiting += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Import):
                waiting += [alias.name for alias in node.names]
    assert "indexes.vectors" in seen
    assert not seen & forbidden
