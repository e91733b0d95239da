"""People who write, and the moment at which each was answered."""

import asyncio
import itertools
import time
from collections.abc import Iterator

import stand

from sandbox.chats import Message
from sandbox.phone import Phone
from sandbox.world import World


class Crowd(World):
    """A world without Telegram's limits that times the answers in it."""

    def __init__(self) -> None:
        self.answered = 0
        self._asked: dict[int, asyncio.Future[Message]] = {}
        self._awaited: tuple[int, asyncio.Event] | None = None
        super().__init__(token=stand.TOKEN)

    def newcomers(self) -> Iterator[Phone]:
        """Return people without end, each new to the bot."""
        return (self.add_person(f"P{number}", "zh-hans") for number in itertools.count())

    async def ask(self, phone: Phone, words: str) -> float:
        """Let one person write; return the milliseconds until the answer is there."""
        begin = time.perf_counter()
        answer = self._answer_to(phone)
        phone.say(words)
        await answer
        return (time.perf_counter() - begin) * 1000

    async def press(self, phone: Phone, button: str, message: Message) -> Message:
        """Press a button; return the message that comes of it."""
        answer = self._answer_to(phone)
        phone.press(button, message)
        return await answer

    async def tell(self, phone: Phone, words: str) -> Message:
        """Let one person write; return the answer."""
        answer = self._answer_to(phone)
        phone.say(words)
        return await answer

    async def hear(self, phone: Phone) -> None:
        """Wait for the next thing that the bot says to one person."""
        await self._answer_to(phone)

    async def answers(self, wanted: int) -> None:
        """Wait until the bot has said *wanted* things."""
        if self.answered < wanted:
            enough = asyncio.Event()
            self._awaited = wanted, enough
            await enough.wait()

    async def first_poll(self) -> None:
        """Wait until the bot has asked for updates."""
        while not self.polls:  # noqa: ASYNC110 - fine enough, and no bell rings for it
            await asyncio.sleep(0.005)

    def touch(self, message: Message | None = None) -> None:
        """Notice what the bot says or edits."""
        super().touch(message)
        if message is None or not message.by_bot:
            return
        self.answered += 1
        asked = self._asked.pop(message.chat.chat_id, None)
        if asked is not None and not asked.done():
            asked.set_result(message)
        if self._awaited is not None and self.answered >= self._awaited[0]:
            self._awaited[1].set()

    def _answer_to(self, phone: Phone) -> asyncio.Future[Message]:
        self._asked[phone.person_id] = answer = asyncio.get_running_loop().create_future()
        return answer
