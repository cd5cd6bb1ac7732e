"""Keep transformers from writing progress bars and load reports to the terminal while the encoder is made or loaded.

Its reports are not errors here: what must hold (every tensor named and shaped, the folder whole) is checked by
``e5_weights`` and ``encoder``, which raise. Only supported switches are used, and each is put back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any


def _without_bar(factory: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return factory(*args, **{**kwargs, "disable": True})


@contextmanager
def silent_transformers() -> Generator[None]:
    """Silence transformers below errors inside the block; its verbosity and bars are as before after it."""
    from transformers.utils import logging as theirs

    verbosity = theirs.get_verbosity()
    hook = theirs.set_tqdm_hook(_without_bar)
    theirs.set_verbosity(logging.ERROR)
    try:
        yield
    finally:
        theirs.set_verbosity(verbosity)
        theirs.set_tqdm_hook(hook)
