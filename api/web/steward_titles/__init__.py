"""Stewards' pages of titles that the coder is unsure of (``/pengelola/judul``): propose, review by another, apply."""
