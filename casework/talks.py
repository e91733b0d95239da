"""Know which report a chat is about, as long as it may.

A talk with the known reporter of a report lasts as long as messages can be
deleted. One opened by a receipt lasts fifteen minutes and no longer, so that
nothing of the chat stays with an anonymous report.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from casework.work import House, Resident, Work, to_the_hour
from storage import filed, reports, sealing, talks
from storage.keys import KeyName
from storage.talks import TalkRow
from triage.errors import CannotDoThat
from triage.standing import Standing

_COLUMN = "talk.sealed_report"
_BY_RECEIPT = timedelta(minutes=15)
# Whoever pressed "Add something" and went away does not want tomorrow's story in there.
_ADDING = timedelta(minutes=30)
# Who writes so soon after Send may not know that a second report would begin.
_JUST_SENT = timedelta(minutes=30)


class Verb(StrEnum):
    """What a talk is for besides its buttons."""

    # The next messages belong to its report.
    ADD = "add"
    # Its report was sent just now, or asked about: what is written next may belong to it.
    SENT = "sent"
    # Its button has drawn a new receipt: it draws no second one.
    RENEWED = "renewed"


class TalkOver(CannotDoThat):
    """The talk is over, or was never with this person: the same answer."""

    text_key = "talk.over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What a chat is about until `erase_at`."""

    id: bytes
    report_id: bytes = field(repr=False)
    verb: Verb | None
    erase_at: datetime


async def is_own(work: Work, resident: Resident, standing: Standing) -> bool:
    """Return whether the bot knows this resident as the reporter of a report."""
    if standing.reporter_id is None:
        return False
    names = work.house.keyring.lookups(resident.user_id)
    return await filed.is_way_of(work.tx, standing.reporter_id, names)


async def about(work: Work, resident: Resident, report_id: bytes, *, is_own: bool) -> bytes:
    """Return the id of a talk about a report: the one there is, made longer, or a new one."""
    until = _long(work) if is_own else work.now + _BY_RECEIPT
    for row in await talks.live(work.tx, resident.person, work.now):
        if row.verb is None and _opened(work.house, row).report_id == report_id:
            await talks.change(work.tx, row.id, verb=None, erase_at=until)
            return row.id
    return await _open(work, resident.person, report_id, until=until)


async def with_reporter(
    work: Work, person: bytes, report_id: bytes, *, asks: bool = False
) -> bytes:
    """Return the id of a new talk with *person*, to whom something came by itself.

    After a question (*asks*) what is written next may be its answer.
    """
    if asks:
        await talks.erase_with(work.tx, person, Verb.SENT)
        await _open(work, person, report_id, until=_long(work), verb=Verb.SENT)
    return await _open(work, person, report_id, until=_long(work))


async def demand(work: Work, resident: Resident, id_: bytes) -> Talk:
    """Return the talk *id_* with this resident.

    Raises:
        TalkOver: If its time is over, or it is somebody else's.
    """
    row = await talks.one(work.tx, id_, resident.person, work.now)
    if row is None:
        raise TalkOver("talk is over")
    return _opened(work.house, row)


async def standing_of(work: Work, talk: Talk) -> Standing:
    """Return how the report of *talk* stands.

    Raises:
        TalkOver: If the report is gone.
    """
    found = await reports.with_id(work.tx, talk.report_id)
    if found is None:
        raise TalkOver("report is gone")
    return found


async def live_reports(work: Work, resident: Resident) -> list[bytes]:
    """Return the reports that this chat is about, those opened last first."""
    rows = await talks.live(work.tx, resident.person, work.now)
    return list(dict.fromkeys(_opened(work.house, row).report_id for row in rows))


