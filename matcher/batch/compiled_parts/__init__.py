"""Compiled forms of the components of ``matcher/parts``: modules of the same names, each with ``fill``.

``python -m matcher.batch.write_fills`` writes ``matcher/batch/fills.py``, which calls them all. A loop stands within
each: a function that is called for each pair would be handed hundreds of arrays each time.
"""
