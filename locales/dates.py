"""Days and times as people say them: 11月19日 22:00, 19 Nov 22:00."""

from datetime import date, datetime

from triage.languages import Language

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def day(when: date, language: Language, today: date | None = None) -> str:
    """Return the day of *when*; with its year, unless that is the year of *today*."""
    year = "" if today and today.year == when.year else f"{when.year}"
    if language is Language.EN:
        return f"{when.day} {_MONTHS[when.month - 1]} {year}".rstrip()
    return f"{year}{'年' if year else ''}{when.month}月{when.day}日"


def clock(when: datetime) -> str:
    """Return the time of day, which is written alike in all languages."""
    return f"{when:%H:%M}"


def moment(when: datetime, language: Language, today: date | None = None) -> str:
    """Return day and time of *when*."""
    return f"{day(when, language, today)} {clock(when)}"
