"""What is no mistake in data/ and still wants somebody's attention, in sentences."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from triage import holidays
from triage.holidays import Gap

if TYPE_CHECKING:
    # Every command loads this file; only some read the data.
    from settings.datafiles import DistrictData

_CALENDAR = {
    Gap.UNKNOWN: "data/holidays.csv knows nothing of {year}: terms will count its holidays as"
    " working days. Add them.",
    Gap.UNPUBLISHED: "data/holidays.csv has days of {year} that were not published when entered:"
    " compare them with the State Council's notice, add moved working days, and write yes.",
}


def of_data(data: "DistrictData", today: date) -> Iterator[str]:
    """Yield a sentence for each thing in *data* that somebody should look at."""
    yield from of_calendar(data, today)


def of_calendar(data: "DistrictData", today: date) -> Iterator[str]:
    """Yield a sentence for each year that the calendar does not know for certain."""
    for year, gap in holidays.gaps(data.special_days, today).items():
        yield _CALENDAR[gap].format(year=year)
