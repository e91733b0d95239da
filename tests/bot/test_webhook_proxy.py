import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import runtime
from sandbox.world import World
from tests import hooks, nginx
from tests.hooks import HEADERS, Place
from tests.support import Installation

pytestmark = [
    pytest.mark.timeout(60),
    pytest.mark.skipif(not nginx.PROGRAM.exists(), reason="nginx is not installed"),
]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """Two processes behind nginx, which is found at the URL of either."""

    first: Place
    second: Place
    folder: Path


@pytest.fixture
async def street(installation: Installation, world: World, tmp_path: Path) -> AsyncIterator[Street]:
    folder = tmp_path / "nginx"
    folder.mkdir()
    port = hooks.free_port()
    url = f"https://127.0.0.1:{port}{hooks.PATH}"
    async with contextlib.AsyncExitStack() as stack:
        first = await stack.enter_async_context(hooks.place(installation, world))
        first = dataclasses.replace(first, url=url)
        ports = [first.house.settings.telegram.webhook.host_and_port[1]]
        hooks.hook(installation, url)
        house = await stack.enter_async_context(runtime.opened(installation.settings()))
        second = dataclasses.replace(first, house=house)
        ports.append(house.settings.telegram.webhook.host_and_port[1])
        block = nginx.block(folder, port, ports)
        stack.enter_context(nginx.running(folder, port, block))
        yield Street(first=first, second=second, folder=folder)


async def test_updates_come_through_to_both_processes(street: Street) -> None:
    async with street.first.listening(), street.second.listening():
        bringing = (street.first.bring(hooks.update(number)) for number in range(1, 41))
        statuses = await asyncio.gather(*bringing)

    assert set(statuses) == {200}
    assert await street.first.kept() == list(range(1, 41))


async def test_a_process_that_is_gone_is_passed_over(street: Street) -> None:
    async with street.second.listening():
        statuses = [await street.first.bring(hooks.update(number)) for number in range(1, 6)]

    assert set(statuses) == {200}
    assert await street.first.bring(hooks.update(6)) == 502


async def test_a_process_may_go_while_updates_come(street: Street) -> None:
    async with street.second.listening():
        async with street.first.listening():
            bringing = [
                asyncio.create_task(street.first.bring(hooks.update(number)))
                for number in range(1, 101)
            ]
            await asyncio.wait(bringing, return_when=asyncio.FIRST_COMPLETED)
        statuses = await asyncio.gather(*bringing)

    assert set(statuses) == {200}
    assert await street.first.kept() == list(range(1, 101))


async def test_nothing_but_the_path_and_nobody_without_the_secret_comes_through(
    street: Street,
) -> None:
    http, url = street.first.http, street.first.url
    async with street.first.listening(), street.second.listening():
        health = await http.get(url.replace(hooks.PATH, "/healthz"))
        stranger = await http.post(url, json=hooks.update(1))
        long = await http.post(url, content=b" " * (1 << 20 | 1), headers=HEADERS)

    assert (health.status_code, stranger.status_code, long.status_code) == (404, 403, 413)
    assert await street.first.kept() == []


async def test_what_people_write_is_not_put_into_a_file(street: Street) -> None:
    content = b" " * 900_000
    async with street.first.listening(), street.second.listening():
        answer = await street.first.http.post(street.first.url, content=content, headers=HEADERS)

    log = (street.folder / "error.log").read_text(encoding="utf-8")
    assert answer.status_code == 400
    assert "temporary file" not in log
