"""What is no mistake in data/ and still wants somebody's attention, in sentences."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from triage import holidays, routes
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
    yield from of_rules(data)


def of_calendar(data: "DistrictData", today: date) -> Iterator[str]:
    """Yield a sentence for each year that the calendar does not know for certain."""
    for year, gap in holidays.gaps(data.special_days, today).items():
        yield _CALENDAR[gap].format(year=year)


def of_rules(data: "DistrictData") -> Iterator[str]:
    """Yield a sentence for each rule that never takes anything, and each kind that none takes."""
    for idle in routes.idle(data.routing, data.categories):
        at = f"the routing rule of line {idle.rule.line} can never fire"
        if not idle.shadowed_by:
            yield f"{at}: there is no report that it could mean."
            continue
        lines = ", ".join(str(line) for line in idle.shadowed_by)
        yield f"{at}: all it asks for is taken before, by line {lines}."
    for rule in routes.asleep(data.routing, data.categories):
        yield (
            f"the routing rule of line {rule.line} sends danger to {rule.queue}, where nobody is"
            " woken by it: put a rule for danger.* above it."
        )
    for code in routes.untaken(data.routing, data.categories):
        yield f"not every report of {code} is taken by a routing rule: the rest has no terms."
