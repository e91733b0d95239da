"""Add words to a report that was sent, later."""

import json
from dataclasses import dataclass

from casework import (
    asking,
    calling,
    danger_post,
    directing,
    drafts,
    events,
    files,
    intake,
    status,
    talks,
    trails,
)
from casework.files import SentFile
from casework.status import Shown
from casework.talks import Talk, TalkOver
from casework.work import Resident, Work, to_the_hour
from storage import filed, reports, sealing
from storage.filed import FiledReport
from storage.reports import NewMessage
from storage.sealing import Seal
from triage import danger, words
from triage import events as record
from triage.danger import Danger
from triage.drafts import Draft, Mode, Ticket
from triage.errors import CannotDoThat, Outdated
from triage.routing import Queue
from triage.standing import Standing


class ReportWithdrawn(CannotDoThat):
    """Nothing can be added to a report that was withdrawn."""

    text_key = "add.withdrawn"


class ReplyTooLate(CannotDoThat):
    """Nobody knows any more which report a message was about that was replied to."""

    text_key = "talk.not_kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What was added to: how it stands, and what the words speak of, the most urgent first.

    `is_heard` is whether people on duty heard of the danger in it.
    """

    standing: Standing
    dangers: tuple[Danger, ...]
    is_heard: bool = False


async def choices(work: Work, resident: Resident) -> list[Shown]:
    """Return the reports this resident can add to: their own, and those open by a receipt."""
    own = await reports.of_reporter(work.tx, work.house.keyring.lookups(resident.user_id))
    known = {standing.id for standing in own}
    open_here = [
        await reports.with_id(work.tx, id_)
        for id_ in await talks.live_reports(work, resident)
        if id_ not in known
    ]
    standings = [*own, *(standing for standing in open_here if standing)]
    return [
        await status.shown(work, resident, standing)
        for standing in standings
        if not standing.is_withdrawn
    ]


async def begin(work: Work, resident: Resident, talk: Talk) -> tuple[Talk, Standing]:
    """Let the next messages belong to the report of *talk*.

    Raises:
        ReportWithdrawn: If it was withdrawn.
        TalkOver: If it is gone.
    """
    standing = await _open_standing(work, talk)
    return await talks.begin_adding(work, resident, talk), standing


async def target(work: Work, resident: Resident, reply_to: int | None) -> Talk | None:
    """Return the talk that a message belongs to, None if it is about no report.

    A reply to a message about a report goes there; without one, whatever the
    resident said they would add to.

    Raises:
        ReplyTooLate: If it replies to a message whose talk is over.
    """
    if reply_to is not None:
        talk_id = await trails.talk_of(work, resident.person, reply_to)
        if talk_id is not None:
            return await _still_open(work, resident, talk_id)
    return await talks.adding(work, resident)


async def write(
    work: Work, resident: Resident, talk: Talk, text: str, sent: SentFile | None = None
) -> Added:
    """Keep *text* and a file as a message of the report of *talk*; danger in it wakes people.

    Raises:
        NothingToRead: If there is nothing in it.
        FileRefused: If the file cannot be taken.
        ReportWithdrawn: If the report was withdrawn.
        TalkOver: If it is gone.
    """
    if not words.plain(text) and sent is None:
        raise intake.NothingToRead("empty message")
    standing, report = await _open_report(work, talk)
    if sent is not None:
        await files.attach_to_report(work, resident, report.id, sent)
    return await _added(work, resident, talk, (standing, report), text)


async def take_in(work: Work, resident: Resident, ticket: Ticket) -> tuple[Talk, Added]:
    """Add what was written soon after Send to the report that was sent, and go on adding.

    Raises:
        Outdated: If the button belongs to an earlier state, or nothing was sent.
        ReportWithdrawn: If the report was withdrawn.
        TalkOver: If it is no longer known to be this resident's.
    """
    draft = await intake.demand(work, resident, ticket)
    if draft.follows is None:
        raise Outdated("draft that follows no report")
    shown = await status.just_filed(work, resident, draft.follows)
    if not shown.is_own or shown.talk is None:
        raise TalkOver("report of somebody unknown")
    talk, _ = await begin(work, resident, await talks.demand(work, resident, shown.talk))
    standing, report = await _open_report(work, talk)
    await files.move_to_report(work, draft.id, report.id, report.wrapped_by, anonymous=False)
    await drafts.erase(work, resident)
    return talk, await _added(work, resident, talk, (standing, report), _told(draft))


def _told(draft: Draft) -> str:
    """Return what a draft says that has only just begun."""
    point = "{:.5f}, {:.5f}".format(*draft.pin) if draft.pin else ""
    return "\n".join(part for part in (draft.pending.text if draft.pending else "", point) if part)


async def _added(
    work: Work, resident: Resident, talk: Talk, found: tuple[Standing, FiledReport], text: str
) -> Added:
    standing, report = found
    await _keep(work, report, standing, text)
    await asking.answered(work, report)
    await talks.go_on_adding(work, resident, talk, standing)
    dangers = danger.triggers(text, work.house.data.lexicon)
    heard = bool(dangers) and await _wake(work, report, standing, dangers, text)
    return Added(standing=standing, dangers=dangers, is_heard=heard)


async def _still_open(work: Work, resident: Resident, talk_id: bytes) -> Talk:
    try:
        return await talks.demand(work, resident, talk_id)
    except TalkOver:
        raise ReplyTooLate("reply to a message whose talk is over") from None


async def _open_report(work: Work, talk: Talk) -> tuple[Standing, FiledReport]:
    standing = await _open_standing(work, talk)
    report = await filed.one(work.tx, standing.id)
    if report is None:
        raise TalkOver("report is gone")
    return standing, report


async def _open_standing(work: Work, talk: Talk) -> Standing:
    standing = await talks.standing_of(work, talk)
    if standing.is_withdrawn:
        raise ReportWithdrawn("report was withdrawn")
    return standing


async def _keep(work: Work, report: FiledReport, standing: Standing, text: str) -> None:
    """Record that something was added, and keep its words if it has any."""
    anonymous = standing.mode is Mode.ANONYMOUS
    seal = _seal(work, report)
    arrival = await events.record(
        work,
        "report.added",
        actor=events.RESIDENT,
        subject="report",
        subject_id=report.id,
        commitment=record.commitment(_salt(seal, report), text.encode()),
        exact=not anonymous,
    )
    if not words.plain(text):
        return
    id_ = reports.new_id()
    message = NewMessage(
        report_id=report.id,
        arrival=arrival,
        direction="in",
        visibility="officers",
        sealed_body=seal.close(text.encode(), sealing.place("message.sealed_body", id_)),
        written_at=to_the_hour(work.now) if anonymous else work.now,
    )
    await reports.add_message(work.tx, id_, message)


def _seal(work: Work, report: FiledReport) -> Seal:
    wrapping = work.house.keyring.seal(report.wrapped_by)
    place = sealing.place("report.sealed_data_key", report.id)
    return sealing.under(wrapping.open(report.sealed_data_key, place))


def _salt(seal: Seal, report: FiledReport) -> bytes:
    details = seal.open(report.sealed_details, sealing.place("report.sealed_details", report.id))
    return bytes.fromhex(json.loads(details)["salt"])


async def _wake(
    work: Work, report: FiledReport, standing: Standing, dangers: tuple[Danger, ...], text: str
) -> bool:
    """Post the danger, and move the case to where danger waits; return whether it is heard."""
    category = work.house.data.categories.category(standing.category)
    if category is None:
        return False
    # What the post says of a report, it says of a draft too.
    told = Draft(
        id=report.id,
        category=standing.category,
        dangers=dangers,
        subdistrict=report.subdistrict,
        community=report.community,
    )
    queue = Queue(standing.queue)
    route = directing.of_addition(work.house, told, category, text, queue=queue, at=work.now)
    await filed.endanger(work.tx, report, danger=dangers[0], route=route)
    await calling.new(work, report.case_id)
    await danger_post.send(work, told, route.queue, standing.reference)
    return danger_post.is_heard(work.house, route.queue)
