"""The card of a case in the group of its desk: kept as the case is, without a word of it."""

import json
from dataclasses import dataclass, field

from casework import outbox
from casework.work import House, Work
from storage import cases, desk, reporters, sealing, staff, topics
from storage.desk import DeskCase
from storage.keys import KeyName
from storage.reporters import Voices
from storage.topics import Card, Topic
from storage.transaction import Tx


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
    None means that it was not sent yet. *holder* is the number of whoever has the
    case, *pinged* the people on duty whom an urgent one calls.
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
    """Return what the card of a case shows now, None if it has no place or no case."""
    async with house.database.read() as tx:
        found = await desk.one(tx, case_id)
        if found is None:
            return None
        card = await topics.card_of(tx, case_id)
        stands = await topics.with_id(tx, card.topic_id) if card else None
        bound = await topics.of_desk(tx, found.queue, found.desk)
        return View(
            case=found,
            voices=await reporters.voices(tx, case_id),
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


async def moved(house: House, topic_id: bytes, chat_id: int, thread_id: int) -> None:
    """Keep that a topic was made anew, because somebody had deleted it; its cards are gone."""
    async with house.database.write() as tx:
        found = await topics.with_id(tx, topic_id)
        if found is not None:
            await topics.forget_cards(tx, topic_id)
            sealed = sealed_chat(house, topic_id, chat_id, thread_id)
            again = Topic(id=topic_id, queue=found.queue, desk=found.desk, sealed_chat=sealed)
            await topics.bind(tx, again)


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
