"""Keys are renewed while residents go on; nothing that was sealed is lost on the way."""

import asyncio
import shutil
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from casework import health, keys
from casework.keyfits import Fit
from casework.work import House
from storage import keys as held
from storage import reports, rewrapping, sealing, tables
from storage.faults import KeyFault
from storage.keys import SEALING, KeyName
from storage.rewrapping import Exchange
from storage.rotation import Part
from storage.sealed_columns import COLUMNS, SealedColumn
from tests import keyplay
from tests.stage import STORY, Stage, keys_of

UMBRELLA = "派出所的人是黑社会的保护伞，有人拿刀砍人"


async def filled(stage: Stage) -> None:
    """Reports of every mode, a draft, and what waits on either side."""
    await stage.resident(1).send_report(mode="confidential")
    await stage.resident(2).send_report(mode="anonymous")
    lian = stage.resident(3)
    await lian.say(STORY)
    for wanted in ("|when|now", "|mode|named"):
        await lian.press(wanted)
    await lian.say("Lian")
    await lian.say("13800000000")
    await lian.press("|send|")
    wu = stage.resident(4, "zh-hans")
    await wu.say(UMBRELLA)
    for wanted in ("|kind|lead.umbrella", "跳过", "今天", "|mode|named"):
        await wu.press(wanted)
    await wu.say("吴")
    await wu.say("13900000000")
    await wu.press("|send|")
    await stage.resident(5).say(STORY)
    await wait_in_every_column(stage)


async def wait_in_every_column(stage: Stage) -> None:
    """Put one value each where nothing stays for long."""
    seal = stage.house.keyring.seal
    update = {
        "bot": 1,
        "update_id": 1,
        "person": b"p",
        "state": "parked",
        "tries": 3,
        "due_at": stage.now,
        "accepted_on": stage.now.date(),
        "fault": "0A1B2C3D",
    }
    said = {"lane": 1, "address": b"p", "state": "waiting", "tries": 0}
    said |= {"due_at": stage.now.replace(year=2100), "queued_at": stage.now}
    identity, content = seal(KeyName.IDENTITY), seal(KeyName.CONTENT)
    async with stage.house.database.write() as tx:
        sealed = identity.close(b"{}", "inbox.sealed_update:1:1")
        await tx.execute(sa.insert(tables.inbox).values(update | {"sealed_update": sealed}))
        for kind, key in (("conversation", identity), ("named", content)):
            row = said | {"address_kind": kind, "sealed_chat": None}
            if kind == "conversation":
                row["sealed_chat"] = identity.close(b"5", "outbox.sealed_chat")
            row["sealed_saying"] = key.close(b"{}", "outbox.sealed_saying")
            await tx.execute(sa.insert(tables.outbox).values(row))
        erased = said | {"address_kind": "named", "sealed_saying": b"", "state": "failed"}
        await tx.execute(sa.insert(tables.outbox).values(erased))


async def values(stage: Stage, column: SealedColumn) -> list[bytes]:
    """Return what is in *column*, opened with the keys of its files."""
    seal = held.load(stage.house.settings.keys.folder).seal(column.name)
    every = range(1, 10)
    async with stage.house.database.read() as tx:
        found = await rewrapping.under_versions(tx, column, every, None, 1000)
    return [seal.open(one.sealed, one.place) for one in found]


async def versions(stage: Stage) -> set[int]:
    found: set[int] = set()
    async with stage.house.database.read() as tx:
        for column in COLUMNS:
            found |= {
                number for number in range(10) if await rewrapping.count(tx, column, [number])
            }
    return found


async def test_everything_is_renewed_and_opens_as_before(stage: Stage) -> None:
    await filled(stage)
    before = [await values(stage, column) for column in COLUMNS]
    await keyplay.put_in_use(stage.house)

    done = await keyplay.renewed(stage.house)

    assert all(before)
    assert [await values(stage, column) for column in COLUMNS] == before
    assert done == keys.Done(renewed=sum(map(len, before)))
    assert await versions(stage) == {2}


async def test_a_second_run_finds_nothing_to_do(stage: Stage) -> None:
    await filled(stage)
    await keyplay.put_in_use(stage.house)
    await keyplay.renewed(stage.house)

    assert await keyplay.renewed(stage.house) == keys.Done()


