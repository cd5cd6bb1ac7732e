"""What is refused because the person, or the law, says so."""

from __future__ import annotations

from taxonomy.errors import SepadanError


class PurposeError(SepadanError):
    """The person's data may not be used for this; the message names the purpose and never the person."""
