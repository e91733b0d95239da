import asyncio
from datetime import UTC, datetime

import pytest

from bot import runtime
from bot.sender import Sender
from casework import health, outbox
from casework.sayings import Saying, Text
from casework.work import Work
from sandbox import server
from sandbox.world import World
from tests.support import DUTY, Installation
from triage.languages import Language


@pytest.mark.timeout(60)
async def test_who_may_not_send_leaves_all_rows_as_they_are_until_it_may(
    installation: Installation, world: World
) -> None:
    group = world.add_group("Duty desk", chat_id=DUTY)
    leave = asyncio.Event()
    async with server.serve(world) as running:
        installation.configure(telegram__base_url=running.base_url)
        settings = installation.settings()
        async with runtime.opened(settings) as house, runtime.telegram(settings) as bot:
            async with house.database.write() as tx:
                work = Work(tx=tx, now=datetime.now(UTC), house=house)
                text = Text(key="plain", params={"text": "0"})
                saying = Saying(language=Language.EN, texts=(text,))
                await outbox.say_in_group(work, DUTY, saying)
            sending = asyncio.create_task(Sender(house, bot, leave.is_set).run())
            await asyncio.sleep(1)
            left = await health.of(house)
            sent = len(group.received)
            leave.set()
            await group.wait_for(after=0, timeout=20)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    assert (left.waiting_out, left.problems, sent) == (1, {}, 0)
