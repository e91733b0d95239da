"""A bot that lives for a while beside the commands, and what residents do meanwhile."""

import asyncio
import re

from bot import runtime
from sandbox.phone import Phone
from tests.support import Installation, press, say, to_card

STORY = "Someone sells gas cylinders without a licence in Nanlian community"
PHRASE = "a passphrase of the tests"
BOT_SECONDS = 30


async def report(phone: Phone, mode: str) -> str:
    """Send a report in this way of being known; return what its receipt is shown with."""
    await say(phone, STORY)
    await to_card(phone, "anonymous" if mode == "Anonymous" else "confidential")
    if mode == "By name":
        await press(phone, "Change how I am known", mode)
        await say(phone, "Lian", "13800000000")
    sent = await press(phone, "Send")
    (receipt,) = re.findall(r"\d{4} \d{4} \d{4} \d{4}", sent.text)
    return str(receipt)


async def listed(phone: Phone, reports: int) -> list[str]:
    """Ask for the status; return the references of as many *reports*, a message each."""
    before = len(phone.received)
    phone.say("/status")
    await phone.until(lambda: len(phone.received) >= before + 1 + reports, BOT_SECONDS)
    texts = [message.text for message in phone.received[before:]]
    return [found for text in texts for found in re.findall(r"LG-\d\d-\d{6}-\w", text)]


class Bot:
    """A bot that runs in this process until the block ends."""

    def __init__(self, installation: Installation) -> None:
        self._settings = installation.settings()
        self._stop = asyncio.Event()

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def __aexit__(self, *_: object) -> None:
        self._stop.set()
        await asyncio.wait_for(self._task, BOT_SECONDS)

    async def _run(self) -> None:
        async with runtime.opened(self._settings) as house, runtime.telegram(self._settings) as bot:
            await runtime.serve(house, bot, self._stop)


def key_files(installation: Installation) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (installation.folder / "keys").iterdir()}
