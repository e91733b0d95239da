"""Ask the reporter of a report something, and bring the answer to whoever asked.

Neither side sees more than a codename of the other. What is asked of an anonymous
reporter waits until they use their receipt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from casework import cards, deeds, events, notes, outbox, telling, timekeeping
from casework.officers import Officer
from casework.sayings import Saying, Text
from casework.work import Work, to_the_hour
from storage import desk, filed, questions, reporters, reports, sealing, staff
from storage.filed import FiledReport
from storage.questions import Question
from storage.reports import NewMessage, new_id
from triage.cases import DeskCase
from triage.errors import CannotDoThat, Outdated
from triage.permissions import Act


class NotYours(CannotDoThat):
    """Only whoever has the case asks: a reporter is not asked the same by two."""

    text_key = "desk.ask_not_yours"


class NobodyThere(CannotDoThat):
    """The report was withdrawn, or the way to its reporter was burnt."""

    text_key = "desk.nobody_there"


class NoSuchReply(Outdated):
    """The data no longer has this saved reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked of the reporter of a report and has no answer."""

    text: str = field(repr=False)


async def ask(
    work: Work, officer: Officer, case_id: bytes, report_id: bytes, text: str
) -> DeskCase:
    """Ask the reporter of a report in a case; its clocks stand still until they answer.

    Raises:
        NoSuchCase: If the case is not there, or not theirs, or the report is in another.
        NotYours: If somebody else has the case.
        NobodyThere: If the reporter cannot be reached any more.
        NothingWritten: If there are no words.
        NoteTooLong: If there are too many.
    """
    found = await deeds.look(work, officer, case_id, Act.ASK)
    if found.claimant != officer.id or not found.is_live:
        raise NotYours("a question of somebody who has not the case")
    notes.demand_words(text)
    report = await filed.one(work.tx, report_id)
    if report is None or report.case_id != case_id:
        raise NobodyThere("a report of another case")
    told = await reporters.of_report(work.tx, report_id)
    if told is None and not await reporters.is_anonymous(work.tx, report_id):
        raise NobodyThere("nobody to ask")
    await _keep(work, officer, report, text)
    if told is not None:
        await telling.ask(work, told, text)
    return await _asked(work, found)


async def reply(
    work: Work, officer: Officer, case_id: bytes, report_id: bytes, code: str
) -> DeskCase:
    """Ask the reporter of a report what a saved reply asks, in their language.

    Raises:
        NoSuchReply: If there is none of this code.
        CannotDoThat: As `ask` does.
    """
    saved = next((one for one in work.house.data.replies if one.code == code), None)
    if saved is None:
        raise NoSuchReply("no such reply")
    language = await reporters.language_of(work.tx, report_id)
    return await ask(work, officer, case_id, report_id, saved.texts[language])


async def answered(work: Work, report: FiledReport) -> bool:
    """Bring what a reporter added to whoever asked for it; return whether somebody did.

    The clocks of the case run on.
    """
    anonymous = await reporters.is_anonymous(work.tx, report.id)
    # The minute of an anonymous answer is kept as little as that of the report.
    at = to_the_hour(work.now) if anonymous else work.now
    asked = await questions.answer(work.tx, report.id, at)
    found = await desk.one(work.tx, report.case_id)
    if found is None:
        return bool(asked)
    if asked:
        # If an officer was faster, their act has set the clocks: no word of a reporter
        # is refused for that.
        await desk.save(work.tx, found, await timekeeping.set_anew(work, found))
        await cards.refresh(work, found.id)
    await _tell(work, found, asked, key="desk.answered" if asked else "desk.added")
    return bool(asked)


async def tell_withdrawn(work: Work, report_id: bytes) -> None:
    """Tell whoever has the case of a report that its reporter took it back."""
    report = await filed.one(work.tx, report_id)
    found = await desk.one(work.tx, report.case_id) if report else None
    if found is not None:
        await cards.refresh(work, found.id)
        await _tell(work, found, (), key="desk.report_withdrawn")


async def unanswered(work: Work, report_id: bytes) -> list[Asked]:
    """Return what was asked of a report and has no answer, the latest first.

    Its reporter is told: whoever calls has made sure that it is they.
    """
    report = await filed.one(work.tx, report_id)
    asked = await questions.open_of_reports(work.tx, [report_id])
    if report is None or not asked:
        return []
    seal = _seal(work, report)
    found = []
    for one in asked:
        sealed = await reports.body_of(work.tx, one.message_id)
        if sealed is not None:
            place = sealing.place("message.sealed_body", one.message_id)
            found.append(Asked(text=seal.open(sealed, place).decode("utf-8", "surrogatepass")))
    return found


async def _keep(work: Work, officer: Officer, report: FiledReport, text: str) -> None:
    seq = await events.record(
        work,
        "reporter.asked",
        actor=officer.number,
        subject="report",
        subject_id=report.id,
        exact=True,
    )
    id_ = new_id()
    body = _seal(work, report).close(
        text.encode("utf-8", "surrogatepass"), sealing.place("message.sealed_body", id_)
    )
    message = NewMessage(
        report_id=report.id,
        arrival=seq,
        direction="out",
        visibility="reporter",
        sealed_body=body,
        written_at=work.now,
    )
    await reports.add_message(work.tx, id_, message)
    question = Question(
        message_id=id_,
        report_id=report.id,
        officer_id=officer.id,
        asked_at=work.now,
        answered_at=None,
    )
    await questions.add(work.tx, question)


async def _asked(work: Work, found: DeskCase) -> DeskCase:
    """Let a question count as a first answer and as a step."""
    after = replace(
        found,
        answered_at=found.answered_at or work.now,
        stepped_at=work.now,
        claimed_until=work.now + deeds.LEASE,
    )
    after = await timekeeping.set_anew(work, after)
    if not await desk.save(work.tx, found, after):
        raise Outdated("somebody was faster")
    await cards.refresh(work, found.id)
    return replace(after, version=found.version + 1)


async def _tell(work: Work, found: DeskCase, asked: Sequence[bytes], *, key: str) -> None:
    """Tell whoever asked, or else whoever has the case, that there is something to read."""
    there = dict.fromkeys([*asked, *([found.claimant] if found.claimant else [])])
    for id_ in there:
        row = await staff.with_id(work.tx, id_)
        if row is None or row.withdrawn_at is not None:
            continue
        texts = (Text(key=key, params={"reference": found.reference}),)
        await outbox.tell_officer(work, id_, Saying(language=row.language, texts=texts))


def _seal(work: Work, report: FiledReport) -> sealing.Seal:
    place = sealing.place("report.sealed_data_key", report.id)
    wrapping = work.house.keyring.seal(report.wrapped_by)
    return sealing.under(wrapping.open(report.sealed_data_key, place))
