import csv
from pathlib import Path

import pytest

from triage import doors, identifiers
from triage.identifiers import IdentifierKind

TABLE = Path(__file__).parent / "tables" / "identifiers.csv"


def rows() -> list[tuple[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["identifiers"]) for row in csv.DictReader(file)]


def named(text: str) -> str:
    return ";".join(f"{one.kind}={one.value}" for one in identifiers.find(text))


@pytest.mark.parametrize(("text", "expected"), rows(), ids=[text for text, _ in rows()])
def test_the_identifiers_of_each_line_are_found(text: str, expected: str) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("欠我工资2万3千元", "amount=23000"),
        ("骗了我8万6", "amount=86000"),
        ("押金3000没退", "amount=3000"),
        ("8栋B单元1502", "building=8;unit=B;room=1502"),
        ("收了200人", ""),
        ("room for rent", ""),
        ("a group of men", ""),
    ],
)
def test_neighbouring_words_settle_what_a_number_is(text: str, expected: str) -> None:
    assert named(text) == expected


def test_doors_come_in_order_and_without_anything_else() -> None:
    found = doors.find("阿强住3栋二单元501，电话13812345678")

    kinds = [IdentifierKind.BUILDING, IdentifierKind.UNIT, IdentifierKind.ROOM]
    assert [one.kind for one in found] == kinds
    assert [one.value for one in found] == ["3", "2", "501"]


def test_the_span_is_where_the_identifier_stands() -> None:
    (phone,) = identifiers.find("打 138 1234 5678 找他")

    assert "打 138 1234 5678 找他"[phone.start : phone.end] == "138 1234 5678"
