"""What officers write about a case: kept sealed, shown to whoever may read the case."""

from dataclasses import dataclass, field
from datetime import datetime

from casework import entries, events
from casework.officers import Officer
from casework.work import House, Work
from storage import cases, notes, sealing
from storage.notes import NoteRow
from storage.reports import new_id
from triage import words as reading
from triage.cases import DeskCase
from triage.errors import Invalid
from triage.notes import LONGEST, NoteKind


class NothingWritten(Invalid):
    """A note without words."""

    text_key = "desk.note_empty"


class NoteTooLong(Invalid):
    """A note longer than a note may be."""

    text_key = "desk.note_too_long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note as it is read; `officer` is the number of whoever wrote it."""

    officer: str
    kind: NoteKind
    text: str = field(repr=False)
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """A note that is written, with the number of its event."""

    officer: Officer
    kind: NoteKind
    text: str = field(repr=False)
    seq: int


async def write(work: Work, officer: Officer, found: DeskCase, kind: NoteKind, text: str) -> None:
    """Record and keep a note; the caller has asked whether *officer* may.

    Raises:
        NothingWritten: If there are no words in it.
        NoteTooLong: If it has more than LONGEST characters.
    """
    demand_words(text)
    seq = await events.record(
        work,
        "note.written",
        actor=officer.number,
        subject="case",
        subject_id=found.id,
        exact=True,
    )
    await keep(work, found, NewNote(officer=officer, kind=kind, text=text, seq=seq))


def demand_words(text: str) -> None:
    """Return if *text* can be a note.

    Raises:
        NothingWritten: If there are no words in it.
        NoteTooLong: If it has more than LONGEST characters.
    """
    if not reading.plain(text):
        raise NothingWritten("empty note")
    if len(text) > LONGEST:
        raise NoteTooLong("note too long", most=LONGEST)


async def keep(work: Work, found: DeskCase, new: NewNote) -> None:
    """Keep the words that belong to an event."""
    id_, key = new_id(), sealing.new_data_key()
    wrapped_by = entries.wrapping_key(found.queue)
    row = NoteRow(
        id=id_,
        case_id=found.id,
        seq=new.seq,
        officer=new.officer.number,
        kind=new.kind,
        wrapped_by=wrapped_by,
        sealed_data_key=work.house.keyring.seal(wrapped_by).close(
            key, sealing.place("note.sealed_data_key", id_)
        ),
        sealed_body=sealing.under(key).close(
            new.text.encode("utf-8", "surrogatepass"), sealing.place("note.sealed_body", id_)
        ),
        written_at=work.now,
    )
    await notes.add(work.tx, row)


async def of_case(work: Work, case_id: bytes) -> list[Note]:
    """Return the notes of a case, the earliest first; the caller has asked who may read them."""
    rows = await notes.of_cases(work.tx, await cases.absorbed_by(work.tx, case_id))
    return [_opened(work.house, row) for row in rows]


def _opened(house: House, row: NoteRow) -> Note:
    wrapped = house.keyring.seal(row.wrapped_by)
    key = wrapped.open(row.sealed_data_key, sealing.place("note.sealed_data_key", row.id))
    body = sealing.under(key).open(row.sealed_body, sealing.place("note.sealed_body", row.id))
    return Note(
        officer=row.officer,
        kind=NoteKind(row.kind),
        text=body.decode("utf-8", "surrogatepass"),
        written_at=row.written_at,
    )
