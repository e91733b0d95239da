"""The card of a case in the group of its desk: kept as the case is, without a word of it."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime

from casework import events, officers, outbox
from casework.officers import Officer
from casework.work import House, Work
from storage import cases, desk, reporters, sealing, staff, topics
from storage.keys import KeyName
from storage.reports import new_id
from storage.topics import Card, Topic
from storage.transaction import Tx
from triage.cases import DeskCase, Voices
from triage.errors import Invalid
from triage.permissions import Duty
from triage.routing import Queue


class NoSuchDesk(Invalid):
    """There is no such desk, or it does not serve the queue."""

    text_key = "desk.no_such_desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a topic is on Telegram."""

    topic_id: bytes
    chat_id: int = field(repr=False)
    thread_id: int | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a card shows: no words of the report.

    *stands* is where the card is now, *belongs* where it should be; a message_id of
    None means that it was not sent yet. *holder* is the number of whoever has the case.
    """

    case: DeskCase
    voices: Voices
    holder: str
    stands: Placed | None
    message_id: int | None
    belongs: Placed | None


async def refresh(work: Work, case_id: bytes) -> None:
    """Have the card of a case made or changed, if its desk has a topic or it has a card."""
    found = await cases.one(work.tx, case_id)
    if found is None:
        return
    bound = await topics.of_desk(work.tx, found.queue, found.desk)
    if bound is not None or await topics.card_of(work.tx, case_id) is not None:
        await outbox.show_card(work, case_id)


async def view(house: House, case_id: bytes) -> View | None:
    """Return what the card of a case shows now, None if there is no case any more."""
    async with house.database.read() as tx:
        found = await desk.one(tx, case_id)
        return await seen(house, tx, found) if found else None


async def seen(house: House, tx: Tx, found: DeskCase) -> View:
    """Return what the card of a case shows."""
    card = await topics.card_of(tx, found.id)
    stands = await topics.with_id(tx, card.topic_id) if card else None
    bound = await topics.of_desk(tx, found.queue, found.desk)
    return View(
        case=found,
        voices=await reporters.voices(tx, found.id),
        holder=await _number(tx, found.claimant),
        stands=_opened(house, stands) if stands else None,
        message_id=card.message_id if card else None,
        belongs=_opened(house, bound) if bound else None,
    )


async def sent(house: House, case_id: bytes, topic_id: bytes, message_id: int | None) -> None:
    """Keep where the card of a case was sent."""
    async with house.database.write() as tx:
        card = Card(case_id=case_id, topic_id=topic_id, message_id=message_id)
        await topics.put_card(tx, card)


async def moved(house: House, gone: Placed, made: Placed, now: datetime) -> Placed:
    """Keep that a topic was made anew, because somebody had deleted it; its cards come again.

    Return where it is: two cards can find it gone at the same time, and the one that
    is second here has made one too many.
    """
    async with house.database.write() as tx:
        found = await topics.with_id(tx, gone.topic_id)
        if found is None:
            return made
        stands = _opened(house, found)
        if stands != gone:
            return stands
        cases_of_it = await topics.forget_cards(tx, gone.topic_id)
        sealed = sealed_chat(house, gone.topic_id, made.chat_id, made.thread_id)
        await topics.bind(tx, replace(found, sealed_chat=sealed))
        work = Work(tx=tx, now=now, house=house)
        for case_id in cases_of_it:
            await outbox.show_card(work, case_id)
        return made


async def bind(
    work: Work, officer: Officer, queue: Queue, desk_code: str, place: tuple[int, int | None]
) -> int:
    """Let a topic of a group be where cases of a queue and desk have their cards.

    Return how many cases get theirs now.

    Raises:
        NotYourDuty: If topics are not theirs.
        NoSuchDesk: If that desk does not serve that queue.
    """
    officers.demand_duty(officer, Duty.TOPICS)
    wanted = work.house.data.routing.desks.get(desk_code)
    if wanted is None or queue not in wanted.queues:
        raise NoSuchDesk("no desk of this name in that queue")
    known = await topics.of_desk(work.tx, queue, desk_code)
    topic_id = known.id if known else new_id()
    sealed = sealed_chat(work.house, topic_id, *place)
    await topics.bind(work.tx, Topic(id=topic_id, queue=queue, desk=desk_code, sealed_chat=sealed))
    await topics.forget_cards(work.tx, topic_id)
    await events.record(
        work, "topic.bound", actor=officer.number, subject="topic", subject_id=topic_id, exact=True
    )
    waiting = await desk.live_of_desk(work.tx, queue, desk_code)
    for case_id in waiting:
        await outbox.show_card(work, case_id)
    return len(waiting)


async def chat_of(house: House, case_id: bytes) -> int | None:
    """Return the number of the group in which the card of a case is to stand."""
    found = await view(house, case_id)
    placed = (found.belongs or found.stands) if found else None
    return placed.chat_id if placed else None


def sealed_chat(house: House, topic_id: bytes, chat_id: int, thread_id: int | None) -> bytes:
    """Return where a topic is, as it is kept: only the bot can open it."""
    identity = house.keyring.seal(KeyName.IDENTITY)
    place = sealing.place("topic.sealed_chat", topic_id)
    return identity.close(json.dumps([chat_id, thread_id]).encode(), place)


def _opened(house: House, found: Topic) -> Placed:
    identity = house.keyring.seal(KeyName.IDENTITY)
    place = sealing.place("topic.sealed_chat", found.id)
    chat_id, thread_id = json.loads(identity.open(found.sealed_chat, place))
    return Placed(topic_id=found.id, chat_id=chat_id, thread_id=thread_id)


async def _number(tx: Tx, officer_id: bytes | None) -> str:
    known = await staff.with_id(tx, officer_id) if officer_id else None
    return known.number if known else ""
