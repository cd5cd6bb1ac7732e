"""Gold files in, measures out."""
