"""Keys renewed in tests without the second that a real copy costs, and what they seal."""

import os
import time
from collections.abc import Mapping
from unittest import mock

import sqlalchemy as sa

from casework import cards, handling, keys, officers, twin
from casework.work import House, Work
from storage import keyfiles, recovery, rotation, tables
from storage import keys as held
from storage.keyfiles import KeyFile
from storage.keys import KeyName
from storage.rotation import Part
from tests import desk_play, fileplay, officers_play
from tests.stage import STORY, Resident, Stage
from tests.support import NOON
from triage.notes import NoteKind
from triage.permissions import Role
from triage.routing import Queue

UMBRELLA = "派出所的人是黑社会的保护伞，有人拿刀砍人"


async def staged(house: House, part: Part = Part.SEALS) -> None:
    """Give the keys of *part* a version that is not in use yet."""
    settings = house.settings.keys
    with mock.patch.object(recovery, "sealed", return_value=b"a copy"):
        rotation.stage(settings.folder, settings.recovery, "phrase", part, NOON)


async def put_in_use(house: House, part: Part = Part.SEALS) -> None:
    """Give the keys of *part* a new version and let it seal."""
    await staged(house, part)
    await keys.put_in_use(house, part, NOON)


async def renewed(house: House, part: Part = Part.SEALS) -> keys.Done:
    """Renew what is under older versions, and tell nobody how far it has come."""
    return await keys.renew(house, part, NOON, lambda _done, _todo: None)


def age(house: House) -> None:
    """Make the key files as old as a retirement wants them."""
    long_ago = time.time() - 3600
    for file in house.settings.keys.folder.glob("*.key"):
        os.utime(file, (long_ago, long_ago))


def files(house: House) -> Mapping[KeyName, KeyFile]:
    """Return the key files as they are, as out of a recovery copy."""
    folder = house.settings.keys.folder
    return {name: keyfiles.read(held.path_of(folder, name)) for name in KeyName}


async def filled(stage: Stage) -> None:
    """Reports of every mode, a draft, and what waits on either side."""
    await attached(stage, stage.resident(1))
    await stage.resident(1).send_report(mode="confidential")
    await stage.resident(2).send_report(mode="anonymous")
    lian = stage.resident(3)
    await by_name(lian, STORY, "Lian", "13800000000")
    wu = stage.resident(4, "zh-hans")
    await attached(stage, wu)
    await by_name(wu, UMBRELLA, "吴", "13900000000")
    await attached(stage, stage.resident(5))
    await stage.resident(5).say(STORY)
    await wait_in_every_column(stage)
    await worked_on(stage)


async def attached(stage: Stage, mei: Resident) -> None:
    """Let somebody begin with a photo that comes at once."""
    await mei.show()
    await fileplay.arrived(stage)


async def by_name(mei: Resident, story: str, name: str, reach: str) -> None:
    """Let somebody send *story* with a name and how to be reached."""
    await mei.to_card(await mei.say(story), "anonymous")
    await mei.press("|change|mode")
    await mei.press("|mode|named")
    await mei.say(name)
    await mei.say(reach)
    await mei.press("|send|")


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


async def worked_on(stage: Stage) -> None:
    """Leave what officers seal: where they are, what they are about to write, notes, a topic."""
    li = await desk_play.colleague(stage, 7, Role.SUPERVISOR, Role.VERIFIER)
    await li.claim_next()
    await li.write("|note|", "went there")
    await li.press("|note|")
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        officer = await officers.of_user(work, 7)
        assert officer
        await cards.bind(work, officer, Queue.MEDIATION, "family", (-1, 7))
    (sealed, *_) = await officers_play.in_queue(stage, Queue.INTEGRITY)
    for unit in ("discipline", "police"):
        twin_officer = await officers_play.hired(stage, Role.INTEGRITY, unit=unit)
        async with officers_play.working(stage) as work:
            await twin.confirm(work, twin_officer, sealed)
    async with officers_play.working(stage) as work:
        await handling.note(work, twin_officer, sealed, NoteKind.NOTE, "looked at")
