"""The clusters that answers heed, kept up with the store; apart from ``showing``, for what ranks knows no store."""

from __future__ import annotations

from indexes.store import Store
from matcher.duplicates.showing import Copies


class ServedCopies:
    """The clusters that answers heed, as the store says; kept up by ``look``.

    Attributes:
        copies: As of the last look.
    """

    def __init__(self, store: Store) -> None:
        """Heed none until the first look."""
        self.copies = Copies()
        self._store = store
        self._state = (0, 0)

    def look(self) -> Copies:
        """The clusters as the store has them now.

        Where copies only went, because postings changed or were deleted, the others are not read again.

        Raises:
            StoreError: The store cannot be read, or a row is not what was written.
        """
        state = self._store.duplicates_state()
        if state == self._state:
            return self.copies
        if state[0] == self._state[0]:
            self.copies = self.copies.only(self._store.duplicate_keys())
        else:
            self.copies = Copies(self._store.duplicates())
        self._state = state
        return self.copies
