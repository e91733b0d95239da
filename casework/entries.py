"""The rows of a report: its words sealed under a key of its own."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from casework import reading
from casework.placing import Prospect
from casework.work import Resident, Work
from storage import reports, sealing
from storage.keys import KeyName
from storage.reports import Contact, NewMessage, NewReport
from triage import drafts as rules
from triage import pieces
from triage.drafts import Draft, Mode
from triage.routing import Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """The parts of a report that are decided before it is written."""

    draft: Draft
    category: str
    case: Prospect
    id: bytes
    data_key: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The parts of a report that the database decides."""

    case_id: bytes
    reference: str
    arrival: int
    reporter_id: bytes | None


def report_of(
    work: Work, filing: Filing, entry: Entry, resident: Resident, receipt_hash: bytes
) -> NewReport:
    """Return the row of a report."""
    draft, key = filing.draft, wrapping_key(filing.case.queue)
    wrapped = work.house.keyring.seal(key).close(
        filing.data_key, sealing.place("report.sealed_data_key", filing.id)
    )
    return NewReport(
        id=filing.id,
        case_id=entry.case_id,
        reference=entry.reference,
        arrival=entry.arrival,
        mode=draft.mode or Mode.CONFIDENTIAL,
        reporter_id=entry.reporter_id,
        receipt_hash=receipt_hash,
        wrapped_by=key,
        sealed_data_key=wrapped,
        sealed_details=_details(filing),
        language=resident.language,
        category=filing.category,
        danger=draft.danger,
        subdistrict=reading.subdistrict(draft, work.house.data),
        community=draft.community,
        received_at=filing.received_at,
    )


def wrapping_key(queue: Queue) -> KeyName:
    """Return the key that data keys of reports in *queue* are wrapped by."""
    return KeyName.INTEGRITY if queue is Queue.INTEGRITY else KeyName.CONTENT


def _details(filing: Filing) -> bytes:
    draft = filing.draft
    details = {
        "place": rules.place_said(draft) or None,
        "pin": draft.pin,
        "when": draft.when,
        "when_words": draft.when_words,
        "interval": asdict(draft.interval) if draft.interval else None,
        "answers": [asdict(answer) for answer in draft.answers if answer.words],
        "identifiers": [[one.kind, one.value] for one in reading.noticed(draft)],
        "salt": filing.salt.hex(),
    }
    content = json.dumps(details, ensure_ascii=False).encode()
    place = sealing.place("report.sealed_details", filing.id)
    return sealing.under(filing.data_key).close(content, place)


async def add_words(work: Work, filing: Filing, arrival: int) -> None:
    """Write the words of a report, and apart from them who told it by name."""
    id_ = reports.new_id()
    story = pieces.whole_story(filing.draft).encode()
    place = sealing.place("message.sealed_body", id_)
    message = NewMessage(
        report_id=filing.id,
        arrival=arrival,
        direction="in",
        visibility="officers",
        sealed_body=sealing.under(filing.data_key).close(story, place),
        written_at=filing.received_at,
    )
    await reports.add_message(work.tx, id_, message)
    if filing.draft.mode is Mode.NAMED:
        await reports.add_contact(work.tx, _contact(work, filing))


def _contact(work: Work, filing: Filing) -> Contact:
    wrapping = wrapping_key(filing.case.queue)
    data_key = sealing.new_data_key()
    seal = sealing.under(data_key)

    def sealed(column: str, text: str | None) -> bytes:
        return seal.close((text or "").encode(), sealing.place(f"contact.{column}", filing.id))

    return Contact(
        report_id=filing.id,
        wrapped_by=wrapping,
        sealed_data_key=work.house.keyring.seal(wrapping).close(
            data_key, sealing.place("contact.sealed_data_key", filing.id)
        ),
        sealed_name=sealed("sealed_name", filing.draft.name),
        sealed_reach=sealed("sealed_reach", filing.draft.reach),
    )
