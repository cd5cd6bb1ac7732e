"""One component of the score a module, each with a ``PART``; it is found here by the listing of the folder.

Its compiled form for the batch is the module of the same name in ``matcher/batch/compiled_parts``: the two are apart,
for the compiler is loaded for the batch alone. CONTRIBUTING.md says how one is added; the first ten are worked out in
``matcher/components.py`` and named in ``matcher/part_list.py``.
"""
