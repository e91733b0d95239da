"""The pieces that words about time are made of, and what they come to."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

MINUTES_A_DAY = 24 * 60


class Precision(StrEnum):
    """How exactly a time is told, the most exact first."""

    MINUTE = "minute"
    HOUR = "hour"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The time that a text tells: from *earliest* up to *latest*.

    *start* and *end* say where it stands in the plain text. A recurring matter
    that keeps to hours has them in *daily_from* and *daily_to*, which may lie
    after midnight.
    """

    earliest: datetime
    latest: datetime
    recurring: bool
    precision: Precision
    start: int
    end: int
    daily_from: time | None = None
    daily_to: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Words for a day or several, from *first* to *last*.

    *back* is how many days earlier the same words were true before, 0 for
    words that mean one day only. *loose* words (a bare weekday, a date) may
    also name a deadline. An *open* spell lasts until now.
    """

    start: int
    end: int
    first: date
    last: date
    precision: Precision
    back: int = 0
    loose: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Words for a time of day, in minutes after midnight of the day meant.

    More than 24 hours is the morning after. A *clock* names an hour; where
    *half* is true, it does not say which half of the day.
    """

    start: int
    end: int
    begin: int
    until: int
    precision: Precision
    clock: bool = False
    half: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """Words for a time reckoned from now: right now, two hours ago.

    A *weak* one (现在) says less about when it happened than any other time in
    the text. An *open* one lasts until now.
    """

    start: int
    end: int
    earliest: datetime
    latest: datetime
    precision: Precision
    weak: bool = False
    open: bool = False
    now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Words that say it happens again and again."""

    start: int
    end: int
    precision: Precision = Precision.DAY


Piece = Days | Hours | Instant | Again
