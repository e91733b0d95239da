"""The file of festivals in data/ as one value."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from settings import sheets
from settings.mistakes import Mistake
from triage.festivals import Festival, Festivals

# A day without a year (10-01) comes back in each of these.
_YEARS = range(2000, 2100)


def festivals(folder: Path, mistakes: list[Mistake]) -> Festivals:
    """Return the festivals in *folder*; what is wrong goes to *mistakes*."""
    return Festivals.of(_festivals(folder, mistakes))


def _festivals(folder: Path, mistakes: list[Mistake]) -> Iterator[Festival]:
    seen: set[str] = set()
    for row in sheets.rows(folder / "festivals.csv", "names days lasts", mistakes):
        row.needed("names")
        for name in row.several("names"):
            if name in seen:
                row.wrong("names", f"{name} stands in this file twice")
            seen.add(name)
        yield Festival(names=row.several("names"), days=tuple(_days(row)), lasts=_lasts(row))


def _days(row: sheets.Row) -> list[date]:
    row.needed("days")
    try:
        return sorted(day for text in row.several("days") for day in _each(text))
    except ValueError:
        row.wrong("days", "must be dates such as 2026-02-17, or 10-01 for every year")
        return []


def _each(text: str) -> list[date]:
    if text.count("-") == 1:
        return [date.fromisoformat(f"{year}-{text}") for year in _YEARS]
    return [date.fromisoformat(text)]


def _lasts(row: sheets.Row) -> int:
    if row["lasts"].isdecimal() and int(row["lasts"]) > 0:
        return int(row["lasts"])
    row.wrong("lasts", "must be a number of days, 1 or more")
    return 1
