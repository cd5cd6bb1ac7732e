"""Sepadan beside what a user would pick instead: the same work, in the same run, in one table."""
