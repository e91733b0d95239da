"""Hand out what is to be sent, and settle what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from casework import cards, talks, trails
from casework import outbox as addressing
from casework.sayings import Saying, unpacked
from casework.trails import Wiped
from casework.work import House, Work
from storage import outbox, reports, sealing, staff
from storage.faults import KeyFault
from storage.keys import KeyName
from storage.outbox import AddressKind, Lane, OutboxRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A saying on its way. `chat_id` is None when there is no way to its address."""

    seq: int
    lane: Lane
    kind: AddressKind
    address: bytes = field(repr=False)
    chat_id: int | None = field(repr=False)
    saying: Saying = field(repr=False)
    tries: int
    queued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a parcel: sent, put off `until`, or failed with a `problem`.

    `message_id` is Telegram's number of a message that was sent, `wiped` what a
    wipe came to.
    """

    parcel: Parcel
    message_id: int | None = None
    wiped: Wiped | None = None
    until: datetime | None = None
    problem: str | None = None


async def due(house: House, now: datetime, busy: Collection[bytes], limit: int) -> list[Parcel]:
    """Return what may be sent now, at most one row for an address that is not *busy*."""
    parcels = []
    for row in await outbox.heads(house.database, now, busy, limit):
        try:
            parcels.append(await _parcel(house, row))
        except (KeyFault, LookupError, TypeError, ValueError):
            # Damaged, or written by another release: it must not hold up the others.
            async with house.database.write() as tx:
                await outbox.fail(tx, row.seq, "unreadable")
    return parcels


async def settle(house: House, now: datetime, outcomes: Sequence[Outcome]) -> None:
    """Write down *outcomes* in one transaction."""
    async with house.database.write() as tx:
        work = Work(tx=tx, now=now, house=house)
        sent = [outcome for outcome in outcomes if not (outcome.until or outcome.problem)]
        await outbox.erase(tx, [outcome.parcel.seq for outcome in sent])
        for outcome in outcomes:
            await _settle(work, outcome)


async def _settle(work: Work, outcome: Outcome) -> None:
    parcel = outcome.parcel
    if outcome.problem:
        await outbox.fail(work.tx, parcel.seq, outcome.problem)
    elif outcome.until:
        await outbox.put_off(work.tx, parcel.seq, outcome.until)
        return
    if parcel.chat_id and parcel.chat_id > 0:
        # Groups have negative numbers; only private chats can be wiped.
        await _remember(work, outcome, parcel.chat_id)


async def _remember(work: Work, outcome: Outcome, chat_id: int) -> None:
    """Keep the number of what was sent, or forget what is to be forgotten."""
    saying = outcome.parcel.saying
    person = work.house.keyring.person(chat_id)
    if saying.last:
        await trails.forget(work, person)
    elif outcome.wiped:
        await trails.wiped(work, chat_id, saying.language, outcome.wiped)
    elif outcome.message_id:
        talk = saying.talk
        if saying.report:
            talk = await talks.with_reporter(work, person, saying.report, asks=saying.asks)
        await trails.step(work, person, outcome.message_id, talk)
    elif saying.talk and saying.message_id and not outcome.problem:
        # A message that stands already was changed, and is now about a report.
        await trails.step(work, person, saying.message_id, saying.talk)


async def _parcel(house: House, row: OutboxRow) -> Parcel:
    seal = house.keyring.seal(addressing.key_for(row.kind))
    return Parcel(
        seq=row.seq,
        lane=row.lane,
        kind=row.kind,
        address=row.address,
        chat_id=await _chat(house, row),
        saying=unpacked(seal.open(row.sealed_saying, addressing.SAYING)),
        tries=row.tries,
        queued_at=row.queued_at,
    )


async def _chat(house: House, row: OutboxRow) -> int | None:
    identity = house.keyring.seal(KeyName.IDENTITY)
    if row.kind is AddressKind.NAMED:
        return house.settings.telegram.chats.by_name(row.address.decode())
    if row.kind is AddressKind.CARD:
        return await cards.chat_of(house, row.address)
    if row.kind is AddressKind.OFFICER:
        async with house.database.read() as tx:
            sealed = await staff.chat_of(tx, row.address)
        place = sealing.place("officer.sealed_chat", row.address)
        return int(identity.open(sealed, place)) if sealed else None
    if row.kind is AddressKind.REPORTER:
        async with house.database.read() as tx:
            sealed = await reports.chat_of(tx, row.address)
        place = f"reporter.sealed_chat:{row.address.hex()}"
        return int(identity.open(sealed, place)) if sealed else None
    if row.sealed_chat is None:
        raise KeyFault("a conversation without its chat")
    return int(identity.open(row.sealed_chat, addressing.CHAT))
