"""The map of Indonesia without boundaries: a tile for each province or regency, near where it lies."""
