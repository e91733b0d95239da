"""Tell a reporter how a report stands, never what it says."""

from casework import events, throttles
from casework.work import Resident, Work
from storage import reports
from triage.errors import NotFound
from triage.standing import Standing


class NoSuchReceipt(NotFound):
    """No report has this receipt."""

    text_key = "error.no_such_receipt"


async def by_receipt(work: Work, resident: Resident, receipt_hash: bytes | None) -> Standing:
    """Return how the report with this receipt stands, whoever asks.

    Args:
        work: The open transaction.
        resident: Who asks; a wrong receipt counts against them.
        receipt_hash: The hash, or None for what cannot be a receipt at all.

    Raises:
        NoSuchReceipt: If none has it; the same for unknown and malformed ones.
    """
    found = await reports.with_receipt(work.tx, receipt_hash) if receipt_hash else None
    if found is None:
        throttles.tally(work, resident.person, throttles.WRONG_RECEIPT)
        raise NoSuchReceipt("receipt opens nothing")
    await events.record(work, "status.asked", actor=events.RESIDENT, subject="report")
    return found


async def own(work: Work, resident: Resident) -> list[Standing]:
    """Return the reports that the bot knows to be this resident's, newest first."""
    lookups = work.house.keyring.lookups(resident.user_id)
    found = await reports.of_reporter(work.tx, lookups)
    await events.record(work, "status.asked", actor=events.RESIDENT, subject="chat")
    return found
