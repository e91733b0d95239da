"""The bytes of files: what is to be fetched, what came, what could not be had.

Each step is a transaction of a few milliseconds, and the next one asks first
whether the file is still wanted and nobody else has begun anew with it. Killed
between any two, the file is simply due again.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from casework import events, file_seals, outbox
from casework import files as use
from casework.file_seals import About
from casework.sayings import Saying, Text
from casework.work import House, Resident, Work, to_the_hour
from storage import file_chunks, files, originals, reports, sealing
from storage.faults import KeyFault
from storage.file_chunks import Part, Piece
from storage.files import FileRow, FileState
from storage.transaction import Tx
from triage.files import FileRefused, OutOfReach
from triage.languages import Language

# Seconds: pauses double up to a quarter of an hour.
_LONGEST_PAUSE = 900
# 17 minutes of growing pauses, then 95 quarters of an hour: a day in which we tried.
TRIES = 105
_SUBJECT = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A file whose turn it is. Without `telegram_id` it is here and to be sealed anew.

    `tries` is the number of this try: whoever begins another makes it worthless.
    """

    id: bytes
    tries: int
    telegram_id: str | None = field(repr=False)
    about: About = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What was fetched, and its clean copy if there can be one."""

    original: bytes = field(repr=False)
    mime: str
    clean: bytes | None = field(default=None, repr=False)
    clean_mime: str | None = None
    has_voice: bool = False


class _NotOurs(Exception):
    """The file is not wanted any more, or somebody else has begun with it."""


async def take_up(house: House, now: datetime, limit: int) -> list[Errand]:
    """Begin a try with each of the files that are due, oldest first, and return them.

    A try is counted before it is made: a file that brings us down every time is
    given up like one that cannot be had.
    """
    async with house.database.read() as tx:
        rows = await files.due(tx, now, limit)
    begun = [await _begin(house, row, now) for row in rows]
    return [errand for errand in begun if errand]


async def seconds_to_next(house: House, now: datetime, most: float) -> float:
    """Return how long nothing is due unless something comes, *most* seconds at most."""
    async with house.database.read() as tx:
        due_at = await files.next_due(tx)
    return most if due_at is None else max(0.0, min(most, (due_at - now).total_seconds()))


async def put_off(house: House, errand: Errand, until: datetime) -> None:
    """Try again no sooner than *until*: Telegram wants it so."""
    async with house.database.write() as tx:
        row = await files.one(tx, errand.id)
        if row and row.tries == errand.tries:
            await files.change(tx, errand.id, {"due_at": until})


async def keep(house: House, errand: Errand, arrived: Arrived, now: datetime) -> bool:
    """Keep what was fetched, sealed; return False if nobody wants it any more.

    A fresh data key: under the one before, the chat was sealed.
    """
    key = sealing.new_data_key()
    about = _known(errand, arrived, keeps_original=bool(house.settings.keys.custodians))
    try:
        async for piece in _pieces(house, arrived):
            await _put(house, errand, key, piece)
        await _settle(house, errand, key, about, now)
    except _NotOurs:
        return False
    return True


async def seal_anew(house: House, errand: Errand, now: datetime) -> bool:
    """Fill the file of an anonymous report from that of its draft, and erase the latter."""
    try:
        source, key = await _source(house, errand)
        async for piece in _pieces_of(house, source):
            await _put(house, errand, key, piece)
        async with house.database.write() as tx:
            await _demand_ours(tx, errand)
            await files.change(tx, errand.id, {"state": _state(errand.about)})
            await files.end(tx, [source.id], now)
    except _NotOurs:
        return False
    return True


async def give_up(house: House, errand: Errand, why: FileRefused, now: datetime) -> None:
    """Take a file as lost, and tell who sent it, where there is a way to them."""
    async with house.database.write() as tx:
        with contextlib.suppress(_NotOurs):
            row = await _demand_ours(tx, errand)
            work = Work(tx=tx, now=now, house=house)
            await _tell(work, row, errand.about, why)
            await _end(work, row)


async def _begin(house: House, row: FileRow, now: datetime) -> Errand | None:
    try:
        about: About | None = file_seals.opened(file_seals.data_key(house, row), row)
    except KeyFault:
        # Damaged, or erased since we looked: it must not be tried for ever.
        about = None
    errand = Errand(
        id=row.id,
        tries=row.tries,
        telegram_id=about.telegram_id if about else None,
        about=about or About(),
    )
    if about is None or row.tries >= TRIES:
        await give_up(house, errand, OutOfReach("not fetched"), now)
        return None
    pause = timedelta(seconds=min(2 ** (row.tries + 1), _LONGEST_PAUSE))
    try:
        async with house.database.write() as tx:
            await _demand_ours(tx, errand)
            await files.change(tx, row.id, {"tries": row.tries + 1, "due_at": now + pause})
    except _NotOurs:
        return None
    # What a try before this one has left.
    await use.clear_pieces(house, row.id)
    return replace(errand, tries=row.tries + 1)


async def _demand_ours(tx: Tx, errand: Errand) -> FileRow:
    row = await files.one(tx, errand.id)
    todo = {FileState.WAITING, FileState.MOVING}
    if row is None or row.tries != errand.tries or row.state not in todo:
        raise _NotOurs
    return row


async def _pieces(house: House, arrived: Arrived) -> AsyncIterator[Piece]:
    if arrived.clean is not None:
        for piece in file_chunks.cut(Part.CLEAN, arrived.clean):
            yield piece
    custodians = house.settings.keys.custodians
    if custodians:
        original = await asyncio.to_thread(originals.sealed, arrived.original, custodians)
        for piece in file_chunks.cut(Part.ORIGINAL, original):
            yield piece


async def _pieces_of(house: House, source: FileRow) -> AsyncIterator[Piece]:
    seal = sealing.under(file_seals.data_key(house, source))
    for part in Part:
        async with house.database.read() as tx:
            of = await file_chunks.count(tx, source.id, part)
        for number in range(of):
            async with house.database.read() as tx:
                yield await file_chunks.opened(tx, seal, source.id, part, number=number, of=of)


async def _put(house: House, errand: Errand, key: bytes, piece: Piece) -> None:
    async with house.database.write() as tx:
        await _demand_ours(tx, errand)
        await file_chunks.add(tx, errand.id, piece, sealing.under(key))


async def _settle(house: House, errand: Errand, key: bytes, about: About, now: datetime) -> None:
    async with house.database.write() as tx:
        row = await _demand_ours(tx, errand)
        by = row.wrapped_by
        if row.report_id is not None:
            by = (await files.owner(tx, row.report_id)).wrapped_by
        values = {
            "state": _state(about),
            "wrapped_by": by,
            "sealed_data_key": file_seals.wrapped(house, by, row.id, key),
            "sealed_about": file_seals.sealed(key, row.id, about),
            # Of an anonymous report not even this may tell the minute.
            "due_at": to_the_hour(now),
        }
        await files.change(tx, row.id, values)
        work = Work(tx=tx, now=now, house=house)
        await events.record(work, "file.kept", actor=events.BOT, subject=_SUBJECT)


def _known(errand: Errand, arrived: Arrived, *, keeps_original: bool) -> About:
    return About(
        name=errand.about.name,
        size=len(arrived.original),
        mime=arrived.mime,
        sha256=hashlib.sha256(arrived.original).hexdigest(),
        clean_mime=arrived.clean_mime,
        has_voice=arrived.has_voice,
        has_original=keeps_original,
    )


def _state(about: About) -> FileState:
    return FileState.READY if about.clean_mime else FileState.ORIGINAL_ONLY


async def _source(house: House, errand: Errand) -> tuple[FileRow, bytes]:
    """Return the file to fill from, and the key of the one to fill."""
    async with house.database.write() as tx:
        row = await _demand_ours(tx, errand)
        (source,) = await files.of_draft(tx, errand.id)
    return source, file_seals.data_key(house, row)


async def _tell(work: Work, row: FileRow, about: About, why: FileRefused) -> None:
    language = Language(about.language or work.house.settings.district.language)
    saying = Saying(language=language, texts=(Text(key=why.text_key, params=why.params),))
    if row.report_id is not None:
        reporter_id = (await files.owner(work.tx, row.report_id)).reporter_id
        # An anonymous reporter has none, and who asked to be forgotten has no chat.
        if reporter_id and await reports.chat_of(work.tx, reporter_id):
            await outbox.tell_reporter(work, reporter_id, saying)
    elif about.chat_id is not None:
        # In a private chat Telegram gives the chat the number of its person.
        person = work.house.keyring.person(about.chat_id)
        chat = about.chat_id
        resident = Resident(person=person, user_id=chat, chat_id=chat, language=language)
        await outbox.answer(work, resident, saying)


async def _end(work: Work, row: FileRow) -> None:
    state = FileState.FAILED if row.report_id else FileState.ERASED
    await files.end(work.tx, [row.id], work.now, state)
    sources = await files.of_draft(work.tx, row.id)
    await files.end(work.tx, [source.id for source in sources], work.now)
    await events.record(work, "file.failed", actor=events.BOT, subject=_SUBJECT)
