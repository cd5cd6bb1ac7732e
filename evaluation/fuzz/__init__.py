"""Coverage-guided fuzzing of readers and normalisers: bytes in, an answer or an ``InputError`` out, never a crash."""
