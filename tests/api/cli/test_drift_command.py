"""``sepadan drift``: stored postings against a profile; the last report stands in the metrics."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from matcher.drift.stored import last_drift, stored_postings, told_truth, with_phrases
from matcher.engine import Engine
from matcher.home import Home
from tests.api.cli.conftest import POSTINGS, Cli


def test_a_home_is_compared_with_a_profile_that_another_run_kept(filled: Cli) -> None:
    own = filled.folder / "own.json"
    first = filled("drift", "--save", own, "--json").document
    assert first["n"] == len(POSTINGS)
    assert first["reference"].startswith("the product's own")
    second = filled("drift", "--against", own, "--since", "2020-01-01", "--json").document
    assert second["reference_n"] == second["n"] == len(POSTINGS)
    new = next(figure for figure in second["figures"] if figure["name"] == "new titles")
    assert (new["value"], new["n"], new["drifted"]) == (0.0, len(POSTINGS), False)
    assert second["drifted"] == []
    assert "Mengelola" not in own.read_text("utf-8")
    assert "Kasir" not in own.read_text("utf-8")


def test_postings_before_the_day_are_left_out_and_a_day_that_is_none_is_refused(filled: Cli) -> None:
    assert filled("drift", "--since", "2999-01-01", "--json").document["n"] == 0
    refused = filled("drift", "--since", "kemarin")
    assert refused.code == 2
    assert "wanted a day like" in refused.err
    assert "Bergeser" in filled("drift").out


def test_the_last_report_stands_in_the_metrics(filled: Cli) -> None:
    home = Home(root=filled.home)
    assert last_drift(home) is None
    filled("drift", "--json")
    told = orjson.loads(home.drift.read_bytes())
    told["drifted"] = ["uncertain"]
    home.drift.write_bytes(orjson.dumps(told))
    engine = Engine(home, filled.encoder)
    with TestClient(create_app(Settings(home=filled.home), engine)) as client:
        shown = client.get("/metrics").text
    assert 'sepadan_drift{figure="uncertain"} 1.0' in shown
    assert 'sepadan_drift{figure="coded"} 0.0' in shown
    at = datetime.fromisoformat(told["made_at"]).astimezone(UTC).timestamp()
    line = next(one for one in shown.splitlines() if one.startswith("sepadan_drift_timestamp_seconds "))
    assert float(line.split()[1]) == at


def test_truth_is_what_stewards_settled_and_sources_state_and_phrases_are_counted(filled: Cli) -> None:
    engine = Engine(Home(root=filled.home), filled.encoder)
    found = list(stored_postings(engine.store, engine.coder.fingerprint, None))
    titles = {seen.title for _, seen in found}
    assert "kasir toko" in titles
    coded = engine.coder.titles
    assert told_truth(found, {}, coded) == []
    told = told_truth(found, {"kasir toko": "5230", "nobody has this title": "5120"}, coded)
    assert len(told) == 1
    assert 0 < told[0][0] <= 1
    assert told[0][1] != told_truth(found, {"kasir toko": "9629"}, coded)[0][1] or not told[0][1]
    seen = with_phrases(found, engine.coder.finder)
    assert sum(one.phrases for one in seen) > 0
    assert all(one.unlinked <= one.phrases for one in seen)
    assert sum(one.phrases for one in with_phrases(found, engine.coder.finder, most=0)) == 0
    engine.close()
