"""All targets, in order: readers, normalisers, edges, uploaded CVs."""

from __future__ import annotations

from evaluation.fuzz.cvs import cv_targets
from evaluation.fuzz.edges import edge_targets
from evaluation.fuzz.normalisers import normaliser_targets
from evaluation.fuzz.planted import planted_target
from evaluation.fuzz.readers import reader_targets
from evaluation.fuzz.target import Target
from taxonomy.errors import InputError


def targets() -> tuple[Target, ...]:
    """Every target; nothing is loaded for it yet."""
    return (*reader_targets(), *normaliser_targets(), *edge_targets(), *cv_targets())


def target_named(name: str) -> Target:
    """A target by its name.

    Raises:
        InputError: There is none of this name.
    """
    known = {target.name: target for target in (*targets(), planted_target())}
    if name not in known:
        raise InputError(wanted=f"one of {', '.join(known)}", found=name, where="target")
    return known[name]
