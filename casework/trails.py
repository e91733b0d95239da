"""Know which messages make up a private chat, and wipe it when asked to."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from casework import events, outbox
from casework.sayings import Manner, Saying, Text
from casework.work import House, Resident, Work, to_the_hour
from storage import talks, trails
from storage.keys import KeyName
from storage.trails import Step
from triage.languages import Language

_COLUMN = "trail.sealed_message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiped:
    """What a wipe came to: our ids of the messages, how many went and how many stayed."""

    ids: tuple[bytes, ...] = field(repr=False)
    deleted: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a chat: the numbers of its messages, and our ids of them."""

    numbers: frozenset[int] = field(repr=False)
    ids: tuple[bytes, ...] = field(repr=False)


async def step(work: Work, person: bytes, message_id: int, talk: bytes | None = None) -> None:
    """Remember one message of the chat with *person* for as long as it can be deleted.

    One that is about a report has a *talk*: a reply to it is added there as
    long as the talk lasts.
    """
    new = trails.new_id()
    identity = work.house.keyring.seal(KeyName.IDENTITY)
    about = [message_id, talk.hex()] if talk else message_id
    sealed = identity.close(json.dumps(about).encode(), f"{_COLUMN}:{new.hex()}")
    # To the hour: the minutes of a chat would tell the minute of its anonymous report.
    erase_at = to_the_hour(work.in_hours(work.house.settings.privacy.trail_hours))
    await trails.add(work.tx, person, Step(id=new, sealed_message=sealed), erase_at)


async def wipe(work: Work, resident: Resident) -> None:
    """Ask the sender to delete both sides of this chat, after what is still to be said.

    The chat is about no report any more: its buttons are gone.
    """
    await talks.erase_of(work.tx, resident.person)
    saying = Saying(language=resident.language, manner=Manner.WIPE)
    await outbox.answer(work, resident, saying)
    await events.record(work, "chat.wiped", actor=events.RESIDENT, subject="chat")


async def talk_of(work: Work, person: bytes, message_id: int) -> bytes | None:
    """Return the talk that a message of the chat with *person* belongs to, if it does."""
    opened = _opened(work.house, await trails.of(work.tx, person))
    return next((talk for number, talk in opened if talk and number == message_id), None)


async def messages(house: House, person: bytes) -> Known:
    """Return the messages known of the chat with *person*."""
    async with house.database.read() as tx:
        steps = await trails.of(tx, person)
    numbers = frozenset(number for number, _ in _opened(house, steps))
    return Known(numbers=numbers, ids=tuple(known.id for known in steps))


async def forget(work: Work, person: bytes) -> None:
    """Forget the chat with *person* after the last word in it."""
    await trails.erase_of(work.tx, person)


async def wiped(work: Work, chat_id: int, language: Language, done: Wiped) -> None:
    """Forget the messages that are gone, and say how many stayed."""
    await trails.erase(work.tx, done.ids)
    key = "wipe.some_left" if done.left else "wipe.done"
    texts = (Text(key=key, params={"n": done.left or done.deleted}),)
    # In a private chat Telegram gives the chat the number of its person.
    person = work.house.keyring.person(chat_id)
    resident = Resident(person=person, user_id=chat_id, chat_id=chat_id, language=language)
    await outbox.answer(work, resident, Saying(language=language, texts=texts))


def _opened(house: House, steps: Iterable[Step]) -> list[tuple[int, bytes | None]]:
    """Return the number of each message with its talk."""
    identity = house.keyring.seal(KeyName.IDENTITY)
    found: list[tuple[int, bytes | None]] = []
    for known in steps:
        content = json.loads(identity.open(known.sealed_message, f"{_COLUMN}:{known.id.hex()}"))
        number, talk = content if isinstance(content, list) else (content, "")
        found.append((number, bytes.fromhex(talk) or None))
    return found
