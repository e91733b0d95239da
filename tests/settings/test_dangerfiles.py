import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from settings.datafiles import DataMistakes, load_data
from triage.danger import Danger, DangerText
from triage.languages import Language

DATA = Path(__file__).resolve().parents[2] / "data"
# Lines that answer at once; a text names one to call first.
LINES = ("110", "119", "120", "12356")
PROMISES = (
    "马上启动",
    "已经派",
    "会来",
    "會來",
    "會派",
    "会派",
    "马上到",
    "一定能",
    "on the way",
    "will come",
    "will arrive",
    "we start",
    "protected now",
)
Row = dict[str, str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DATA, tmp_path / "data")


@pytest.fixture(scope="module")
def dangers() -> dict[Danger, DangerText]:
    return dict(load_data(DATA).dangers)


def edit(folder: Path, change: Callable[[list[Row]], object]) -> list[str]:
    file = folder / "dangers.csv"
    with file.open(encoding="utf-8", newline="") as old:
        rows = list(csv.DictReader(old))
    header = list(rows[0])
    change(rows)
    with file.open("w", encoding="utf-8", newline="") as new:
        writer = csv.DictWriter(new, header)
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(DataMistakes) as raised:
        load_data(folder)
    return [f"{one.file.name}:{one.line}: {one.sentence}" for one in raised.value.mistakes]


def test_every_danger_has_its_words_in_every_language(dangers: dict[Danger, DangerText]) -> None:
    assert list(dangers) == list(Danger)
    assert all(text.words.keys() == set(Language) for text in dangers.values())
    assert [text.rank for text in dangers.values()] == list(range(1, len(Danger) + 1))


def test_only_a_death_wish_and_a_child_alert_at_once(dangers: dict[Danger, DangerText]) -> None:
    alerting = {danger for danger, text in dangers.items() if text.alert}

    assert alerting == {Danger.SUICIDE, Danger.CHILD}


@pytest.mark.parametrize("language", Language)
def test_every_text_names_a_line_and_promises_nothing(
    dangers: dict[Danger, DangerText], language: Language
) -> None:
    for text in dangers.values():
        said = text.words[language]

        assert any(line in said for line in LINES)
        assert not any(promise in said for promise in PROMISES)


def test_a_weapon_and_an_assault_get_the_same_words(dangers: dict[Danger, DangerText]) -> None:
    assert dangers[Danger.WEAPON].words == dangers[Danger.ASSAULT].words


def test_who_wishes_to_die_hears_who_listens_and_no_offer_that_nobody_may_keep(
    dangers: dict[Danger, DangerText],
) -> None:
    # Whether a person may write is asked by the gate, where a chat of people on duty is known.
    for said in dangers[Danger.SUICIDE].words.values():
        assert "12356" in said
        assert not any(offer in said for offer in ("真人", "a person"))


def test_no_method_is_named_back(dangers: dict[Danger, DangerText]) -> None:
    methods = ("跳", "药", "藥", "刀", "绳", "繩", "炭", "pill", "rope", "jump", "knife")

    for danger in (Danger.SUICIDE, Danger.SUICIDE_OTHER):
        for said in dangers[danger].words.values():
            assert not any(method in said for method in methods)


def test_a_danger_that_is_missing_is_named(folder: Path) -> None:
    assert edit(folder, lambda rows: rows.pop()) == [
        "dangers.csv:1: there is no row for danger.fraud"
    ]


def test_a_danger_that_nobody_knows_is_named(folder: Path) -> None:
    found = edit(folder, lambda rows: rows[0].update(trigger="danger.flood"))

    assert found[0] == "dangers.csv:1: there is no row for danger.suicide"
    assert found[1].startswith("dangers.csv:2: trigger must be one of danger.suicide,")


def test_a_danger_that_stands_twice_is_named(folder: Path) -> None:
    assert edit(folder, lambda rows: rows.append(dict(rows[0]))) == [
        "dangers.csv:13: trigger danger.suicide stands in this file twice"
    ]


def test_every_wrong_cell_is_named(folder: Path) -> None:
    wrong = {"rank": "7", "alert": "maybe", "category": "care.me", "zh_hant": "", "en": "x" * 261}

    assert edit(folder, lambda rows: rows[0].update(wrong)) == [
        "dangers.csv:2: alert must be yes or no",
        "dangers.csv:2: category care.me is not a category",
        "dangers.csv:2: en has more than 260 characters",
        "dangers.csv:2: rank must be 1: the program knows how urgent danger.suicide is",
        "dangers.csv:2: zh_hant is empty",
    ]


def test_a_sign_without_words_is_named(folder: Path) -> None:
    with (folder / "danger_signs.csv").open("a", encoding="utf-8") as more:
        more.write("flood,\n")

    with pytest.raises(DataMistakes) as raised:
        load_data(folder)

    assert [one.sentence for one in raised.value.mistakes] == ["terms is empty"]
