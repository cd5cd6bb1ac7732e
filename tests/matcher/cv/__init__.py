"""CVs that people upload."""
