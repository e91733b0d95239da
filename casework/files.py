"""What residents send besides words: taken up, moved to the report, looked at, erased.

Everything here is short and fits into the transaction of a use case. The bytes
come later: casework/file_arrivals.py.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from casework import file_seals, limiting
from casework.file_seals import About
from casework.work import House, Resident, Work, to_the_hour
from storage import file_chunks, files, sealing
from storage.file_chunks import Part
from storage.files import KEPT, FileRow, FileState
from storage.keys import KeyName
from storage.reports import new_id
from triage import files as rules
from triage.errors import NotFound

# Pieces dropped in one transaction: SQLite overwrites each with zeros, some milliseconds.
_PIECES = 2
_FILES = 20


class FileKind(StrEnum):
    """As what Telegram sent it."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    ANIMATION = "animation"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """What Telegram says of a file; `size` in bytes. All of it may be a lie."""

    kind: FileKind
    telegram_id: str = field(repr=False)
    size: int | None
    name: str | None = field(default=None, repr=False)
    mime: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A file of a report, as officers are told of it. `size` in bytes."""

    id: bytes
    kind: FileKind
    state: FileState
    size: int | None
    mime: str | None
    voice_may_identify: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanCopy:
    """What officers may look at: a picture made anew, a recording without its tags."""

    content: bytes = field(repr=False)
    mime: str
    name: str | None = field(repr=False)


async def attach(work: Work, resident: Resident, draft_id: bytes, sent: SentFile) -> None:
    """Take up a file that came for a draft; it is fetched as soon as this is committed.

    Raises:
        FileRefused: If it is too big or unwelcome, or one too many.
    """
    _demand(work, sent, await count(work, draft_id))
    await limiting.admit_file(work, resident)
    about = _about(sent, resident)
    await _add(work, sent.kind, replace(about, chat_id=resident.chat_id), draft_id=draft_id)


async def attach_to_report(
    work: Work, resident: Resident, report_id: bytes, sent: SentFile
) -> None:
    """Take up a file that came for a report after Send.

    It waits under the identity key, which a console does not hold, until it is here.

    Raises:
        FileRefused: If it is too big or unwelcome, or one too many.
    """
    there = await files.of_report(work.tx, report_id)
    _demand(work, sent, sum(row.state is not FileState.FAILED for row in there))
    await limiting.admit_file(work, resident)
    await _add(work, sent.kind, _about(sent, resident), report_id=report_id)


async def count(work: Work, draft_id: bytes) -> int:
    """Return how many files a draft has; those that could not be taken do not count."""
    return len(await files.of_draft(work.tx, draft_id))


async def waiting(work: Work, draft_id: bytes) -> int:
    """Return how many files of a draft are not here yet: Send would drop them if anonymous."""
    rows = await files.of_draft(work.tx, draft_id)
    return sum(row.state is FileState.WAITING for row in rows)


async def move_to_report(
    work: Work, draft_id: bytes, report_id: bytes, wrapped_by: KeyName, *, anonymous: bool
) -> int:
    """Give the files of a draft to its report; return how many had to be dropped.

    A report that is not anonymous does not wait: what is not here yet is
    fetched later, by the bot alone. An anonymous one drops that, and keeps no
    id and no key of the draft: see `_seal_anew`.
    """
    rows = await files.of_draft(work.tx, draft_id)
    here = [row for row in rows if row.state in KEPT]
    missing = [row for row in rows if row.state not in KEPT]
    for row in here:
        await (_seal_anew if anonymous else _rewrap)(work, row, report_id, wrapped_by)
    if anonymous:
        await files.end(work.tx, [row.id for row in missing], work.now)
        return len(missing)
    for row in missing:
        await _go_on_for(work, row, report_id)
    return 0


async def drop(work: Work, draft_id: bytes) -> None:
    """Erase the files of a draft: their keys now, their bytes with the next sweep."""
    rows = await files.of_draft(work.tx, draft_id)
    await files.end(work.tx, [row.id for row in rows], work.now)


async def drop_left_behind(work: Work) -> None:
    """Erase files whose draft is gone, however it went."""
    await files.end(work.tx, await files.without_draft(work.tx), work.now)


async def erase_of_report(work: Work, report_id: bytes) -> None:
    """Erase the files of a report: their keys now, their bytes with the next sweep."""
    rows = await files.of_report(work.tx, report_id)
    sources = [source for row in rows for source in await files.of_draft(work.tx, row.id)]
    await files.end(work.tx, [row.id for row in (*rows, *sources)], work.now)


