"""Text to vectors, the record store, and index generations."""
