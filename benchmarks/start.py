"""Cold start and memory, beside bare echo bots.

The clock runs from starting the processes to the first getUpdates; memory is the
most that was resident after one answer. Each has been started once before, so that
its files are in the machine's cache.
"""

import argparse
import asyncio
import functools
import time
from dataclasses import dataclass

import rounds
import stand
from crowd import Crowd
from stand import Engine, Ground, Start

from sandbox import server

_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One start: seconds to the first poll, MiB at most."""

    seconds: float
    mib: float


async def measure(ground: Ground, runs: int) -> None:
    contenders = stand.peers()
    contenders |= {f"Maple Bridge on {engine}": ground.ours(engine) for engine in Engine}
    jobs = {name: functools.partial(once, start) for name, start in contenders.items()}
    await rounds.in_turn(jobs, 1, seconds=_SECONDS)
    found = await rounds.in_turn(jobs, runs, seconds=_SECONDS)
    rounds.head(f"Cold start, {runs} runs.", "what", "s to the first poll", "longest", "peak MiB")
    for name, ends in found.items():
        longest = max((run.seconds for run in ends if run is not None), default=None)
        rounds.row(
            name,
            rounds.number(rounds.middle(ends, lambda run: run.seconds), 2),
            rounds.number(longest, 2),
            rounds.number(rounds.middle(ends, lambda run: run.mib)),
        )


async def once(start: Start) -> Run:
    """Start a bot once."""
    crowd = Crowd()
    async with server.serve(crowd) as running:
        person = next(crowd.newcomers())
        async with start(running) as team:
            # What the bot stands on is made before; the clock starts with its process.
            begin = time.perf_counter()
            await crowd.first_poll()
            seconds = time.perf_counter() - begin
            await crowd.ask(person, "/help")
            return Run(seconds=seconds, mib=team.peak_mib())


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with stand.ground() as made:
        asyncio.run(measure(made, arguments.runs))