async def test_residents_go_on_in_the_middle_of_a_rotation(stage: Stage) -> None:
    mei = stage.resident()
    receipt = await mei.send_report()
    await mei.say(STORY)
    await keyplay.put_in_use(stage.house)

    await mei.press("|when|now")
    await keyplay.renewed(stage.house)
    await mei.press("|mode|confidential")

    assert "sent.receipt" in keys_of(await mei.press("|send|"))
    assert keys_of(await mei.say(receipt))[0].startswith("status")
    assert len(await stage.rows(tables.reporter)) == 1
    assert len(await stage.rows(tables.report)) == 2


@pytest.mark.parametrize("after", [0, 1, 2, 5, 9])
async def test_killed_in_the_middle_it_goes_on_where_it_was(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    await filled(stage)
    await keyplay.put_in_use(stage.house)
    monkeypatch.setattr(keys, "_BATCH", 1)

    def killed(done: int, _todo: int) -> None:
        if done > after:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await keys.renew(stage.house, Part.SEALS, killed)
    assert await versions(stage) == {1, 2}
    rest = await keyplay.renewed(stage.house)

    assert rest.renewed > 0
    assert await versions(stage) == {2}


async def test_a_row_that_changed_meanwhile_keeps_the_change(stage: Stage) -> None:
    await stage.resident().say(STORY)
    (column,) = [one for one in COLUMNS if one.table is tables.draft]
    (row,) = await stage.rows(tables.draft)
    late = Exchange(key=row["person"], old=b"what stood there before", new=b"too late")
    gone = Exchange(key=b"nobody", old=b"a", new=b"b")

    async with stage.house.database.write() as tx:
        await rewrapping.exchange(tx, column, [late, gone])

    assert await stage.rows(tables.draft) == [row]


async def test_a_damaged_value_is_counted_and_left_alone(stage: Stage) -> None:
    await stage.resident().say(STORY)
    broken = sealing.prefix(1) + bytes(40)
    async with stage.house.database.write() as tx:
        await tx.execute(sa.update(tables.draft).values(sealed_body=broken))
    await keyplay.put_in_use(stage.house)

    done = await keyplay.renewed(stage.house)

    assert done.unreadable == 1
    assert [row["sealed_body"] for row in await stage.rows(tables.draft)] == [broken]


async def test_old_versions_are_kept_while_something_is_under_them(stage: Stage) -> None:
    await filled(stage)
    await keyplay.put_in_use(stage.house)
    keyplay.age(stage.house)

    used = await keys.retire(stage.house, stage.now)

    assert set(used) == set(SEALING)
    assert stage.house.keyring.seal(KeyName.CONTENT).versions == {1, 2}


async def test_after_dropping_old_versions_everything_opens_and_everybody_is_known(
    stage: Stage,
) -> None:
    await filled(stage)
    await keyplay.put_in_use(stage.house)
    await keyplay.renewed(stage.house)
    keyplay.age(stage.house)

    assert not await keys.retire(stage.house, stage.now)

    assert await health.lost_values(stage.house) == {}
    assert set((await health.key_fits(stage.house)).values()) == {Fit.OPENS}
    await stage.resident(1).send_report()
    assert len(await stage.rows(tables.reporter)) == 3


async def test_a_new_look_up_is_computed_for_every_reporter(stage: Stage) -> None:
    mei, bao = stage.resident(1), stage.resident(2)
    await mei.send_report()
    await bao.send_report()
    await keyplay.put_in_use(stage.house, Part.LOOKUPS)

    done = await keyplay.renewed(stage.house, Part.LOOKUPS)

    assert done == keys.Done(renewed=2)
    expected = {stage.house.keyring.lookups(user)[0] for user in (1, 2)}
    assert {row["lookup"] for row in await stage.rows(tables.reporter)} == expected
    assert await keyplay.renewed(stage.house, Part.LOOKUPS) == keys.Done()


@pytest.mark.parametrize("when", ["staged", "in use", "computed"])
async def test_a_reporter_is_the_same_all_the_while_look_ups_are_renewed(
    stage: Stage, when: str
) -> None:
    mei = stage.resident()
    await mei.send_report()
    await keyplay.staged(stage.house, Part.LOOKUPS)
    if when != "staged":
        await keys.put_in_use(stage.house, Part.LOOKUPS, stage.now)
    if when == "computed":
        await keyplay.renewed(stage.house, Part.LOOKUPS)

    await mei.send_report()
    await mei.say("/status")

    assert len(await stage.rows(tables.reporter)) == 1
    found = await own(stage, mei.user_id)
    assert len(found) == 2


async def test_a_reporter_who_came_under_the_old_look_up_meanwhile_is_done_by_the_next_run(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_BATCH", 1)
    for user in range(1, 6):
        await stage.resident(user).send_report()
    await keyplay.put_in_use(stage.house, Part.LOOKUPS)

    def killed(done: int, todo: int) -> None:
        assert todo == 5
        if done == 2:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await keys.renew(stage.house, Part.LOOKUPS, killed)
    for user in range(1, 6):
        await stage.resident(user).send_report()
    assert await keyplay.renewed(stage.house, Part.LOOKUPS) == keys.Done(renewed=3)

    assert len(await stage.rows(tables.reporter)) == 5
    assert {len(row["lookup"]) for row in await stage.rows(tables.reporter)} == {34}


async def own(stage: Stage, user_id: int) -> list[Any]:
    async with stage.house.database.read() as tx:
        return list(await reports.of_reporter(tx, stage.house.keyring.lookups(user_id)))


def replaced(stage: Stage, name: KeyName, number: int) -> None:
    """Lose the key *name* and write another one by hand, as version *number*."""
    path = held.path_of(stage.house.settings.keys.folder, name)
    path.write_text(f"# Maple Bridge, key '{name}'\n{held.new_line(number).text()}\n")


def with_keys_anew(stage: Stage) -> House:
    return replace(stage.house, keyring=held.load(stage.house.settings.keys.folder))


@pytest.mark.parametrize("name", SEALING)
async def test_keys_of_another_installation_are_refused(stage: Stage, name: KeyName) -> None:
    await filled(stage)
    await health.demand_own_keys(stage.house)
    replaced(stage, name, 1)

    with pytest.raises(KeyFault, match=f"do not open what is in the database: {name}$"):
        await health.demand_own_keys(with_keys_anew(stage))


async def test_keys_older_than_the_database_are_refused(stage: Stage) -> None:
    await filled(stage)
    folder = stage.house.settings.keys.folder
    shutil.copytree(folder, folder.parent / "earlier")
    await keyplay.put_in_use(stage.house)
    await keyplay.renewed(stage.house)
    shutil.rmtree(folder)
    shutil.copytree(folder.parent / "earlier", folder)

    with pytest.raises(KeyFault, match="newer versions than these keys have: content, identity"):
        await health.demand_own_keys(with_keys_anew(stage))


async def test_one_damaged_value_does_not_pass_for_a_foreign_key(stage: Stage) -> None:
    await stage.resident(1).say(STORY)
    await stage.resident(2).say(STORY)
    row = (await stage.rows(tables.draft))[0]
    broken = sealing.prefix(1) + bytes(40)
    query = sa.update(tables.draft).where(tables.draft.c.person == row["person"])
    async with stage.house.database.write() as tx:
        await tx.execute(query.values(sealed_body=broken))

    await health.demand_own_keys(stage.house)


async def test_with_new_keys_for_lost_ones_the_house_goes_on_and_says_what_is_lost(
    stage: Stage,
) -> None:
    await filled(stage)
    for name in SEALING:
        replaced(stage, name, 2)
    again = Stage(house=with_keys_anew(stage), numbers=stage.numbers)

    await health.demand_own_keys(again.house)
    await again.resident(1).send_report()

    lost = await health.lost_values(again.house)
    assert set(lost) == set(SEALING)
    assert lost[KeyName.INTEGRITY] == 2
    assert set((await health.key_fits(again.house)).values()) == {Fit.OPENS, Fit.LOST}
    # Nobody is known any more: the same person is another reporter now.
    assert len(await again.rows(tables.reporter)) == 4


async def test_an_empty_database_takes_any_keys(stage: Stage) -> None:
    for name in SEALING:
        replaced(stage, name, 1)

    await health.demand_own_keys(with_keys_anew(stage))
