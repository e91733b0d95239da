"""Turn a draft into a report: the moment after which nothing may be lost."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime

from casework import (
    calling,
    comparing,
    danger_post,
    drafts,
    entries,
    events,
    files,
    intake,
    limiting,
    placing,
    reading,
)
from casework.entries import Entry, Filing
from casework.linking import Side
from casework.work import House, Resident, Work, to_the_hour
from storage import lookups, reports, sealing
from storage.keys import KeyName
from triage import drafts as rules
from triage import events as record
from triage import pieces, receipts, references
from triage.categories import Category
from triage.danger import Danger
from triage.drafts import Draft, Mode, Piece, Ticket
from triage.errors import AlreadySent, CannotDoThat, Outdated
from triage.matching.reading import Source
from triage.questions import Question
from triage.routing import Queue

_SALT = 32


class NotYetHere(CannotDoThat):
    """A report without words whose files have not come in, or could not be taken."""

    text_key = "error.files_not_here"


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshReceipt:
    """A receipt drawn and hashed before the transaction, for it takes 0.1 s."""

    receipt: str = field(repr=False)
    hash: bytes = field(repr=False)
    # What the report is compared by, read beforehand as well.
    source: Source | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What the reporter is told once: the receipt cannot be shown again."""

    reference: str
    receipt: str = field(repr=False)
    mode: Mode
    queue: Queue
    # None where nothing in the chat may remember it: of an anonymous report.
    report_id: bytes | None = field(repr=False)
    # Files that had not come in time for an anonymous report.
    dropped: int = 0
    # What was set aside while this was written, for a report of its own.
    aside: tuple[Piece, ...] = field(default=(), repr=False)


def draw_receipt(house: House) -> FreshReceipt:
    """Return a new receipt with its hash. Slow on purpose: call it in a thread."""
    body = f"{secrets.randbelow(10**15):015d}"
    receipt = receipts.complete(body)
    return FreshReceipt(receipt=receipt, hash=house.receipt_hash(receipt))


async def sendable(house: House, person: bytes, ticket: Ticket) -> Draft | None:
    """Return the draft that a receipt is worth drawing for: none for an old button."""
    async with house.database.read() as tx:
        draft = await drafts.of_person(house, tx, person)
    return draft if draft and rules.ticket(draft.id, draft.version) == ticket else None


def made_ready(house: House, draft: Draft, now: datetime) -> FreshReceipt:
    """Return what sending *draft* takes and is slow. Call it in a thread."""
    whole = pieces.taken_in(draft) if draft.pending else draft
    return replace(draw_receipt(house), source=comparing.source_of(house, whole, now))


async def send(work: Work, resident: Resident, ticket: Ticket, fresh: FreshReceipt | None) -> Filed:
    """Make the draft a report and tell its reporter how to find it again.

    Raises:
        AlreadySent: If this draft has been sent.
        Outdated: If the card shows an earlier state of the draft.
        CannotDoThat: If something is still missing.
    """
    draft = await _demanded(work, resident, ticket)
    if reading.question(draft, work.house.data) is not Question.CARD:
        raise CannotDoThat("draft is not complete")
    if not draft.pieces:
        await _demand_files(work, draft)
    await limiting.admit_send(work, resident, draft)
    return await _filed(work, resident, draft, fresh)


async def tell_duty(
    work: Work, resident: Resident, ticket: Ticket, fresh: FreshReceipt | None
) -> Filed:
    """Make a draft that speaks of danger a report as it stands, with nothing more asked.

    Raises:
        AlreadySent: If this draft has been sent.
        Outdated: If the button belongs to an earlier state of the draft.
        CannotDoThat: If it speaks of no danger.
    """
    draft = await _demanded(work, resident, ticket)
    if draft.danger is None:
        raise CannotDoThat("draft without danger")
    whole = pieces.taken_in(draft) if draft.pending else draft
    kind = draft.category or work.house.data.dangers[Danger(draft.danger)].category
    return await _filed(work, resident, rules.with_found(whole, category=kind), fresh)


async def _demand_files(work: Work, draft: Draft) -> None:
    """Return if the files of a draft without words are there, so that it says something."""
    late = draft.mode is Mode.ANONYMOUS and await files.waiting(work, draft.id)
    if late or not await files.count(work, draft.id):
        raise NotYetHere("a report of files alone whose files are not here")


async def _demanded(work: Work, resident: Resident, ticket: Ticket) -> Draft:
    if await drafts.of(work, resident) is None:
        raise AlreadySent("no draft behind this button")
    return await intake.demand(work, resident, ticket)


async def _filed(work: Work, resident: Resident, draft: Draft, fresh: FreshReceipt | None) -> Filed:
    if fresh is None:
        raise Outdated("the draft changed while its button was pressed")
    filing = _filing(work, draft)
    reference = await _free_reference(work)
    arrival = await _record(work, filing)
    reporter_id = await _reporter(work, resident, draft)
    placed = await placing.place(
        work,
        filing.case,
        fresh.source or comparing.source_of(work.house, draft, work.now),
        reporter_id=reporter_id,
        at=filing.received_at,
    )
    entry = Entry(
        case_id=placed.case_id, reference=reference, arrival=arrival, reporter_id=reporter_id
    )
    await reports.add(work.tx, entries.report_of(work, filing, entry, resident, fresh.hash))
    await entries.add_words(work, filing, arrival)
    await placing.keep(
        work, placed, Side(report_id=filing.id, seal=sealing.under(filing.data_key)), arrival
    )
    dropped = await files.move_to_report(
        work,
        draft.id,
        filing.id,
        entries.wrapping_key(filing.case.queue),
        anonymous=draft.mode is Mode.ANONYMOUS,
    )
    await drafts.erase(work, resident)
    await calling.new(work, placed.case_id)
    if draft.danger:
        await danger_post.send(work, draft, filing.case.queue, reference)
    return Filed(
        reference=reference,
        receipt=fresh.receipt,
        mode=draft.mode or Mode.CONFIDENTIAL,
        queue=filing.case.queue,
        report_id=None if draft.mode is Mode.ANONYMOUS else filing.id,
        dropped=dropped,
        aside=draft.aside,
    )


def _category(work: Work, draft: Draft) -> Category:
    """Return the category of *draft*.

    Raises:
        Outdated: If the data no longer has it.
    """
    found = work.house.data.categories.category(draft.kind or "")
    if found is None:
        raise Outdated("category is gone from the data")
    return found


def _filing(work: Work, draft: Draft) -> Filing:
    category = _category(work, draft)
    anonymous = draft.mode is Mode.ANONYMOUS
    received_at = to_the_hour(work.now) if anonymous else work.now
    return Filing(
        draft=draft,
        category=category.code,
        case=placing.prospect(work.house, draft, category, received_at),
        # Never the draft's id: that one stands in buttons of the chat.
        id=reports.new_id(),
        data_key=sealing.new_data_key(),
        salt=secrets.token_bytes(_SALT),
        received_at=received_at,
    )


async def _free_reference(work: Work) -> str:
    district = work.house.settings.district
    year = district.local(work.now).year
    while True:
        number = secrets.randbelow(10**6)
        reference = references.compose(district.prefix, year, number)
        if await reports.reference_is_free(work.tx, reference):
            return reference


async def _record(work: Work, filing: Filing) -> int:
    return await events.record(
        work,
        "report.confirmed",
        actor=events.RESIDENT,
        subject="report",
        subject_id=filing.id,
        commitment=record.commitment(filing.salt, pieces.whole_story(filing.draft).encode()),
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
