from datetime import date

from triage import holidays
from triage.holidays import DayKind, Gap, SpecialDays

KNOWN = SpecialDays(
    kinds={date(2027, 1, 1): DayKind.HOLIDAY},
    years=frozenset({2026, 2027}),
    unpublished=frozenset({2027}),
)


def test_a_year_that_is_far_away_is_no_gap() -> None:
    assert holidays.gaps(KNOWN, date(2026, 11, 1)) == {}


def test_an_unpublished_year_is_a_gap_60_days_before_it_begins() -> None:
    assert holidays.gaps(KNOWN, date(2026, 11, 2)) == {2027: Gap.UNPUBLISHED}
    assert holidays.gaps(KNOWN, date(2027, 6, 1)) == {2027: Gap.UNPUBLISHED}


def test_a_year_that_the_calendar_does_not_have_is_a_gap() -> None:
    assert holidays.gaps(KNOWN, date(2027, 12, 1)) == {
        2027: Gap.UNPUBLISHED,
        2028: Gap.UNKNOWN,
    }
