"""Slow down who tries too often."""

from datetime import datetime, timedelta

from casework.work import House, Work
from storage import throttles
from storage.throttles import Count
from triage import limits
from triage.errors import TooFast

WRONG_RECEIPT = "wrong_receipt"
# Counted in slots of the clock, under the name of a day: casework/limiting.py.
MESSAGE = "message"
REPORT = "report"
FILE = "file"
TOLD = "told"


class TooManyReceipts(TooFast):
    """Too many receipts were tried that open nothing."""

    text_key = "error.too_many_receipts"


def tally(work: Work, person: bytes, deed: str) -> None:
    """Count *deed* for *person*, even if the use case is refused in the end."""
    work.tallies.append((person, deed))


def note(work: Work, person: bytes, deed: str, count: Count) -> None:
    """Keep this count of *deed*, even if the use case is refused in the end."""
    work.counts[person, deed] = count


async def keep(work: Work) -> None:
    """Write down what was counted; a window that is over begins anew."""
    for person, deed in work.tallies:
        before = await throttles.of(work.tx, person, deed)
        fresh = before is None or before.since < work.now - _window(work.house)
        since, count = (work.now, 0) if before is None or fresh else (before.since, before.count)
        await throttles.keep(work.tx, person, deed, Count(since=since, count=count + 1))
    for (person, deed), noted in work.counts.items():
        throttles.keep_at_end(work.tx, person, deed, noted)


async def demand_receipt_try(house: House, person: bytes, now: datetime) -> None:
    """Return if *person* may try another receipt.

    Asked before the receipt is hashed, so that guessing costs us nothing, and
    the same whether the receipt would have been right or wrong.

    Raises:
        TooManyReceipts: If too many were wrong within the window.
    """
    async with house.database.read() as tx:
        found = await throttles.of(tx, person, WRONG_RECEIPT)
    if found is None or found.since < now - _window(house):
        return
    if found.count >= house.settings.limits.receipt_tries:
        left = found.since + _window(house) - now
        raise TooManyReceipts("receipt throttled", n=max(1, round(left.total_seconds() / 60)))


async def erase_due(work: Work) -> None:
    """Forget the counts of windows and slots that are over."""
    today = limits.day_around(work.house.settings.district.local(work.now)).begin
    over = {
        WRONG_RECEIPT: work.now - _window(work.house),
        MESSAGE: limits.minutes_around(work.now).begin,
        TOLD: work.now - timedelta(seconds=limits.TOLD_SECONDS),
        REPORT: today,
        FILE: today,
    }
    for deed, then in over.items():
        await throttles.forget_before(work.tx, deed, then)


def _window(house: House) -> timedelta:
    return timedelta(minutes=house.settings.limits.receipt_window_minutes)
