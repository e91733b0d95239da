"""Counts that may be shown, with small groups masked.

A count of one to four could point to somebody; neither is it told nor what it could
be worked out from. The measure is that of the intake design (groups under five).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

SMALL = 5
"""Counts from one up to, not including, this are masked."""


class GroupedBy(StrEnum):
    """What cases are put into groups by."""

    QUEUE = "queue"
    TERRITORY = "territory"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Cases of a group: *received* and what follows is of those opened in the period.

    *open*, *claimed* and *overdue* are as they stand now; *answered* had a first
    answer, *on_time* within its term; *closed* came to an end, *verified* as true.
    """

    received: int = 0
    open: int = 0
    claimed: int = 0
    overdue: int = 0
    answered: int = 0
    on_time: int = 0
    closed: int = 0
    verified: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Return the counts of both groups together."""
        return Counts(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        )


Masked = Mapping[str, int | None]
"""A count for each name; None where it is masked."""


def masked(counts: Mapping[str, int], total: int) -> tuple[Masked, int | None]:
    """Return *counts* that add up to *total*, with what could point to somebody left out.

    From the total and the counts that are shown, what is left could be divided in one
    way only where one count is masked, or where all that are masked are one or all are
    four: then the next smallest goes with them, and where there is none, the total.
    """
    hidden = {name for name, count in counts.items() if 0 < count < SMALL}
    left = sorted((count, name) for name, count in counts.items() if count >= SMALL)
    while hidden and _tells([counts[name] for name in hidden]) and left:
        hidden.add(left.pop(0)[1])
    shown = {name: None if name in hidden else count for name, count in counts.items()}
    tells = bool(hidden) and _tells([counts[name] for name in hidden])
    return shown, None if tells or 0 < total < SMALL else total


def _tells(hidden: list[int]) -> bool:
    """Return whether the sum of masked counts tells each of them."""
    return len(hidden) == 1 or sum(hidden) in {len(hidden), (SMALL - 1) * len(hidden)}
