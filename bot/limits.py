"""Telegram's limits on sending, kept before Telegram has to enforce them.

core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: about
30 messages a second over all chats, one a second in one chat with short bursts,
20 a minute in a group. All of them are settings.
"""

from collections import deque
from dataclasses import dataclass, field

from settings.model import Limits

_MINUTE = 60.0
# Chats whose bucket has filled up again are forgotten at this many.
_REMEMBERED = 10_000


@dataclass(slots=True)
class _Bucket:
    """A token bucket: `rate` a second, up to `burst` at once."""

    rate: float
    burst: float
    tokens: float
    at: float

    def reserve(self, now: float) -> float:
        """Take one token, now or from the future; return the seconds to wait."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        self.tokens -= 1
        return max(0.0, -self.tokens / self.rate)

    def is_full(self, now: float) -> bool:
        return self.tokens + (now - self.at) * self.rate >= self.burst


@dataclass(slots=True)
class Pace:
    """How long to wait before the next message to a chat."""

    limits: Limits
    _all: _Bucket = field(init=False)
    _chats: dict[int, _Bucket] = field(init=False, default_factory=dict)
    _groups: dict[int, deque[float]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        per_second = self.limits.messages_per_second
        self._all = _Bucket(rate=per_second, burst=1, tokens=1, at=0.0)

    def reserve(self, chat_id: int, now: float) -> float:
        """Take a place in the queue to *chat_id*; return the seconds to wait.

        Args:
            chat_id: Telegram's number of the chat; negative for groups.
            now: Seconds on a clock that never goes back.
        """
        wait = max(self._all.reserve(now), self._chat(chat_id, now).reserve(now))
        return max(wait, self._group_wait(chat_id, now)) if chat_id < 0 else wait

    def _chat(self, chat_id: int, now: float) -> _Bucket:
        if len(self._chats) > _REMEMBERED:
            self._chats = {c: b for c, b in self._chats.items() if not b.is_full(now)}
        burst = self.limits.per_chat_burst
        fresh = _Bucket(rate=self.limits.per_chat_per_second, burst=burst, tokens=burst, at=now)
        return self._chats.setdefault(chat_id, fresh)

    def _group_wait(self, chat_id: int, now: float) -> float:
        most = self.limits.per_group_per_minute
        sent = self._groups.setdefault(chat_id, deque(maxlen=most))
        wait = max(0.0, sent[0] + _MINUTE - now) if len(sent) == most else 0.0
        sent.append(now + wait)
        return wait
