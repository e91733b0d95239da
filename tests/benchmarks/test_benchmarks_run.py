import asyncio
import os
import sys
from pathlib import Path

import pytest

_BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
# Half a minute is enough for any, on a machine that does nothing else.
_SECONDS = 400


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "options", "row"),
    [
        (
            "updates.py",
            ("--runs", "1", "--updates", "60", "--ways", "loop"),
            "| Maple Bridge on PostgreSQL, a story |",
        ),
        (
            "pace.py",
            ("--runs", "1", "--seconds", "1", "--paces", "25"),
            "| Maple Bridge on PostgreSQL, a story |",
        ),
        (
            "workers.py",
            ("--runs", "1", "--updates", "20", "--processes", "2"),
            "| a wrong receipt | 2 |",
        ),
        ("start.py", ("--runs", "1"), "| Maple Bridge on PostgreSQL |"),
        (
            "growth.py",
            ("--sizes", "100", "--runs", "1", "--reports", "8"),
            "| /status, CPU ms an update |",
        ),
        (
            "upkeep.py",
            ("--reports", "50", "--runs", "1"),
            "| copy to the other engine, rows |",
        ),
        ("recovery.py", ("--updates", "20", "--people", "5"), "| Maple Bridge on PostgreSQL"),
        ("transport.py", ("--runs", "1", "--messages", "8"), "| what the bot uses |"),
        ("reading.py", (), "| read a story of 300 characters |"),
        ("matching.py", (), "| ours, "),
        ("matching_petitions.py", (), "| petitions | not run"),
        ("matching_candidates.py", ("--asked", "10"), "| incidents | ours, nearest | 10 |"),
        ("desks.py", ("--sizes", "600", "--runs", "2"), "| PostgreSQL | 600 | 200 | 1 |"),
        ("matching_scale.py", ("--sizes", "100", "--questions", "8"), "| PostgreSQL | 100 | 250 |"),
    ],
)
async def test_a_benchmark_prints_its_table(
    script: str, options: tuple[str, ...], row: str
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(_BENCHMARKS / script), *options),
        # Petitions that lie on somebody's machine take minutes.
        env={**os.environ, "PETITIONS": ""},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )

    said, _ = await asyncio.wait_for(process.communicate(), _SECONDS)

    rows = [line for line in said.decode().splitlines() if line.startswith("|")]
    assert [line for line in rows if line.startswith(row)]
    # A dash stands where somebody was not answered in time.
    assert [line for line in rows if "—" in line] == []
