import asyncio
import hashlib
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from bot import runtime
from casework import file_seals, files
from casework.work import House
from sandbox import server
from sandbox.world import World
from storage import file_chunks, originals, sealing, tables
from storage.file_chunks import Part
from storage.files import FileRow, FileState
from storage.keys import KeyName
from tests import fileplay
from tests.conftest import POSTGRES, SQLITE
from tests.durability import demands
from tests.durability.lives import NEVER, Lives, nursery
from tests.stage import Stage
from tests.support import NOON, Installation

_FILES = 4
_LATE = 60.0
_SEEDS = ((SQLITE, 0), (SQLITE, 1), pytest.param("postgres", 2, marks=POSTGRES.marks))


async def _hurry(house: House) -> None:
    """Let what waits for another try be due at once."""
    async with house.database.write() as tx:
        table = tables.file
        unfinished = table.c.state.in_([FileState.WAITING, FileState.MOVING])
        await tx.execute(sa.update(table).where(unfinished).values(due_at=NOON, tries=0))


async def _finished(house: House, seconds: float) -> bool:
    done = {FileState.READY, FileState.ORIGINAL_ONLY, FileState.ERASED}
    async with asyncio.timeout(seconds):
        while True:
            rows = await Stage(house=house).rows(tables.file)
            if {row["state"] for row in rows} <= done:
                return True
            await asyncio.sleep(0.05)


async def _shot(house: House, lives: Lives, random: Random, times: int) -> int:
    """Let the bot die so often while there are files to see to; return how often at a commit."""
    at_points = 0
    for number in range(times):
        await _hurry(house)
        point = (NEVER, "before_commit", "after_commit")[number % 3]
        seconds = random.uniform(0.2, 1.5) if point == NEVER else 5.0
        await lives.begin(point, random.randint(3, 14))
        at_points += await lives.kill_after(seconds)
    await _hurry(house)
    polled_at = lives.polled_at()
    await lives.begin()
    async with asyncio.timeout(_LATE):
        # Told to stop before it is up, it would just die.
        while lives.polled_at() == polled_at:  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.05)
    await _finished(house, _LATE)
    assert await lives.stop() == 0
    return at_points


async def _contents(house: House, custodians: list[fileplay.Custodian]) -> list[tuple[str, bytes]]:
    """Return the SHA-256 of what each original is said to be, and what it opens to."""
    found = []
    for row in await Stage(house=house).rows(tables.file):
        if row["state"] == FileState.ERASED:
            continue
        given = {name: row[name] for name in FileRow.__dataclass_fields__}
        file = FileRow(**given | {"wrapped_by": KeyName(row["wrapped_by"])})
        key = file_seals.data_key(house, file)
        async with house.database.read() as tx:
            seal = sealing.under(key)
            assert await file_chunks.whole(tx, seal, file.id, Part.CLEAN)
            sealed = await file_chunks.whole(tx, seal, file.id, Part.ORIGINAL)
        original = originals.opened(sealed, [one.private for one in custodians])
        found.append((str(file_seals.opened(key, file).sha256), original))
    return found


async def _sent(stage: Stage, world: World, photos: list[bytes]) -> None:
    """Put files onto Telegram's shelf, and each into a draft that no sweep takes for expired."""
    for photo in photos:
        sent = fileplay.sent(telegram_id=world.files.keep("photos", ".jpg", photo).file_id)
        await fileplay.attached(stage, await fileplay.draft(stage), sent)
    async with stage.house.database.write() as tx:
        later = NOON.replace(year=2100)
        await tx.execute(sa.update(tables.draft).values(erase_at=later))


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("engine", "seed"), _SEEDS)
async def test_no_kill_loses_doubles_or_mixes_a_file(
    installation: Installation, world: World, tmp_path: Path, seed: int
) -> None:
    random, custodians = Random(seed), [fileplay.custodian(), fileplay.custodian()]
    text = installation.config.read_text(encoding="utf-8")
    public = ", ".join(f'"{one.public}"' for one in custodians)
    installation.config.write_text(text.replace("custodians = []", f"custodians = [{public}]"))
    photos = [fileplay.picture(size=(1400, 1000), quality=100) for _ in range(_FILES)]
    async with server.serve(world) as running:
        installation.configure(
            telegram__base_url=running.base_url, telegram__base_file_url=running.base_file_url
        )
        async with (
            runtime.opened(installation.settings()) as house,
            nursery(installation.config, tmp_path / "log") as lives,
        ):
            stage = Stage(house=house)
            await _sent(stage, world, photos)
            at_commits = await _shot(house, lives, random, 9)
            assert sorted(original for _, original in await _contents(house, custodians)) == sorted(
                photos
            )

            await _sent_anonymously(stage)
            at_commits += await _shot(house, lives, random, 9)

            found = await _contents(house, custodians)
            await files.clear(house)
            rows = await stage.rows(tables.file)
            chunks = await stage.rows(tables.file_chunk)

    assert sorted(original for _, original in found) == sorted(photos)
    assert all(hashlib.sha256(original).hexdigest() == told for told, original in found)
    assert at_commits >= 3
    assert len(rows) == _FILES
    assert {chunk["file_id"] for chunk in chunks} == {row["id"] for row in rows}
    demands.quiet_log(tmp_path / "log")


async def _sent_anonymously(stage: Stage) -> None:
    drafts = {row["draft_id"] for row in await stage.rows(tables.file)}
    for draft_id in drafts:
        report_id = await fileplay.report(stage)
        async with stage.house.database.write() as tx:
            work = fileplay.work(stage, tx)
            dropped = await files.move_to_report(
                work, draft_id, report_id, KeyName.CONTENT, anonymous=True
            )
        assert not dropped
