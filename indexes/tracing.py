"""Steps of a request, for whoever traces it: named here where the work is done, timed by what the caller put in place.

Where nobody traces a step costs one look at a context variable (some 100 ns). Who does (``api/telemetry.py``) sets
``STEPS`` for the context of a request; threads that are started for it take the context along.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from typing import Protocol


class Steps(Protocol):
    """Opens the span of a step; see ``step``."""

    def __call__(self, name: str, *, is_leaf: bool) -> AbstractContextManager[object]:
        """The step as a context."""
        ...


STEPS: ContextVar[Steps | None] = ContextVar("sepadan_steps", default=None)
"""Opens a span of a name, in this context; None where nobody traces."""

_NOTHING: AbstractContextManager[object] = nullcontext()


def step(name: str, *, is_leaf: bool = False) -> AbstractContextManager[object]:
    """One step as a context.

    Args:
        name: What is done, in the words of the code. It is a constant: no name ever holds a value.
        is_leaf: Nothing within is a step of it; it may then end in another order than it began, as a generator does.
    """
    steps = STEPS.get()
    return _NOTHING if steps is None else steps(name, is_leaf=is_leaf)
