"""What an upload may cost: bytes, pages, seconds, memory."""

from __future__ import annotations

MAX_BYTES = 5 * 1024 * 1024
"""Of an upload."""

MAX_PAGES = 20
"""Of a PDF that are read; of more, the first."""

MAX_UNPACKED_BYTES = 64 * 1024 * 1024
"""Of all that a DOCX holds; more is a zip bomb or pictures in a quality that no CV needs."""

MAX_PART_BYTES = 16 * 1024 * 1024
"""Of one XML part of a DOCX."""

MAX_PARTS = 2_000
"""Files in a DOCX."""

MAX_PAGE_CHARACTERS = 20_000
"""Of one page of a PDF; a page of small print has 6,000."""

MAX_LINES = 2_000
MAX_LINE_CHARACTERS = 2_000
MAX_CHARACTERS = 60_000
"""Of all lines together that go on to be read; a CV of ten pages has 30,000."""

CPU_S = 10
WALL_S = 30
MEMORY_BYTES = 1024 * 1024 * 1024
"""Address space of the process that parses."""

MAX_ANSWER_BYTES = 4 * 1024 * 1024
"""Of what that process answers."""
