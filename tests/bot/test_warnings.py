from datetime import date
from pathlib import Path

import pytest

from bot import warnings
from settings.datafiles import DistrictData, load_data


@pytest.fixture(scope="module")
def data() -> DistrictData:
    return load_data(Path(__file__).resolve().parents[2] / "data")


def test_nothing_is_said_of_a_year_that_is_published(data: DistrictData) -> None:
    assert not list(warnings.of_calendar(data, date(2026, 10, 1)))


def test_a_year_that_is_not_published_or_not_there_is_told(data: DistrictData) -> None:
    unknown, unpublished = warnings.of_calendar(data, date(2027, 12, 1))

    assert "has days of 2027 that were not published" in unpublished
    assert "knows nothing of 2028" in unknown
