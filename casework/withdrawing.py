"""Take a report back, as far as that can be done."""

from casework import asking, events, talks
from casework.talks import Talk
from casework.work import Resident, Work
from storage import filed
from triage.drafts import Mode


async def withdraw(work: Work, resident: Resident, talk: Talk) -> bool:
    """Mark the report of *talk* as withdrawn; return False if it was before.

    Its words stay until their time is over: a lead that was passed on must be
    followed whoever reported it. A case with other reports goes on for them.

    Raises:
        TalkOver: If the report is gone.
    """
    standing = await talks.standing_of(work, talk)
    if standing.is_withdrawn:
        return False
    today = work.house.settings.district.local(work.now).date()
    await filed.withdraw(work.tx, standing.id, today)
    await talks.leave_adding(work, resident)
    await asking.tell_withdrawn(work, standing.id)
    await events.record(
        work,
        "report.withdrawn",
        actor=events.RESIDENT,
        subject="report",
        subject_id=standing.id,
        exact=standing.mode is not Mode.ANONYMOUS,
    )
    return True
