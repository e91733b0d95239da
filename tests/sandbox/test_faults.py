import asyncio

import httpx
import pytest
import telegram
from telegram.error import Forbidden, NetworkError, RetryAfter, TimedOut

from sandbox.faults import Fault, FaultKind, Faults
from sandbox.phone import Phone
from sandbox.server import Running
from sandbox.world import World


def _spoil(world: World, kind: FaultKind, *, works: bool = False) -> None:
    world.faults.add(Fault(kind=kind, method="send*", times=1, works=works, seconds=0.3))


async def test_too_many_requests_name_the_wait_and_do_nothing(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    world.faults.add(Fault(kind=FaultKind.TOO_MANY, method="sendMessage", times=1, retry_after=7))

    with pytest.raises(RetryAfter, match="Retry in 0:00:07"):
        await bot.send_message(phone.chat_id, "x")

    assert phone.received == []
    assert await bot.send_message(phone.chat_id, "x")


async def test_a_bad_gateway_answers_with_a_page_that_is_not_json(
    running: Running, http: httpx.AsyncClient, bot: telegram.Bot, phone: Phone
) -> None:
    running.world.faults.add(Fault(kind=FaultKind.BAD_GATEWAY, times=2))

    answer = await http.get(f"/bot{running.world.token}/getMe")
    with pytest.raises(NetworkError):
        await bot.send_message(phone.chat_id, "x")

    assert answer.status_code == 502
    assert answer.headers["content-type"] == "text/html"
    assert phone.received == []


async def test_a_server_error_does_nothing(bot: telegram.Bot, phone: Phone, world: World) -> None:
    _spoil(world, FaultKind.SERVER_ERROR)

    with pytest.raises(NetworkError, match="Internal Server Error"):
        await bot.send_message(phone.chat_id, "x")

    assert phone.received == []


@pytest.mark.parametrize("works", [True, False])
async def test_a_silent_call_is_done_or_not_and_the_client_gives_up(
    bot: telegram.Bot, phone: Phone, world: World, works: bool
) -> None:
    world.faults.add(Fault(kind=FaultKind.TIMEOUT, method="sendMessage", times=1, works=works))

    with pytest.raises(TimedOut):
        await bot.send_message(phone.chat_id, "x", read_timeout=0.2)

    assert len(phone.received) == works


async def test_a_silent_call_ends_by_itself_after_its_bound(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    _spoil(world, FaultKind.TIMEOUT)

    with pytest.raises(NetworkError, match="Server disconnected"):
        await bot.send_message(phone.chat_id, "x", read_timeout=5)


async def test_a_lost_answer_is_lost_after_the_work(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    _spoil(world, FaultKind.LOST_ANSWER)

    with pytest.raises(NetworkError, match="Server disconnected"):
        await bot.send_message(phone.chat_id, "x")

    assert [message.text for message in phone.received] == ["x"]


async def test_a_broken_connection_breaks_before_the_work(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    _spoil(world, FaultKind.BROKEN_CONNECTION)

    with pytest.raises(NetworkError, match="Server disconnected"):
        await bot.send_message(phone.chat_id, "x")

    assert phone.received == []
    assert await bot.send_message(phone.chat_id, "x")


async def test_a_block_can_be_pretended_for_one_chat(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    other = world.add_person("Other")
    world.faults.add(Fault(kind=FaultKind.BLOCKED, chat_id=phone.chat_id))

    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(phone.chat_id, "x")
    assert await bot.send_message(other.chat_id, "x")

    world.faults.clear()
    assert await bot.send_message(phone.chat_id, "x")


async def test_confirmed_updates_can_come_again_but_not_for_ever(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    phone.say("one")
    first = await bot.get_updates()
    offset = first[0].update_id + 1
    world.faults.add(Fault(kind=FaultKind.REPEATED_UPDATES))
    await bot.get_updates(offset=offset)
    phone.say("two")

    again = [await bot.get_updates(offset=offset) for _ in range(4)]

    ids = [[update.update_id - offset for update in batch] for batch in again]
    assert ids == [[-1, 0], [-1, 0], [0], [0]]


async def test_what_a_webhook_took_before_its_turn_is_not_repeated_in_front_of_what_waits(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    phone.say("one")
    phone.say("two")
    first, second = world.updates.waiting
    world.updates.take(second)
    world.faults.add(Fault(kind=FaultKind.REPEATED_UPDATES))

    batch = await bot.get_updates()

    assert [update.update_id for update in batch] == [first["update_id"]]


async def test_updates_of_a_batch_can_come_in_another_order(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    for number in range(10):
        phone.say(str(number))
    world.faults.add(Fault(kind=FaultKind.REORDERED_UPDATES, times=1))

    mixed = [update.update_id for update in await bot.get_updates()]

    assert mixed != sorted(mixed)
    assert sorted(mixed) == [update.update_id for update in await bot.get_updates()]


async def test_the_log_of_calls_tells_what_was_spoilt_and_how(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    _spoil(world, FaultKind.LOST_ANSWER)
    with pytest.raises(NetworkError):
        await bot.send_message(phone.chat_id, "x")
    await bot.send_message(phone.chat_id, "y")
    with pytest.raises(telegram.error.BadRequest):
        await bot.send_message(1, "z")

    calls = world.calls.of("sendMessage")

    assert [call.status for call in calls] == [0, 200, 400]
    assert [call.fault for call in calls] == ["lost_answer", None, None]
    assert [call.params["text"] for call in calls] == ["x", "y", "z"]
    assert calls[2].description == "Bad Request: chat not found"
    assert [call.ok for call in calls] == [False, True, False]


async def test_faults_by_chance_are_the_same_for_the_same_seed() -> None:
    def spoilt(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add(Fault(kind=FaultKind.BAD_GATEWAY, probability=0.3))
        return [faults.pick("sendMessage", 1) is not None for _ in range(200)]

    assert spoilt(1) == spoilt(1) != spoilt(2)
    assert 30 < sum(spoilt(1)) < 90


async def test_stopping_the_server_ends_polls_and_silent_calls_at_once(
    bot: telegram.Bot, running: Running, phone: Phone
) -> None:
    running.world.faults.add(Fault(kind=FaultKind.TIMEOUT, method="sendMessage"))
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    silent = asyncio.create_task(bot.send_message(phone.chat_id, "x", read_timeout=30))
    await asyncio.sleep(0.1)

    running.world.close()

    assert await asyncio.wait_for(poll, 1) == ()
    with pytest.raises(NetworkError):
        await asyncio.wait_for(silent, 1)
