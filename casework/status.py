"""Tell a reporter how a report stands, never what it says."""

from dataclasses import dataclass, field

from casework import events, talks, throttles
from casework.work import Resident, Work
from storage import reports
from triage.drafts import Mode
from triage.errors import NotFound
from triage.standing import Standing


class NoSuchReceipt(NotFound):
    """No report has this receipt."""

    text_key = "error.no_such_receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A report as it is shown in a chat, with the talk that its buttons belong to.

    `talk` is None where nothing of the chat may stay with the report.
    """

    standing: Standing
    talk: bytes | None = field(repr=False)
    is_own: bool


async def by_receipt(work: Work, resident: Resident, receipt_hash: bytes | None) -> Shown:
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
    return await shown(work, resident, found)


async def own(work: Work, resident: Resident) -> list[Shown]:
    """Return the reports that the bot knows to be this resident's, newest first."""
    lookups = work.house.keyring.lookups(resident.user_id)
    found = await reports.of_reporter(work.tx, lookups)
    await events.record(work, "status.asked", actor=events.RESIDENT, subject="chat")
    return [await _shown(work, resident, standing, is_own=True) for standing in found]


async def just_filed(work: Work, resident: Resident, reference: str) -> Shown:
    """Return the report that was filed a moment ago.

    Its chat goes on being about it, unless it is anonymous.

    Raises:
        NoSuchReceipt: If there is none; never right after it was filed.
    """
    found = await reports.with_reference(work.tx, reference)
    if found is None:
        raise NoSuchReceipt("no report has this reference")
    if found.mode is Mode.ANONYMOUS:
        return Shown(standing=found, talk=None, is_own=False)
    return await shown(work, resident, found)


async def shown(work: Work, resident: Resident, standing: Standing) -> Shown:
    """Return a report with a talk about it."""
    is_own = await talks.is_own(work, resident, standing)
    return await _shown(work, resident, standing, is_own=is_own)


async def _shown(work: Work, resident: Resident, standing: Standing, *, is_own: bool) -> Shown:
    talk = await talks.about(work, resident, standing.id, is_own=is_own)
    return Shown(standing=standing, talk=talk, is_own=is_own)
