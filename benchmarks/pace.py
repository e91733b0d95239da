"""How long people wait when 30 of them write every second: Telegram's own limit.

At 30 a second a bot that keeps the limit can never make up for a pause; at 25
it can. The sandbox lets everything through, so that a peer without limits of
its own is not refused; ours keeps to them as shipped.
"""

import argparse
import asyncio
import functools

import loads
import rounds
import stand
import updates
from loads import Run
from stand import Ground

EACH_SECOND = (25, 30)
_SPARE = 60.0


async def measure(ground: Ground, each_second: int, runs: int, seconds: int) -> None:
    jobs = {
        name: functools.partial(
            loads.even_stream, start, load, each_second=each_second, seconds=seconds
        )
        for name, (start, load) in updates.contenders(ground, limits=True).items()
    }
    found = await rounds.in_turn(jobs, runs, seconds=seconds + _SPARE)
    caption = (
        f"{each_second} messages a second for {seconds} s, {runs} runs, our limits as shipped."
    )
    rounds.head(caption, "what", "ms p50", "p95", "p99", "longest", "CPU, of one core")
    for name, ends in found.items():
        waits = [wait for run in ends if run is not None for wait in run.waits]
        longest = rounds.number(max(waits, default=None), 1)
        rounds.row(name, *updates.waiting(ends), longest, rounds.share(rounds.middle(ends, _load)))


def _load(run: Run) -> float:
    return (run.cpu_ms + run.server_ms) * run.rate / 1000


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--paces", type=int, nargs="+", default=EACH_SECOND)
    arguments = parser.parse_args()
    with stand.ground() as made:
        for each_second in arguments.paces:
            asyncio.run(measure(made, each_second, arguments.runs, arguments.seconds))
