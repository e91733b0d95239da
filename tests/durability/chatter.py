"""People who write commands and never press or ask again, however late the answer is."""

import asyncio
from dataclasses import dataclass, field
from random import Random

from sandbox.phone import Phone
from sandbox.world import World

# Each is answered with one message, unlike the others.
COMMANDS = ("/help", "/privacy", "/status", "/cancel", "/language")
_LATE = 90.0
# Seconds between two commands, at most.
_PAUSE = 1.0


@dataclass(slots=True, kw_only=True)
class Chatterer:
    """Somebody with a phone, and what they wrote."""

    phone: Phone
    random: Random
    said: list[str] = field(default_factory=list)

    async def live(self, enough: asyncio.Event) -> None:
        """Write one command after the other, never the same twice, until it is *enough*."""
        while not enough.is_set():
            others = [command for command in COMMANDS if [command] != self.said[-1:]]
            self.said.append(self.random.choice(others))
            self.phone.say(self.said[-1])
            await asyncio.sleep(self.random.uniform(0, _PAUSE))


def chatterers(world: World, random: Random, count: int) -> list[Chatterer]:
    """Return *count* people who speak English."""
    return [
        Chatterer(
            phone=world.add_person(f"Chatterer {number}", "en"), random=Random(random.random())
        )
        for number in range(count)
    ]


async def answers(world: World) -> dict[str, str]:
    """Return what the commands are answered with, asked one by one."""
    found = {}
    for command in COMMANDS:
        phone = world.add_person("One by one", "en")
        phone.say(command)
        found[command] = (await phone.wait_for(None, _LATE)).text
    return found
