"""The forum topics of desks, and the cards of cases in them."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from storage.desk_tables import card, topic
from storage.transaction import Tx
from triage.routing import Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """The topic of a queue in the group of a desk; chat and thread are sealed together."""

    id: bytes
    queue: Queue
    desk: str
    sealed_chat: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Where the card of a case stands; `message_id` is None until it was sent."""

    case_id: bytes
    topic_id: bytes
    message_id: int | None


async def of_desk(tx: Tx, queue: Queue, desk: str) -> Topic | None:
    """Return the topic in which cases of a queue and desk have their cards, if there is one."""
    query = sa.select(topic).where(topic.c.queue == queue, topic.c.desk == desk)
    return _topic((await tx.execute(query)).one_or_none())


async def with_id(tx: Tx, id_: bytes) -> Topic | None:
    """Return the topic *id_*."""
    return _topic((await tx.execute(sa.select(topic).where(topic.c.id == id_))).one_or_none())


async def bind(tx: Tx, new: Topic) -> None:
    """Let a topic be that of its queue and desk, in place of the one before."""
    values = {name: getattr(new, name) for name in Topic.__dataclass_fields__}
    put = tx.insert(topic).values(values)
    moved = {"sealed_chat": put.excluded.sealed_chat}
    await tx.execute(put.on_conflict_do_update(index_elements=["queue", "desk"], set_=moved))


async def card_of(tx: Tx, case_id: bytes) -> Card | None:
    """Return where the card of a case stands."""
    row = (await tx.execute(sa.select(card).where(card.c.case_id == case_id))).one_or_none()
    return Card(**row._asdict()) if row else None


async def put_card(tx: Tx, new: Card) -> None:
    """Keep where the card of a case stands."""
    values = {name: getattr(new, name) for name in Card.__dataclass_fields__}
    put = tx.insert(card).values(values)
    moved = {"topic_id": put.excluded.topic_id, "message_id": put.excluded.message_id}
    await tx.execute(put.on_conflict_do_update(index_elements=["case_id"], set_=moved))


async def forget_cards(tx: Tx, topic_id: bytes) -> list[bytes]:
    """Forget the cards of a topic that is gone; return the cases that had them."""
    query = sa.delete(card).where(card.c.topic_id == topic_id).returning(card.c.case_id)
    return list((await tx.execute(query)).scalars())


def _topic(row: sa.Row[tuple[object, ...]] | None) -> Topic | None:
    return Topic(**row._asdict() | {"queue": Queue(row.queue)}) if row else None
