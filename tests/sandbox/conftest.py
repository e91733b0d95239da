from collections.abc import AsyncIterator

import httpx
import pytest
import telegram
from telegram.request import HTTPXRequest

from sandbox import server
from sandbox.phone import Phone
from sandbox.server import Running
from sandbox.wire import Json
from sandbox.world import World

# Reading the machine's certificates takes longer than most of these tests.
NO_TLS: Json = {"verify": False}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def phone(world: World) -> Phone:
    return world.add_person("Maya", "en")


@pytest.fixture
async def running(world: World) -> AsyncIterator[Running]:
    async with server.serve(world) as running:
        yield running


@pytest.fixture
async def bot(running: Running) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(
        running.world.token,
        base_url=running.base_url,
        base_file_url=running.base_file_url,
        request=HTTPXRequest(8, read_timeout=2.0, httpx_kwargs=NO_TLS),
        get_updates_request=HTTPXRequest(2, read_timeout=10.0, httpx_kwargs=NO_TLS),
    ) as bot:
        yield bot


@pytest.fixture
async def http(running: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=running.address, timeout=10.0, **NO_TLS) as client:
        yield client
