from datetime import date
from pathlib import Path

import pytest

from settings import holidayfiles
from settings.mistakes import Mistake
from triage.holidays import DayKind

HEAD = "date,kind,name,source,published\n"
GOOD = "2026-10-01,holiday,国庆节,the notice,yes"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("1 October,holiday,国庆节,the notice,yes", "date must be a day such as 2026-02-17"),
        ("2026-10-01,feast,国庆节,the notice,yes", "kind must be one of holiday, workday"),
        ("2026-10-01,holiday,,the notice,yes", "name is empty"),
        ("2026-10-01,holiday,国庆节,,yes", "source is empty"),
        ("2026-10-01,holiday,国庆节,the notice,soon", "published must be one of yes, no"),
        (f"{GOOD}\n{GOOD}", "date 2026-10-01 stands in this file twice"),
    ],
)
def test_what_is_wrong_with_a_holiday_is_named(tmp_path: Path, rows: str, sentence: str) -> None:
    (tmp_path / "holidays.csv").write_text(f"{HEAD}{rows}\n", encoding="utf-8")
    mistakes: list[Mistake] = []

    holidayfiles.special_days(tmp_path, mistakes)

    assert [mistake.sentence for mistake in mistakes] == [sentence]


def test_a_year_with_a_day_that_is_not_published_is_unpublished(tmp_path: Path) -> None:
    rows = f"{GOOD}\n2027-10-01,holiday,国庆节,the law,no\n"
    (tmp_path / "holidays.csv").write_text(HEAD + rows, encoding="utf-8")

    found = holidayfiles.special_days(tmp_path, [])

    assert found.kinds == {date(year, 10, 1): DayKind.HOLIDAY for year in (2026, 2027)}
    assert found.years == {2026, 2027}
    assert found.unpublished == {2027}
