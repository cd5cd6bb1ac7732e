"""Tests of matcher.batch."""
