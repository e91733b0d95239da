"""Figures for those who may know them: counts alone, small groups masked.

What integrity and care hold is in none of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from casework import events, officers
from casework.officers import Officer
from casework.work import House, Work
from storage import figures
from storage.figures import Span
from triage.errors import Invalid
from triage.figures import Counts, GroupedBy, masked
from triage.permissions import Duty
from triage.routing import Queue

COUNTED = (Queue.URGENT, Queue.VERIFICATION, Queue.MEDIATION)
NAMES = tuple(one.name for one in fields(Counts))
UNKNOWN = "unknown"


class BadWeek(Invalid):
    """A week that is not written as 2026-W48."""

    text_key = "figures.bad_week"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The figures of a week: of each group, and of all; None is a masked count."""

    week: str
    by: GroupedBy
    rows: dict[str, dict[str, int | None]]
    total: dict[str, int | None]

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each count with what it comes to over all groups."""
        for name, count in self.total.items():
            yield name, told(count)


def told(count: int | None) -> str:
    """Return a count as it is shown."""
    return "<5" if count is None else str(count)


async def of_week(
    work: Work, officer: Officer, by: GroupedBy = GroupedBy.QUEUE, week: str | None = None
) -> Table:
    """Return the figures of a week, this one if none is named, and record that they were asked.

    Raises:
        NotYourDuty: If figures are not theirs.
        BadWeek: If *week* cannot be read.
    """
    officers.demand_duty(officer, Duty.FIGURES)
    return await table(work, officer.number, by, week)


async def table(work: Work, actor: str, by: GroupedBy, week: str | None) -> Table:
    """Return the figures of a week for *actor*, whom the caller has let in.

    Raises:
        BadWeek: If *week* cannot be read.
    """
    first = monday(week) if week else _this_monday(work)
    span = _span(work.house, first, work.now)
    counted = await figures.counted(work.tx, by, span, COUNTED)
    await events.record(work, "figures.read", actor=actor, subject="figures", exact=True)
    named = {name or UNKNOWN: counts for name, counts in counted.items()}
    rows: dict[str, dict[str, int | None]] = {name: {} for name in sorted(named)}
    total: dict[str, int | None] = {}
    for count in NAMES:
        column = {name: getattr(counts, count) for name, counts in named.items()}
        shown, total[count] = masked(column, sum(column.values()))
        for name, value in shown.items():
            rows[name][count] = value
    year, number, _ = first.isocalendar()
    return Table(week=f"{year}-W{number:02d}", by=by, rows=rows, total=total)


def monday(week: str) -> date:
    """Return the Monday of a week that is written as 2026-W48 (ISO 8601).

    Raises:
        BadWeek: If it is no week.
    """
    try:
        return date.fromisoformat(f"{week}-1")
    except ValueError:
        raise BadWeek("no week") from None


def _this_monday(work: Work) -> date:
    today = work.house.settings.district.local(work.now).date()
    return today - timedelta(days=today.weekday())


def _span(house: House, first: date, now: datetime) -> Span:
    zone = ZoneInfo(house.settings.district.time_zone)
    since = datetime.combine(first, time(), zone)
    until = datetime.combine(first + timedelta(days=7), time(), zone)
    return Span(since=since, until=until, now=now)
