from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from settings import loading
from settings.mistakes import Mistakes
from triage.worktime import Shift

LINE = 'shifts = ["09:00-12:00", "14:00-18:00"]'
WithLine = Callable[[str, str], int]


def test_the_shifts_of_the_example_are_those_without_it(config: Path, with_line: WithLine) -> None:
    written = loading.load(config).clocks
    with_line(LINE, "")

    assert loading.load(config).clocks == written


def test_a_district_has_its_own_hours(config: Path, with_line: WithLine) -> None:
    with_line(LINE, 'shifts = ["08:30-20:00"]')

    assert loading.load(config).clocks.shifts == (Shift(begins=time(8, 30), ends=time(20)),)


@pytest.mark.parametrize(
    ("shifts", "sentence"),
    [
        ("[]", "shifts must hold at least one shift."),
        ('"09:00-12:00"', "shifts must hold at least one shift."),
        ('["9-12"]', 'shifts must be a list of shifts in quotation marks, like "09:00-12:00".'),
        (
            '["14:00-18:00", "09:00-12:00"]',
            "shifts must have its shifts in order, apart, and none past midnight.",
        ),
        ('["22:00-06:00"]', "shifts must have its shifts in order, apart, and none past midnight."),
    ],
)
def test_hours_that_are_none_are_named(
    config: Path, with_line: WithLine, shifts: str, sentence: str
) -> None:
    line = with_line(LINE, f"shifts = {shifts}")

    with pytest.raises(Mistakes) as raised:
        loading.load(config)

    (found,) = raised.value.mistakes
    assert (found.line, found.key, found.sentence) == (line, "clocks.shifts", sentence)
