"""Updates on their way to the bot, and what getUpdates does with them."""

from collections import deque

from sandbox.wire import Json

FIRST_ID = 700_000_001
"""Telegram starts anywhere; a big number finds code that expects small ones."""

OFF_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot gets only when it asks for them."""

REPEATS = 3
"""How often one confirmed update may come again, so that a test ends."""

CONFIRMED_KEPT = 100


class UpdateQueue:
    """Updates wait here until a higher offset confirms them."""

    def __init__(self) -> None:
        self.waiting: deque[Json] = deque()
        self.allowed: frozenset[str] | None = None
        self.next_id = FIRST_ID
        self.made = 0
        self._confirmed: deque[Json] = deque(maxlen=CONFIRMED_KEPT)
        self._repeated: dict[int, int] = {}

    def add(self, kind: str, body: Json) -> Json | None:
        """Queue an update, unless the bot has not asked for its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in OFF_BY_DEFAULT
        if not wanted:
            return None
        update: Json = {"update_id": self.next_id, kind: body}
        self.next_id += 1
        self.made += 1
        self.waiting.append(update)
        return update

    def confirm(self, offset: int) -> None:
        """Forget updates before *offset*; a negative one keeps the last few."""
        if offset < 0:
            kept = self.waiting[offset]["update_id"] if -offset <= len(self.waiting) else None
            offset = kept if kept is not None else 0
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self._confirmed.append(self.waiting.popleft())

    def take(self, update: Json) -> None:
        """Forget one update that a webhook has; it is gone already if all were dropped."""
        if update in self.waiting:
            self.waiting.remove(update)
            self._confirmed.append(update)

    def batch(self, limit: int) -> list[Json]:
        """Return the oldest updates; they stay until confirmed."""
        return [self.waiting[at] for at in range(min(limit, len(self.waiting)))]

    def repeats(self, limit: int) -> list[Json]:
        """Return confirmed updates to hand out again, each a few times.

        None that a webhook took before its turn: to confirm it would confirm what
        waits before it, and nobody has that yet.
        """
        before = self.waiting[0]["update_id"] if self.waiting else self.next_id
        again = [
            update
            for update in self._confirmed
            if update["update_id"] < before and self._repeated.get(update["update_id"], 0) < REPEATS
        ][:limit]
        for update in again:
            self._repeated[update["update_id"]] = self._repeated.get(update["update_id"], 0) + 1
        return again

    def drop(self) -> None:
        """Forget everything that waits."""
        self.waiting.clear()
