"""Keys that are not those of the database are noticed, and lost ones are counted."""

import shutil
from dataclasses import replace

import pytest
import sqlalchemy as sa

from casework import health
from casework.keyfits import Fit
from casework.work import House
from storage import keys as held
from storage import sealing, tables
from storage.faults import KeyFault
from storage.keys import SEALING, KeyName
from tests import keyplay
from tests.stage import STORY, Stage


def replaced(stage: Stage, name: KeyName, number: int) -> None:
    """Lose the key *name* and write another one by hand, as version *number*."""
    path = held.path_of(stage.house.settings.keys.folder, name)
    path.write_text(f"# Maple Bridge, key '{name}'\n{held.new_line(number).text()}\n")


def with_keys_anew(stage: Stage) -> House:
    return replace(stage.house, keyring=held.load(stage.house.settings.keys.folder))


@pytest.mark.parametrize("name", SEALING)
async def test_keys_of_another_installation_are_refused(stage: Stage, name: KeyName) -> None:
    await keyplay.filled(stage)
    await health.demand_own_keys(stage.house)
    replaced(stage, name, 1)

    with pytest.raises(KeyFault, match=f"do not open what is in the database: {name}$"):
        await health.demand_own_keys(with_keys_anew(stage))


async def test_keys_older_than_the_database_are_refused(stage: Stage) -> None:
    await keyplay.filled(stage)
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
    await keyplay.filled(stage)
    for name in SEALING:
        replaced(stage, name, 2)
    again = Stage(house=with_keys_anew(stage), numbers=stage.numbers)

    await health.demand_own_keys(again.house)
    await again.resident(1).send_report()

    lost = await health.lost_values(again.house)
    assert set(lost) == set(SEALING)
    # A report, its contact and its file, and a note of an officer.
    assert lost[KeyName.INTEGRITY] == 4
    assert set((await health.key_fits(again.house)).values()) == {Fit.OPENS, Fit.LOST}
    # Nobody is known any more: the same person is another reporter now.
    assert len(await again.rows(tables.reporter)) == 4


async def test_an_empty_database_takes_any_keys(stage: Stage) -> None:
    for name in SEALING:
        replaced(stage, name, 1)

    await health.demand_own_keys(with_keys_anew(stage))
