import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from settings.datafiles import DataMistakes, load_data

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


def test_a_question_of_no_category_is_named(folder: Path) -> None:
    edit(folder / "questions.csv", lambda rows: rows[0].update(code="gaz"))

    assert sentences(folder) == ["questions.csv:2: code gaz is not a category"]


def test_a_question_of_a_group_is_named(folder: Path) -> None:
    edit(folder / "questions.csv", lambda rows: rows[0].update(code="gas"))

    assert sentences(folder) == [
        "questions.csv:2: code gas has kinds of its own: only they have questions"
    ]


def test_a_question_without_a_language_is_named(folder: Path) -> None:
    edit(folder / "questions.csv", lambda rows: rows[0].update(zh_hant="", en=""))

    assert sentences(folder) == [
        "questions.csv:2: en is empty",
        "questions.csv:2: zh_hant is empty",
    ]


def test_a_question_longer_than_a_glance_is_named(folder: Path) -> None:
    edit(folder / "questions.csv", lambda rows: rows[0].update(en="long " * 50))

    assert sentences(folder) == ["questions.csv:2: en has more than 200 characters"]


def test_a_fact_that_nobody_reads_is_named(folder: Path) -> None:
    edit(folder / "questions.csv", lambda rows: rows[0].update(known_by="when weather"))

    assert sentences(folder) == [
        (
            "questions.csv:2: known_by weather is none of when, place, plate, phone, amount,"
            " people, shop, nickname, building, floor, safe"
        )
    ]


def test_a_number_that_stands_twice_is_named(folder: Path) -> None:
    edit(folder / "questions.csv", lambda rows: rows[1].update(number="1"))

    assert sentences(folder) == ["questions.csv:3: number 1 stands under gas.delivery twice"]


@pytest.mark.parametrize("number", ["", "0", "-1", "one", "²"])
def test_a_number_that_is_none_is_named(folder: Path, number: str) -> None:
    edit(folder / "questions.csv", lambda rows: rows[0].update(number=number))

    assert sentences(folder) == ["questions.csv:2: number must be 1, 2, 3 and so on"]


def test_a_topic_that_stands_twice_is_named(folder: Path) -> None:
    edit(folder / "topics.csv", lambda rows: rows.insert(0, rows[0]))

    assert sentences(folder) == ["topics.csv:3: topic landlord stands in this file twice"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kinds\tgas.storage\nbias\t0\n",
        "kinds\tgas.storage\nbias\t0\nscale\t1\n狗\t!\n",
        "kinds\tgas.storage\nbias\t0 0\nscale\t1\n狗\t!!\n",
        "kinds\tgas.storage\nbias\tx\nscale\t1\n狗\t!!\n",
        "bias\t0\nkinds\tgas.storage\nscale\t1\n",
        "kinds\tgas.storage\nbias\t0\nscale\t1\n狗\t!狗\n",
        "kinds gas.storage\n",
    ],
)
def test_weights_that_cannot_be_read_are_one_mistake(folder: Path, text: str) -> None:
    (folder / "kind_weights.txt").write_text(text, encoding="utf-8")

    assert sentences(folder) == [
        "kind_weights.txt:1: cannot be read: make it anew with benchmarks/learn_kinds.py"
    ]


def test_weights_that_are_not_there_are_named(folder: Path) -> None:
    (folder / "kind_weights.txt").unlink()

    assert len(sentences(folder)) == 1
