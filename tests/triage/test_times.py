import csv
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from settings import festivalfiles
from triage import times
from triage.festivals import Festivals
from triage.times import Precision, When

SHENZHEN = ZoneInfo("Asia/Shanghai")
TABLE = Path(__file__).parent / "tables" / "times.csv"
TUESDAY = datetime(2026, 11, 24, 20, 15, tzinfo=SHENZHEN)


@pytest.fixture(scope="session")
def festivals() -> Festivals:
    return festivalfiles.festivals(Path(__file__).resolve().parents[2] / "data", [])


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHENZHEN)


def expected(row: dict[str, str]) -> tuple[datetime, datetime, bool, Precision] | None:
    if not row["earliest"]:
        return None
    precision = Precision(row["precision"])
    return moment(row["earliest"]), moment(row["latest"]), bool(row["recurring"]), precision


def summary(when: When | None) -> tuple[datetime, datetime, bool, Precision] | None:
    if when is None:
        return None
    return when.earliest, when.latest, when.recurring, when.precision


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['now']} {row['text']}")
def test_the_time_of_each_phrase_is_found(row: dict[str, str], festivals: Festivals) -> None:
    found = times.find(row["text"], moment(row["now"]), festivals)

    assert summary(found) == expected(row)


@pytest.mark.parametrize(
    "row", [row for row in rows() if row["daily"]], ids=lambda row: str(row["text"])
)
def test_what_recurs_keeps_its_hours(row: dict[str, str]) -> None:
    found = times.find(row["text"], moment(row["now"]))

    assert found is not None
    assert f"{found.daily_from:%H:%M}-{found.daily_to:%H:%M}" == row["daily"]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("昨天他们来过，晚上八点又来", "2026-11-23 20:00", "2026-11-23 21:00"),
        ("上周六半夜楼上吵到三点多", "2026-11-21 23:00", "2026-11-22 05:00"),
        ("晚上经常打麻雀，由十点嘈到两点", "2026-10-25 00:00", "2026-11-24 20:15"),
        ("三天前开始没水，昨晚十点来过一阵", "2026-11-23 22:00", "2026-11-23 23:00"),
        ("I saw it on 21/11 at about 9", "2026-11-21 08:30", "2026-11-21 09:30"),
        ("他们从去年国庆闹到现在", "2025-10-01 00:00", "2026-11-24 20:15"),
        ("从去年国庆到现在一直漏水", "2025-10-01 00:00", "2026-11-24 20:15"),
    ],
)
def test_several_times_make_one(
    festivals: Festivals, text: str, earliest: str, latest: str
) -> None:
    found = times.find(text, TUESDAY, festivals)

    assert found is not None
    assert (found.earliest, found.latest) == (moment(earliest), moment(latest))


def test_the_span_is_where_the_time_stands() -> None:
    found = times.find("楼下，昨晚十点多，有人砸门", TUESDAY)

    assert found is not None
    assert "楼下,昨晚十点多,有人砸门"[found.start : found.end] == "昨晚十点多"


def test_without_festivals_their_names_say_nothing() -> None:
    assert times.find("春节以来", TUESDAY) is None
