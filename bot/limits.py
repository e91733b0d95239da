"""Telegram's limits on sending, kept before Telegram has to enforce them.

core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: about
30 messages a second over all chats, one a second in one chat with short bursts,
20 a minute in a group. All of them are settings.
"""

import bisect
from collections import deque
from dataclasses import dataclass, field

from settings.model import Limits

_SECOND, _MINUTE = 1.0, 60.0
# Of each of so many parts of a second a little more than its share may be used.
_PARTS = 6
# Of moments that are sums of fractions.
_ROUNDING = 1e-9
# Chats that have all their room back are forgotten at this many.
_REMEMBERED = 10_000


@dataclass(slots=True)
class _Chat:
    """What one chat was sent: a token bucket, and in a group the last times."""

    rate: float
    burst: float
    tokens: float
    # The time of the last message, which may still be to come.
    at: float
    recent: deque[float]

    def ready(self, now: float) -> float:
        """Return from when on the chat may have its next message."""
        start = max(now, self.at)
        start += max(0.0, 1 - self._tokens(start)) / self.rate
        if self.recent and len(self.recent) == self.recent.maxlen:
            start = max(start, self.recent[0] + _MINUTE)
        return start

    def take(self, at: float) -> None:
        self.tokens = self._tokens(at) - 1
        self.at = at
        self.recent.append(at)

    def is_idle(self, now: float) -> bool:
        """Return whether a fresh start would allow no more than this."""
        return self.at < now - _MINUTE and self._tokens(now) >= self.burst

    def _tokens(self, at: float) -> float:
        return min(self.burst, self.tokens + (at - self.at) * self.rate)


@dataclass(slots=True)
class Pace:
    """How long to wait before the next message to a chat.

    Every place is a moment in time, and all limits hold between the moments:
    one that a slow chat waits for is not counted as if it were used at once.
    Messages leave evenly, and a little closer after a moment of standing still,
    which could not be made up for otherwise.
    """

    limits: Limits
    # The moments of the last and the coming messages to anybody, in order.
    _planned: list[float] = field(init=False, default_factory=list)
    _chats: dict[int, _Chat] = field(init=False, default_factory=dict)

    def wait_of(self, chat_id: int, now: float) -> float:
        """Return the seconds that *chat_id* alone has to wait; takes no place."""
        return self._chat(chat_id, now).ready(now) - now

    def reserve(self, chat_id: int, now: float) -> float:
        """Take a place in the queue to *chat_id*; return the seconds to wait.

        Args:
            chat_id: Telegram's number of the chat; negative for groups.
            now: Seconds on a clock that never goes back.
        """
        chat = self._chat(chat_id, now)
        at = self._free(chat.ready(now), now)
        bisect.insort(self._planned, at)
        chat.take(at)
        return at - now

    def _free(self, start: float, now: float) -> float:
        """Return the first moment from *start* at which no window becomes too full."""
        del self._planned[: bisect.bisect_left(self._planned, now - _SECOND)]
        most = self.limits.messages_per_second
        windows = ((_SECOND, most), (_SECOND / _PARTS, most // _PARTS + 1))
        at = start
        while too_full := [
            seconds for seconds, most in windows if not self._has_room(at, seconds, most)
        ]:
            # A window that is too full is over its own length after one of its messages.
            seconds = too_full[0]
            at = self._planned[bisect.bisect_right(self._planned, at - seconds)] + seconds
        return at

    def _has_room(self, at: float, seconds: float, most: int) -> bool:
        """Return whether one more at *at* leaves no so many *seconds* with more than *most*."""
        place = bisect.bisect_right(self._planned, at)
        before = self._planned[max(0, place - most) : place]
        near = [*before, at, *self._planned[place : place + most]]
        return all(
            last - first >= seconds - _ROUNDING
            for first, last in zip(near, near[most:], strict=False)
        )

    def _chat(self, chat_id: int, now: float) -> _Chat:
        if len(self._chats) > _REMEMBERED:
            self._chats = {c: chat for c, chat in self._chats.items() if not chat.is_idle(now)}
        if chat_id not in self._chats:
            self._chats[chat_id] = self._fresh(chat_id, now)
        return self._chats[chat_id]

    def _fresh(self, chat_id: int, now: float) -> _Chat:
        burst = self.limits.per_chat_burst
        # Only groups are counted by the minute.
        counted = self.limits.per_group_per_minute if chat_id < 0 else 0
        recent: deque[float] = deque(maxlen=counted)
        return _Chat(self.limits.per_chat_per_second, burst, burst, now, recent)
