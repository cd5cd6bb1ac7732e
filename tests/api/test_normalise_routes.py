"""Titles and texts to codes over HTTP, and the reference tables."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from matcher.engine import Engine
from taxonomy.skill_linker import SkillLinker
from taxonomy.text import fold
from taxonomy.title_item import TitleItem
from tests.matcher.titles.made import settle


def normalise(client: TestClient, *items: dict[str, Any]) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = client.post("/v1/normalise", json={"items": list(items)}).json()["items"]
    return answer


def test_every_item_has_its_result_in_the_same_order_with_the_engines_codes(
    empty_client: TestClient, engine: Engine
) -> None:
    titles = ["Kasir", "", "Juru Las", "!!!", "Kasir"]
    found = normalise(empty_client, *({"id": str(at), "title": title} for at, title in enumerate(titles)))
    assert [item["id"] for item in found] == ["0", "1", "2", "3", "4"]
    for item, (coding, _) in zip(found, engine.normalise([TitleItem(title=title) for title in titles]), strict=True):
        assert item["uncertain"] == coding.uncertain
        assert [(c["code"], c["score"]) for c in item["kbji"]] == [(c.code, c.score) for c in coding.candidates]
    assert found[1]["kbji"] == []


def test_what_stewards_settled_is_told_as_such(empty_client: TestClient, engine: Engine) -> None:
    settle(engine.store, "serba bisa", "9622")
    settle(engine.store, "apa saja", "----")
    titles = ({"id": "1", "title": "SERBA bisa!"}, {"id": "2", "title": "Apa Saja"}, {"id": "3", "title": "Kasir"})
    ours, nothing, other = normalise(empty_client, *titles)
    assert (ours["settled"], ours["uncertain"], ours["kbji"][0]["code"]) == (True, False, "9622")
    assert (nothing["settled"], nothing["uncertain"], nothing["kbji"]) == (True, True, [])
    assert not other["settled"]


def test_spans_count_code_points_of_the_text_as_it_was_sent(empty_client: TestClient) -> None:
    text = "🙂 bisa\u200b Microsoft Excel &amp; input data"
    [found] = normalise(empty_client, {"id": "1", "title": "Admin", "text": text})
    assert {"microsoft-excel"} <= {skill["id"] for skill in found["skills"]}
    for skill in found["skills"]:
        assert text[skill["start"] : skill["end"]] == skill["surface"]


def test_a_skill_has_its_level_and_a_phrase_without_a_concept_has_no_id(
    empty_client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A linker that is never sure: what no name spells out has no concept.
    monkeypatch.setattr(SkillLinker, "link", lambda linker, phrases: [("", 0.0)] * len(phrases))
    text = "Fasih berbahasa Inggris.\nMampu membuat laporan keuangan harian cabang"
    [found] = normalise(empty_client, {"id": "1", "title": "Admin", "text": text})
    english, other = found["skills"]
    assert (english["id"], english["level"]) == ("bahasa-inggris", "advanced")
    assert (other["id"], other["level"], other["label"]) == (None, None, other["surface"].lower())


def test_facts_are_read_from_their_own_texts(empty_client: TestClient) -> None:
    item = {
        "id": "1",
        "title": "Admin",
        "place": "Jaksel",
        "education": "min. D3 / S1 jurusan Akuntansi",
        "pay": "gaji 4,5 - 5 juta per bulan",
        "experience": "pengalaman minimal 2 tahun",
    }
    [found] = normalise(empty_client, item)
    assert found["place"]["regions"] == [{"code": "3174", "name": "Kota Jakarta Selatan", "province_code": "31"}]
    assert (found["education"]["least"], found["education"]["kkni_level"]) == ("D3", 5)
    assert (found["pay"]["low_idr_month"], found["pay"]["high_idr_month"]) == (4_500_000, 5_000_000)
    assert found["experience"]["months_min"] == 24


def test_facts_are_read_from_the_text_when_they_have_no_field(empty_client: TestClient) -> None:
    text = "Lulusan SMA/SMK, pengalaman minimal 1 tahun, gaji 4 juta per bulan"
    [found] = normalise(empty_client, {"id": "1", "title": "Admin", "text": text})
    assert found["education"]["least"] == "SMA"
    assert found["experience"]["months_min"] == 12
    assert found["pay"]["low_idr_month"] == 4_000_000
    assert found["place"] is None


def test_what_is_not_said_is_null(empty_client: TestClient) -> None:
    [found] = normalise(empty_client, {"id": 1, "title": "Admin"})
    assert found["id"] == "1"
    assert [found[name] for name in ("place", "education", "pay", "experience", "demands")] == [None] * 5


def test_ages_and_sexes_are_shown_with_their_words_in_the_text(empty_client: TestClient) -> None:
    text = "🙂 Wanita, usia 20-25 tahun"
    [found] = normalise(empty_client, {"id": "1", "title": "Kasir", "text": text})
    demands = found["demands"]
    assert (demands["age_min"], demands["age_max"], demands["sexes"]) == (20, 25, ["P"])
    assert [text[word["start"] : word["end"]] for word in demands["words"]] == ["Wanita", "usia 20-25 tahun"]
    assert [word["kind"] for word in demands["words"]] == ["sex", "age"]


def test_more_than_a_thousand_items_are_refused(empty_client: TestClient) -> None:
    items = [{"id": "1", "title": "Admin"}] * 1_001
    answer = empty_client.post("/v1/normalise", json={"items": items})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == "items"


def test_a_code_has_its_place_in_the_tree(empty_client: TestClient) -> None:
    answer = empty_client.get("/v1/kbji/4321").json()
    assert [entry["code"] for entry in answer["parents"]] == ["4", "43", "432"]
    assert all(entry["code"].startswith("4321.") for entry in answer["children"])
    assert empty_client.get("/v1/kbji/9").json()["parents"] == []
    assert empty_client.get("/v1/kbji/7999").status_code == 404
    assert empty_client.get("/v1/kbji/las").status_code == 422


def test_skills_are_found_by_the_beginnings_of_their_words(empty_client: TestClient) -> None:
    found = empty_client.get("/v1/skills", params={"q": "micro exc"}).json()["skills"]
    assert found[0] == {
        "id": "microsoft-excel",
        "label": "Microsoft Excel",
        "label_en": "Microsoft Excel",
        "type": "tool",
        "esco": {
            "uri": "http://data.europa.eu/esco/skill/1973c966-f236-40c9-b2d4-5d71a89019be",
            "label": "use spreadsheets software",
            "relation": "broadMatch",
        },
        "skkni": [
            {
                "code": "J.63OPR00.005.2",
                "title": "Menggunakan Perangkat Lunak Lembar Sebar (Spreadsheet) Tingkat Dasar",
            },
            {"code": "J.63OPR00.012.2", "title": "Menggunakan Perangkat Lunak Lembar Kerja Tingkat Lanjut"},
        ],
    }
    assert len(empty_client.get("/v1/skills", params={"q": "pe", "limit": 3}).json()["skills"]) == 3
    assert empty_client.get("/v1/skills", params={"q": "zzzzzz"}).json()["skills"] == []
    assert empty_client.get("/v1/skills", params={"q": "e-faktur"}).json()["skills"][0]["esco"] is None


def test_labels_that_hold_the_word_come_before_beginnings_and_aliases(empty_client: TestClient) -> None:
    for word in ("las", "kasir", "excel"):
        found = empty_client.get("/v1/skills", params={"q": word, "limit": 100}).json()["skills"]
        words = [set(fold(f"{skill['label']} {skill['label_en']}").split()) for skill in found]
        places = [0 if word in held else 1 if any(w.startswith(word) for w in held) else 2 for held in words]
        assert places == sorted(places)
        assert (places[0], places[-1]) == (0, 2)


@pytest.mark.parametrize("query", ["", "?q=", "?q=a", "?q=%20%20%20", "?q=las&limit=0", "?q=las&limit=x"])
def test_a_bad_search_is_a_422(empty_client: TestClient, query: str) -> None:
    assert empty_client.get(f"/v1/skills{query}").status_code == 422
