import csv
import itertools
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

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
