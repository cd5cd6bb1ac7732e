"""How people and systems reach Sepadan: HTTP, pages, command line."""
