import asyncio
import csv
import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from bot import runtime
from storage.matching_tables import imported, indexed, link
from storage.tables import case, event, report, reporter
from tests.support import Installation

Command = Callable[..., Awaitable[Any]]

GAS = "南联社区罗瓦路3号楼后面每天凌晨有人用红色三轮车偷偷卖煤气，六十五块一瓶，电话尾号3390"
GAS_AGAIN = "罗瓦路3号楼后边，红色三轮车凌晨卖煤气，65元一瓶，打尾号3390就送来"
NOISE = "坂田街道四季花城二期楼下烧烤店每天晚上营业到两点，划拳唱歌，整栋楼睡不着"
SET = Path(__file__).parents[1] / "sets" / "incidents_dev.csv"
HEAD = ("编号", "日期", "内容", "留言用户", "类别")
ROWS = (
    ("a1", "2026年3月1日 晚上9点", GAS, "u1", "gas.delivery"),
    ("a2", "2026/3/2 08:30", GAS_AGAIN, "u2", "无证送气卖气"),
    ("a3", "2026-03-03", NOISE, "u1", "噪音"),
    ("a4", "昨天", NOISE, "u3", ""),
    ("a5", "2026-03-04", "", "u3", ""),
    ("a1", "2026-03-05", NOISE, "u3", ""),
)


def write(file: Path, rows: Sequence[Sequence[str]]) -> Path:
    if file.suffix == ".xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (HEAD, *rows):
            sheet.append(list(row))
        book.save(file)
    elif file.suffix == ".jsonl":
        lines = [json.dumps(dict(zip(HEAD, row, strict=True)), ensure_ascii=False) for row in rows]
        file.write_text("\n".join(lines), encoding="utf-8")
    else:
        with file.open("w", encoding="utf-8-sig", newline="") as target:
            csv.writer(target).writerows([HEAD, *rows])
    return file


async def rows_of(installation: Installation, table: sa.Table) -> list[dict[str, Any]]:
    async with runtime.opened(installation.settings()) as house, house.database.read() as tx:
        return [dict(row._mapping) for row in await tx.execute(sa.select(table))]


@pytest.mark.parametrize("name", ["old.csv", "old.xlsx", "old.jsonl"])
async def test_import_takes_in_every_row_or_says_why_not(
    maplebridge: Command, installation: Installation, tmp_path: Path, name: str
) -> None:
    file = write(tmp_path / name, ROWS)
    bad = tmp_path / "bad.csv"

    ended = await maplebridge("import", file, "--config", installation.config, "--bad", bad)

    first = 1 if name.endswith("jsonl") else 2
    assert ended.code == 1
    assert "6 rows: 3 imported, 0 imported before, 3 not imported." in ended.out
    assert "Kind 噪音 is not known here: 1 rows guessed." in ended.out
    assert f"{file}:{first + 3}: time must be a date" in ended.err
    assert f"{file}:{first + 4}: has no text" in ended.err
    assert f"{file}:{first + 5}: id a1 stands in line {first} already" in ended.err
    with bad.open(encoding="utf-8", newline="") as written:
        kept = list(csv.DictReader(written))
    assert [row["编号"] for row in kept] == ["a4", "a5", "a1"]
    reports = await rows_of(installation, report)
    assert [row["category"] for row in reports[:2]] == ["gas.delivery", "gas.delivery"]
    assert Counter(row["mode"] for row in reports) == {"confidential": 3}


async def test_imported_reports_are_linked_found_and_recorded_like_others(
    maplebridge: Command, installation: Installation, tmp_path: Path
) -> None:
    file = write(tmp_path / "old.csv", ROWS[:3])

    ended = await maplebridge("import", file, "--config", installation.config)

    assert ended.code == 0, ended.err
    first, again, other = sorted(
        await rows_of(installation, report), key=lambda row: int(row["arrival"])
    )
    assert first["received_at"] == datetime.fromisoformat("2026-03-01T21:00+08:00")
    assert first["reporter_id"] == other["reporter_id"] != again["reporter_id"]
    people = await rows_of(installation, reporter)
    assert [(row["lookup"], row["sealed_chat"]) for row in people] == [(None, None)] * 2
    (found,) = await rows_of(installation, link)
    assert (found["report_id"], found["beside_id"]) == (again["id"], first["id"])
    assert len(await rows_of(installation, indexed)) == 3
    assert {row["queue"] for row in await rows_of(installation, case)} == {
        "verification",
        "mediation",
    }
    verbs = Counter(row["verb"] for row in await rows_of(installation, event))
    assert verbs["report.imported"] == 3
    audited = await maplebridge("audit", "--config", installation.config)
    assert audited.code == 0


async def test_a_row_that_was_imported_is_not_imported_again(
    maplebridge: Command, installation: Installation, tmp_path: Path
) -> None:
    file = write(tmp_path / "old.csv", ROWS[:2])
    words = ("import", file, "--config", installation.config)
    await maplebridge(*words)
    write(file, ROWS[:3])

    again = await maplebridge(*words)
    under_another_name = await maplebridge(*words, "--batch", "another")

    assert "3 rows: 1 imported, 2 imported before, 0 not imported." in again.out
    assert "3 rows: 3 imported, 0 imported before" in under_another_name.out
    assert len(await rows_of(installation, report)) == 6
    known = await rows_of(installation, imported)
    assert {len(row["batch"]) for row in known} == {len(row["row"]) for row in known} == {32}


async def test_killed_in_the_middle_an_import_goes_on_and_does_no_row_twice(
    maplebridge: Command, installation: Installation, program: Path
) -> None:
    words = ("import", str(SET), "--config", str(installation.config))
    running = await asyncio.create_subprocess_exec(
        program, *words, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    while not (done := len(await rows_of(installation, imported))):  # noqa: ASYNC110 - of another process
        await asyncio.sleep(0.05)
    running.kill()
    await running.wait()

    again = await maplebridge(*words)

    every = len(SET.read_text(encoding="utf-8").splitlines()) - 1
    assert again.code == 0, again.err
    found = re.search(r"(\d+) imported, (\d+) imported before, 0 not imported", again.out)
    assert found
    assert int(found[2]) >= done
    assert int(found[1]) + int(found[2]) == every == len(await rows_of(installation, report))
    assert len(await rows_of(installation, indexed)) == every


async def test_columns_are_named_where_their_names_do_not_tell(
    maplebridge: Command, installation: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "old.csv"
    file.write_bytes(f"甲;乙\n2026-03-01;{GAS}\n".encode("gb18030"))
    words = ("import", file, "--config", installation.config)

    unnamed = await maplebridge(*words)
    wrong = await maplebridge(*words, "--map", "text=丙", "--map", "time=甲")
    named = await maplebridge(*words, "--map", "text=乙", "--map", "time=甲")

    assert unnamed.code == 1
    assert "say --map time=NAME. The file has: 甲, 乙." in unnamed.err
    assert "the file has the columns 甲, 乙" in wrong.err
    assert "1 rows: 1 imported" in named.out


async def test_a_file_that_is_none_is_told_in_a_sentence(
    maplebridge: Command, installation: Installation, tmp_path: Path
) -> None:
    (tmp_path / "old.xlsx").write_bytes(b"no spreadsheet")
    (tmp_path / "old.doc").write_bytes(b"")

    for name, words in (
        ("old.xlsx", "is not a spreadsheet"),
        ("old.doc", "must end in .csv, .xlsx or .jsonl"),
        ("gone.csv", "No such file"),
    ):
        ended = await maplebridge("import", tmp_path / name, "--config", installation.config)
        assert ended.code == 1
        assert words in ended.err
