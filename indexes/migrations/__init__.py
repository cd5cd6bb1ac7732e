"""Makes the tables of the record store and brings older ones to the present; run by ``indexes.opening``."""