async def of_report(work: Work, report_id: bytes) -> list[Described]:
    """Return the files of a report, oldest first."""
    return [_described(work, row) for row in await files.of_report(work.tx, report_id)]


async def clean_copy(work: Work, file_id: bytes) -> CleanCopy:
    """Return the copy of a file that may be looked at.

    Raises:
        NotFound: If there is no such file, or only its original was kept.
    """
    row = await files.one(work.tx, file_id)
    if row is None or row.state is not FileState.READY:
        raise NotFound("no clean copy of this file")
    key = file_seals.data_key(work.house, row)
    about = file_seals.opened(key, row)
    content = await file_chunks.whole(work.tx, sealing.under(key), row.id, Part.CLEAN)
    return CleanCopy(content=content, mime=about.clean_mime or "", name=about.name)


async def clear(house: House) -> None:
    """Drop the bytes of erased files, a few pieces in a transaction."""
    async with house.database.read() as tx:
        erased = await files.to_clear(tx, _FILES)
    for file_id in erased:
        await clear_pieces(house, file_id)
        async with house.database.write() as tx:
            await files.remove(tx, file_id)


async def clear_pieces(house: House, file_id: bytes) -> None:
    """Drop all pieces of one file."""
    left = _PIECES
    while left == _PIECES:
        async with house.database.write() as tx:
            left = await file_chunks.erase_some(tx, file_id, _PIECES)


def _demand(work: Work, sent: SentFile, there: int) -> None:
    most = work.house.settings.limits.files_per_report
    if there >= most:
        raise rules.TooMany(most)
    rules.demand_welcome(size=sent.size, name=sent.name, mime=sent.mime)


def _about(sent: SentFile, resident: Resident) -> About:
    return About(
        telegram_id=sent.telegram_id,
        language=resident.language,
        name=sent.name,
        size=sent.size,
        mime=sent.mime,
    )


async def _add(
    work: Work,
    kind: FileKind,
    about: About,
    *,
    draft_id: bytes | None = None,
    report_id: bytes | None = None,
) -> None:
    id_, key = new_id(), sealing.new_data_key()
    new = FileRow(
        id=id_,
        draft_id=draft_id,
        report_id=report_id,
        kind=kind,
        state=FileState.WAITING,
        wrapped_by=KeyName.IDENTITY,
        sealed_data_key=file_seals.wrapped(work.house, KeyName.IDENTITY, id_, key),
        sealed_about=file_seals.sealed(key, id_, about),
    )
    await files.add(work.tx, new, work.now)


async def _rewrap(work: Work, row: FileRow, report_id: bytes, by: KeyName) -> None:
    key = file_seals.data_key(work.house, row)
    wrapped = file_seals.wrapped(work.house, by, row.id, key)
    values = {"wrapped_by": by, "sealed_data_key": wrapped}
    await files.change(work.tx, row.id, values | {"draft_id": None, "report_id": report_id})


async def _seal_anew(work: Work, row: FileRow, report_id: bytes, by: KeyName) -> None:
    """Give an anonymous report a file of its own, with nothing of the draft's.

    Sealing 20 MB would hold up everybody, so only a row is written here: the
    new file, to be filled from the old one, which now belongs to it. The
    leader does that within seconds and erases the old one.
    """
    about = file_seals.opened(file_seals.data_key(work.house, row), row)
    id_, key = new_id(), sealing.new_data_key()
    new = replace(
        row,
        id=id_,
        draft_id=None,
        report_id=report_id,
        state=FileState.MOVING,
        wrapped_by=by,
        sealed_data_key=file_seals.wrapped(work.house, by, id_, key),
        sealed_about=file_seals.sealed(key, id_, about),
        tries=0,
    )
    await files.add(work.tx, new, to_the_hour(work.now))
    await files.change(work.tx, row.id, {"draft_id": id_, "state": FileState.SOURCE})


async def _go_on_for(work: Work, row: FileRow, report_id: bytes) -> None:
    """Leave a file waiting, now for a report: its chat is that of the reporter."""
    key = file_seals.data_key(work.house, row)
    about = replace(file_seals.opened(key, row), chat_id=None)
    values = {"sealed_about": file_seals.sealed(key, row.id, about)}
    await files.change(work.tx, row.id, values | {"draft_id": None, "report_id": report_id})


def _described(work: Work, row: FileRow) -> Described:
    about = About()
    if row.state in KEPT:
        about = file_seals.opened(file_seals.data_key(work.house, row), row)
    return Described(
        id=row.id,
        kind=FileKind(row.kind),
        state=row.state,
        size=about.size,
        mime=about.mime,
        voice_may_identify=about.has_voice,
    )
