from datetime import date
from pathlib import Path

import pytest

from settings import festivalfiles
from settings.mistakes import Mistake

HEAD = "names,days,lasts\n"


def read(folder: Path, row: str) -> list[Mistake]:
    (folder / "festivals.csv").write_text(HEAD + row + "\n", encoding="utf-8")
    mistakes: list[Mistake] = []
    festivalfiles.festivals(folder, mistakes)
    return mistakes


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",2026-02-17,7", "names is empty"),
        ("春节|春节,2026-02-17,7", "names 春节 stands in this file twice"),
        ("春节,17 February,7", "days must be dates such as 2026-02-17, or 10-01 for every year"),
        ("春节,,7", "days is empty"),
        ("春节,2026-02-17,0", "lasts must be a number of days, 1 or more"),
    ],
)
def test_what_is_wrong_with_a_festival_is_named(tmp_path: Path, row: str, sentence: str) -> None:
    mistakes = read(tmp_path, row)

    assert [mistake.sentence for mistake in mistakes] == [sentence]


def test_a_day_without_a_year_comes_back_every_year(tmp_path: Path) -> None:
    (tmp_path / "festivals.csv").write_text(HEAD + "国庆,10-01,7\n", encoding="utf-8")

    festivals = festivalfiles.festivals(tmp_path, [])

    found = [next(festivals.scan("国庆", date(year, 12, 1))).first for year in (2024, 2026)]
    assert found == [date(2024, 10, 1), date(2026, 10, 1)]
