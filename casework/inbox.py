"""Accept what Telegram hands over, and read it again when its turn comes."""

import json
import operator
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from casework.work import House
from storage import inbox
from storage.inbox import InboxRow, NewUpdate
from storage.keys import KeyName
from storage.presence import ALL, Share

_COLUMN = "inbox.sealed_update"

# Where the sender stands in each kind of update that has one.
_SENDERS = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
    "poll_answer",
    "inline_query",
)


async def accept(
    house: House, bot: int, updates: Sequence[Mapping[str, Any]], now: datetime
) -> None:
    """Keep a batch of *updates* of *bot* in one commit; only then may they be confirmed.

    Their numbers are the order in which people did things, wherever a repeated
    or shuffled batch has them.
    """
    if not updates:
        return
    seal = house.keyring.seal(KeyName.IDENTITY)
    rows = [
        NewUpdate(
            bot=bot,
            update_id=update["update_id"],
            person=house.keyring.person(_sender(update)),
            sealed_update=seal.close(json.dumps(update).encode(), _place(bot, update["update_id"])),
        )
        for update in sorted(updates, key=operator.itemgetter("update_id"))
    ]
    async with house.database.write() as tx:
        await inbox.add(tx, rows, now)


async def due(
    house: House, now: datetime, busy: Collection[bytes], limit: int, share: Share = ALL
) -> Sequence[InboxRow]:
    """Return the oldest update of each person of this *share* whose turn it is."""
    return await inbox.heads(house.database, now, busy, limit, share)


def opened(house: House, row: InboxRow) -> dict[str, Any]:
    """Return the update in *row* as Telegram sent it.

    Raises:
        KeyFault: If it was sealed under a key we do not hold.
    """
    seal = house.keyring.seal(KeyName.IDENTITY)
    update: dict[str, Any] = json.loads(
        seal.open(row.sealed_update, _place(row.bot, row.update_id))
    )
    return update


def _place(bot: int, update_id: int) -> str:
    return f"{_COLUMN}:{bot}:{update_id}"


def _sender(update: Mapping[str, Any]) -> int:
    """Return whose order an update keeps: the user's, else the chat's, else its own."""
    for kind in _SENDERS:
        part = update.get(kind)
        if part:
            who = part.get("from") or part.get("user") or part.get("chat") or {}
            return int(who.get("id", update["update_id"]))
    return int(update["update_id"])
