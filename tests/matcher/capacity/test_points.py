from __future__ import annotations

import math

import pytest

from matcher.capacity.points import (
    Point,
    Quantity,
    curves,
    fit,
    left_out_errors,
    read_points,
    shipped_points,
    vector_bytes,
)
from taxonomy.errors import InputError


def points(quantity: Quantity, values: dict[int, float]) -> list[Point]:
    return [Point(quantity=quantity, n=n, value=value) for n, value in values.items()]


@pytest.mark.parametrize("quantity", [Quantity.ANSWER_MS, Quantity.MATCH_MS])
def test_a_logarithmic_curve_is_found_again_and_foretells_what_was_left_out(quantity: Quantity) -> None:
    made = points(quantity, {n: 2 + 1.5 * math.log(n) for n in (1_000, 30_000, 1_000_000)})
    curve = fit(made)
    assert curve(5_000_000) == pytest.approx(2 + 1.5 * math.log(5_000_000))
    assert max(abs(error) for *_, error in left_out_errors(made)) < 1e-9


def test_what_sorting_costs_is_found_again() -> None:
    made = points(Quantity.BUILD_S, {n: 3e-5 * n * math.log(n) for n in (100, 10_000, 1_000_000)})
    assert fit(made)(200) == pytest.approx(3e-5 * 200 * math.log(200))
    assert max(abs(error) for *_, error in left_out_errors(made)) < 1e-9


def test_a_straight_line_is_found_again() -> None:
    made = points(Quantity.REPLICA_BYTES, {n: 7 + 0.25 * n for n in (100, 10_000, 1_000_000)})
    assert fit(made)(200) == pytest.approx(57)
    assert max(abs(error) for *_, error in left_out_errors(made)) < 1e-9


def test_bytes_of_an_index_count_whole_vectors_below_the_bound_and_coded_ones_above() -> None:
    made = points(Quantity.INDEX_BYTES, {n: n * (1_000 + vector_bytes(n)) for n in (10_000, 100_000)})
    curve = fit(made)
    assert curve(20_000) == pytest.approx(20_000 * 2_536)
    assert curve(1_000_000) == pytest.approx(1_000_000 * 1_442)


def test_a_point_that_is_off_is_told_with_its_error() -> None:
    made = points(Quantity.REPLICA_BYTES, {100: 1, 200: 2, 400: 8})
    [(point, told, error)] = [one for one in left_out_errors(made) if one[0].n == 400]
    assert (point.value, told, error) == (8, pytest.approx(4), pytest.approx(-0.5))


def test_fewer_than_two_points_or_two_quantities_are_refused() -> None:
    with pytest.raises(InputError, match="two points of one quantity"):
        fit(points(Quantity.BUILD_S, {100: 1}))
    with pytest.raises(InputError, match="two points of one quantity"):
        fit([*points(Quantity.BUILD_S, {100: 1}), *points(Quantity.ANSWER_MS, {200: 1})])


def test_the_points_that_ship_draw_a_curve_of_every_quantity_and_say_where_they_come_from() -> None:
    shipped = shipped_points()
    assert set(curves(shipped)) == set(Quantity)
    assert all(point.day and "sepadan" in point.command and point.unit for point in shipped)


@pytest.mark.parametrize("cells", ["nothing\t1\t2", "build_s\t0\t2", "build_s\tten\t2", "build_s\t10\t-1"])
def test_a_faulty_row_is_named(cells: str) -> None:
    with pytest.raises(InputError, match="row 2"):
        read_points(f"quantity\tn\tvalue\tunit\tday\tcommand\n{cells}\ts\t2026-11-26\tx\n")
