"""Cold start and memory, beside a bare python-telegram-bot echo bot.

The clock runs from starting the process to its first getUpdates; memory is the
most it had resident after one answer.
"""

import argparse
import asyncio
import statistics
import time
from dataclasses import dataclass

import stand

from sandbox import server
from sandbox.world import World

_JOBS: dict[str, stand.Start] = {
    "python-telegram-bot, bare echo": stand.peer,
    "Maple Bridge": stand.ours,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One start: seconds to the first poll, MiB at most."""

    seconds: float
    mib: float


async def measure(runs: int) -> None:
    found: dict[str, list[Run]] = {name: [] for name in _JOBS}
    for _ in range(runs):
        for name, start in _JOBS.items():
            found[name].append(await _run(start))
    _print(found)


async def _run(start: stand.Start) -> Run:
    world = World(token=stand.TOKEN)
    async with server.serve(world) as running:
        person = world.add_person("Mei", "en")
        # Without it the first poll would be a long one.
        person.say("/help")
        async with start(running) as process:
            # Our installation is made before the process starts, so the clock starts here.
            begin = time.perf_counter()
            while not world.calls.of("getUpdates"):  # noqa: ASYNC110 - fine enough
                await asyncio.sleep(0.01)
            seconds = time.perf_counter() - begin
            person.say("/help")
            await person.wait_for(timeout=10)
            return Run(seconds=seconds, mib=stand.peak_mib(process))


def _print(found: dict[str, list[Run]]) -> None:
    print("| what | seconds to the first poll, median | max | MiB, median |")
    print("| --- | ---: | ---: | ---: |")
    for name, runs in found.items():
        times = [run.seconds for run in runs]
        mib = statistics.median(run.mib for run in runs)
        print(f"| {name} | {statistics.median(times):.2f} | {max(times):.2f} | {mib:.0f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    asyncio.run(measure(parser.parse_args().runs))
