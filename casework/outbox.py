"""Say something: to whoever is talking to us, a reporter, or a chat of the configuration."""

from casework.sayings import Saying, packed
from casework.work import Resident, Work
from storage import outbox
from storage.keys import KeyName
from storage.outbox import AddressKind, Lane, NewRow

SAYING = "outbox.sealed_saying"
CHAT = "outbox.sealed_chat"


async def answer(work: Work, resident: Resident, saying: Saying) -> None:
    """Say something in the chat that is open right now."""
    await _answer(work, resident, saying, Lane.NORMAL)


async def warn(work: Work, resident: Resident, saying: Saying) -> None:
    """Say something in the open chat that must not wait behind anything else."""
    await _answer(work, resident, saying, Lane.DANGER)


async def tell_reporter(work: Work, reporter_id: bytes, saying: Saying) -> None:
    """Say something to a reporter, whose chat only the bot can find."""
    await _put(work, saying, kind=AddressKind.REPORTER, address=reporter_id)


async def say_in_group(work: Work, chat_id: int, saying: Saying) -> None:
    """Say something in a group that wrote to us."""
    identity = work.house.keyring.seal(KeyName.IDENTITY)
    chat = identity.close(str(chat_id).encode(), CHAT)
    group = work.house.keyring.person(chat_id)
    await _put(work, saying, kind=AddressKind.CONVERSATION, address=group, chat=chat)


async def alarm(work: Work, name: str, saying: Saying) -> None:
    """Say something at once in the chat that the configuration calls *name*."""
    await _put(work, saying, kind=AddressKind.NAMED, address=name.encode(), lane=Lane.DANGER)


def key_for(kind: AddressKind) -> KeyName:
    """Return the key that seals sayings of this *kind*.

    What is said in an open chat may hold a receipt, so the console cannot open
    it; what officers cause must be writable by the console.
    """
    return KeyName.IDENTITY if kind is AddressKind.CONVERSATION else KeyName.CONTENT


async def _answer(work: Work, resident: Resident, saying: Saying, lane: Lane) -> None:
    identity = work.house.keyring.seal(KeyName.IDENTITY)
    chat = identity.close(str(resident.chat_id).encode(), CHAT)
    await _put(
        work,
        saying,
        kind=AddressKind.CONVERSATION,
        address=resident.person,
        lane=lane,
        chat=chat,
    )


async def _put(
    work: Work,
    saying: Saying,
    *,
    kind: AddressKind,
    address: bytes,
    lane: Lane = Lane.NORMAL,
    chat: bytes | None = None,
) -> None:
    seal = work.house.keyring.seal(key_for(kind))
    row = NewRow(
        lane=lane,
        kind=kind,
        address=address,
        sealed_chat=chat,
        sealed_saying=seal.close(packed(saying), SAYING),
    )
    await outbox.put(work.tx, row, work.now)
