"""Erasure that reaches every copy, and retention: what is kept how long (UU 27/2022 art. 8, 16, 43 and 44)."""
