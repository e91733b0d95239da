"""Holidays and moved working days, and how far ahead they are known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

_AHEAD = timedelta(days=60)


class DayKind(StrEnum):
    """What the calendar says of a day that is not as its weekday would have it."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDays:
    """Holidays and moved working days; of other days the weekday decides.

    *years* are those that the list covers, *unpublished* those of them for which
    the State Council has not said yet which days are moved.
    """

    kinds: Mapping[date, DayKind] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    unpublished: frozenset[int] = frozenset()


class Gap(StrEnum):
    """What is missing of a year of the calendar."""

    UNKNOWN = "unknown"
    UNPUBLISHED = "unpublished"


def gaps(special: SpecialDays, today: date) -> dict[int, Gap]:
    """Return the years up to 60 days after *today* that the calendar does not know for certain.

    The State Council publishes a year in October or November of the one before.
    """
    years = range(today.year, (today + _AHEAD).year + 1)
    missing = {year: Gap.UNKNOWN for year in years if year not in special.years}
    return missing | {year: Gap.UNPUBLISHED for year in years if year in special.unpublished}
