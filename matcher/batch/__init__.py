"""Matches of all workers at once: the same conditions and the same score as one answer, compiled, block by block."""
