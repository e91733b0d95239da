import asyncio
import dataclasses
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from casework import health, updates
from casework.health import Health
from casework.work import House, Resident, Work
from handlers import dispatch
from handlers.residents import commands
from sandbox.phone import Phone
from storage import inbox, tables
from storage.inbox import NewUpdate
from storage.keys import KeyName
from tests.support import Town

pytestmark = pytest.mark.timeout(60)

_LATE = 30.0
# Another bot than the one that polls, so that numbers cannot meet.
_BOT = 7
_NUMBER = re.compile(r"[0-9A-F]{8}")
_PAUSES = (timedelta(seconds=0.1), timedelta(seconds=0.2))


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updates, "_PAUSES", _PAUSES)


class _Broken:
    """A command that breaks as often as it is told to, and then is the real one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str, times: int) -> None:
        self.left = times
        self._real = commands.COMMANDS[name]
        monkeypatch.setitem(commands.COMMANDS, name, self)

    async def __call__(self, work: Work, resident: Resident) -> None:
        await self._real(work, resident)
        if self.left:
            self.left -= 1
            raise RuntimeError


async def _until(house: House, holds: Callable[[Health], bool]) -> Health:
    async with asyncio.timeout(_LATE):
        while True:
            now = await health.of(house)
            if holds(now):
                return now
            await asyncio.sleep(0.02)


def _message(phone: Phone, text: str) -> dict[str, Any]:
    chat = phone.chat.as_json()
    return {"message_id": 77, "date": 1, "from": phone.user, "chat": chat, "text": text}


def _sealed(house: House, update: dict[str, Any]) -> bytes:
    place = f"inbox.sealed_update:{_BOT}:{update['update_id']}"
    return house.keyring.seal(KeyName.IDENTITY).close(json.dumps(update).encode(), place)


async def test_an_update_whose_handler_breaks_once_is_answered_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    _Broken(monkeypatch, "help", 1)
    phone = town.phone()

    phone.say("/help")
    await phone.wait_for("/report", _LATE)
    now = await _until(town.house, lambda now: not (now.waiting_in or now.waiting_out))

    assert len(phone.received) == 1
    assert now.parked == ()


async def test_after_three_tries_the_sender_gets_a_number_and_later_the_answer(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = _Broken(monkeypatch, "help", updates.TRIES)
    phone = town.phone()

    phone.say("/help")
    sorry = await phone.wait_for("something went wrong", _LATE)
    parked = (await health.of(town.house)).parked
    assert await health.retry_parked(town.house, datetime.now(UTC)) == 1
    await phone.wait_for("/report", _LATE)

    assert broken.left == 0
    assert tuple(_NUMBER.findall(sorry.text)) == parked
    assert (await _until(town.house, lambda now: not now.waiting_in)).parked == ()
    assert len(phone.received) == 2


async def test_what_one_person_wrote_next_waits_for_the_tries_and_not_for_the_repair(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    _Broken(monkeypatch, "help", 100)
    phone, other = town.phone(), town.phone("Other")

    phone.say("/help")
    phone.say("/privacy")
    other.say("/privacy")
    await phone.until(lambda: len(phone.received) == 2, _LATE)

    assert "something went wrong" in phone.received[0].text
    assert phone.received[1].text == other.received[0].text


async def test_a_payload_that_was_damaged_is_parked_and_handled_once_it_is_repaired(
    town: Town,
) -> None:
    phone = town.phone()
    whole = NewUpdate(
        bot=_BOT,
        update_id=1,
        person=town.house.keyring.person(phone.person_id),
        sealed_update=_sealed(town.house, {"update_id": 1, "message": _message(phone, "/help")}),
    )
    damaged = dataclasses.replace(whole, sealed_update=whole.sealed_update[:-1])
    async with town.house.database.write() as tx:
        await inbox.add(tx, [damaged], datetime.now(UTC))
    await _until(town.house, lambda now: len(now.parked) == 1)

    phone.say("/privacy")
    await phone.wait_for("Telegram", _LATE)
    assert len(phone.received) == 1
    async with town.house.database.write() as tx:
        of_it = tables.inbox.c.bot == _BOT
        repaired = {"sealed_update": whole.sealed_update}
        await tx.execute(sa.update(tables.inbox).where(of_it).values(repaired))
    await health.retry_parked(town.house, datetime.now(UTC))
    await phone.wait_for("/report", _LATE)

    assert (await _until(town.house, lambda now: not now.waiting_in)).parked == ()


@pytest.mark.parametrize("lacking", ["chat", "date", "message_id"])
async def test_an_update_in_a_shape_that_breaks_is_parked_and_the_next_one_answered(
    town: Town, lacking: str
) -> None:
    phone = town.phone()
    message = {key: value for key, value in _message(phone, "/help").items() if key != lacking}
    town.world.deliver("message", message)

    phone.say("/privacy")
    await phone.wait_for("Telegram", _LATE)

    assert len((await health.of(town.house)).parked) == 1


async def test_one_person_waits_while_another_is_answered_and_keeps_their_order(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = town.phone("Slow"), town.phone("Quick")
    go_on = asyncio.Event()
    prepare = dispatch.prepare

    async def slowly(house: House, raw: dict[str, Any], now: datetime) -> dispatch.Ready | None:
        if raw["message"]["from"]["id"] == slow.person_id:
            await go_on.wait()
        return await prepare(house, raw, now)

    monkeypatch.setattr(dispatch, "prepare", slowly)
    for phone in (slow, quick):
        for command in ("/help", "/privacy", "/cancel"):
            phone.say(command)
    await quick.until(lambda: len(quick.received) == 3, _LATE)
    assert slow.received == []
    go_on.set()
    await slow.until(lambda: len(slow.received) == 3, _LATE)

    said = [message.text for message in slow.received]
    assert said == [message.text for message in quick.received]
