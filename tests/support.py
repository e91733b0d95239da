"""What tests of several folders share: the fixed noon, an installation, a town."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from casework.work import House
from sandbox.chats import Message
from sandbox.phone import Phone
from sandbox.server import Running
from sandbox.world import World
from settings import loading, writing
from settings.model import Settings

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
DUTY = -1_001_000_000_001
TOKEN = "123456:SANDBOX-token-of-the-tests-opens-nothing"
EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A folder as `maplebridge init` leaves it."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    def configure(self, **changes: str | int) -> None:
        """Change settings; `a__b` stands for the key `a.b`."""
        named = {key.replace("__", "."): value for key, value in changes.items()}
        text = self.config.read_text(encoding="utf-8")
        self.config.unlink()
        writing.write_config(text, self.config, named)

    def settings(self) -> Settings:
        return loading.load(self.config)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A running bot and the sandbox it talks to."""

    house: House
    world: World
    running: Running
    installation: Installation
    stop: asyncio.Event

    def phone(self, name: str = "Mei", language_code: str = "en") -> Phone:
        return self.world.add_person(name, language_code)


async def press(phone: Phone, *buttons: str) -> Message:
    """Press one button after the other, each when the one before was answered."""
    for button in buttons:
        phone.press(button)
        answer = await phone.wait_for()
    return answer


def shortest_way(offered: Sequence[str], mode: str) -> str | None:
    """Return which of the buttons leads on to the card, None if it is the card."""
    if any("|send|" in data for data in offered):
        return None
    for ending in (
        "|safe|",
        "|pending|fresh",
        "|kind|gas",
        "|enough|",
        "|when|now",
        f"|mode|{mode}",
        "|skip|",
    ):
        for data in offered:
            if data.endswith(ending):
                return data
    raise LookupError(offered)


async def to_card(phone: Phone, mode: str = "confidential") -> Message:
    """Answer what is asked in the shortest way, up to the card."""
    for _ in range(20):
        answer = phone.received[-1]
        offered = [button.data or "" for row in answer.buttons for button in row]
        wanted = shortest_way(offered, mode)
        if wanted is None:
            return answer
        phone.press(wanted, answer)
        await phone.wait_for()
    raise AssertionError("the card does not come")


async def say(phone: Phone, *lines: str) -> Message:
    """Write one line after the other, each when the one before was answered."""
    for line in lines:
        phone.say(line)
        answer = await phone.wait_for()
    return answer
