import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import telegram
from telegram.error import BadRequest, Conflict

from sandbox import server, waiting
from sandbox.courier import CALL, queue_of
from sandbox.faults import Fault, FaultKind
from sandbox.phone import Phone
from sandbox.wire import Json
from sandbox.world import World

pytestmark = pytest.mark.timeout(30)

_LATE = 10.0


@dataclass(slots=True)
class Receiver:
    """A webhook that writes down what it gets and answers what it is told."""

    url: str
    statuses: list[int] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    updates: list[Json] = field(default_factory=list)
    under_way: int = 0
    most_at_once: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._one(head.decode(), reader, writer)
        writer.close()

    async def _one(
        self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        pairs = (line.partition(": ") for line in head.strip().split("\r\n")[1:])
        headers = {name.lower(): value for name, _, value in pairs}
        update = json.loads(await reader.readexactly(int(headers["content-length"])))
        self.headers.append(headers)
        self.updates.append(update)
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        await self.gate.wait()
        self.under_way -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        writer.write(f"HTTP/1.1 {status} So\r\ncontent-length: 0\r\n\r\n".encode())


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver(url="")
    server = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    made.gate.set()
    yield made
    made.gate.set()
    server.close()


async def _brought(world: World) -> None:
    await waiting.until(world, lambda: not world.updates.waiting, _LATE)


async def test_updates_are_brought_in_order_and_with_the_secret(
    bot: telegram.Bot, phone: Phone, world: World, receiver: Receiver
) -> None:
    phone.say("one")
    await bot.set_webhook(receiver.url, secret_token="a_secret-1")
    phone.say("two")
    phone.say("three")

    await _brought(world)

    assert receiver.texts() == ["one", "two", "three"]
    assert {one["x-telegram-bot-api-secret-token"] for one in receiver.headers} == {"a_secret-1"}


async def test_a_chat_has_one_request_at_a_time_and_all_chats_no_more_than_allowed(
    bot: telegram.Bot, world: World, receiver: Receiver
) -> None:
    receiver.gate.clear()
    people = [world.add_person(f"Person {number}", "en") for number in range(5)]
    for phone in people:
        phone.say("one")
        phone.say("two")
    await bot.set_webhook(receiver.url, max_connections=3)

    await asyncio.sleep(0.3)
    first = list(receiver.updates)
    receiver.gate.set()
    await _brought(world)

    assert len({update["message"]["chat"]["id"] for update in first}) == len(first) == 3
    assert receiver.most_at_once == 3
    for phone in people:
        own = [one for one in receiver.updates if one["message"]["chat"]["id"] == phone.person_id]
        assert [one["message"]["text"] for one in own] == ["one", "two"]


@pytest.mark.parametrize("overtake", [False, True])
def test_a_pressed_button_waits_for_the_messages_of_its_chat_unless_told_otherwise(
    *, overtake: bool
) -> None:
    person: dict[str, Any] = {"id": 7}
    message = {"update_id": 1, "message": {"chat": {"id": 7}, "from": person}}
    press = {"update_id": 2, "callback_query": {"from": person, "message": message["message"]}}
    change = {"update_id": 3, "edited_message": {"chat": {"id": 7}}}

    queues = [queue_of(one, buttons_overtake=overtake) for one in (message, change, press)]
    assert queues[0] == queues[1]
    assert (queues[0] == queues[2]) != overtake


@pytest.mark.parametrize("status", [302, 400, 403, 500, 503])
async def test_what_was_not_taken_comes_again_and_the_error_is_told(
    bot: telegram.Bot, phone: Phone, world: World, receiver: Receiver, status: int
) -> None:
    receiver.statuses = [status, status]
    await bot.set_webhook(receiver.url)
    phone.say("one")
    phone.say("two")

    await _brought(world)
    info = await bot.get_webhook_info()

    assert receiver.texts() == ["one", "one", "one", "two"]
    assert f"Wrong response from the webhook: {status}" in (info.last_error_message or "")
    assert info.last_error_date is not None


@pytest.mark.parametrize("kind", [FaultKind.LOST_ANSWER, FaultKind.BROKEN_CONNECTION])
async def test_a_broken_connection_brings_the_update_again(
    bot: telegram.Bot, phone: Phone, world: World, receiver: Receiver, kind: FaultKind
) -> None:
    world.faults.add(Fault(kind=kind, method=CALL, times=2))
    await bot.set_webhook(receiver.url)
    phone.say("one")

    await _brought(world)

    assert len(receiver.updates) == (3 if kind is FaultKind.LOST_ANSWER else 1)


async def test_nobody_listening_loses_nothing(
    bot: telegram.Bot, phone: Phone, world: World, receiver: Receiver
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    phone.say("one")
    await waiting.until(
        world, lambda: world.webhook is not None and bool(world.webhook.error), _LATE
    )
    info = await bot.get_webhook_info()

    await bot.set_webhook(receiver.url)
    await _brought(world)

    assert (info.last_error_message, info.pending_update_count) == ("Connection refused", 1)
    assert (await bot.get_webhook_info()).last_error_message is None
    assert receiver.texts() == ["one"]


async def test_nothing_can_be_polled_while_a_webhook_is_set(
    bot: telegram.Bot, receiver: Receiver
) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.1)
    await bot.set_webhook(receiver.url)

    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(Conflict, match="while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_what_is_answered_after_the_webhook_was_taken_down_counts_for_nothing(
    bot: telegram.Bot, phone: Phone, receiver: Receiver
) -> None:
    receiver.gate.clear()
    await bot.set_webhook(receiver.url)
    phone.say("one")
    await asyncio.sleep(0.2)
    await bot.delete_webhook()
    receiver.gate.set()
    await asyncio.sleep(0.1)

    assert receiver.texts() == ["one"]
    assert len(await bot.get_updates()) == 1


async def test_what_waits_is_dropped_only_when_asked(
    bot: telegram.Bot, phone: Phone, world: World, receiver: Receiver
) -> None:
    phone.say("one")
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    phone.say("two")
    await _brought(world)
    await bot.delete_webhook()
    phone.say("three")

    await bot.delete_webhook(drop_pending_updates=False)
    kept = (await bot.get_webhook_info()).pending_update_count
    await bot.delete_webhook(drop_pending_updates=True)

    assert receiver.texts() == ["two"]
    assert (kept, (await bot.get_webhook_info()).pending_update_count) == (1, 0)


async def test_only_kinds_that_were_asked_for_are_brought(
    bot: telegram.Bot, phone: Phone, world: World, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url, allowed_updates=["message"], max_connections=7)
    phone.edit(phone.say("one"), "two")

    await _brought(world)
    info = await bot.get_webhook_info()

    assert receiver.texts() == ["one"]
    assert (info.url, info.max_connections) == (receiver.url, 7)
    assert info.allowed_updates == ("message",)


@pytest.mark.parametrize(
    ("url", "secret", "said"),
    [
        ("ftp://127.0.0.1/hook", "", "https url must be provided"),
        ("127.0.0.1", "", "https url must be provided"),
        ("https://bridge.example.org/hook", "", "resolve host"),
        ("https://127.0.0.1/hook", "no spaces", "unallowed characters"),
        ("https://127.0.0.1/hook", "a" * 257, "unallowed characters"),
    ],
)
async def test_an_address_or_secret_that_cannot_be_is_refused(
    bot: telegram.Bot, url: str, secret: str, said: str
) -> None:
    with pytest.raises(BadRequest, match=said):
        await bot.set_webhook(url, secret_token=secret or None)

    assert not (await bot.get_webhook_info()).url


async def test_a_webhook_outlives_a_restart_of_the_stand_in(
    world: World, receiver: Receiver
) -> None:
    phone = world.add_person("Maya", "en")
    async with server.serve(world) as running:
        bot = telegram.Bot(world.token, base_url=running.base_url)
        async with bot:
            await bot.set_webhook(receiver.url)
    phone.say("one")

    async with server.serve(world):
        await _brought(world)

    assert receiver.texts() == ["one"]
