"""One vector engine a module, named as the setting ``SEPADAN_VECTOR_ENGINE`` names it, with ``engine_at(url)``."""
