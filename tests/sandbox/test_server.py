import asyncio
import time

import httpx

from sandbox import demo, server, signatures
from sandbox.methods import WORK
from sandbox.world import World


def test_every_offered_method_is_done_and_has_telegrams_name() -> None:
    names = {method.name for method in signatures.methods().values()}

    assert names == {*WORK, "getUpdates"}


async def test_one_world_can_be_served_again_at_the_same_port(world: World) -> None:
    async with server.serve(world) as first:
        port = first.port
    async with server.serve(world, port) as second, httpx.AsyncClient() as client:
        answer = await client.get(f"{second.base_url}{world.token}/getMe")

    assert answer.json()["ok"]


async def test_stopping_takes_less_than_a_second_with_streams_and_polls_open(world: World) -> None:
    async with httpx.AsyncClient() as client:
        async with server.serve(world) as running:
            poll = asyncio.create_task(
                client.get(f"{running.base_url}{world.token}/getUpdates?timeout=30")
            )
            stream = asyncio.create_task(client.get(f"{running.address}/control/events"))
            await asyncio.sleep(0.2)
            started = time.monotonic()
        took = time.monotonic() - started

        assert took < 1
        assert (await poll).json() == {"ok": True, "result": []}
        assert (await stream).status_code == 200


def test_the_demo_has_two_residents_and_the_duty_desk() -> None:
    world = demo.demo_world()

    shown = [(one.person_id, one.language_code) for one in world.phones.values() if one.on_page]
    assert shown == [(demo.DEMO_AUNT_ID, "zh-hans"), (demo.DEMO_MAYA_ID, "en")]
    assert list(world.groups) == [demo.DEMO_GROUP_ID]
    assert world.token == demo.DEMO_TOKEN
