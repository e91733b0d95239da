"""Draw a new receipt for who lost theirs."""

from datetime import datetime

from casework import events, talks
from casework.filing import FreshReceipt
from casework.talks import Talk, Verb
from casework.work import House, Resident, Work
from storage import filed, reports
from triage.errors import CannotDoThat
from triage.standing import Standing


class NotYourReport(CannotDoThat):
    """Only the chat that sent a report gets another receipt, and nothing ties an anonymous one.

    One answer for both: a receipt must not tell its finder how the reporter is known.
    """

    text_key = "receipt.not_yours"


async def is_renewable(house: House, person: bytes, talk_id: bytes, now: datetime) -> bool:
    """Return whether a receipt is worth drawing for a press on the button of this talk."""
    talk = await talks.found(house, person, talk_id, now)
    if talk is None or talk.verb is Verb.RENEWED:
        return False
    async with house.database.read() as tx:
        standing = await reports.with_id(tx, talk.report_id)
    return standing is not None and standing.reporter_id is not None


async def renew(
    work: Work, resident: Resident, talk: Talk, fresh: FreshReceipt | None
) -> Standing | None:
    """Let *fresh* open the report of *talk*, and the receipt before it nothing any more.

    Returns:
        How the report stands, or None if this button has drawn its receipt
        already, or there is nothing left to open.

    Raises:
        NotYourReport: If the report is anonymous, or somebody else is its reporter.
        TalkOver: If the report is gone.
    """
    standing = await talks.standing_of(work, talk)
    if not await talks.is_own(work, resident, standing):
        raise NotYourReport("no new receipt where the reporter is not known to be this one")
    if standing.is_withdrawn or fresh is None:
        return None
    await filed.renew_receipt(work.tx, standing.id, fresh.hash)
    await talks.mark_renewed(work, talk)
    await events.record(
        work,
        "receipt.renewed",
        actor=events.RESIDENT,
        subject="report",
        subject_id=standing.id,
        exact=True,
    )
    return standing
