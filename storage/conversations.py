"""What the bot must know of a private chat to go on talking: little, and no words."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from storage.tables import conversation
from storage.transaction import Tx
from triage.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A private chat, known by the keyed hash of its person."""

    person: bytes
    language: Language
    language_chosen: bool
    seen_on: date


_THEIRS = conversation.c.person == sa.bindparam("who")
_OF = sa.select(conversation).where(_THEIRS)
_ADD = sa.insert(conversation)


async def of(tx: Tx, person: bytes) -> Conversation | None:
    """Return the conversation with *person*, or None if this is the first word."""
    row = (await tx.execute(_OF, {"who": person})).one_or_none()
    if row is None:
        return None
    return Conversation(
        person=row.person,
        language=Language(row.language),
        language_chosen=row.language_chosen,
        seen_on=row.seen_on,
    )


async def add(tx: Tx, new: Conversation) -> None:
    """Keep a conversation that begins."""
    values = {
        "person": new.person,
        "language": new.language,
        "language_chosen": new.language_chosen,
        "seen_on": new.seen_on,
    }
    await tx.execute(_ADD, values)


async def see(tx: Tx, person: bytes, language: Language, today: date) -> None:
    """Note that *person* wrote today, in *language*."""
    values = {"language": language, "seen_on": today}
    await tx.execute(_of(person).values(values))


async def choose_language(tx: Tx, person: bytes, language: Language) -> None:
    """Keep the language that *person* chose, whatever Telegram says from now on."""
    await tx.execute(_of(person).values({"language": language, "language_chosen": True}))


async def erase(tx: Tx, person: bytes) -> None:
    """Drop the conversation with *person*: their next word is a first word."""
    await tx.execute(sa.delete(conversation).where(conversation.c.person == person))


async def forget_before(tx: Tx, day: date) -> None:
    """Drop conversations silent since before *day*."""
    await tx.execute(sa.delete(conversation).where(conversation.c.seen_on < day))


def _of(person: bytes) -> sa.Update:
    return sa.update(conversation).where(conversation.c.person == person)
