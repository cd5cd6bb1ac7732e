"""The parts of ``examples/siapkerja_day.py``: a platform, its people and its ledger, over one Sepadan server."""
