"""Titles that the coder is unsure of: found, settled by two people, and then coded so wherever they stand."""
