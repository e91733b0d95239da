"""What a reporter says of the end of their report: solved, or not, and how it went."""

from casework import deeds, events, status, talks
from casework.talks import Talk, TalkOver
from casework.work import Resident, Work
from storage import filed, ratings, reports
from triage.errors import CannotDoThat, Invalid

_MOST_STARS = 5


class NotEnded(CannotDoThat):
    """The matter has not come to an end, or is open again."""

    text_key = "solved.not_ended"


async def demand_own(work: Work, resident: Resident, report_id: bytes) -> Talk:
    """Return a talk about a report of this resident.

    Raises:
        TalkOver: If it is gone, or somebody else's: the same answer.
    """
    standing = await reports.with_id(work.tx, report_id)
    if standing is None or not await talks.is_own(work, resident, standing):
        raise TalkOver("report of somebody else")
    shown = await status.shown(work, resident, standing)
    if shown.talk is None:
        raise TalkOver("report without a talk")
    return await talks.demand(work, resident, shown.talk)


async def say_solved(work: Work, talk: Talk) -> None:
    """Keep that a reporter calls their matter solved."""
    await ratings.say(work.tx, talk.report_id, solved=True)
    await _record(work, talk, "report.solved")


async def say_not_solved(work: Work, talk: Talk) -> None:
    """Open the case of a report again, for another officer than before.

    Raises:
        TalkOver: If the report is gone.
        NotEnded: If its case has not come to an end.
    """
    report = await filed.one(work.tx, talk.report_id)
    if report is None:
        raise TalkOver("report is gone")
    try:
        await deeds.reopen_for_reporter(work, report.case_id)
    except CannotDoThat:
        raise NotEnded("a case that is open") from None
    await ratings.say(work.tx, talk.report_id, solved=False)
    await _record(work, talk, "report.unsolved")


async def rate(work: Work, talk: Talk, stars: int) -> None:
    """Keep how it went for a reporter, in stars from one to five.

    Raises:
        Invalid: If there are no such stars.
    """
    if not 1 <= stars <= _MOST_STARS:
        raise Invalid("stars out of bounds")
    await ratings.rate(work.tx, talk.report_id, stars)
    await _record(work, talk, "report.rated")


async def _record(work: Work, talk: Talk, verb: str) -> None:
    # To the hour: the report may be anonymous.
    await events.record(
        work, verb, actor=events.RESIDENT, subject="report", subject_id=talk.report_id
    )
