"""Purposes and whose data may be used for what: the fast sets against a slow reading of the whole history."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexes.consent_rows import ConsentState
from indexes.store import Store
from matcher.rights.clocks import load_clocks
from matcher.rights.desk import RightsDesk
from matcher.rights.errors import PurposeError
from matcher.rights.purpose_limits import PurposeLimits
from matcher.rights.purposes import Asked, Basis, Purpose, load_purposes, purpose_named, read_purposes
from matcher.rights.requests import RequestKind, Verdict
from taxonomy.errors import InputError, UnknownIdError
from tests.matcher.rights.made import BOX, OFFICER, log_of, said, say, with_workers

WORKERS = ("a:1", "a:2", "b:1")
TENANTS = ("", "papan", "toko")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    yield opened
    opened.close()


def desk_of(store: Store) -> RightsDesk:
    return RightsDesk(store, BOX, log_of(store))


def slow_consenting(store: Store, purpose: str, tenant: str) -> set[str]:
    """What was said last to the tenant counts, else what was said last to all."""
    found = set()
    for worker in WORKERS:
        last = {(row.given.purpose, row.given.tenant): row.given.state for row in store.consents(worker)}
        state = last.get((purpose, tenant)) or last.get((purpose, ""))
        if state is ConsentState.GRANTED:
            found.add(worker)
    return found


_SAID = st.lists(
    st.tuples(
        st.sampled_from(WORKERS),
        st.sampled_from(["share", "learning"]),
        st.sampled_from(["granted", "withdrawn"]),
        st.sampled_from(TENANTS),
    ),
    max_size=12,
)


@given(rounds=st.lists(_SAID, min_size=1, max_size=3), erased=st.sampled_from([None, *WORKERS]))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_sets_agree_with_a_slow_reading_whatever_was_said_and_erased(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, str, str, str]]], erased: str | None
) -> None:
    store = with_workers(Store(f"sqlite:///{tmp_path_factory.mktemp('limits') / 's.db'}"), *WORKERS)
    limits = PurposeLimits(store)
    for given_now in rounds:
        say(store, *(said(*one[:3], tenant=one[3]) for one in given_now))
        for tenant in TENANTS:
            assert limits.consenting("share", tenant) == slow_consenting(store, "share", tenant)
    if erased is not None:
        store.delete("worker", [erased])
        with_workers(store, erased)
        assert all(erased not in limits.consenting("share", tenant) for tenant in TENANTS)
        assert erased not in limits.excluded("learning")
    store.close()


def test_nothing_is_read_again_while_nothing_was_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with_workers(store, "a:1")
    say(store, said("a:1", "share"))
    limits = PurposeLimits(store)
    first = limits.consenting("share", "papan")
    monkeypatch.setattr(store, "consent_changes", lambda *_: pytest.fail("read again"))
    assert limits.consenting("share", "papan") is first


def test_a_withdrawal_counts_at_once_and_the_message_names_nobody(store: Store) -> None:
    with_workers(store, "a:1")
    limits = PurposeLimits(store)
    limits.require("a:1", Purpose.TRAINING)
    say(store, said("a:1", "training", "withdrawn"))
    with pytest.raises(PurposeError, match="purpose training") as refused:
        limits.require("a:1", Purpose.TRAINING)
    assert "a:1" not in str(refused.value)
    assert limits.allows("a:1", Purpose.LEARNING)
    with pytest.raises(PurposeError, match="found none"):
        limits.require("a:1", Purpose.OVERSEAS)


def test_who_is_restricted_is_left_out_of_everything_until_it_is_lifted(store: Store) -> None:
    with_workers(store, "a:1")
    say(store, said("a:1", "share"))
    limits, desk = PurposeLimits(store), desk_of(store)
    asked = desk.file("a:1", RequestKind.RESTRICTION, {}, OFFICER)
    assert limits.restricted() == {"a:1"}
    assert not limits.allows("a:1", Purpose.SHARE, "papan")
    assert not limits.allows("a:1", Purpose.MATCHING)
    desk.lift(asked.stored.id, OFFICER)
    assert limits.allows("a:1", Purpose.SHARE, "papan")
    assert limits.allows("a:1", Purpose.MATCHING)


@pytest.mark.parametrize(("verdict", "stays_out"), [(Verdict.UPHELD, True), (Verdict.DISMISSED, False)])
def test_an_objection_stops_automatic_recommendations_until_a_human_decided(
    store: Store, verdict: Verdict, stays_out: bool
) -> None:
    with_workers(store, "a:1")
    limits, desk = PurposeLimits(store), desk_of(store)
    asked = desk.file("a:1", RequestKind.OBJECTION, {"posting": "p:1"}, OFFICER)
    assert limits.under_review() == limits.under_review({"a:1", "a:2"}) == {"a:1"}
    assert not limits.allows("a:1", Purpose.RECOMMENDATIONS)
    assert limits.allows("a:1", Purpose.MATCHING)
    desk.decide(asked.stored.id, OFFICER, verdict, "Sudah diperiksa.")
    assert limits.under_review() == frozenset()
    assert limits.allows("a:1", Purpose.RECOMMENDATIONS) is not stays_out


def test_consent_is_asked_exactly_where_it_is_the_legal_basis() -> None:
    for facts in load_purposes().values():
        assert (facts.basis is Basis.CONSENT) == (facts.asked is Asked.OPT_IN)
        assert facts.text_id.endswith(".")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("public_task\tnone\tno", "magic\tnone\tno"),
        ("consent\topt_in\tyes", "consent\tnone\tyes"),
        ("consent\topt_in\tyes", "consent\topt_in\tmaybe"),
        ("\nalerts\t", "\nalarms\t"),
        ("until withdrawn", ""),
    ],
)
def test_a_faulty_line_of_purposes_is_refused(old: str, new: str) -> None:
    text = (files("matcher.rights") / "tables/purposes.tsv").read_text("utf-8")
    assert old in text
    with pytest.raises(InputError, match=r"purposes\.tsv"):
        read_purposes(text.replace(old, new, 1))


def test_a_table_without_a_purpose_is_refused() -> None:
    text = (files("matcher.rights") / "tables/purposes.tsv").read_text("utf-8")
    with pytest.raises(InputError, match="a line for every purpose"):
        read_purposes("\n".join(text.splitlines()[:-1]))


def test_a_person_decides_only_what_is_a_persons_to_decide() -> None:
    assert purpose_named("share", "papan").purpose is Purpose.SHARE
    with pytest.raises(UnknownIdError, match="one of recommendations"):
        purpose_named("magic")
    with pytest.raises(InputError, match="that a person decides"):
        purpose_named("statistics")
    with pytest.raises(InputError, match="no tenant"):
        purpose_named("learning", "papan")


def test_every_request_has_a_clock_of_three_days_and_grounds_to_refuse_it() -> None:
    clocks = load_clocks()
    assert all(clocks[kind].hours == 72 and clocks[kind].grounds for kind in RequestKind)
    assert [kind for kind in RequestKind if clocks[kind].is_law] == ["access", "correction", "restriction"]
