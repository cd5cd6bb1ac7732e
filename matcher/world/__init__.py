"""The bundled sample world: invented postings, workers and courses over all of Indonesia, made by a seeded script.

Nothing in it is real: no employer, no person, no advertised job. Every record says so by its source ``contoh`` and an
id such as ``contoh:posting-0001``; every employer and training centre carries a word that marks it as made up.
"""
