"""Switches that make Telegram fail in the ways it does."""

import fnmatch
import random
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong."""

    TOO_MANY = "too_many_requests"
    """429 with `retry_after`; nothing is done."""
    BAD_GATEWAY = "bad_gateway"
    """502 with a page of HTML instead of JSON; nothing is done."""
    SERVER_ERROR = "server_error"
    """500 in JSON; nothing is done."""
    TIMEOUT = "timeout"
    """The call is never answered; done first if `works`."""
    LOST_ANSWER = "lost_answer"
    """The call is done, then the connection closes without an answer."""
    BROKEN_CONNECTION = "broken_connection"
    """The connection closes before anything is done."""
    BLOCKED = "blocked"
    """403: the person has blocked the bot; nothing is done."""
    REPEATED_UPDATES = "repeated_updates"
    """getUpdates hands confirmed updates out again."""
    REORDERED_UPDATES = "reordered_updates"
    """getUpdates shuffles the updates of a batch."""


UPDATE_FAULTS = frozenset({FaultKind.REPEATED_UPDATES, FaultKind.REORDERED_UPDATES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One switch.

    `method` is a pattern such as `send*`, letters of either case. `times` is
    how many calls it spoils, None for as long as it is on. `seconds` bounds
    how long a timeout keeps a client waiting.
    """

    kind: FaultKind
    method: str = "*"
    chat_id: int | None = None
    times: int | None = None
    probability: float = 1.0
    retry_after: int = 1
    seconds: float = 60.0
    works: bool = False

    def fits(self, method: str, chat_id: int | None) -> bool:
        """Return whether the switch concerns this call."""
        if self.kind in UPDATE_FAULTS and method != "getUpdates":
            return False
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        return fnmatch.fnmatchcase(method.lower(), self.method.lower())


class Faults:
    """The switches that are on; chance comes from one seeded source."""

    def __init__(self, seed: int = 0) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self._left: dict[Fault, int | None] = {}

    @property
    def on(self) -> tuple[Fault, ...]:
        """The switches that can still spoil a call."""
        return tuple(fault for fault, left in self._left.items() if left != 0)

    def reseed(self, seed: int) -> None:
        """Start the chance again from *seed*."""
        self.random.seed(seed)

    def add(self, fault: Fault) -> None:
        """Turn a switch on; the same switch again starts its count anew."""
        self._left[fault] = fault.times

    def clear(self) -> None:
        """Turn everything off."""
        self._left.clear()

    def pick(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the switch that spoils this call, and count it."""
        for fault, left in self._left.items():
            if left == 0 or not fault.fits(method, chat_id):
                continue
            if self.random.random() < fault.probability:
                if left is not None:
                    self._left[fault] = left - 1
                return fault
        return None
