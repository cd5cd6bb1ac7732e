"""Deliveries of one subscription in lanes: one after the other about the same subject, several subjects at a time."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack

from indexes.event_rows import StoredDelivery, StoredEvent
from matcher.events import subject_of
from matcher.webhooks.line import Answer, Line

LANES = 4
"""Most deliveries of one subscription under way at a time, each over a connection of its own."""

Due = tuple[StoredDelivery, StoredEvent]
Post = Callable[[Line, StoredEvent], Answer]


class Lanes:
    """Hands out what is due, and how much of it at a time.

    A receiver is first given one delivery; each that it takes widens the way by one, up to ``LANES``, and each that it
    does not take narrows it to one again. So one that is down or wants no more is asked once and not four times.
    """

    def __init__(self, due: Sequence[Due]) -> None:
        """Part them by subject.

        Args:
            due: In the order of events.
        """
        parted: dict[str, deque[Due]] = {}
        for delivery, event in due:
            parted.setdefault(subject_of(event), deque()).append((delivery, event))
        self._heads = [(lane[0][0].number, subject) for subject, lane in parted.items()]
        heapq.heapify(self._heads)
        self._parted = parted
        self.width = 1

    def take(self) -> tuple[str, StoredDelivery, StoredEvent] | None:
        """The oldest delivery of whose subject nothing is under way, with the subject; None when there is none."""
        if not self._heads:
            return None
        _, subject = heapq.heappop(self._heads)
        return (subject, *self._parted[subject].popleft())

    def give_back(self, subject: str, *, is_taken: bool) -> None:
        """A delivery about a subject is over.

        Args:
            subject: From ``take``.
            is_taken: Whether the receiver took it.
        """
        if lane := self._parted[subject]:
            heapq.heappush(self._heads, (lane[0][0].number, subject))
        self.width = min(LANES, self.width + 1) if is_taken else 1


def posted(
    due: Sequence[Due], connect: Callable[[], Line], post: Post, goes_on: Callable[[], bool]
) -> Iterator[tuple[StoredDelivery, Answer]]:
    """Post what is due; gives each delivery with its answer, as they come, in the thread of the caller.

    Args:
        due: In the order of events.
        connect: A new line to the receiver; closed at the end.
        post: Posts an event over a line; called in several threads.
        goes_on: Asked before each is begun; those under way are waited for.
    """
    lanes, idle = Lanes(due), list[Line]()
    under_way: dict[Future[Answer], tuple[str, StoredDelivery, Line]] = {}
    with ExitStack() as lines, ThreadPoolExecutor(LANES, thread_name_prefix="webhook-lane") as pool:
        while True:
            while len(under_way) < lanes.width and goes_on() and (taken := lanes.take()):
                subject, delivery, event = taken
                if not idle:
                    idle.append(connect())
                    lines.callback(idle[-1].close)
                line = idle.pop()
                under_way[pool.submit(post, line, event)] = (subject, delivery, line)
            if not under_way:
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                subject, delivery, line = under_way.pop(future)
                answer = future.result()
                idle.append(line)
                lanes.give_back(subject, is_taken=not answer.fault)
                yield delivery, answer
