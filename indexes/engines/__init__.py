"""One vector engine a module, named as the setting ``SEPADAN_VECTOR_ENGINE`` names it.

Each has ``engine_at(url)``, ``KEPT_IN`` and ``CHOSEN_WHEN`` for its row of docs/vector-engines.md, and, where it needs
no server, ``trial(folder, flat_below)``: an engine for the checks and measures that all go through.
"""
