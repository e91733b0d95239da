import asyncio
from datetime import UTC, datetime

from bot import runtime
from bot.sender import Sender
from casework import health, outbox
from casework.sayings import Saying, Text
from casework.work import Work
from sandbox import server
from sandbox.world import World
from tests.support import DUTY, Installation
from triage.languages import Language


async def test_a_stop_does_not_wait_for_a_group_to_have_its_turn(
    installation: Installation, world: World
) -> None:
    world.add_group("Duty desk", chat_id=DUTY)
    async with server.serve(world) as running:
        installation.configure(
            telegram__base_url=running.base_url,
            telegram__base_file_url=running.base_file_url,
            limits__per_group_per_minute=1,
        )
        settings = installation.settings()
        async with runtime.opened(settings) as house, runtime.telegram(settings) as bot:
            async with house.database.write() as tx:
                work = Work(tx=tx, now=datetime.now(UTC), house=house)
                for number in range(2):
                    text = Text(key="plain", params={"text": str(number)})
                    saying = Saying(language=Language.EN, texts=(text,))
                    await outbox.say_in_group(work, DUTY, saying)
            sending = asyncio.create_task(Sender(house, bot).run())
            await world.groups[DUTY].wait_for("0", after=0)
            sending.cancel()

            await asyncio.wait_for(asyncio.gather(sending, return_exceptions=True), 5)

            assert (await health.of(house)).waiting_out == 1
