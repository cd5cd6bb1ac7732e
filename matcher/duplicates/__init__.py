"""Postings that are one vacancy, within a source and across sources (docs/duplicates-guide.md)."""
