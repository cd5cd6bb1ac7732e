from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.capacity.plan import Assumptions, Load, Model, drivers, needs
from matcher.capacity.points import Quantity, curves, shipped_points
from taxonomy.errors import InputError

SHIPPED = Model(curves=curves(shipped_points()), scale={})
FLAT = Model(
    curves={
        Quantity.INDEX_BYTES: lambda n: 1_000 * n,
        Quantity.REPLICA_BYTES: lambda n: 2**30 + 3_000 * n,
        Quantity.BUILD_S: lambda n: n / 1_000,
        Quantity.ANSWER_MS: lambda n: 10.0,
        Quantity.MATCH_MS: lambda n: 2.0,
    },
    scale={},
)
LOAD = Load(workers=1_000_000, postings=100_000, qps=600)


def test_each_figure_is_what_one_works_out_by_hand() -> None:
    found = needs(FLAT, LOAD, Assumptions(busy=0.5, crowding=1.2, changed=0.01, encode_ms=100, night_hours=1))
    assert found.answer_cores == pytest.approx(600 * 0.010 * 1.2 / 0.5)
    assert found.replicas == 1 + 1
    assert found.replica_gib == pytest.approx((2**30 + 3_000 + 1_000 * 1_100_000) / 2**30)
    seconds = 0.01 * 1_100_000 * 0.1 + (1_000 + 100) + 1_000_000 * 0.002
    assert found.night_core_hours == pytest.approx(seconds / 3600)
    assert found.night_hours == pytest.approx(seconds / 3600 / 16)
    assert found.builder_gib == pytest.approx((2**30 + 3_000 * 1_000_000) / 2**30)
    assert found.vector_machines == 0


def test_an_index_beyond_the_memory_of_a_machine_takes_a_vector_service() -> None:
    found = needs(FLAT, replace(LOAD, workers=80_000_000), Assumptions())
    assert found.vector_machines == -(-(80_100_000 * 1_000 / 2**30) // (64 * 0.8)) + 1
    assert found.replica_gib < 2


def test_the_rate_of_the_night_that_is_given_takes_the_place_of_the_points() -> None:
    slow, quick = (needs(FLAT, replace(LOAD, nightly_rate=rate), Assumptions()) for rate in (100, 2_000))
    assert slow.night_core_hours - quick.night_core_hours == pytest.approx(1_000_000 * (1 / 100 - 1 / 2_000) / 3600)


loads = st.builds(
    Load, workers=st.floats(1, 1e8), postings=st.floats(1, 1e7), qps=st.floats(0, 1e4), nightly_rate=st.just(0.0)
)


@given(load=loads, factor=st.floats(1, 10))
def test_more_of_anything_never_takes_less(load: Load, factor: float) -> None:
    before = needs(SHIPPED, load, Assumptions())
    for name in ("workers", "postings", "qps"):
        after = needs(SHIPPED, replace(load, **{name: getattr(load, name) * factor}), Assumptions())
        assert after.replicas >= before.replicas
        assert after.night_core_hours >= before.night_core_hours * 0.999999
        assert after.database_gib >= before.database_gib


@given(load=loads)
def test_what_half_of_a_driver_saves_is_the_cost_worked_out_again(load: Load) -> None:
    found = dict(drivers(SHIPPED, load, Assumptions()))
    whole = needs(SHIPPED, load, Assumptions()).cost
    less = needs(SHIPPED, replace(load, qps=load.qps / 2), Assumptions()).cost
    assert found["requests a second"] == pytest.approx(1 - less / whole, abs=1e-9)
    assert list(found.values()) == sorted(found.values(), reverse=True) or max(found.values()) - min(found.values()) < 1


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused_by_name(wrong: float) -> None:
    with pytest.raises(InputError, match="qps"):
        needs(SHIPPED, replace(LOAD, qps=wrong), Assumptions())
