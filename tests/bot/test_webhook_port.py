import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator

import httpx
import pytest

from bot import webhook
from sandbox.world import World
from tests import hooks
from tests.hooks import Place
from tests.support import Installation

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def place(installation: Installation, world: World) -> AsyncIterator[Place]:
    async with hooks.place(installation, world) as place:
        yield place


async def test_what_is_under_way_at_the_end_is_kept_and_answered(place: Place) -> None:
    other = sqlite3.connect(place.installation.folder / "maplebridge.db", isolation_level=None)
    async with place.listening() as task:
        other.execute("BEGIN IMMEDIATE")
        under_way = [asyncio.create_task(place.bring(hooks.update(number))) for number in (1, 2)]
        await asyncio.sleep(0.3)
        task.cancel()
        await asyncio.sleep(0.3)
        async with httpx.AsyncClient(verify=False) as late:  # noqa: S501
            with pytest.raises(httpx.ConnectError):
                await late.post(place.url)
        assert not task.done()
        other.rollback()

        assert await asyncio.gather(*under_way) == [200, 200]
        with pytest.raises(asyncio.CancelledError):
            await task

    assert await place.kept() == [1, 2]


async def test_an_open_connection_without_a_request_holds_nothing_up(place: Place) -> None:
    async with place.listening() as task:
        await place.bring(hooks.update(1))
        task.cancel()

        await asyncio.wait({task}, timeout=2)

        assert task.done()


async def test_who_never_finishes_a_request_holds_the_end_up_for_some_seconds_only(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_DRAIN", 1)
    host, port = place.house.settings.telegram.webhook.host_and_port
    async with place.listening() as task:
        _, slow = await asyncio.open_connection(host, port)
        secret = f"X-Telegram-Bot-Api-Secret-Token: {hooks.SECRET}"
        slow.write(f"POST {hooks.PATH} HTTP/1.1\r\nHost: a\r\n{secret}\r\n".encode())
        slow.write(b"Content-Length: 9\r\n\r\n{")
        await asyncio.sleep(0.2)
        task.cancel()

        await asyncio.wait({task}, timeout=5)

        assert task.done()
        slow.close()


async def test_a_port_that_another_program_has_is_not_open(place: Place) -> None:
    is_open = asyncio.Event()
    with socket.socket() as other:
        other.bind(place.house.settings.telegram.webhook.host_and_port)
        other.listen()

        with pytest.raises(OSError, match="in use"):
            await webhook.listen(place.house, place.bot, is_open)

    assert not is_open.is_set()


async def test_several_processes_share_one_port(place: Place) -> None:
    async with place.listening(), place.listening():
        async with place.listening():
            assert await place.bring(hooks.update(1)) == 200
        async with httpx.AsyncClient(verify=False) as http:  # noqa: S501
            answer = await http.post(place.url, json=hooks.update(2), headers=hooks.HEADERS)

    assert answer.status_code == 200
    assert await place.kept() == [1, 2]


async def test_without_its_secret_nothing_opens(place: Place) -> None:
    (place.installation.folder / "webhook-secret").write_text("short", encoding="utf-8")

    with pytest.raises(ValueError, match="32 to 256"):
        await webhook.listen(place.house, place.bot, asyncio.Event())
