"""Every use case that changes something leaves a line in the record."""

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Awaitable, Callable

import pytest

import casework
from casework import founding, health, keys, residents, trails, upkeep
from casework.work import Work
from storage import events as record
from storage import tables
from storage.rotation import Part
from tests import keyplay
from tests.stage import STORY, Stage

Play = Callable[[Stage], Awaitable[object]]

# All there are, so that a new one cannot be forgotten here.
MODULES = [
    importlib.import_module(f"casework.{module.name}")
    for module in pkgutil.iter_modules(casework.__path__)
]


async def told(stage: Stage) -> None:
    await stage.resident().say(STORY)


async def pressed(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(STORY)
    await mei.press("Right now")


async def discarded(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(STORY)
    await mei.press("Discard")


async def sent(stage: Stage) -> None:
    await stage.resident().send_report()


async def spoken(stage: Stage) -> None:
    await stage.resident().press_data("l|zh-Hant")


async def asked_own(stage: Stage) -> None:
    await stage.resident().say("/status")


async def asked_by_receipt(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(await mei.send_report())


async def swept(stage: Stage) -> None:
    await told(stage)
    stage.now = stage.now.replace(year=stage.now.year + 1)
    await upkeep.sweep(stage.house, stage.now)


async def retried(stage: Stage) -> None:
    await health.retry_parked(stage.house, stage.now)


async def upgraded(stage: Stage) -> None:
    await founding.upgrade(stage.house.settings.database_url, stage.now)


async def wiped(stage: Stage) -> None:
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        sender = residents.Sender(user_id=7, chat_id=7, language_code="en")
        await trails.wipe(work, await residents.meet(work, sender))


async def rotated(stage: Stage) -> None:
    await keyplay.staged(stage.house)
    await keys.put_in_use(stage.house, Part.SEALS, stage.now)


async def retired(stage: Stage) -> None:
    await rotated(stage)
    keyplay.age(stage.house)
    assert not await keys.retire(stage.house, stage.now)


async def recovered(stage: Stage) -> None:
    files = keyplay.files(stage.house)
    shutil.rmtree(stage.house.settings.keys.folder)
    await keys.recover(stage.house.settings, files, stage.now)


# The last verb that each use case writes.
WRITES: dict[str, tuple[str, Play]] = {
    "intake.write": ("draft.opened", told),
    "intake.press": ("draft.changed", pressed),
    "intake.discard": ("draft.discarded", discarded),
    "filing.send": ("report.confirmed", sent),
    "residents.choose_language": ("language.chosen", spoken),
    "status.own": ("status.asked", asked_own),
    "status.by_receipt": ("status.asked", asked_by_receipt),
    "trails.wipe": ("chat.wiped", wiped),
    "upkeep.sweep": ("draft.expired", swept),
    "health.retry_parked": ("inbox.retried", retried),
    "founding.upgrade": ("installation.upgraded", upgraded),
    "keys.put_in_use": ("keys.rotated", rotated),
    "keys.retire": ("keys.retired", retired),
    "keys.recover": ("keys.recovered", recovered),
}
# Parts of use cases, the way of a message in and out, and what only looks.
OTHERS = {
    "danger_post.send",
    "delivery.due",
    "delivery.settle",
    "drafts.erase",
    "drafts.keep",
    "drafts.of",
    "drafts.ticket_now",
    "events.record",
    "filing.is_sendable",
    "founding.found",
    "health.broken_event",
    "health.demand_own_keys",
    "health.key_fits",
    "health.lost_values",
    "health.of",
    "inbox.accept",
    "inbox.due",
    "intake.current",
    "intake.demand",
    "keyfits.fits",
    "keys.renew",
    "outbox.alarm",
    "outbox.answer",
    "outbox.say_in_group",
    "outbox.tell_reporter",
    "outbox.warn",
    "placing.case_for",
    "residents.meet",
    "residents.recall",
    "throttles.demand_receipt_try",
    "throttles.keep",
    "trails.messages",
    "trails.step",
    "trails.wiped",
    "updates.carry_out",
    "updates.give_up_or_retry",
}


def public_functions() -> set[str]:
    return {
        f"{module.__name__.removeprefix('casework.')}.{name}"
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction)
        if not name.startswith("_") and function.__module__ == module.__name__
    }


def test_every_function_is_a_use_case_with_an_event_or_known_to_be_none() -> None:
    assert public_functions() == set(WRITES) | OTHERS


@pytest.mark.parametrize("name", WRITES)
async def test_it_writes_its_event(stage: Stage, name: str) -> None:
    verb, play = WRITES[name]

    await play(stage)

    found = sorted(await stage.rows(tables.event), key=lambda event: int(event["seq"]))
    assert found[-1]["verb"] == verb
    async with stage.house.database.read() as tx:
        assert await record.first_broken(tx) is None


async def test_an_installation_begins_with_an_event(stage: Stage) -> None:
    (event,) = await stage.rows(tables.event)

    assert (event["seq"], event["actor"], event["verb"]) == (1, "operator", "installation.founded")


async def test_no_event_names_a_person_or_holds_words(stage: Stage) -> None:
    for play in (told, discarded, sent, asked_own, asked_by_receipt, spoken):
        await play(stage)

    person = stage.house.keyring.person(stage.resident().user_id)
    for event in await stage.rows(tables.event):
        assert event["actor"] in {"resident", "bot", "operator"}
        assert event["subject_id"] != person
        assert event["subject_id"] is None or event["subject"] == "report"
