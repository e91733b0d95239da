"""One, two and three processes of our bot on one PostgreSQL database.

One of them polls and sends, all work the inbox. On two cores the sandbox and
the database want their share, so more processes show little beyond the first
with cheap updates; with dear ones (a long story to read, a receipt to hash)
they show what is left of the second core.
"""

import argparse
import asyncio
import functools
import os
from collections.abc import Awaitable, Callable

import loads
import rounds
import stand
from loads import Load, Run
from rounds import Runs
from stand import Engine, Ground

WORKERS = (1, 2, 3)
_SECONDS = 300.0
# An Argon2 hash takes as long as a dozen stories.
_RECEIPTS_FEWER = 10
_LOADS: dict[str, tuple[Load, int]] = {
    "/help": (loads.HELP, 1),
    "a story of 300 characters": (loads.LONG_STORY, 1),
    "a wrong receipt": (loads.WRONG_RECEIPT, _RECEIPTS_FEWER),
}


async def measure(ground: Ground, counts: list[int], runs: int, updates: int) -> None:
    found = await rounds.in_turn(_jobs(ground, counts, updates), runs, seconds=_SECONDS)
    caption = (
        f"Processes on one PostgreSQL, which with the sandbox share {os.cpu_count()} cores. "
        f"{updates} updates at once ({updates // _RECEIPTS_FEWER} receipts), {runs} runs, "
        "limits off."
    )
    costs = ("CPU ms bot", "CPU ms database", "peak MiB")
    rounds.head(caption, "what", "processes", "updates/s", "of one process", *costs)
    for words in _LOADS:
        for workers in counts:
            _row(words, workers, found[_name(words, workers)], found[_name(words, counts[0])])


def _jobs(
    ground: Ground, counts: list[int], updates: int
) -> dict[str, Callable[[], Awaitable[Run]]]:
    return {
        _name(words, workers): functools.partial(
            loads.flood,
            ground.ours(Engine.POSTGRESQL, workers=workers),
            load,
            updates // fewer,
        )
        for words, (load, fewer) in _LOADS.items()
        for workers in counts
    }


def _name(words: str, workers: int) -> str:
    return f"{words}, {workers}"


def _row(words: str, workers: int, runs: Runs[Run], alone: Runs[Run]) -> None:
    rounds.row(
        words,
        str(workers),
        rounds.number(rounds.middle(runs, lambda run: run.rate)),
        rounds.share(rounds.ratio(runs, alone, lambda run: run.rate)),
        rounds.number(rounds.middle(runs, lambda run: run.cpu_ms), 2),
        rounds.number(rounds.middle(runs, lambda run: run.server_ms), 2),
        rounds.number(rounds.middle(runs, lambda run: run.peak_mib)),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--updates", type=int, default=500)
    parser.add_argument("--processes", type=int, nargs="+", default=WORKERS)
    arguments = parser.parse_args()
    with stand.ground() as made:
        asyncio.run(measure(made, arguments.processes, arguments.runs, arguments.updates))
