"""Days, weeks and months counted from a day, never beyond the calendar."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta, tzinfo

_MONTHS_A_YEAR = 12


def plus(day: date, days: int) -> date:
    """Return *day* moved by *days*, or the first or last day there is."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def plus_months(day: date, months: int) -> date:
    """Return *day* moved by *months*; the 31st becomes the last of a short month."""
    at = day.year * _MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(at, _MONTHS_A_YEAR)
    if not date.min.year < year < date.max.year:
        return date.min if months < 0 else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_of_month(day: date) -> date:
    """Return the first day of the month of *day*."""
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    """Return the last day of the month of *day*."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def monday(day: date) -> date:
    """Return the Monday of the week of *day*."""
    return plus(day, -day.weekday())


def made(year: int, month: int, day: int) -> date | None:
    """Return the date of these numbers, None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def at(day: date, minutes: int, zone: tzinfo | None) -> datetime:
    """Return the moment *minutes* after the midnight with which *day* begins."""
    midnight = datetime.combine(day, time(), zone)
    try:
        return midnight + timedelta(minutes=minutes)
    except OverflowError:
        return midnight
