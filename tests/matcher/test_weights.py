"""The shares of the components: what is refused, and the file that comes with the package."""

from __future__ import annotations

import pytest

from matcher import weights as module
from matcher.weights import NAMES, Weights, bundled_document, bundled_weights, weights_of
from taxonomy.errors import InputError


def test_the_bundled_weights_name_every_component_and_say_how_they_were_learnt() -> None:
    document = bundled_document()
    assert tuple(document["weights"]) == NAMES
    assert bundled_weights() == Weights(**document["weights"])
    assert document["seekers"] >= 72
    assert document["command"] == "python -m evaluation.train_weights"


@pytest.mark.parametrize("shares", [{}, {"text": 1.0}, {**dict.fromkeys(NAMES, 0.1), "luck": 0.0}])
def test_shares_of_other_components_are_refused_by_name(shares: dict[str, float]) -> None:
    with pytest.raises(InputError, match=r"here: wanted shares of occupation, skills"):
        weights_of(shares, "here")


def test_a_file_without_weights_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.orjson, "loads", lambda _: {"name": "x"})
    with pytest.raises(InputError, match="wanted fields name, weights"):
        bundled_document()
