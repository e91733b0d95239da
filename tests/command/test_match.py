import csv
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot import runtime
from casework.work import House
from storage import sealing
from storage.keys import KeyName
from storage.matching_tables import link
from storage.tables import message, report
from tests.support import Installation
from triage.links import LinkState

Command = Callable[..., Awaitable[Any]]

SET = Path(__file__).parents[1] / "sets" / "incidents_dev.csv"
# Found where an earlier report of the same incident exists: most scripts, hard traps.
FIRST = 0.85


def sheet(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


async def test_match_ranks_earlier_reports_and_names_leads(
    maplebridge: Command, tmp_path: Path
) -> None:
    ranks, leads = tmp_path / "ranks.csv", tmp_path / "leads.csv"

    ended = await maplebridge("match", SET, "--out", ranks, "--leads", leads)

    assert ended.code == 0, ended.err
    told = {row["id"]: row for row in sheet(SET)}
    best = {row["id"]: row["match_id"] for row in sheet(ranks) if row["rank"] == "1"}
    assert [row["id"] for row in sheet(leads)] == sorted(
        told, key=lambda one: (told[one]["time"], one)
    )
    incident = {one: row["incident"] for one, row in told.items()}
    again = [
        one
        for one in told
        if any(
            incident[other] == incident[one] and told[other]["time"] < told[one]["time"]
            for other in told
        )
    ]
    right = sum(incident[best[one]] == incident[one] for one in again)
    assert right / len(again) >= FIRST
    assert all(0 <= float(row["score"]) <= 1 and row["reasons"] for row in sheet(ranks))


async def test_match_says_which_row_is_wrong(maplebridge: Command, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("id,time,text\na,yesterday,gas\n", encoding="utf-8")

    ended = await maplebridge("match", file, "--out", tmp_path / "r", "--leads", tmp_path / "l")

    assert ended.code == 1
    assert "row 2: time must be" in ended.err


async def test_calibrate_takes_no_weights_that_are_worse(
    maplebridge: Command, tmp_path: Path
) -> None:
    rows = sheet(SET)
    pairs = tmp_path / "pairs.csv"
    with pairs.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(["id_a", "id_b", "label"])
        for one, other in itertools.pairwise(rows):
            same = one["incident"] == other["incident"]
            write.writerow([one["id"], other["id"], "different" if same else "same"])
    out = tmp_path / "weights.csv"
    honest = await maplebridge("calibrate", pairs, "--texts", SET, "--out", out)

    assert "mean surprise" in honest.out + honest.err
    assert out.exists() == ("written" in honest.out)


async def test_calibrate_learns_from_pairs_that_hold_their_texts(
    maplebridge: Command, tmp_path: Path
) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("id_a,id_b,label\na,b,same\n", encoding="utf-8")

    ended = await maplebridge("calibrate", pairs, "--out", tmp_path / "weights.csv")

    assert ended.code == 1
    assert "text_a" in ended.err


async def test_calibrate_learns_from_what_officers_answered(
    maplebridge: Command, installation: Installation, tmp_path: Path
) -> None:
    told = {row["text"]: row["incident"] for row in sheet(SET)}
    config, out = installation.config, tmp_path / "weights.csv"
    imported = await maplebridge("import", SET, "--config", config)
    assert imported.code == 0, imported.err
    async with runtime.opened(installation.settings()) as house:
        stories = {row.id: told[words] async for row, words in _stories(house)}
        async with house.database.write() as tx:
            for row in (await tx.execute(sa.select(link))).all():
                same = stories[row.report_id] == stories[row.beside_id]
                state = LinkState.CONFIRMED if same else LinkState.REFUSED
                said = sa.update(link).where(link.c.id == row.id)
                await tx.execute(said.values(state=state, decided_by="officer:7"))

    alone = await maplebridge("calibrate", "--from-answers", "--config", config, "--out", out)
    lonely = await maplebridge("calibrate", "--from-answers", "--out", out)

    assert "mean surprise" in alone.out, alone.err
    assert out.exists() == ("written" in alone.out)
    assert lonely.code == 1
    assert "--from-answers with --config" in lonely.err


async def _stories(house: House) -> AsyncIterator[tuple[Any, str]]:
    """Yield each report with its words, opened with its own key."""
    async with house.database.read() as tx:
        rows = await tx.execute(
            sa.select(report, message.c.id.label("said"), message.c.sealed_body).join(
                message, message.c.report_id == report.c.id
            )
        )
        for row in rows:
            place = sealing.place("report.sealed_data_key", row.id)
            key = house.keyring.seal(KeyName(row.wrapped_by)).open(row.sealed_data_key, place)
            body = sealing.place("message.sealed_body", row.said)
            yield row, sealing.under(key).open(row.sealed_body, body).decode()
