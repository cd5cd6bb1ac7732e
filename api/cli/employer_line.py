"""One line of employers to be coded, checked."""

from __future__ import annotations

from api.cli.line import Line, Short


class EmployerLine(Line):
    """One employer with one of its ads; further fields are passed over.

    Attributes:
        employer: Name as advertised; may be missing.
        title: Job title of the ad; may be missing.
        text: Body of the ad, as long as a line may be; may be missing.
    """

    employer: Short | None = None
    title: Short | None = None
    text: str | None = None
