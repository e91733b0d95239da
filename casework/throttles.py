"""Slow down who tries too often."""

from datetime import datetime, timedelta

from casework.work import House, Work
from storage import throttles
from storage.throttles import Count
from triage.errors import TooFast

WRONG_RECEIPT = "wrong_receipt"


class TooManyReceipts(TooFast):
    """Too many receipts were tried that open nothing."""

    text_key = "error.too_many_receipts"


def tally(work: Work, person: bytes, deed: str) -> None:
    """Count *deed* for *person*, even if the use case is refused in the end."""
    work.tallies.append((person, deed))


async def keep(work: Work) -> None:
    """Write down what was counted; a window that is over begins anew."""
    for person, deed in work.tallies:
        before = await throttles.of(work.tx, person, deed)
        fresh = before is None or before.since < work.now - _window(work.house)
        since, count = (work.now, 0) if before is None or fresh else (before.since, before.count)
        await throttles.keep(work.tx, person, deed, Count(since=since, count=count + 1))


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


def _window(house: House) -> timedelta:
    return timedelta(minutes=house.settings.limits.receipt_window_minutes)
