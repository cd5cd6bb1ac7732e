"""The pages, in Bahasa Indonesia: templates, style, and the words around scores."""
