"""Which weights serve, as the store records it."""

from __future__ import annotations

import pytest

from indexes.store import Store
from indexes.weight_rows import WeightState
from taxonomy.errors import InputError, StoreError, UnknownIdError
from tests.indexes.stores import damage

PROPOSED, SHADOW, SERVING, RETIRED = WeightState


def states(store: Store) -> dict[str, WeightState]:
    return {row.name: row.state for row in store.weights()}


@pytest.fixture
def store(store: Store) -> Store:
    """One with three weights."""
    for name in ("a", "b", "c"):
        store.put_weights(name, f'{{"pay":"{name}"}}', "{}")
    return store


def test_weights_are_proposed_at_first_and_the_newest_come_first(store: Store) -> None:
    assert [(row.name, row.state) for row in store.weights()] == [("c", PROPOSED), ("b", PROPOSED), ("a", PROPOSED)]
    assert [row.shares for row in store.weights()] == ['{"pay":"c"}', '{"pay":"b"}', '{"pay":"a"}']
    assert all(row.made_at.tzinfo for row in store.weights())


def test_a_name_is_given_once(store: Store) -> None:
    with pytest.raises(InputError, match="a name that no weights have, found a"):
        store.put_weights("a", "{}", "{}")


def test_those_that_serve_stand_first_and_those_before_are_retired(store: Store) -> None:
    store.serve_weights("a")
    store.serve_weights("b")
    assert list(states(store).items()) == [("b", SERVING), ("c", PROPOSED), ("a", RETIRED)]
    revision = store.revision()
    store.serve_weights("b")
    assert store.revision() == revision
    assert store.check() == []


def test_one_goes_back_step_by_step_to_those_of_the_product(store: Store) -> None:
    for name in ("a", "b"):
        store.serve_weights(name)
    assert store.serve_weights_before() == "a"
    assert states(store) == {"a": SERVING, "c": PROPOSED, "b": RETIRED}
    assert store.serve_weights_before() == ""
    assert states(store) == {"a": RETIRED, "c": PROPOSED, "b": RETIRED}
    with pytest.raises(InputError, match="learnt weights that serve, found none"):
        store.serve_weights_before()


def test_weights_that_were_gone_back_from_are_not_gone_back_to(store: Store) -> None:
    for name in ("a", "b"):
        store.serve_weights(name)
    store.serve_weights_before()
    store.serve_weights("c")
    assert store.serve_weights_before() == "a"


def test_one_set_of_weights_at_most_scores_beside(store: Store) -> None:
    store.serve_weights("a")
    store.serve_weights("b")
    store.shadow_weights("a")
    revision = store.revision()
    store.shadow_weights("a")
    assert store.revision() == revision
    store.shadow_weights("c")
    assert states(store) == {"a": RETIRED, "b": SERVING, "c": SHADOW}
    store.shadow_weights("a")
    assert states(store) == {"a": SHADOW, "b": SERVING, "c": PROPOSED}
    with pytest.raises(InputError, match="weights that do not serve, found b"):
        store.shadow_weights("b")


def test_weights_that_are_not_kept_are_told_with_those_that_are(store: Store) -> None:
    for move in (store.serve_weights, store.shadow_weights):
        with pytest.raises(UnknownIdError, match=r"kept weights \(a, b, c\), found z"):
            move("z")


def test_every_move_is_seen_by_the_revision(store: Store) -> None:
    numbers = [store.revision()]
    store.serve_weights("a")
    numbers.append(store.revision())
    store.shadow_weights("b")
    numbers.append(store.revision())
    store.serve_weights_before()
    numbers.append(store.revision())
    assert numbers == list(range(numbers[0], numbers[0] + 4))


def test_weights_that_are_not_what_was_written_are_told_and_never_given(store: Store) -> None:
    damage(store, "UPDATE weights SET shares = '{}' WHERE name = 'b'")
    with pytest.raises(StoreError, match=r"weights b: wanted checksum \w{32}, found \w{32}; run 'sepadan verify'"):
        store.weights()
    [fault] = store.check()
    assert fault.startswith("weights b: wanted checksum")


def test_two_that_serve_are_a_fault(store: Store) -> None:
    store.serve_weights("a")
    damage(store, "UPDATE weights SET state = 'serving' WHERE name = 'b'")
    assert store.check()[-1] == "weights: wanted at most one that serves, found a, b"
