"""Coverage-guided fuzzing of every reader and normaliser: bytes in, an answer or an ``InputError`` out, never a crash."""
