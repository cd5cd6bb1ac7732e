"""The shares of the components: what is refused, and the file that comes with the package."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher import weights as module
from matcher.part_list import NAMES, PARTS
from matcher.weights import Weights, bundled_document, bundled_weights, weights_of
from taxonomy.errors import InputError


def test_the_bundled_weights_name_every_component_and_say_how_they_were_learnt() -> None:
    document = bundled_document()
    young = [part.name for part in PARTS if part.share]
    assert (*document["weights"], *young) == NAMES
    if not young:
        assert bundled_weights() == Weights(**document["weights"])
    assert document["seekers"] >= 72
    assert document["command"] == "python -m evaluation.train_weights"


@pytest.mark.parametrize("shares", [{}, {"text": 1.0}, {**dict.fromkeys(NAMES, 0.1), "luck": 0.0}])
def test_shares_of_other_components_are_refused_by_name(shares: dict[str, float]) -> None:
    with pytest.raises(InputError, match=r"here: wanted shares of occupation, skills"):
        weights_of(shares, "here")


def test_a_young_component_brings_its_share_along_and_weighs_nothing_where_it_was_not_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    *older, last = PARTS
    share = {name: share for name, share in bundled_weights().as_dict().items() if name != last.name}
    known = {name: one / sum(share.values()) for name, one in share.items()}
    monkeypatch.setattr(module, "PARTS", (*older, replace(last, share=0.1)))
    monkeypatch.setattr(module, "bundled_document", lambda: {"name": "old", "weights": known})
    assert weights_of(known, "here").as_dict() == {**known, last.name: 0.0}
    found = bundled_weights.__wrapped__()
    assert found.as_dict() == pytest.approx({**{name: one * 0.9 for name, one in known.items()}, last.name: 0.1})
    assert module.bundled_version().name == f"old+{last.name}"


def test_a_share_is_an_attribute_and_nothing_else_is() -> None:
    assert bundled_weights().skills == bundled_weights().as_dict()["skills"]
    with pytest.raises(AttributeError):
        bundled_weights().luck  # noqa: B018


def test_a_file_without_weights_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.orjson, "loads", lambda _: {"name": "x"})
    with pytest.raises(InputError, match="wanted fields name, weights"):
        bundled_document()
