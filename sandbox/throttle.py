"""Telegram's pace: how many messages are taken before it says "later"."""

import math
from dataclasses import dataclass

from sandbox import limits
from sandbox.errors import too_many

PACED = frozenset({"sendMessage", "editMessageText", "editMessageReplyMarkup"})


@dataclass(slots=True)
class _Bucket:
    capacity: float
    per_second: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Return seconds until the next message is taken."""
        self.level = min(self.capacity, self.level + (now - self.at) * self.per_second)
        self.at = now
        return max(0.0, (1 - self.level) / self.per_second)


class Throttle:
    """Counts messages to all, to a person and to a group."""

    def __init__(self) -> None:
        self.enforced = False
        self._buckets: dict[int | None, _Bucket] = {}

    def count(self, chat_id: int, now: float) -> None:
        """Count one message.

        Raises:
            ApiError: If it comes too soon; it is not counted then.
        """
        buckets = [self._bucket(None, now), self._bucket(chat_id, now)]
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.level -= 1

    def _bucket(self, key: int | None, now: float) -> _Bucket:
        if key not in self._buckets:
            capacity, per_second = _pace(key)
            self._buckets[key] = _Bucket(capacity, per_second, capacity, now)
        return self._buckets[key]


def _pace(key: int | None) -> tuple[float, float]:
    if key is None:
        return limits.PER_SECOND, limits.PER_SECOND
    if key < 0:
        return limits.PER_GROUP_MINUTE, limits.PER_GROUP_MINUTE / 60
    return limits.PER_CHAT_BURST, 1.0
