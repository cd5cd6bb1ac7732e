"""Requests to addresses that others name: checked, pinned to what was checked, and ended in time."""
