"""What is told to who asks for something that a job or an upload cannot do as it stands."""

from __future__ import annotations

from taxonomy.errors import InputError


class JobStateError(InputError):
    """Something that a job or an upload does not do in the state that it is in."""


class JobLimitError(InputError):
    """More jobs, or more bytes, than a tenant may have at once."""
