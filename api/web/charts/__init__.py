"""Charts drawn by the server: Altair's grammar, SVG in the page, PNG for papers; each with words and a table beside."""
