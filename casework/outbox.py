"""Say something: to whoever is talking to us, a reporter, or a chat of the configuration."""

from datetime import datetime

from casework.sayings import Manner, Saying, packed
from casework.work import Resident, Work
from storage import outbox
from storage.keys import KeyName
from storage.outbox import AddressKind, Lane, NewRow
from triage import quiet

SAYING = "outbox.sealed_saying"
CHAT = "outbox.sealed_chat"
_ON_ITS_WAY_AND_NEXT = 2


async def answer(work: Work, resident: Resident, saying: Saying) -> None:
    """Say something in the chat that is open right now."""
    await _answer(work, resident, saying, Lane.NORMAL)


async def warn(work: Work, resident: Resident, saying: Saying) -> None:
    """Say something in the open chat that must not wait behind anything else."""
    await _answer(work, resident, saying, Lane.DANGER)


async def tell_reporter(work: Work, reporter_id: bytes, saying: Saying) -> None:
    """Say something to a reporter, whose chat only the bot can find; at night it waits for the day.

    It is no answer to anything, so it can: a phone that lights up at three asks
    for an explanation.
    """
    night = work.house.settings.quiet
    local = work.house.settings.district.local(work.now)
    due = quiet.by_day(local, night.begins, night.ends)
    await _put(work, saying, kind=AddressKind.REPORTER, address=reporter_id, due_at=due)


async def offer_commands(work: Work, resident: Resident) -> None:
    """Have this chat show our commands in the language of *resident*, whatever the phone's."""
    await answer(work, resident, Saying(language=resident.language, manner=Manner.COMMANDS))


async def offer_staff_commands(work: Work, resident: Resident) -> None:
    """Have this chat show the commands of officers as well."""
    saying = Saying(language=resident.language, manner=Manner.STAFF_COMMANDS)
    await answer(work, resident, saying)


async def retract_commands(work: Work, resident: Resident) -> None:
    """Have this chat show the commands that every chat shows."""
    await answer(work, resident, Saying(language=resident.language, manner=Manner.NO_COMMANDS))


async def say_in_group(work: Work, chat_id: int, saying: Saying) -> None:
    """Say something in a group that wrote to us."""
    identity = work.house.keyring.seal(KeyName.IDENTITY)
    chat = identity.close(str(chat_id).encode(), CHAT)
    group = work.house.keyring.person(chat_id)
    await _put(work, saying, kind=AddressKind.CONVERSATION, address=group, chat=chat)


async def alarm(work: Work, name: str, saying: Saying) -> None:
    """Say something at once in the chat that the configuration calls *name*."""
    await _put(work, saying, kind=AddressKind.NAMED, address=name.encode(), lane=Lane.DANGER)


async def tell_officer(work: Work, officer_id: bytes, saying: Saying, *, now: bool = False) -> None:
    """Say something to an officer in private; *now* before anything else that waits."""
    lane = Lane.DANGER if now else Lane.NORMAL
    await _put(work, saying, kind=AddressKind.OFFICER, address=officer_id, lane=lane)


async def show_card(work: Work, case_id: bytes) -> None:
    """Have the card of a case shown as the case is when its turn comes, once for many changes.

    The first row may be on its way and show the case as it was before; a second one may not.
    """
    if await outbox.waiting_for(work.tx, AddressKind.CARD, case_id) < _ON_ITS_WAY_AND_NEXT:
        saying = Saying(language=work.house.settings.district.language, manner=Manner.CARD)
        await _put(work, saying, kind=AddressKind.CARD, address=case_id)


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
    due_at: datetime | None = None,
) -> None:
    seal = work.house.keyring.seal(key_for(kind))
    row = NewRow(
        lane=lane,
        kind=kind,
        address=address,
        sealed_chat=chat,
        sealed_saying=seal.close(packed(saying), SAYING),
        due_at=due_at,
    )
    await outbox.put(work.tx, row, work.now)
