import csv
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

Command = Callable[..., Awaitable[Any]]

CELLAR = "坂田岗头社区3号楼地下室藏了三十多瓶煤气，车牌粤BD12345，电话13800138000"
COLUMNS = {"id", "kinds", "danger", "places", "ask", "outside", "when", "identifiers"}


def table(file: Path, rows: list[dict[str, str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


async def test_understand_shows_what_is_read_out_of_one_text(maplebridge: Command) -> None:
    shown = await maplebridge("understand", "--text", CELLAR)

    found = json.loads(shown.out)
    assert shown.code == 0
    assert found["kinds"][0]["code"] == "gas.storage"
    assert found["danger"] is None
    place = found["places"][0]
    assert (place["community"], place["building"], place["floor"]) == ("440307013002", "3", "B1")
    assert {"kind": "plate", "value": "粤BD12345"} in found["identifiers"]
    assert {"kind": "phone", "value": "13800138000"} in found["identifiers"]


async def test_understand_reads_a_table_and_writes_a_line_for_each_text(
    maplebridge: Command, tmp_path: Path
) -> None:
    rows = [
        {"id": "a", "text": "昨晚十点多隔壁吵架", "now": "2026-11-20T12:00"},
        {"id": "b", "text": "Gas is leaking in our kitchen right now", "now": ""},
        {"id": "c", "text": "东莞塘厦有人卖黑煤气", "now": "2026-11-20T04:00+00:00"},
        {"id": "d", "text": "", "now": ""},
    ]
    texts, out = table(tmp_path / "texts.csv", rows), tmp_path / "read.jsonl"

    done = await maplebridge("understand", "--file", texts, "--out", out)

    assert done.code == 0
    quarrel, leak, outside, empty = lines(out)
    assert [set(line) for line in (quarrel, leak, outside, empty)] == [COLUMNS] * 4
    assert quarrel["when"] == {
        "earliest": "2026-11-19T22:00+08:00",
        "latest": "2026-11-19T23:00+08:00",
        "recurring": False,
    }
    assert leak["danger"] == {"trigger": "danger.gas", "now": True}
    assert outside["outside"] is True
    assert (empty["kinds"], empty["danger"], empty["places"]) == ([], None, [])


async def test_a_danger_that_is_over_denied_or_feared_is_not_now(
    maplebridge: Command, tmp_path: Path
) -> None:
    told = {
        "上个月隔壁着火了，早就扑灭了": "danger.fire",
        "去年有人拿刀砍人，人已经抓了": "danger.weapon",
        "没有煤气味，我只是想问问": "danger.gas",
        "電動車在樓道充電，容易着火": "danger.fire",
        "There is no gas leak, I just want to ask": "danger.gas",
        "There used to be a man with a knife": "danger.weapon",
    }
    rows = [{"id": text, "text": text} for text in told]
    texts, out = table(tmp_path / "texts.csv", rows), tmp_path / "read.jsonl"

    await maplebridge("understand", "--file", texts, "--out", out)

    assert {line["id"]: line["danger"] for line in lines(out)} == {
        text: {"trigger": trigger, "now": False} for text, trigger in told.items()
    }


async def test_a_figure_of_speech_or_a_drill_is_no_danger_at_all(
    maplebridge: Command, tmp_path: Path
) -> None:
    rows = [
        {"id": text, "text": text} for text in ("楼上吵死了", "消防演习，有烟", "上个月交了物业费")
    ]
    texts, out = table(tmp_path / "texts.csv", rows), tmp_path / "read.jsonl"

    await maplebridge("understand", "--file", texts, "--out", out)

    assert [line["danger"] for line in lines(out)] == [None, None, None]


async def test_one_text_shows_how_exactly_its_time_is_told(maplebridge: Command) -> None:
    shown = await maplebridge("understand", "--text", "昨晚十点多隔壁吵架")

    assert json.loads(shown.out)["when"]["precision"] == "hour"


async def test_a_table_without_its_columns_is_refused_with_their_names(
    maplebridge: Command, tmp_path: Path
) -> None:
    texts = table(tmp_path / "texts.csv", [{"number": "1", "words": "gas"}])

    refused = await maplebridge("understand", "--file", texts, "--out", tmp_path / "read.jsonl")

    assert refused.code == 1
    assert "must have the columns id and text" in refused.err


async def test_a_moment_that_is_none_is_named_with_its_line(
    maplebridge: Command, tmp_path: Path
) -> None:
    rows = [{"id": "a", "text": "gas", "now": ""}, {"id": "b", "text": "gas", "now": "yesterday"}]
    texts = table(tmp_path / "texts.csv", rows)

    refused = await maplebridge("understand", "--file", texts, "--out", tmp_path / "read.jsonl")

    assert refused.code == 1
    assert "line 3: now must be a date and a time" in refused.err


async def test_understand_without_anything_to_read_says_what_to_give(maplebridge: Command) -> None:
    refused = await maplebridge("understand")

    assert refused.code == 1
    assert "Give --text, or --file with --out." in refused.err
