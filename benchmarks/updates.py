"""Updates a second, everything durable on both engines, beside bare echo bots.

Closed loop: each of 50 people writes again when the answer has come. Backlog:
messages wait while the bot is away. Limits are off for all.
"""

import argparse
import asyncio
import functools
from collections.abc import Awaitable, Callable

import loads
import rounds
import stand
from loads import Load, Run
from rounds import Runs
from stand import Engine, Ground, Start

PHONES = 50
CEILING = "the sandbox's own ceiling"
_SECONDS = 120.0

Job = Callable[[], Awaitable[Run]]
Way = Callable[[Start, Load, int], Awaitable[Run]]


_WAYS: dict[str, tuple[str, Way]] = {
    "loop": (
        f"Closed loop, {PHONES} phones.",
        functools.partial(loads.closed_loop, phones=PHONES),
    ),
    "backlog": ("Backlog.", loads.backlog),
}


async def measure(ground: Ground, ways: list[str], runs: int, updates: int) -> None:
    for caption, way in (_WAYS[name] for name in ways):
        jobs = _jobs(ground, way, updates)
        found = await rounds.in_turn(jobs, runs, seconds=_SECONDS)
        _print(f"{caption} {updates} updates, {runs} runs, Telegram's limits off.", found)


def contenders(ground: Ground, *, limits: bool = False) -> dict[str, tuple[Start, Load]]:
    """Return the peers, and ours on both engines: how to start it, what people write."""
    found = {name: (start, loads.HELLO) for name, start in stand.peers().items()}
    for engine in Engine:
        start = ground.ours(engine, limits=limits)
        found[f"Maple Bridge on {engine}, /help"] = start, loads.HELP
        found[f"Maple Bridge on {engine}, a story"] = start, loads.STORY
    return found


def _jobs(ground: Ground, way: Way, updates: int) -> dict[str, Job]:
    everybody = {CEILING: (stand.ceiling, loads.HELLO), **contenders(ground)}
    return {
        name: functools.partial(way, start, load, updates)
        for name, (start, load) in everybody.items()
    }


def _print(caption: str, found: dict[str, Runs[Run]]) -> None:
    columns = ("updates/s", "min", "max", *(f"of {name.split(',')[0]}" for name in stand.peers()))
    waits = ("ms p50", "p95", "p99")
    rounds.head(caption, "what", *columns, *waits, "CPU ms bot", "CPU ms database")
    for name, runs in found.items():
        rates = [run.rate for run in runs if run is not None]
        spread = [rounds.number(of(rates, default=None)) for of in (min, max)]
        shares = [rounds.share(_ratio(runs, found[peer])) for peer in stand.peers()]
        costs = [rounds.middle(runs, lambda run: run.cpu_ms)]
        costs.append(rounds.middle(runs, lambda run: run.server_ms))
        rounds.row(
            name,
            rounds.number(rounds.middle(runs, _rate)),
            *spread,
            *shares,
            *waiting(runs),
            *(rounds.number(cost, 2) for cost in costs),
        )


def waiting(runs: Runs[Run]) -> list[str]:
    """Return the 50th, 95th and 99th percentile of all waits, in milliseconds."""
    waits = [wait for run in runs if run is not None for wait in run.waits]
    if not waits:
        return ["—"] * 3
    return [rounds.number(rounds.percentile(waits, percent), 1) for percent in (50, 95, 99)]


def _ratio(runs: Runs[Run], peer: Runs[Run]) -> float | None:
    return rounds.ratio(runs, peer, _rate)


def _rate(run: Run) -> float:
    return run.rate


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--updates", type=int, default=1000)
    parser.add_argument("--ways", nargs="+", choices=_WAYS, default=list(_WAYS))
    arguments = parser.parse_args()
    with stand.ground() as made:
        asyncio.run(measure(made, arguments.ways, arguments.runs, arguments.updates))
