"""One ad to be inspected, checked."""

from __future__ import annotations

from api.cli.line import Line


class AdLine(Line):
    """One ad; further fields are passed over.

    Attributes:
        title: As advertised; may be missing.
        company: Name of the employer; may be missing.
        text: Body of the ad, read unchanged, so that offsets hold; may be missing.
    """

    title: str | None = None
    company: str | None = None
    text: str | None = None