async def begin_adding(work: Work, resident: Resident, talk: Talk) -> Talk:
    """Let the next messages belong to the report of *talk*, and to no other."""
    standing = await standing_of(work, talk)
    before = await adding(work, resident)
    if before is not None and before.report_id == talk.report_id:
        # Pressed on both phones: one button ends it on either.
        return before
    await leave_adding(work, resident)
    own = await is_own(work, resident, standing)
    until = work.now + _ADDING if own else talk.erase_at
    id_ = await _open(work, resident.person, talk.report_id, until=until, verb=Verb.ADD)
    return Talk(id=id_, report_id=talk.report_id, verb=Verb.ADD, erase_at=until)


async def adding(work: Work, resident: Resident) -> Talk | None:
    """Return the talk that the next message belongs to, if there is one."""
    rows = await talks.live(work.tx, resident.person, work.now)
    return next((_opened(work.house, row) for row in rows if row.verb == Verb.ADD), None)


async def go_on_adding(work: Work, resident: Resident, talk: Talk, standing: Standing) -> None:
    """Give whoever is adding another while; not beyond what a receipt opened."""
    if talk.verb is Verb.ADD and await is_own(work, resident, standing):
        await talks.change(work.tx, talk.id, verb=Verb.ADD, erase_at=work.now + _ADDING)


async def leave_adding(work: Work, resident: Resident) -> bool:
    """Let the next message be what it is; return whether it would have been added."""
    return bool(await talks.erase_with(work.tx, resident.person, Verb.ADD))


async def mark_sent(work: Work, resident: Resident, report_id: bytes | None) -> None:
    """Remember for a while that a report was just sent; of an anonymous one, None, nothing."""
    await talks.erase_with(work.tx, resident.person, Verb.SENT)
    if report_id is not None:
        until = work.now + _JUST_SENT
        await _open(work, resident.person, report_id, until=until, verb=Verb.SENT)


async def just_sent(work: Work, resident: Resident) -> Standing | None:
    """Return how the report stands that was just sent, if one can be added to."""
    rows = await talks.live(work.tx, resident.person, work.now)
    row = next((row for row in rows if row.verb == Verb.SENT), None)
    found = await reports.with_id(work.tx, _opened(work.house, row).report_id) if row else None
    return None if found is None or found.is_withdrawn else found


async def to_correct(work: Work, resident: Resident) -> Standing | None:
    """Return the report that a changed message belongs to: just sent, or the only one there is."""
    sent = await just_sent(work, resident)
    if sent is not None:
        return sent
    own = await reports.of_reporter(work.tx, work.house.keyring.lookups(resident.user_id))
    still = [standing for standing in own if not standing.is_withdrawn]
    return still[0] if len(still) == 1 else None


async def mark_renewed(work: Work, talk: Talk) -> None:
    """Remember that the button of *talk* has drawn its receipt."""
    await talks.change(work.tx, talk.id, verb=Verb.RENEWED, erase_at=talk.erase_at)


async def found(house: House, person: bytes, id_: bytes, now: datetime) -> Talk | None:
    """Return the talk *id_* with *person*, outside of any transaction, if it is not over."""
    async with house.database.read() as tx:
        row = await talks.one(tx, id_, person, now)
    return None if row is None else _opened(house, row)


def _long(work: Work) -> datetime:
    # To the hour, as in trails: the minute is nobody's business.
    return to_the_hour(work.in_hours(work.house.settings.privacy.trail_hours))


async def _open(
    work: Work, person: bytes, report_id: bytes, *, until: datetime, verb: Verb | None = None
) -> bytes:
    id_ = talks.new_id()
    identity = work.house.keyring.seal(KeyName.IDENTITY)
    sealed = identity.close(report_id, sealing.place(_COLUMN, id_))
    row = TalkRow(id=id_, sealed_report=sealed, verb=verb, erase_at=until)
    await talks.add(work.tx, person, row)
    return id_


def _opened(house: House, row: TalkRow) -> Talk:
    identity = house.keyring.seal(KeyName.IDENTITY)
    return Talk(
        id=row.id,
        report_id=identity.open(row.sealed_report, sealing.place(_COLUMN, row.id)),
        verb=Verb(row.verb) if row.verb else None,
        erase_at=row.erase_at,
    )
