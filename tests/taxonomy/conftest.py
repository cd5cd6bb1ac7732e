"""Hypothesis without deadlines: the first example of a test may load a table, and no test may hang on the clock."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("sepadan", deadline=None)
settings.load_profile("sepadan")
