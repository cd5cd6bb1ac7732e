"""The stewards' page of the inspection's flags (``/pengelola/tanda``): counts, months, rulings, precision."""
