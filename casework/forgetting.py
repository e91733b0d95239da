"""Burn the way to a chat: afterwards the same person is a stranger."""

from casework import events, intake
from casework.work import Resident, Work
from storage import conversations, copied, filed, inbox, talks, trails


async def forget(work: Work, resident: Resident) -> None:
    """Erase all by which this person could be found or written to.

    Their reports stay, without a reporter's way. What counts tries stays as
    long as its window, and a mute until it is over: whoever is to wait could
    otherwise forget themselves.
    Messages on their way to the reporter end as `no_chat`.
    """
    names = work.house.keyring.lookups(resident.user_id)
    await filed.burn_ways(work.tx, names)
    await intake.discard(work, resident)
    await talks.erase_of(work.tx, resident.person)
    await trails.erase_of(work.tx, resident.person)
    await inbox.drop_parked(work.tx, resident.person)
    await copied.erase_of(work.tx, resident.person)
    await conversations.erase(work.tx, resident.person)
    await events.record(work, "chat.forgotten", actor=events.RESIDENT, subject="chat")
