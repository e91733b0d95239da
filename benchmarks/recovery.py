"""After an outage: how long until everybody who wrote meanwhile is answered.

Limits are off for all: at Telegram's own 30 messages a second 10,000 answers
take 333 seconds, whatever the bot can do.
"""

import argparse
import asyncio
import functools

import loads
import rounds
import stand
from stand import Engine, Ground

_SECONDS = 600.0


async def measure(ground: Ground, runs: int, updates: int, people: int) -> None:
    contenders = {name: (start, loads.HELLO) for name, start in stand.peers().items()}
    for engine in Engine:
        contenders[f"Maple Bridge on {engine}, /help"] = ground.ours(engine), loads.HELP
    jobs = {
        name: functools.partial(loads.backlog, start, load, updates, people)
        for name, (start, load) in contenders.items()
    }
    found = await rounds.in_turn(jobs, runs, seconds=_SECONDS)
    caption = f"{updates} updates from {people} people wait, {runs} runs, Telegram's limits off."
    rounds.head(caption, "what", "s from start to the last answer", "updates/s", "peak MiB")
    for name, ends in found.items():
        rounds.row(
            name,
            rounds.number(rounds.middle(ends, lambda run: run.seconds), 1),
            rounds.number(rounds.middle(ends, lambda run: run.rate)),
            rounds.number(rounds.middle(ends, lambda run: run.peak_mib)),
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--updates", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=2000)
    arguments = parser.parse_args()
    with stand.ground() as made:
        asyncio.run(measure(made, arguments.runs, arguments.updates, arguments.people))
