"""The hours of a working day, as the configuration writes them."""

import itertools

from settings import checks
from triage.worktime import Shift


def shifts(value: object) -> tuple[Shift, ...]:
    """Return the shifts of a working day, written like "09:00-12:00".

    Raises:
        ValueError: If they are none, or not in order.
    """
    if isinstance(value, tuple):
        return value
    written = value if isinstance(value, list) else []
    found = tuple(_shift(one) for one in written)
    if not found:
        raise ValueError("must hold at least one shift")
    moments = [moment for shift in found for moment in (shift.begins, shift.ends)]
    if any(later <= earlier for earlier, later in itertools.pairwise(moments)):
        raise ValueError("must have its shifts in order, apart, and none past midnight")
    return found


def _shift(written: object) -> Shift:
    begins, _, ends = str(written).partition("-")
    try:
        return Shift(begins=checks.clock(begins), ends=checks.clock(ends))
    except ValueError:
        raise ValueError(
            'must be a list of shifts in quotation marks, like "09:00-12:00"'
        ) from None
