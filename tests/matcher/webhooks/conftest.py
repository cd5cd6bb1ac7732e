"""A receiver for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.matcher.webhooks.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """See ``receiving``."""
    with receiving() as made:
        yield made
