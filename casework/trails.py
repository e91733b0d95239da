"""Know which messages make up a private chat, and wipe it when asked to."""

import json
from dataclasses import dataclass, field

from casework import events, outbox
from casework.sayings import Manner, Saying, Text
from casework.work import House, Resident, Work, to_the_hour
from storage import trails
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


async def step(work: Work, person: bytes, message_id: int) -> None:
    """Remember one message of the chat with *person* for as long as it can be deleted."""
    new = trails.new_id()
    identity = work.house.keyring.seal(KeyName.IDENTITY)
    sealed = identity.close(json.dumps(message_id).encode(), f"{_COLUMN}:{new.hex()}")
    # To the hour: the minutes of a chat would tell the minute of its anonymous report.
    erase_at = to_the_hour(work.in_hours(work.house.settings.privacy.trail_hours))
    await trails.add(work.tx, person, Step(id=new, sealed_message=sealed), erase_at)


async def wipe(work: Work, resident: Resident) -> None:
    """Ask the sender to delete both sides of this chat, after what is still to be said."""
    saying = Saying(language=resident.language, manner=Manner.WIPE)
    await outbox.answer(work, resident, saying)
    await events.record(work, "chat.wiped", actor=events.RESIDENT, subject="chat")


async def messages(house: House, person: bytes) -> dict[int, bytes]:
    """Return the messages known of the chat with *person*: their numbers, with our ids."""
    identity = house.keyring.seal(KeyName.IDENTITY)
    async with house.database.read() as tx:
        steps = await trails.of(tx, person)
    opened = {
        known.id: identity.open(known.sealed_message, f"{_COLUMN}:{known.id.hex()}")
        for known in steps
    }
    return {json.loads(number): id_ for id_, number in opened.items()}


async def wiped(work: Work, chat_id: int, language: Language, done: Wiped) -> None:
    """Forget the messages that are gone, and say how many stayed."""
    await trails.erase(work.tx, done.ids)
    key = "wipe.some_left" if done.left else "wipe.done"
    texts = (Text(key=key, params={"n": done.left or done.deleted}),)
    # In a private chat Telegram gives the chat the number of its person.
    person = work.house.keyring.person(chat_id)
    resident = Resident(person=person, user_id=chat_id, chat_id=chat_id, language=language)
    await outbox.answer(work, resident, Saying(language=language, texts=texts))
