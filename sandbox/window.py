"""A chat as somebody looks at it."""

from collections.abc import Callable

from sandbox import waiting
from sandbox.chats import Button, Chat, Message
from sandbox.state import State
from sandbox.waiting import Fits


class Window:
    """What is to be seen in one chat, and waiting for more.

    `since` is the world's version at the last own act here; waiting looks only
    at what the bot did after it.
    """

    def __init__(self, state: State, chat: Chat) -> None:
        self.state = state
        self.chat = chat
        self.since = state.version

    @property
    def chat_id(self) -> int:
        """The id of the chat."""
        return self.chat.chat_id

    @property
    def messages(self) -> list[Message]:
        """The messages of both sides that are still there, oldest first."""
        return list(self.chat.visible())

    @property
    def received(self) -> list[Message]:
        """The messages of the bot that are still there, oldest first."""
        return [message for message in self.chat.visible() if message.by_bot]

    def buttons(self) -> list[Button]:
        """Return the buttons of the newest message that has any."""
        for message in reversed(self.messages):
            if message.buttons:
                return [button for row in message.buttons for button in row]
        return []

    def labels(self) -> list[str]:
        """Return the texts of these buttons."""
        return [button.text for button in self.buttons()]

    def mark(self) -> None:
        """Let waiting begin from now."""
        self.since = self.state.version

    async def wait_for(
        self, wanted: Fits = None, timeout: float = 5.0, *, after: int | None = None
    ) -> Message:
        """Return what the bot sent or edited since the last own act.

        *wanted* is a predicate, words that must be in it, or None for any.

        Raises:
            TimeoutError: If nothing fitting comes within *timeout* seconds.
        """
        start = self.since if after is None else after
        return await waiting.for_message(self.state, self.chat, wanted, timeout, start)

    async def until(self, holds: Callable[[], bool], timeout: float = 5.0) -> None:
        """Return once *holds*, asked after every change anywhere.

        Raises:
            TimeoutError: If it does not within *timeout* seconds.
        """
        await waiting.until(self.state, holds, timeout)
