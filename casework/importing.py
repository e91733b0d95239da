"""Take in reports from elsewhere, the way a confirmed one goes: case, links, index, event.

Nobody is told, nobody is alarmed, and no receipt opens them.
"""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from casework import comparing, entries, events, placing, reading
from casework.entries import Entry, Filing
from casework.linking import Side
from casework.placing import Prospect
from casework.work import House, Resident, Work
from storage import events as chain
from storage import imported, reports, sealing
from storage.imported import Imported
from triage import drafts, pieces, references
from triage import events as record
from triage.categories import Category
from triage.drafts import Draft, Mode, Piece
from triage.languages import Language, language_of
from triage.matching.reading import Source, Told
from triage.rules import Terms

MOST = 100
"""Rows a transaction."""
# Residents wait while rows go in: a slow machine ends a transaction earlier.
_LONGEST_SECONDS = 1.0
# Where nothing tells the kind: what a mediator can sort out.
_GENERAL = "dispute"
# Characters of a long text in which place and time are looked for.
_READ = 1_600
_SECRET = 32
_ID = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A report as a file tells it.

    *name* is what the row is called there, and never another's.
    """

    name: str
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A row that was read, with all that is slow done."""

    hash: bytes
    draft: Draft = field(repr=False)
    source: Source = field(repr=False)
    # Who wrote it, None where the file does not say.
    writer: bytes | None = field(repr=False)
    language: Language
    at: datetime


async def left(house: House, batch: str, rows: Sequence[Row]) -> list[Row]:
    """Return those of *rows* that were not imported yet."""
    async with house.database.read() as tx:
        done = await imported.of_batch(tx, house.keyring.imported(batch))
    return [row for row in rows if _hash(house, batch, row) not in done]


def made_ready(house: House, batch: str, row: Row) -> Ready:
    """Return what importing *row* takes and is slow: not in a transaction."""
    told = row.told
    story = story_of(told)
    draft = _draft(house, told, story)
    writer = house.keyring.imported(batch, "user", told.user)[:_ID] if told.user else None
    return Ready(
        hash=_hash(house, batch, row),
        draft=draft,
        source=comparing.source_of_told(house, _with_kind(told, draft)),
        writer=writer,
        language=language_of(story, Language.ZH_HANS),
        at=told.time,
    )


def story_of(told: Told) -> str:
    """Return the words of a row as one text, its title first."""
    parts = (told.title, told.text)
    return told.text if told.text.startswith(told.title) else "\n".join(filter(None, parts))


async def take_in(work: Work, batch: str, rows: Sequence[Ready]) -> int:
    """Make reports of the first of *rows*; return how many were looked at.

    They are as many as a transaction may hold, or fewer on a slow machine.
    """
    began = time.monotonic()
    await chain.lock(work.tx)
    name = work.house.keyring.imported(batch)
    # Somebody else may import the same file at the same time.
    done = await imported.among(work.tx, name, [row.hash for row in rows[:MOST]])
    for count, row in enumerate(rows[:MOST]):
        if count and time.monotonic() - began > _LONGEST_SECONDS:
            return count
        if row.hash not in done:
            id_ = await _take_in(work, row)
            new = Imported(batch=name, row=row.hash, report_id=id_, at=work.now)
            await imported.add(work.tx, new)
    return min(len(rows), MOST)


def category_of(house: House, told: Told) -> Category | None:
    """Return the kind that a row names, by its code or in any language, None if it names none."""
    wanted = told.category.strip().casefold()
    for category in house.data.categories.rows if wanted else ():
        if wanted in {category.code, *(name.casefold() for name in category.names.values())}:
            return category
    return None


def _without_clocks(wanted: Prospect) -> Prospect:
    """Return where a row goes; what is long past is late for nobody."""
    return replace(wanted, terms=Terms())


async def _take_in(work: Work, row: Ready) -> bytes:
    filing = _filing(work.house, row)
    reference = await _free_reference(work, row.at)
    arrival = await _record(work, filing)
    if row.writer is not None:
        await imported.keep_writer(work.tx, row.writer, row.language)
    placed = await placing.place(work, filing.case, row.source, reporter_id=row.writer, at=row.at)
    entry = Entry(
        case_id=placed.case_id, reference=reference, arrival=arrival, reporter_id=row.writer
    )
    # Random bytes: no receipt has this hash.
    opens_nothing = secrets.token_bytes(_SECRET)
    new = entries.report_of(work, filing, entry, _nobody(row.language), opens_nothing)
    await reports.add(work.tx, new)
    await entries.add_words(work, filing, arrival)
    side = Side(report_id=filing.id, seal=sealing.under(filing.data_key))
    await placing.keep(work, placed, side, arrival)
    return filing.id


def _draft(house: House, told: Told, story: str) -> Draft:
    data = house.data
    head = f"{told.place}\n{story[:_READ]}"
    found = {
        name: value
        for name, value in reading.place_in(head, data).items()
        if name in {"community", "subdistrict"}
    }
    category = category_of(house, told)
    guesses = () if category else reading.guesses(story[:_READ], data)
    empty = Draft(
        id=b"",
        pieces=(Piece(message=0, text=story),),
        category=category.code if category else guesses[0].code if guesses else _GENERAL,
        place_words=told.place or None,
        interval=reading.span_in(story[:_READ], data, house.settings.district.local(told.time)),
        mode=Mode.CONFIDENTIAL,
    )
    return drafts.with_found(empty, **found)


def _with_kind(told: Told, draft: Draft) -> Told:
    return Told(
        id="",
        time=told.time,
        text=told.text,
        title=told.title,
        category=draft.kind or "",
        place=told.place,
    )


def _filing(house: House, row: Ready) -> Filing:
    category = house.data.categories.by_code[row.draft.kind or _GENERAL]
    return Filing(
        draft=row.draft,
        category=category.code,
        case=_without_clocks(placing.prospect(house, row.draft, category, row.at)),
        id=reports.new_id(),
        data_key=sealing.new_data_key(),
        salt=secrets.token_bytes(_SECRET),
        received_at=row.at,
    )


async def _record(work: Work, filing: Filing) -> int:
    return await events.record(
        work,
        "report.imported",
        actor=events.OPERATOR,
        subject="report",
        subject_id=filing.id,
        commitment=record.commitment(filing.salt, pieces.whole_story(filing.draft).encode()),
        exact=True,
    )


async def _free_reference(work: Work, at: datetime) -> str:
    district = work.house.settings.district
    while True:
        number = secrets.randbelow(references.NUMBERS)
        reference = references.compose(district.prefix, district.local(at).year, number)
        if await reports.reference_is_free(work.tx, reference):
            return reference


def _nobody(language: Language) -> Resident:
    """Return a resident with no chat: of one the rows of a report take the language alone."""
    return Resident(person=b"", user_id=0, chat_id=0, language=language)


def _hash(house: House, batch: str, row: Row) -> bytes:
    return house.keyring.imported(batch, "row", row.name)
