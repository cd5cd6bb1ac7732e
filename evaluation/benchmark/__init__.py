"""Measurements of speed and of faults at full size; the tasks ``speed``, ``filters`` and ``faults`` run them."""
