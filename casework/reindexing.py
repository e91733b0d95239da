"""Make findable what is not yet, and put the blind index under new versions of its keys.

Goes on where it was left: rows that are missing, or under another version,
say what is left to do.
"""

import asyncio
import json
from collections.abc import Callable, Iterable
from datetime import datetime

from casework import alongside, comparing, indexing
from casework.linking import Side
from casework.work import House, Work
from storage import events, indexed, sealing, stories
from storage.faults import KeyFault
from storage.indexed import Kept
from storage.keys import INDEX_KEYS, SEALING
from storage.sealing import Seal
from storage.stories import Story
from storage.transaction import Tx
from triage.matching.reading import Source, Told
from triage.realms import Realm, realm_of

# Reports a transaction: each is some hundred rows.
_BATCH = 10

SEALED_REALMS = tuple(realm for realm in Realm if INDEX_KEYS[realm] in SEALING)
"""Realms that are indexed under a key that seals as well, and is renewed as one."""
INDEX_REALMS = tuple(realm for realm in Realm if realm not in SEALED_REALMS)


async def index_some(house: House, now: datetime, after: int = 0) -> int | None:
    """Make some reports findable behind the number *after*; return how far that came.

    None once there are no more. They are not linked to others: what officers
    have seen does not change by itself. One that does not open stays as it is.
    """
    async with house.database.read() as tx:
        found = await stories.unindexed(tx, after, _BATCH)
    if not found:
        return None
    told = [(story, await asyncio.to_thread(_source, house, story)) for story in found]

    async def act(tx: Tx) -> None:
        # Whoever indexes takes this lock first, so that no two wait for each other.
        await events.lock(tx)
        work = Work(tx=tx, now=now, house=house)
        for story, source in told:
            if source and not await indexed.of_report(tx, story.report_id):
                await _index(work, story, source)

    await alongside.written(house, act)
    return found[-1].arrival


async def outdated(house: House, realms: Iterable[Realm]) -> int:
    """Return how many reports of *realms* are not under the newest version of their key."""
    async with house.database.read() as tx:
        return sum([await indexed.count_outdated(tx, one, _newest(house, one)) for one in realms])


async def renew(
    house: House, now: datetime, realms: Iterable[Realm], tell: Callable[[int], None]
) -> tuple[int, int]:
    """Put the reports of *realms* under the newest versions; *tell* how many that are so far.

    Returns:
        How many were renewed, and how many do not open and stay as they are.
    """
    renewed, seen = 0, 0
    for realm in realms:
        after = 0
        while True:
            done, found = await _renew_some(house, now, realm, after)
            if not found:
                break
            renewed, seen, after = renewed + done, seen + len(found), found[-1].arrival
            tell(renewed)
    return renewed, seen - renewed


async def _renew_some(
    house: House, now: datetime, realm: Realm, after: int
) -> tuple[int, list[Kept]]:
    async def act(tx: Tx) -> tuple[int, list[Kept]]:
        await events.lock(tx)
        found = await indexed.outdated(tx, realm, _newest(house, realm), after, _BATCH)
        work = Work(tx=tx, now=now, house=house)
        return sum([await _renew(work, realm, kept) for kept in found]), found

    return await alongside.written(house, act)


async def _renew(work: Work, realm: Realm, kept: Kept) -> bool:
    held = {key.version for key in work.house.keyring.feature_keys(realm)}
    if kept.version not in held:
        return False
    try:
        comparing.opened(work.house, kept)
    except KeyFault:
        return False
    await indexing.renew(work, realm, kept)
    return True


def _newest(house: House, realm: Realm) -> int:
    return house.keyring.feature_keys(realm)[0].version


async def _index(work: Work, story: Story, source: Source) -> None:
    realm = realm_of(story.queue, story.kind)
    new = comparing.read(source, story.reporter_id)
    weighed = await comparing.as_counted(work, realm, new)
    side = Side(report_id=story.report_id, seal=_seal(work.house, story))
    await indexing.add(work, realm, weighed, side, story.arrival)


def _source(house: House, story: Story) -> Source | None:
    """Return what a report is compared by, as casework/comparing.py makes it of a draft."""
    try:
        seal = _seal(house, story)
        words = seal.open(
            story.sealed_body, sealing.place("message.sealed_body", story.message_id)
        ).decode("utf-8", "surrogatepass")
        place = sealing.place("report.sealed_details", story.report_id)
        details = json.loads(seal.open(story.sealed_details, place))
    except KeyFault:
        # Damaged: doctor tells of it.
        return None
    answers = "\n".join(answer["words"] for answer in details["answers"])
    told = Told(
        id="",
        time=story.received_at,
        text=f"{words}\n{answers}".strip(),
        category=story.category,
        place=details["place"] or "",
    )
    return comparing.source_of_told(house, told)


def _seal(house: House, story: Story) -> Seal:
    place = sealing.place("report.sealed_data_key", story.report_id)
    return sealing.under(house.keyring.seal(story.wrapped_by).open(story.sealed_data_key, place))
