"""Waiting for the bot without looking at the clock all the time."""

import asyncio
from collections.abc import Callable

from sandbox.chats import Chat, Message
from sandbox.state import State

Fits = Callable[[Message], bool] | str | None
"""A test of a message, words that must be in it, or None for any."""


def fits(message: Message, wanted: Fits) -> bool:
    """Return whether *message* is what somebody waits for."""
    if wanted is None:
        return True
    return wanted in message.text if isinstance(wanted, str) else wanted(message)


async def for_message(
    state: State, chat: Chat, wanted: Fits, timeout: float, after: int
) -> Message:
    """Return the first fitting message of the bot changed since *after*.

    Raises:
        TimeoutError: If none comes within *timeout* seconds.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout
    seen = after
    while True:
        if chat.changed > seen:
            seen = chat.changed
            for message in chat.visible():
                if message.by_bot and message.changed > after and fits(message, wanted):
                    return message
        if (left := deadline - loop.time()) <= 0:
            raise TimeoutError(f"no fitting message came in {timeout} s")
        await state.news.wait(left)


async def until(state: State, holds: Callable[[], bool], timeout: float) -> None:
    """Return as soon as *holds* does; it is asked after every change.

    Raises:
        TimeoutError: If it does not within *timeout* seconds.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout
    while not holds():
        if (left := deadline - loop.time()) <= 0:
            raise TimeoutError(f"it did not become so in {timeout} s")
        await state.news.wait(left)
