"""Keys are renewed while residents go on; nothing that was sealed is lost on the way."""

import asyncio

import pytest
import sqlalchemy as sa

from casework import health, keys
from casework.keyfits import Fit
from storage import keys as held
from storage import rewrapping, sealing, tables
from storage.keys import SEALING, KeyName
from storage.rewrapping import Exchange
from storage.rotation import Part
from storage.sealed_columns import COLUMNS, SealedColumn
from tests import keyplay
from tests.stage import STORY, Stage, keys_of

# What belongs to a report is never under the key of the bot alone.
NEVER = {("identity", "report"), ("identity", "contact"), ("identity", "note")}


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
    await keyplay.filled(stage)
    before = [await values(stage, column) for column in COLUMNS]
    await keyplay.put_in_use(stage.house)

    done = await keyplay.renewed(stage.house)

    columns = zip(COLUMNS, before, strict=True)
    empty = {(str(c.name), c.column.table.name) for c, found in columns if not found}
    assert empty == NEVER
    assert [await values(stage, column) for column in COLUMNS] == before
    # One report is on officials: what it is found by is renewed with the rest.
    assert done == keys.Done(renewed=sum(map(len, before)) + 1)
    assert await versions(stage) == {2}


async def test_a_second_run_finds_nothing_to_do(stage: Stage) -> None:
    await keyplay.filled(stage)
    await keyplay.put_in_use(stage.house)
    await keyplay.renewed(stage.house)

    assert await keyplay.renewed(stage.house) == keys.Done()


async def test_residents_go_on_in_the_middle_of_a_rotation(stage: Stage) -> None:
    mei = stage.resident()
    receipt = await mei.send_report()
    said = await mei.say(f"{STORY}, again")
    await keyplay.put_in_use(stage.house)

    answered = await mei.answer(said)
    await keyplay.renewed(stage.house)
    await mei.to_card(answered or said)

    assert "sent.receipt" in keys_of(await mei.press("|send|"))
    assert keys_of(await mei.say(receipt))[0].startswith("status")
    assert len(await stage.rows(tables.reporter)) == 1
    assert len(await stage.rows(tables.report)) == 2


@pytest.mark.parametrize("after", [0, 1, 2, 5, 9])
async def test_killed_in_the_middle_it_goes_on_where_it_was(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    await keyplay.filled(stage)
    await keyplay.put_in_use(stage.house)
    monkeypatch.setattr(keys, "_BATCH", 1)

    def killed(done: int, _todo: int) -> None:
        if done > after:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await keys.renew(stage.house, Part.SEALS, stage.now, killed)
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
    await keyplay.filled(stage)
    await keyplay.put_in_use(stage.house)
    keyplay.age(stage.house)

    used = await keys.retire(stage.house, stage.now)

    assert set(used) == set(SEALING)
    assert stage.house.keyring.seal(KeyName.CONTENT).versions == {1, 2}


async def test_after_dropping_old_versions_everything_opens_and_everybody_is_known(
    stage: Stage,
) -> None:
    await keyplay.filled(stage)
    await keyplay.put_in_use(stage.house)
    await keyplay.renewed(stage.house)
    keyplay.age(stage.house)

    assert not await keys.retire(stage.house, stage.now)

    assert await health.lost_values(stage.house) == {}
    assert set((await health.key_fits(stage.house)).values()) == {Fit.OPENS}
    await stage.resident(1).send_report()
    assert len(await stage.rows(tables.reporter)) == 3
