"""The night, in which nothing is sent by itself.

A person who told of a gang must not explain to somebody in the same room why
the phone lights up at three. In law the night lasts from ten to six (noise,
Law on Noise Pollution, art. 88); we are gentler.
"""

from datetime import UTC, datetime, time, timedelta


def is_night(local: datetime, begins: time, ends: time) -> bool:
    """Return whether the clock of *local* shows night; never when it begins as it ends."""
    clock = local.time()
    if begins <= ends:
        return begins <= clock < ends
    return clock >= begins or clock < ends


def by_day(local: datetime, begins: time, ends: time) -> datetime:
    """Return *local* itself, or at night the moment, in UTC, when the night ends.

    Args:
        local: A moment by the clock of the district, with its time zone.
        begins: When night begins, by the same clock.
        ends: When it ends; earlier than `begins` if midnight lies in between.
    """
    if not is_night(local, begins, ends):
        return local.astimezone(UTC)
    return min(end for end in _ends(local, ends) if end > local.astimezone(UTC))


def _ends(local: datetime, ends: time) -> list[datetime]:
    """Return the ends of the nights around *local*.

    Where the clock is put back, one hour comes twice, and so may its end (`fold`).
    """
    days = (local.date(), local.date() + timedelta(days=1))
    clocks = [datetime.combine(day, ends, local.tzinfo) for day in days]
    return [clock.replace(fold=fold).astimezone(UTC) for clock in clocks for fold in (0, 1)]
