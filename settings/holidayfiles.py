"""The holidays and moved working days in data/ as one value."""

from datetime import date
from enum import StrEnum
from pathlib import Path

from settings import sheets
from settings.mistakes import Mistake
from triage.holidays import DayKind, SpecialDays


class _Published(StrEnum):
    YES = "yes"
    NO = "no"


def special_days(folder: Path, mistakes: list[Mistake]) -> SpecialDays:
    """Return the days in *folder*; what is wrong goes to *mistakes*."""
    kinds: dict[date, DayKind] = {}
    unpublished: set[int] = set()
    for row in sheets.rows(folder / "holidays.csv", "date kind name source published", mistakes):
        kind, published = row.choice("kind", DayKind), row.choice("published", _Published)
        row.needed("name")
        row.needed("source")
        day = _day(row)
        if day is None:
            continue
        if day in kinds:
            row.wrong("date", f"{day} stands in this file twice")
        kinds[day] = kind
        if published is _Published.NO:
            unpublished.add(day.year)
    years = frozenset(day.year for day in kinds)
    return SpecialDays(kinds=kinds, years=years, unpublished=frozenset(unpublished))


def _day(row: sheets.Row) -> date | None:
    try:
        return date.fromisoformat(row["date"])
    except ValueError:
        row.wrong("date", "must be a day such as 2026-02-17")
        return None
