import asyncio
import sys
from pathlib import Path

import pytest

_BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "options", "row"),
    [
        ("recovery.py", ("--updates", "20", "--people", "5"), "| Maple Bridge on PostgreSQL"),
        ("transport.py", ("--runs", "1", "--messages", "8"), "| what the bot uses |"),
        ("reading.py", (), "| read a story of 300 characters |"),
    ],
)
async def test_a_benchmark_prints_its_table(
    script: str, options: tuple[str, ...], row: str
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(_BENCHMARKS / script), *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )

    said, _ = await asyncio.wait_for(process.communicate(), 120)

    lines = [line for line in said.decode().splitlines() if line.startswith(row)]
    assert lines
    assert "—" not in lines[0]
