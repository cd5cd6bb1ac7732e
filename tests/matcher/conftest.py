"""Hypothesis without its clock: a slow machine is no fault of the code under test."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("sepadan", deadline=None, print_blob=True)
settings.load_profile("sepadan")
