"""Turn a draft into a report: the moment after which nothing may be lost."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from casework import danger_post, drafts, events, intake, placing, reading
from casework.placing import Prospect
from casework.work import House, Resident, Work, to_the_hour
from storage import lookups, reports, sealing
from storage.keys import KeyName
from storage.reports import Contact, NewMessage, NewReport
from triage import drafts as rules
from triage import events as record
from triage import receipts, references
from triage.categories import Category
from triage.drafts import Draft, Mode, Question, Ticket
from triage.errors import AlreadySent, CannotDoThat, Outdated
from triage.routing import Queue

_SALT = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshReceipt:
    """A receipt drawn and hashed before the transaction, for it takes 0.1 s."""

    receipt: str = field(repr=False)
    hash: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What the reporter is told once: the receipt cannot be shown again."""

    reference: str
    receipt: str = field(repr=False)
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filing:
    """The parts of a report that are decided before it is written."""

    draft: Draft
    case: Prospect
    id: bytes
    data_key: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """The parts of a report that the database decides."""

    case_id: bytes
    reference: str
    arrival: int
    reporter_id: bytes | None


def draw_receipt(house: House) -> FreshReceipt:
    """Return a new receipt with its hash. Slow on purpose: call it in a thread."""
    body = f"{secrets.randbelow(10**15):015d}"
    receipt = receipts.complete(body)
    return FreshReceipt(receipt=receipt, hash=house.receipt_hash(receipt))


async def is_sendable(house: House, person: bytes, ticket: Ticket) -> bool:
    """Return whether a receipt is worth drawing: not for an old button, however often pressed."""
    async with house.database.read() as tx:
        return await drafts.ticket_now(tx, person) == ticket


async def send(work: Work, resident: Resident, ticket: Ticket, fresh: FreshReceipt | None) -> Filed:
    """Make the draft a report and tell its reporter how to find it again.

    Raises:
        AlreadySent: If this draft has been sent.
        Outdated: If the card shows an earlier state of the draft.
        CannotDoThat: If something is still missing.
    """
    draft = await _sendable(work, resident, ticket)
    if fresh is None:
        raise Outdated("the draft changed while its button was pressed")
    filing = _filing(work, draft)
    reference = await _free_reference(work)
    arrival = await _record(work, filing)
    case_id = await placing.case_for(work, filing.case, filing.received_at)
    reporter_id = await _reporter(work, resident, draft)
    report = _Entry(case_id=case_id, reference=reference, arrival=arrival, reporter_id=reporter_id)
    await reports.add(work.tx, _report(work, filing, report, resident, fresh))
    await _add_words(work, filing, arrival)
    await drafts.erase(work, resident)
    if draft.danger:
        await danger_post.send(work, draft, filing.case.queue, reference)
    return Filed(reference=reference, receipt=fresh.receipt, mode=draft.mode or Mode.CONFIDENTIAL)


async def _sendable(work: Work, resident: Resident, ticket: Ticket) -> Draft:
    if await drafts.of(work, resident) is None:
        raise AlreadySent("no draft behind this button")
    draft = await intake.demand(work, resident, ticket)
    if reading.question(draft, work.house.data) is not Question.CARD:
        raise CannotDoThat("draft is not complete")
    return draft


def _category(work: Work, draft: Draft) -> Category:
    """Return the category of *draft*.

    Raises:
        Outdated: If the data no longer has it.
    """
    found = work.house.data.categories.category(draft.category or "")
    if found is None:
        raise Outdated("category is gone from the data")
    return found


def _filing(work: Work, draft: Draft) -> _Filing:
    category = _category(work, draft)
    anonymous = draft.mode is Mode.ANONYMOUS
    return _Filing(
        draft=draft,
        case=placing.prospect(category, draft.danger),
        # Never the draft's id: that one stands in buttons of the chat.
        id=reports.new_id(),
        data_key=sealing.new_data_key(),
        salt=secrets.token_bytes(_SALT),
        received_at=to_the_hour(work.now) if anonymous else work.now,
    )


async def _free_reference(work: Work) -> str:
    district = work.house.settings.district
    year = district.local(work.now).year
    while True:
        number = secrets.randbelow(10**6)
        reference = references.compose(district.prefix, year, number)
        if await reports.reference_is_free(work.tx, reference):
            return reference


async def _record(work: Work, filing: _Filing) -> int:
    return await events.record(
        work,
        "report.confirmed",
        actor=events.RESIDENT,
        subject="report",
        subject_id=filing.id,
        commitment=record.commitment(filing.salt, rules.whole_story(filing.draft).encode()),
        exact=filing.draft.mode is not Mode.ANONYMOUS,
    )


async def _reporter(work: Work, resident: Resident, draft: Draft) -> bytes | None:
    """Return the reporter to keep, or None: of an anonymous report nothing stays."""
    if draft.mode is Mode.ANONYMOUS:
        return None
    names = work.house.keyring.lookups(resident.user_id)
    known = await lookups.reporter_with(work.tx, names)
    if known is not None:
        return known
    new = reports.new_id()
    seal = work.house.keyring.seal(KeyName.IDENTITY)
    chat = seal.close(str(resident.chat_id).encode(), f"reporter.sealed_chat:{new.hex()}")
    await reports.add_reporter(
        work.tx, id_=new, lookup=names[0], sealed_chat=chat, language=resident.language
    )
    return new


def _report(
    work: Work, filing: _Filing, entry: _Entry, resident: Resident, fresh: FreshReceipt
) -> NewReport:
    draft, key = filing.draft, _wrapping_key(filing.case.queue)
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
        receipt_hash=fresh.hash,
        wrapped_by=key,
        sealed_data_key=wrapped,
        sealed_details=_details(filing),
        language=resident.language,
        category=draft.category or "",
        danger=draft.danger,
        subdistrict=reading.subdistrict(draft, work.house.data),
        community=draft.community,
        received_at=filing.received_at,
    )


def _wrapping_key(queue: Queue) -> KeyName:
    return KeyName.INTEGRITY if queue is Queue.INTEGRITY else KeyName.CONTENT


def _details(filing: _Filing) -> bytes:
    draft = filing.draft
    details = {
        "place": rules.place_said(draft) or None,
        "when": draft.when,
        "when_words": draft.when_words,
        "salt": filing.salt.hex(),
    }
    content = json.dumps(details, ensure_ascii=False).encode()
    place = sealing.place("report.sealed_details", filing.id)
    return sealing.under(filing.data_key).close(content, place)


async def _add_words(work: Work, filing: _Filing, arrival: int) -> None:
    id_ = reports.new_id()
    story = rules.whole_story(filing.draft).encode()
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


def _contact(work: Work, filing: _Filing) -> Contact:
    wrapping = _wrapping_key(filing.case.queue)
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
