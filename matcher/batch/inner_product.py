"""Inner products in wide instructions and in one order of adding up, so that they are the same on every machine.

Numba makes no wide instructions of a sum of floats, for that would change its order; told that it may, it takes an
order of each machine's own. So the order is written out here in LLVM's vectors, which every machine knows or imitates.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

LANES = 16
"""Partial sums; the length of a vector must be a multiple."""

_LINE = 16
"""Numbers that the memory hands over at once: 64 bytes."""


@intrinsic
def inner_product(_: Any, one: Any, vectors: Any, row: Any) -> Any:
    """Inner product of a float32 vector with one row of others; both lie in C order.

    Args:
        one: Shape ``(dim,)``, a multiple of ``LANES``.
        vectors: Shape ``(rows, dim)``.
        row: Which of them.
    """
    return types.float32(one, vectors, types.intp), _emit


@intrinsic
def fetch(_: Any, vectors: Any, row: Any) -> Any:
    """Ask the memory for a row of float32 vectors that will be read soon; changes nothing.

    Args:
        vectors: Shape ``(rows, dim)``, in C order.
        row: Which of them.
    """
    return types.void(vectors, types.intp), _emit_fetch


def _emit_fetch(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    vectors = context.make_array(signature.args[0])(context, builder, arguments[0])
    dim = builder.extract_value(vectors.shape, 1)
    start = builder.gep(vectors.data, [builder.mul(arguments[1], dim)])
    number = ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [ir.IntType(8).as_pointer(), number, number, number])
    ask = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
    read, near, data = (ir.Constant(number, value) for value in (0, 3, 1))
    step = ir.Constant(dim.type, _LINE)
    with cgutils.for_range_slice(builder, ir.Constant(dim.type, 0), dim, step) as (at, _):
        builder.call(ask, [builder.bitcast(builder.gep(start, [at]), ir.IntType(8).as_pointer()), read, near, data])
    return context.get_dummy_value()


def _emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    one, vectors = (
        context.make_array(kind)(context, builder, value)
        for kind, value in zip(signature.args[:2], arguments[:2], strict=True)
    )
    dim = builder.extract_value(one.shape, 0)
    start = builder.gep(vectors.data, [builder.mul(arguments[2], dim)])
    wide = ir.VectorType(ir.FloatType(), LANES)
    sums = cgutils.alloca_once_value(builder, ir.Constant(wide, [0.0] * LANES))
    step = ir.Constant(dim.type, LANES)
    with cgutils.for_range_slice(builder, ir.Constant(dim.type, 0), dim, step) as (at, _):
        left, right = (
            builder.load(builder.bitcast(builder.gep(data, [at]), wide.as_pointer()), align=4)
            for data in (one.data, start)
        )
        builder.store(builder.fadd(builder.load(sums), builder.fmul(left, right)), sums)
    return _folded(builder, builder.load(sums))


def _folded(builder: Any, sums: Any) -> Any:
    """The sum of the lanes: halves onto each other until one is left."""
    number = ir.IntType(32)
    lanes = [builder.extract_element(sums, ir.Constant(number, at)) for at in range(LANES)]
    while len(lanes) > 1:
        half = len(lanes) // 2
        lanes = [builder.fadd(lanes[at], lanes[at + half]) for at in range(half)]
    return lanes[0]
