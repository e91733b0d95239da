import csv
import shutil
from pathlib import Path

import pytest

from settings import placefiles
from settings.mistakes import Mistake

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DATA, tmp_path / "data")


def change(file: Path, **cells: str) -> None:
    with file.open(encoding="utf-8", newline="") as old:
        rows = list(csv.DictReader(old))
    rows[0].update(cells)
    with file.open("w", encoding="utf-8", newline="") as new:
        writer = csv.DictWriter(new, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def sentences(folder: Path) -> list[str]:
    mistakes: list[Mistake] = []
    placefiles.gazetteer(folder, mistakes)
    return [f"{one.file.name}:{one.line}: {one.sentence}" for one in mistakes]


def test_a_point_that_is_no_number_is_named(folder: Path) -> None:
    change(folder / "metro_stations.csv", lat="north")

    assert sentences(folder) == [
        "metro_stations.csv:2: lat must be a number of degrees, such as 22.6044"
    ]


def test_a_trap_that_means_neither_is_named(folder: Path) -> None:
    change(folder / "place_traps.csv", means="maybe")

    assert sentences(folder) == ["place_traps.csv:2: means must be one of nothing, ask"]


def test_a_place_outside_without_a_number_to_call_is_named(folder: Path) -> None:
    change(folder / "outside.csv", call="")

    assert sentences(folder) == ["outside.csv:2: call is empty"]


def test_a_station_in_a_place_that_nobody_knows_is_named(folder: Path) -> None:
    change(folder / "stations_outside.csv", outside_code="1")

    assert sentences(folder) == [
        "stations_outside.csv:2: outside_code names 1, which is not in outside.csv"
    ]


def test_a_group_of_look_alikes_may_not_be_empty(folder: Path) -> None:
    change(folder / "lookalikes.csv", characters="")

    assert sentences(folder) == ["lookalikes.csv:2: characters is empty"]
