"""From an update to the handler that answers it.

Three steps, called by the inbox workers: `prepare` does what is slow before
the transaction begins, `act` runs inside it, `explain` says what went wrong.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram import Update

from casework import filing, residents, throttles, trails
from casework.filing import FreshReceipt
from casework.residents import Sender
from casework.sayings import Text
from casework.work import House, Resident, Work
from handlers import buttons, groups, guards
from handlers.guards import Incoming, InGroup, Pressed, Told
from handlers.residents import commands, talk
from triage import greetings, receipts
from triage.errors import BridgeError, CannotDoThat, Outdated, TooFast

# Argon2 takes 64 MiB each time: two at once is what a small machine bears.
_HASHERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


class CannotReadThat(CannotDoThat):
    """A photo, a sticker, a voice message: taken in a later release."""

    text_key = "error.text_only"


class CannotTakeEdit(CannotDoThat):
    """A message was edited after it had been read."""

    text_key = "error.edited"


class UnknownCommand(CannotDoThat):
    """A slash and a word we do not know."""

    text_key = "error.unknown_command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """An update made ready to be acted on."""

    incoming: Incoming
    receipt: FreshReceipt | None = field(default=None, repr=False)
    # A receipt was typed: its hash, or None if it cannot be one.
    asks_receipt: bool = False
    receipt_hash: bytes | None = field(default=None, repr=False)
    refused: BridgeError | None = None


async def prepare(house: House, raw: dict[str, Any], now: datetime) -> Ready | None:
    """Return what *raw* asks for, hashed and drawn; None if it needs no answer."""
    incoming = guards.narrowed(Update.de_json(raw, None))
    if isinstance(incoming, Pressed):
        return Ready(incoming=incoming, receipt=await _fresh_receipt(house, incoming))
    typed = _typed_receipt(incoming) if isinstance(incoming, Told) else None
    if isinstance(incoming, Told) and typed is not None:
        return await _with_receipt(house, incoming, typed, now)
    return Ready(incoming=incoming) if incoming else None


async def act(work: Work, ready: Ready) -> None:
    """Answer an update, inside its transaction.

    Raises:
        BridgeError: If what was asked for cannot be done; see `explain`.
    """
    incoming = ready.incoming
    if isinstance(incoming, InGroup):
        await groups.command(work, incoming)
        return
    await _trail(work, incoming)
    resident = await residents.meet(work, incoming.sender)
    if ready.refused:
        raise ready.refused
    if isinstance(incoming, Pressed):
        await _press(work, resident, incoming, ready.receipt)
    else:
        await _told(work, resident, incoming, ready)


async def explain(work: Work, ready: Ready, error: BridgeError) -> None:
    """Say what went wrong; after an old button, also where the draft stands now."""
    if isinstance(ready.incoming, InGroup):
        return
    await _trail(work, ready.incoming)
    resident = await residents.meet(work, ready.incoming.sender)
    await talk.say(work, resident, Text(key=error.text_key, params=dict(error.params)))
    if isinstance(error, Outdated):
        await talk.go_on(work, resident)


def sender(raw: dict[str, Any]) -> Sender | None:
    """Return who to apologise to for *raw*, if it came from a private chat."""
    incoming = guards.narrowed(Update.de_json(raw, None))
    return None if incoming is None or isinstance(incoming, InGroup) else incoming.sender


async def _trail(work: Work, incoming: Told | Pressed) -> None:
    """Remember the number of an incoming message, so that it can be wiped."""
    if isinstance(incoming, Told):
        person = work.house.keyring.person(incoming.sender.user_id)
        await trails.step(work, person, incoming.message_id)


async def _fresh_receipt(house: House, pressed: Pressed) -> FreshReceipt | None:
    """Draw a receipt if this press can send a draft; `act` says why it cannot."""
    try:
        meant = buttons.draft_press(pressed.data)
    except Outdated:
        return None
    person = house.keyring.person(pressed.sender.user_id)
    if meant.verb != buttons.SEND or not await filing.is_sendable(house, person, meant.ticket):
        return None
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_HASHERS, filing.draw_receipt, house)


async def _with_receipt(house: House, told: Told, typed: str, now: datetime) -> Ready:
    person = house.keyring.person(told.sender.user_id)
    try:
        await throttles.demand_receipt_try(house, person, now)
    except TooFast as error:
        return Ready(incoming=told, asks_receipt=True, refused=error)
    receipt = receipts.parse(typed)
    hashed = None
    if receipt:
        loop = asyncio.get_running_loop()
        hashed = await loop.run_in_executor(_HASHERS, house.receipt_hash, receipt)
    return Ready(incoming=told, asks_receipt=True, receipt_hash=hashed)


def _typed_receipt(told: Told) -> str | None:
    """Return what was typed as a receipt: after /status, or a line of digits alone."""
    word, *rest = told.text.split(maxsplit=1) or [""]
    if word.startswith("/") and _command(word) == "status" and rest:
        return rest[0]
    return told.text if receipts.looks_like_one(told.text) else None


async def _press(
    work: Work, resident: Resident, pressed: Pressed, fresh: FreshReceipt | None
) -> None:
    if pressed.data == buttons.WIPE:
        await talk.wipe(work, resident)
    elif pressed.data.startswith("l|"):
        choice = buttons.chosen_language(pressed.data)
        await commands.choose_language(work, resident, choice, pressed.message_id)
    else:
        meant = buttons.draft_press(pressed.data)
        await talk.press(work, resident, meant, pressed.message_id, fresh)


async def _told(work: Work, resident: Resident, told: Told, ready: Ready) -> None:
    if ready.asks_receipt:
        await commands.status_by_receipt(work, resident, ready.receipt_hash)
    elif told.edited:
        raise CannotTakeEdit("edited message")
    elif told.text.startswith("/"):
        await _run(work, resident, told.text)
    elif greetings.is_greeting(told.text, work.house.data.lexicon):
        await commands.start(work, resident)
    elif told.text:
        await talk.write(work, resident, told.text, without_file=told.other)
    else:
        raise CannotReadThat("not text")


async def _run(work: Work, resident: Resident, text: str) -> None:
    command = commands.COMMANDS.get(_command(text.split(maxsplit=1)[0]))
    if command is None:
        raise UnknownCommand("unknown command")
    await command(work, resident)


def _command(word: str) -> str:
    return word.removeprefix("/").partition("@")[0].lower()
