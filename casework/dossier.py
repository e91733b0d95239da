"""Read a case: what was told, what was asked and answered, what officers wrote.

Every reading stands in the record before anybody reads. Nothing here says who a
reporter is; a name that was given goes by `contact` and a record of its own.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime

from casework import codenames, deeds, events, files, judging, notes, officers
from casework.files import Described
from casework.notes import Note
from casework.officers import Officer
from casework.work import House, Work
from storage import cases, dossiers, sealing
from storage.dossiers import SealedMessage, SealedReport
from storage.sealing import Seal
from triage.cases import DeskCase
from triage.drafts import Mode
from triage.errors import CannotDoThat
from triage.permissions import Act


class NoName(CannotDoThat):
    """Nobody gave a name with this report."""

    text_key = "desk.no_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A message of a report; `is_ours` is what an officer asked."""

    text: str = field(repr=False)
    written_at: datetime
    is_ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report as officers read it; *codename* is the number of a name."""

    report_id: bytes
    reference: str
    codename: int
    mode: Mode
    received_at: datetime
    category: str
    danger: str | None
    place: str = field(repr=False)
    when: str = field(repr=False)
    answers: tuple[str, ...] = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)
    files: tuple[Described, ...] = field(repr=False)
    is_withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A case with all its reports, in the order of their arrival."""

    case: DeskCase
    told: tuple[Told, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who told a report by name, and how they can be reached."""

    name: str = field(repr=False)
    reach: str = field(repr=False)


async def read(work: Work, officer: Officer, case_id: bytes) -> Dossier:
    """Return a case to be read; what a machine put into it counts from now on.

    Raises:
        NoSuchCase: If it is not there, or not theirs.
        Sealed: If two units have not opened it.
        NotInTheHouse: If it was merged into another.
    """
    found = await deeds.look(work, officer, case_id, Act.READ)
    await judging.open_case(work, officer, case_id)
    held = await cases.held(work.tx, case_id)
    names = await codenames.of_reports(work, held)
    sealed = await dossiers.reports(work.tx, case_id)
    messages = await dossiers.messages(work.tx, [one.id for one in sealed])
    told = []
    for one in sealed:
        await events.record(
            work,
            "report.read",
            actor=officer.number,
            subject="report",
            subject_id=one.id,
            exact=True,
        )
        own = [message for message in messages if message.report_id == one.id]
        described = await files.of_report(work, one.id)
        told.append(_told(work.house, one, own, names[one.id], tuple(described)))
    return Dossier(case=found, told=tuple(told), notes=tuple(await notes.of_case(work, case_id)))


async def reporters(work: Work, officer: Officer, case_id: bytes) -> list[Told]:
    """Return the reports of a case whose reporters can be asked, without their words.

    Raises:
        NoSuchCase: If it is not there, or not theirs.
    """
    await deeds.look(work, officer, case_id, Act.ASK)
    held = [one for one in await cases.held(work.tx, case_id) if not one.is_withdrawn]
    names = await codenames.of_reports(work, held)
    sealed = {one.id: one for one in await dossiers.reports(work.tx, case_id)}
    return [_bare(sealed[one.id], names[one.id]) for one in held]


async def demand_file(work: Work, officer: Officer, case_id: bytes, file_id: bytes) -> None:
    """Return if *officer* may see a file of a case; that they do is recorded.

    Raises:
        NoSuchCase: If the case is not there, or not theirs, or the file is of another.
    """
    await deeds.look(work, officer, case_id, Act.READ)
    for report_id in await cases.reports_in(work.tx, case_id):
        if file_id in {one.id for one in await files.of_report(work, report_id)}:
            await events.record(
                work,
                "file.read",
                actor=officer.number,
                subject="report",
                subject_id=report_id,
                exact=True,
            )
            return
    raise officers.NoSuchCase("a file of another case")


async def contact(work: Work, officer: Officer, report_id: bytes, case_id: bytes) -> Contact:
    """Return the name that a reporter gave to be called by; it is for whoever has the case.

    Raises:
        NoSuchCase: If the case is not there, or not theirs.
        NotYours: If somebody else has it.
        NoName: If nobody gave a name with this report.
    """
    found = await deeds.look(work, officer, case_id, Act.WORK)
    if found.claimant != officer.id:
        raise NotYours("a contact for whoever has the case")
    sealed = await dossiers.contact_of(work.tx, report_id)
    if sealed is None or report_id not in await cases.reports_in(work.tx, case_id):
        raise NoName("a report without a name")
    await events.record(
        work,
        "contact.read",
        actor=officer.number,
        subject="report",
        subject_id=report_id,
        exact=True,
    )
    wrapping = work.house.keyring.seal(sealed.wrapped_by)
    place = sealing.place("contact.sealed_data_key", report_id)
    seal = sealing.under(wrapping.open(sealed.sealed_data_key, place))
    return Contact(
        name=_text(seal, sealed.sealed_name, sealing.place("contact.sealed_name", report_id)),
        reach=_text(seal, sealed.sealed_reach, sealing.place("contact.sealed_reach", report_id)),
    )


class NotYours(CannotDoThat):
    """Only whoever has the case may do that."""

    text_key = "lead.not_your_part"


def _bare(sealed: SealedReport, codename: int) -> Told:
    return Told(
        report_id=sealed.id,
        reference=sealed.reference,
        codename=codename,
        mode=Mode(sealed.mode),
        received_at=sealed.received_at,
        category=sealed.category,
        danger=sealed.danger,
        place="",
        when="",
        answers=(),
        lines=(),
        files=(),
        is_withdrawn=sealed.is_withdrawn,
    )


def _told(
    house: House,
    sealed: SealedReport,
    messages: list[SealedMessage],
    codename: int,
    described: tuple[Described, ...],
) -> Told:
    place = sealing.place("report.sealed_data_key", sealed.id)
    seal = sealing.under(house.keyring.seal(sealed.wrapped_by).open(sealed.sealed_data_key, place))
    details = json.loads(
        seal.open(sealed.sealed_details, sealing.place("report.sealed_details", sealed.id))
    )
    return Told(
        report_id=sealed.id,
        reference=sealed.reference,
        codename=codename,
        mode=Mode(sealed.mode),
        received_at=sealed.received_at,
        category=sealed.category,
        danger=sealed.danger,
        place=details.get("place") or "",
        when=details.get("when_words") or "",
        answers=tuple(answer["words"] for answer in details.get("answers", ())),
        lines=tuple(_line(seal, message) for message in messages),
        files=described,
        is_withdrawn=sealed.is_withdrawn,
    )


def _line(seal: Seal, message: SealedMessage) -> Line:
    place = sealing.place("message.sealed_body", message.id)
    return Line(
        text=_text(seal, message.sealed_body, place),
        written_at=message.written_at,
        is_ours=message.direction == "out",
    )


def _text(seal: Seal, sealed: bytes, place: str) -> str:
    return seal.open(sealed, place).decode("utf-8", "surrogatepass")
