from dataclasses import replace
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


def test_our_own_rules_need_no_warning(data: DistrictData) -> None:
    assert not list(warnings.of_rules(data))


def test_rules_that_never_fire_let_danger_sleep_or_leave_something_over_are_told(
    data: DistrictData,
) -> None:
    gas = next(rule for rule in data.routing.rules if rule.written == "gas.*")
    twice = replace(data.routing, rules=(gas, replace(gas, line=99)))

    told = list(warnings.of_rules(replace(data, routing=twice)))

    assert told[0].startswith("the routing rule of line 99 can never fire: all it asks for is")
    assert told[1].startswith(f"the routing rule of line {gas.line} sends danger to verification")
    assert any(one.startswith("not every report of dispute.noise is taken") for one in told)
