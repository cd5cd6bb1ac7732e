"""The stewards' page of the fairness audit (``/pengelola/keadilan``): run it, read it, take it along."""
