"""Every use case that changes something leaves a line in the record."""

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

import casework
from casework import (
    file_arrivals,
    founding,
    health,
    importing,
    judging,
    keys,
    limiting,
    muting,
    originals,
    regrouping,
    residents,
    searching,
    trails,
    upkeep,
)
from casework.officers import Officer
from casework.work import Work
from storage import events as record
from storage import tables
from storage.rotation import Part
from tests import fileplay, keyplay
from tests.casework import desk_events, grouping_play
from tests.casework import test_placing as matched
from tests.casework.grouping_play import LI
from tests.stage import STORY, Stage
from triage.files import Broken
from triage.limits import MuteReason
from triage.matching.reading import Told
from triage.permissions import Role

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
    await mei.answer(await mei.say(STORY))


async def edited(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(STORY)
    await mei.edit(mei.last, "Noise")


async def attached(stage: Stage) -> None:
    photo = {"file_id": "f", "file_unique_id": "u", "file_size": 1000, "width": 9, "height": 9}
    await stage.resident().say("", photo=[photo])


async def located(stage: Stage) -> None:
    await stage.resident().say("", location={"latitude": 22.72, "longitude": 114.25})


async def chosen(stage: Stage) -> None:
    await stage.resident().press_data("k|city")


async def begun_with_another(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(STORY)
    stage.now += timedelta(hours=1)
    await mei.say(STORY)
    await mei.to_card(await mei.press("|pending|other"))
    await mei.press("|send|")


async def told_duty(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("Help, our house is on fire")
    await mei.press("|tell|")


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


async def file_came(stage: Stage) -> None:
    await fileplay.attached(stage, bytes(16))
    await fileplay.arrived(stage)


async def file_lost(stage: Stage) -> None:
    await fileplay.attached(stage, bytes(16))
    (errand,) = await fileplay.errands(stage)
    await file_arrivals.give_up(stage.house, errand, Broken("broken"), stage.now)


async def originals_handed_out(stage: Stage) -> None:
    await fileplay.report(stage, reference="LG-26-004217-A")
    await originals.hand_out(stage.house, "LG-26-004217-A", stage.now)


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


async def refused(stage: Stage) -> None:
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        sender = residents.Sender(user_id=7, chat_id=7, language_code="en")
        mei = await residents.meet(work, sender)
        await limiting.refused(work, mei, limiting.CopiedText("copied"))


async def muted(stage: Stage) -> None:
    await sent(stage)
    (report,) = await stage.rows(tables.report)
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        await muting.mute(work, report["reference"], 24, MuteReason.FLOOD)


async def unmuted(stage: Stage) -> None:
    await muted(stage)
    (report,) = await stage.rows(tables.report)
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        await muting.unmute(work, report["reference"])


async def added(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("/add")
    await mei.say("They came again")


async def bared(stage: Stage) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.show("It is all very unpleasant"))
    await mei.press("|nofiles|")


async def renewed(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("/status")
    await mei.press("|receipt")


async def taken_in(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("The van drove away")
    await mei.press("|pending|into")


async def withdrawn(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("/status")
    await mei.press("|withdraw")
    await mei.press("|now")


async def imported(stage: Stage) -> None:
    told = Told(id="", time=stage.now, text=STORY)
    ready = importing.made_ready(stage.house, "old.csv", importing.Row(name="1", told=told))
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        assert await importing.take_in(work, "old.csv", [ready]) == 1


async def searched(stage: Stage) -> None:
    await sent(stage)
    li = Officer(number="officer:7", roles=frozenset({Role.VERIFIER}))
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        assert await searching.search(work, li, "gas cylinders")


async def forgotten(stage: Stage) -> None:
    await stage.resident().press_data("f|yes")


async def _two_linked(stage: Stage) -> tuple[bytes, bytes]:
    """Let two reports of one incident be sent; return the later one and the other's case."""
    one, two = await grouping_play.told(stage, matched.STORY, matched.AGAIN)
    return two, await grouping_play.case_of(stage, one)


async def merged(stage: Stage) -> int:
    two, case_id = await _two_linked(stage)
    async with grouping_play.working(stage) as work:
        stood = await grouping_play.case_of(stage, two)
        return await regrouping.merge(work, LI, stood, case_id)


async def undone(stage: Stage) -> None:
    seq = await merged(stage)
    async with grouping_play.working(stage) as work:
        await regrouping.undo(work, LI, seq)


async def split(stage: Stage) -> None:
    await merged(stage)
    two, case_id = await _report_and_case(stage)
    async with grouping_play.working(stage) as work:
        await regrouping.split(work, LI, case_id, [two])


async def moved(stage: Stage) -> None:
    await merged(stage)
    two, _ = await _report_and_case(stage)
    (three,) = await grouping_play.told(stage, grouping_play.GAS[1])
    async with grouping_play.working(stage) as work:
        await regrouping.move(work, LI, two, await grouping_play.case_of(stage, three))


async def _report_and_case(stage: Stage) -> tuple[bytes, bytes]:
    (two,) = await grouping_play.newest(stage)
    return two, await grouping_play.case_of(stage, two)


async def said_same(stage: Stage) -> None:
    two, case_id = await _two_linked(stage)
    async with grouping_play.working(stage) as work:
        await judging.same(work, LI, two, case_id)


async def said_different(stage: Stage) -> None:
    two, case_id = await _two_linked(stage)
    async with grouping_play.working(stage) as work:
        await judging.different(work, LI, two, case_id)


async def said_related(stage: Stage) -> None:
    two, case_id = await _two_linked(stage)
    async with grouping_play.working(stage) as work:
        await judging.related(work, LI, two, case_id)


async def opened(stage: Stage) -> None:
    await sent(stage)
    _, case_id = await _report_and_case(stage)
    async with grouping_play.working(stage) as work:
        await judging.open_case(work, LI, case_id)


async def links_read(stage: Stage) -> None:
    await sent(stage)
    _, case_id = await _report_and_case(stage)
    async with grouping_play.working(stage) as work:
        await judging.shown(work, LI, case_id)


# The last verb that each use case writes.
WRITES: dict[str, tuple[str, Play]] = {
    "intake.write": ("draft.opened", told),
    "intake.edit": ("draft.changed", edited),
    "intake.attach": ("draft.opened", attached),
    "intake.locate": ("draft.opened", located),
    "intake.begin": ("draft.opened", chosen),
    "intake.begin_with": ("draft.opened", begun_with_another),
    "intake.press": ("draft.changed", pressed),
    "intake.remove_files": ("draft.changed", bared),
    "intake.discard": ("draft.discarded", discarded),
    "filing.send": ("report.confirmed", sent),
    "filing.tell_duty": ("report.confirmed", told_duty),
    "residents.choose_language": ("language.chosen", spoken),
    "status.own": ("status.asked", asked_own),
    "status.by_receipt": ("status.asked", asked_by_receipt),
    "limiting.refused": ("draft.refused", refused),
    "muting.mute": ("reporter.muted.flood", muted),
    "muting.unmute": ("reporter.unmuted", unmuted),
    "file_arrivals.keep": ("file.kept", file_came),
    "file_arrivals.give_up": ("file.failed", file_lost),
    "originals.hand_out": ("originals.handed_out", originals_handed_out),
    "trails.wipe": ("chat.wiped", wiped),
    "searching.search": ("reports.searched", searched),
    "regrouping.merge": ("cases.merged", merged),
    "regrouping.move": ("cases.moved", moved),
    "regrouping.split": ("cases.split", split),
    "regrouping.undo": ("cases.undone", undone),
    "judging.same": ("cases.merged", said_same),
    "judging.different": ("cases.judged", said_different),
    "judging.related": ("cases.judged", said_related),
    "judging.open_case": ("case.opened", opened),
    "judging.shown": ("links.read", links_read),
    "importing.take_in": ("report.imported", imported),
    "adding.write": ("report.added", added),
    "adding.take_in": ("report.added", taken_in),
    "renewing.renew": ("receipt.renewed", renewed),
    "withdrawing.withdraw": ("report.withdrawn", withdrawn),
    "forgetting.forget": ("chat.forgotten", forgotten),
    "upkeep.sweep": ("draft.expired", swept),
    "health.retry_parked": ("inbox.retried", retried),
    "founding.upgrade": ("installation.upgraded", upgraded),
    "keys.put_in_use": ("keys.rotated", rotated),
    "keys.retire": ("keys.retired", retired),
    "keys.recover": ("keys.recovered", recovered),
}
# Parts of use cases, the way of a message in and out, and what only looks.
OTHERS = {
    "alongside.written",
    "adding.begin",
    "adding.choices",
    "adding.target",
    "calibrating.sample",
    "comparing.as_counted",
    "comparing.beside_earlier",
    "danger_post.send",
    "danger_post.tell_at_once",
    "delivery.due",
    "delivery.settle",
    "drafts.changed_at",
    "drafts.erase",
    "drafts.keep",
    "drafts.of",
    "drafts.of_person",
    "events.record",
    "file_arrivals.put_off",
    "file_arrivals.seal_anew",
    "file_arrivals.seconds_to_next",
    "file_arrivals.take_up",
    "entries.add_words",
    "files.attach",
    "files.attach_to_report",
    "files.clean_copy",
    "files.clear",
    "files.clear_pieces",
    "files.count",
    "files.drop",
    "files.drop_left_behind",
    "files.erase_of_report",
    "files.move_to_report",
    "files.of_report",
    "files.waiting",
    "filing.sendable",
    "founding.found",
    "health.broken_event",
    "health.demand_own_keys",
    "health.key_fits",
    "health.lost_values",
    "health.of",
    "importing.left",
    "inbox.accept",
    "inbox.due",
    "indexing.add",
    "indexing.remove",
    "indexing.renew",
    "intake.current",
    "intake.demand",
    "keyfits.fits",
    "keys.renew",
    "linking.join",
    "linking.suggest",
    "linking.suggest_there",
    "limiting.admit",
    "limiting.admit_file",
    "limiting.admit_send",
    "limiting.danger_in_refused",
    "outbox.alarm",
    "outbox.answer",
    "outbox.offer_commands",
    "outbox.retract_commands",
    "outbox.say_in_group",
    "outbox.tell_reporter",
    "outbox.warn",
    "officers.demand",
    "placing.keep",
    "drafts.is_begun",
    "indexing.add_postings",
    "placing.place",
    "reindexing.index_some",
    "reindexing.outdated",
    "reindexing.renew",
    "changing.begin",
    "changing.take_back",
    "regrouping.case_of",
    "regrouping.history",
    "regrouping.say",
    "residents.listen",
    "residents.meet",
    "residents.recall",
    "renewing.is_renewable",
    "status.just_filed",
    "steps.kept",
    "status.shown",
    "talks.about",
    "talks.adding",
    "talks.begin_adding",
    "talks.demand",
    "talks.found",
    "talks.go_on_adding",
    "talks.is_own",
    "talks.just_sent",
    "talks.leave_adding",
    "talks.live_reports",
    "talks.mark_renewed",
    "talks.mark_sent",
    "talks.standing_of",
    "talks.to_correct",
    "talks.with_reporter",
    "trails.forget",
    "trails.talk_of",
    "throttles.demand_receipt_try",
    "throttles.erase_due",
    "throttles.keep",
    "trails.messages",
    "trails.step",
    "trails.wiped",
    "updates.carry_out",
    "updates.give_up_or_retry",
    "witnesses.arrivals",
    "witnesses.of_case",
}


def public_functions() -> set[str]:
    return {
        f"{module.__name__.removeprefix('casework.')}.{name}"
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction)
        if not name.startswith("_") and function.__module__ == module.__name__
    }


def test_every_function_is_a_use_case_with_an_event_or_known_to_be_none() -> None:
    assert public_functions() == set(WRITES) | OTHERS | desk_events.USES.keys() | desk_events.OTHERS


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
