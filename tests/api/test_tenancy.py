"""Pseudonyms, and a person's own data: what tokens open, and what others learn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pseudonyms import Pseudonyms, is_pseudonym
from evaluation.benchmark.authorisation_world import BOARD, World, client_id, key_of
from indexes.secret_box import load_secret_box


@pytest.fixture(scope="module")
def pseudonyms(tmp_path_factory: pytest.TempPathFactory) -> Pseudonyms:
    return Pseudonyms(load_secret_box("", tmp_path_factory.mktemp("keys") / "secret.keys"))


@given(key=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=260))
def test_a_pseudonym_opens_for_its_organisation_alone_and_stays_the_same(pseudonyms: Pseudonyms, key: str) -> None:
    name = pseudonyms.of(key, "papan")
    assert is_pseudonym(name)
    assert name == pseudonyms.of(key, "papan") != pseudonyms.of(key, "lain")
    assert pseudonyms.open(name, "papan") == key
    assert pseudonyms.open(name, "lain") is None


@given(text=st.text(max_size=80) | st.from_regex(r"pw_[A-Za-z0-9_-]+", fullmatch=True))
def test_what_was_not_made_here_opens_nothing(pseudonyms: Pseudonyms, text: str) -> None:
    assert pseudonyms.open(text, "papan") is None


def test_its_length_tells_no_source(pseudonyms: Pseudonyms) -> None:
    assert len(pseudonyms.of("a:1", "papan")) == len(pseudonyms.of("sumber-lain:12345", "papan"))


def found_by(world: World, role: str) -> list[str]:
    answer = world.call(role, "POST", "/v1/match/workers", json={"id": f"{BOARD}:p-1", "k": 50})
    return sorted(one["id"] for one in answer.json()["matches"])


def test_a_match_ranks_whom_the_caller_may_see_and_its_counts_tell_of_nobody_else(world: World) -> None:
    every = found_by(world, "platform")
    own = [key for key in every if key.startswith(f"{BOARD}:")]
    assert len(every) > len(own) > 0
    assert found_by(world, "board") == sorted([*own, world.pseudonym])
    assert found_by(world, "centre") == []
    asked = {"id": f"{BOARD}:p-1", "conditions": {"provinces": ["94"]}}
    told = world.call("board", "POST", "/v1/match/workers", json=asked).json()
    assert sum(told["removed_by_filter"].values()) == len(own) + 1


def test_a_withdrawal_counts_from_the_next_request(world: World) -> None:
    path, tenant = f"/v1/workers/{key_of('consented')}/consents/share", client_id("board")
    assert world.pseudonym in found_by(world, "board")
    assert world.call("platform", "DELETE", f"{path}?tenant={tenant}").status_code == 200
    assert world.pseudonym not in found_by(world, "board")
    assert world.call("board", "GET", f"/v1/workers/{world.pseudonym}").status_code == 404
    world.must("PUT", path, {"channel": "app", "text_version": "2026-11", "tenant": tenant})
    assert world.pseudonym in found_by(world, "board")


def test_a_consented_worker_is_shown_without_source_hash_and_key(world: World) -> None:
    shown = world.call("board", "GET", f"/v1/workers/{world.pseudonym}")
    assert shown.status_code == 200
    assert "provenance" not in shown.json()["record"]
    assert key_of("consented") not in shown.text
    assert "lain" not in shown.text


def test_a_record_without_source_gets_the_one_of_the_client(world: World) -> None:
    body = {"records": [{"id": "tanpa-sumber", "title": "Juru Las"}]}
    assert world.call("board", "POST", "/v1/postings", json=body).json()["accepted"] == 1
    assert world.call("platform", "GET", f"/v1/postings/{BOARD}:tanpa-sumber").status_code == 200


def test_a_person_corrects_own_words_which_count_at_once_and_erases_oneself(world: World) -> None:
    key = f"{BOARD}:w-sendiri"
    world.must("POST", "/v1/workers", {"records": [{"id": key, "wish": "kasir", "summary": "bisa Excel"}]})
    world.tokens["sendiri"] = world.token_of(key)
    answer = world.call("sendiri", "PATCH", "/v1/me", json={"wish": "juru las", "summary": None})
    assert answer.status_code == 200, answer.text
    record = world.call("sendiri", "GET", "/v1/me").json()["record"]
    assert (record["wish"], record["summary"]) == ("juru las", "")
    assert world.call("sendiri", "GET", "/v1/me/matches").json()["matches"]
    assert world.call("sendiri", "GET", f"/v1/workers/{key}").status_code == 403
    assert world.call("sendiri", "DELETE", "/v1/me").status_code == 204
    assert world.call("sendiri", "GET", "/v1/me").status_code == 404
    assert world.call("platform", "GET", f"/v1/workers/{key}").status_code == 404
