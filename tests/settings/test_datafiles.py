import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from settings.datafiles import DataMistakes, load_data
from triage import words

DATA = Path(__file__).resolve().parents[2] / "data"
Edit = Callable[[list[dict[str, str]]], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DATA, tmp_path / "data")


def edit(file: Path, change: Edit) -> None:
    with file.open(encoding="utf-8", newline="") as old:
        rows = list(csv.DictReader(old))
    header = list(rows[0])
    change(rows)
    with file.open("w", encoding="utf-8", newline="") as new:
        writer = csv.DictWriter(new, header)
        writer.writeheader()
        writer.writerows(rows)


def sentences(folder: Path) -> list[str]:
    with pytest.raises(DataMistakes) as raised:
        load_data(folder)
    return [f"{one.file.name}:{one.line}: {one.sentence}" for one in raised.value.mistakes]


def test_our_own_data_has_no_mistake() -> None:
    data = load_data(DATA)

    assert len(data.gazetteer.subdistricts) == 11
    assert len(data.lexicon.terms) > 1882


@pytest.mark.parametrize("file", sorted(DATA.glob("*.csv")), ids=lambda file: file.name)
def test_both_scripts_of_a_name_are_one_name_to_look_up(file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if "name_zh_hans" in row]

    for row in rows:
        assert words.plain(row["name_zh_hans"]) == words.plain(row["name_zh_hant"])


def test_a_category_that_nobody_knows_is_named(folder: Path) -> None:
    edit(folder / "lexicon.csv", lambda rows: rows[0].update(category="gaz"))

    assert sentences(folder) == [
        "lexicon.csv:2: category gaz is not a category, nor one that categories.csv maps"
    ]


def test_a_missing_name_is_named(folder: Path) -> None:
    edit(folder / "categories.csv", lambda rows: rows[1].update(name_en=""))

    assert sentences(folder) == ["categories.csv:3: name_en is empty"]


def test_a_bad_severity_and_kind_are_named(folder: Path) -> None:
    edit(folder / "categories.csv", lambda rows: rows[1].update(severity="S9", kind="tip"))

    assert sentences(folder) == [
        "categories.csv:3: kind must be one of lead, dispute, care, join",
        "categories.csv:3: severity must be one of S0, S1, S2, S3",
    ]


def test_a_group_that_is_none_is_named(folder: Path) -> None:
    edit(folder / "categories.csv", lambda rows: rows[1].update(group="gas.storage"))

    assert sentences(folder) == [
        "categories.csv:3: group names no category that is a group, with its own code as group"
    ]


def test_a_code_that_stands_twice_is_named(folder: Path) -> None:
    edit(folder / "communities.csv", lambda rows: rows.append(rows[0]))

    assert sentences(folder) == ["communities.csv:113: code 440307003002 stands in this file twice"]


def test_a_term_that_stands_twice_is_named(folder: Path) -> None:
    edit(folder / "lexicon.csv", lambda rows: rows.insert(0, rows[0]))

    assert sentences(folder) == ["lexicon.csv:3: term 黑煤气 stands under gas twice"]


def test_an_aside_that_nobody_knows_is_named(folder: Path) -> None:
    edit(folder / "asides.csv", lambda rows: rows[0].update(aside="song", terms=""))

    wrong, empty = sentences(folder)
    assert wrong.startswith("asides.csv:2: aside must be filler or one of anonymous, may,")
    assert empty == "asides.csv:2: terms is empty"


def test_a_subdistrict_that_nobody_knows_is_named(folder: Path) -> None:
    edit(folder / "communities.csv", lambda rows: rows[0].update(subdistrict_code="1"))
    edit(folder / "places.csv", lambda rows: rows[0].update(subdistrict_code="2"))

    assert sentences(folder) == [
        "communities.csv:2: subdistrict_code names 1, which is not in subdistricts.csv",
        "places.csv:2: subdistrict_code names 2, which is not in subdistricts.csv",
    ]


def test_a_successor_that_nobody_knows_is_named(folder: Path) -> None:
    edit(folder / "communities_historic.csv", lambda rows: rows[0].update(successors="1"))

    assert sentences(folder) == [
        "communities_historic.csv:2: successors names 1, which is not in communities.csv"
    ]


def test_all_mistakes_come_at_once(folder: Path) -> None:
    edit(folder / "categories.csv", lambda rows: rows[1].update(name_en=""))
    edit(folder / "lexicon.csv", lambda rows: rows[0].update(strength="huge"))
    (folder / "outside.csv").unlink()
    (folder / "places.csv").write_text("name_zh_hans,name_zh_hant\n", encoding="utf-8")
    (folder / "metro_stations.csv").write_bytes(b"\xff\xfe\x00")
    with (folder / "subdistricts.csv").open("a", encoding="utf-8") as more:
        more.write("440307099,one\n")

    assert sentences(folder) == [
        "categories.csv:3: name_en is empty",
        "lexicon.csv:2: strength must be weak or empty",
        "metro_stations.csv:1: the file is not UTF-8 text",
        "outside.csv:1: the file is not there",
        "places.csv:1: the first line has no kind, subdistrict_code",
        "subdistricts.csv:13: the row has 2 cells, the first line has 6",
    ]
