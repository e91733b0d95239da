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

from casework import (
    filing,
    limiting,
    pressing,
    report_buttons,
    residents,
    throttles,
    trails,
)
from casework.files import SentFile
from casework.filing import FreshReceipt
from casework.residents import Sender
from casework.sayings import Text
from casework.work import House, Resident, Work
from handlers import buttons, groups, guards, talk_buttons
from handlers.contents import Content, Location, Other, SharedContact
from handlers.guards import Incoming, InGroup, Pressed, Told
from handlers.officers import buttons as desk_buttons
from handlers.officers import desk
from handlers.residents import (
    additions,
    asides,
    commands,
    leaving,
    news,
    reports,
    talk,
    warning,
)
from triage import receipts
from triage.errors import BridgeError, CannotDoThat, Outdated, TooFast
from triage.limits import Kind
from triage.questions import Question

# Argon2 takes 64 MiB each time: two at once is what a small machine bears.
_HASHERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


class CannotReadThat(CannotDoThat):
    """A sticker, a poll, a die: it tells us nothing."""

    text_key = "error.cannot_read"


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
        return Ready(incoming=incoming, receipt=await _fresh_receipt(house, incoming, now))
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
    await _admit(work, resident, incoming, ready)
    if ready.refused:
        raise ready.refused
    if isinstance(incoming, Pressed):
        await _press(work, resident, incoming, ready.receipt)
    elif ready.asks_receipt or not await _is_officers(work, resident, incoming):
        heard = await residents.listen(work, resident, _story(incoming))
        await _told(work, heard, incoming, ready)


async def explain(work: Work, ready: Ready, error: BridgeError) -> None:
    """Say what went wrong; after an old button, also where the draft stands now."""
    if isinstance(ready.incoming, InGroup):
        await groups.explain(work, ready.incoming, error)
        return
    await _trail(work, ready.incoming)
    resident = await residents.meet(work, ready.incoming.sender)
    if isinstance(ready.incoming, Told):
        # The words of a story that is full, or under a file too big, may speak of danger.
        await warning.warn(work, resident, ready.incoming.text)
    if not await limiting.refused(work, resident, error):
        return
    await talk.say(work, resident, Text(key=error.text_key, params=dict(error.params)))
    pressed = ready.incoming
    if isinstance(pressed, Pressed) and pressed.data.startswith(desk_buttons.PREFIX):
        await desk.show_again(work, resident, pressed.data, error)
    elif isinstance(error, Outdated):
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


async def _admit(work: Work, resident: Resident, incoming: Told | Pressed, ready: Ready) -> None:
    """Count what came in; who sends too much or is muted is stopped here, danger never."""
    if isinstance(incoming, Pressed):
        await limiting.admit(work, resident, Kind.PRESS)
    else:
        # A slash under a file, or edited in, makes no command of what is to be kept.
        is_kept = incoming.content is not None or incoming.edited
        is_command = ready.asks_receipt or (incoming.text.startswith("/") and not is_kept)
        kind = Kind.COMMAND if is_command else Kind.WORDS
        await limiting.admit(work, resident, kind, incoming.text)


async def _fresh_receipt(house: House, pressed: Pressed, now: datetime) -> FreshReceipt | None:
    """Draw a receipt if this press needs one; `act` says why it cannot be done."""
    person = house.keyring.person(pressed.sender.user_id)
    loop = asyncio.get_running_loop()
    try:
        if pressed.data.startswith(talk_buttons.PREFIX):
            if not await reports.wants_receipt(house, person, pressed.data, now):
                return None
            return await loop.run_in_executor(_HASHERS, filing.draw_receipt, house)
        meant = buttons.draft_press(pressed.data)
    except Outdated:
        return None
    if meant.verb not in buttons.FILING:
        return None
    draft = await filing.sendable(house, person, meant.ticket)
    if draft is None:
        return None
    return await loop.run_in_executor(_HASHERS, filing.made_ready, house, draft, now)


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


def _story(told: Told) -> str:
    """Return the words that may begin a report, empty for a command."""
    return "" if told.text.startswith("/") or told.edited else told.text


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
    elif pressed.data.startswith(desk_buttons.PREFIX):
        await desk.pressed(work, resident, pressed.data, pressed.message_id)
    elif pressed.data.startswith(report_buttons.PREFIX):
        await news.press(work, resident, pressed.data, pressed.message_id)
    elif pressed.data.startswith("k|"):
        await additions.leave(work, resident)
        await talk.begin_kind(work, resident, pressed.data, pressed.message_id)
    elif pressed.data.startswith("l|"):
        choice = buttons.chosen_language(pressed.data)
        await commands.choose_language(work, resident, choice, pressed.message_id)
    elif pressed.data.startswith(talk_buttons.PREFIX):
        about = talk_buttons.talk_press(pressed.data)
        await reports.press(work, resident, about, pressed.message_id, fresh)
    elif pressed.data.startswith(talk_buttons.FORGET_PREFIX):
        await leaving.press(work, resident, pressed.data, pressed.message_id)
    else:
        await additions.leave(work, resident)
        meant = buttons.draft_press(pressed.data)
        if (meant.verb, meant.value) == (Question.PENDING, pressing.INTO):
            await additions.take_in(work, resident, meant.ticket, pressed.message_id)
            return
        await talk.press(work, resident, meant, pressed.message_id, fresh)


async def _told(work: Work, resident: Resident, told: Told, ready: Ready) -> None:
    if ready.asks_receipt:
        await reports.status_by_receipt(work, resident, ready.receipt_hash)
    elif await additions.told(work, resident, told):
        return
    elif told.edited:
        await talk.edit(work, resident, told)
    elif told.content is not None:
        await _content(work, resident, told, told.content)
    elif told.text.startswith("/"):
        await _run(work, resident, told.text)
    elif not (
        await talk.thanked(work, resident, told.text) or await asides.heard(work, resident, told)
    ):
        await talk.write(work, resident, told)


async def _is_officers(work: Work, resident: Resident, told: Told) -> bool:
    """Take a message that belongs to an officer's work; return False if it is a resident's."""
    plain = not told.edited and told.content is None
    return plain and await desk.heard(work, resident, told.text)


async def _content(work: Work, resident: Resident, told: Told, content: Content) -> None:
    match content:
        case SentFile():
            await talk.attach(work, resident, told)
        case Location():
            await talk.locate(work, resident, content)
        case SharedContact():
            await talk.contact(work, resident, told, content)
        case Other():
            raise CannotReadThat("not words, a file, a place or a contact")


async def _run(work: Work, resident: Resident, text: str) -> None:
    command = commands.COMMANDS.get(_command(text.split(maxsplit=1)[0]))
    if command is None:
        raise UnknownCommand("unknown command")
    await command(work, resident)


def _command(word: str) -> str:
    return word.removeprefix("/").partition("@")[0].lower()
