"""How cost grows with what is stored: the same work on 1,000 and on 1,000,000 reports.

Wanted: nothing takes more than 1.5 times as long on the most as on the fewest.
With --cache the filled databases are kept for another time.
"""

import argparse
import asyncio
import functools
import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import bulk
import rounds
import stand
from bulk import Sample
from crowd import Crowd
from processes import Team
from reporting import STORIES, Telling
from rounds import Runs
from stand import FOUNDED, Engine, Ground

from sandbox import server
from storage import schema
from storage.database import Database
from storage.events import first_broken
from triage.drafts import Mode

SIZES = (1_000, 100_000, 1_000_000)
WANTED = 1.5
_SAMPLES = 20
_CHECKED = 10_000
_PHONES = 20
# A story costs a tenth of a report: no receipt is hashed.
_MORE_STORIES = 5
_SECONDS = 600.0
_MODES = (Mode.CONFIDENTIAL, Mode.ANONYMOUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Updates a second, and milliseconds of CPU an update, bot and database together."""

    rate: float
    cpu_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One bot on a filled database: its start, and what each kind of work cost."""

    start: float
    costs: dict[str, Cost]


async def measure(ground: Ground, sizes: tuple[int, ...], runs: int, reports: int) -> None:
    given = await sampled(ground)
    jobs = {}
    for engine in Engine:
        for size in sizes:
            name = await filled(ground, engine, given, size)
            jobs[f"{engine} {size:,}"] = functools.partial(_run, ground, engine, name, reports)
    found = await rounds.in_turn(jobs, runs, seconds=_SECONDS)
    for engine in Engine:
        _print(engine, {size: found[f"{engine} {size:,}"] for size in sizes})


async def sampled(ground: Ground) -> list[Sample]:
    """Send a few reports the normal way; return what stays of each."""
    name = "samples"
    await ground.copy(Engine.SQLITE, FOUNDED, name)
    crowd = Crowd()
    async with server.serve(crowd) as running, ground.on(running, Engine.SQLITE, name):
        async with asyncio.timeout(_SECONDS):
            for number in range(_SAMPLES):
                await _told(crowd, number)
    url = ground.url(Engine.SQLITE, name)
    return await bulk.samples(url)


async def check(ground: Ground) -> None:
    """See that what is loaded in bulk is what the normal way leaves behind.

    Raises:
        SystemExit: If rows, lengths or the chain of events differ.
    """
    given = await sampled(ground)
    true = await bulk.lengths(ground.url(Engine.SQLITE, "samples"), _SAMPLES)
    for engine in Engine:
        name = await filled(ground, engine, given, _CHECKED)
        url = ground.url(engine, name)
        loaded = await bulk.lengths(url, _CHECKED)
        far = {key: (true[key], loaded[key]) for key in true if not _close(true[key], loaded[key])}
        if far or await _broken(url):
            raise SystemExit(f"{engine}: loaded rows are not like true ones: {far}")
        print(f"{engine}: {_CHECKED} loaded reports are like {_SAMPLES} sent ones, the chain holds")


async def filled(ground: Ground, engine: Engine, given: list[Sample], size: int) -> str:
    """Return the name of a database with *size* reports, made if there is none yet."""
    name = f"reports{size}v{schema.HEAD}"
    if not await ground.holds(engine, name):
        await ground.copy(engine, FOUNDED, "loading")
        await bulk.load(ground, engine, "loading", given, size)
        await ground.rename(engine, "loading", name)
    return name


async def _run(ground: Ground, engine: Engine, name: str, reports: int) -> Run:
    crowd = Crowd()
    ours = ground.ours(engine, template=name)
    async with server.serve(crowd) as running, ours(running) as team:
        begin = time.perf_counter()
        await crowd.first_poll()
        start = time.perf_counter() - begin
        return Run(start=start, costs=await _costs(crowd, team, reports))


async def _costs(crowd: Crowd, team: Team, reports: int) -> dict[str, Cost]:
    await asyncio.gather(*(_told(crowd, number) for number in range(_PHONES)))
    newcomers, told = crowd.newcomers(), list[Telling]()

    async def story(number: int) -> int:
        await crowd.ask(next(newcomers), STORIES[number % len(STORIES)])
        return 1

    async def report(number: int) -> int:
        told.append(await _told(crowd, number))
        return told[-1].updates

    async def status(number: int) -> int:
        await crowd.ask(told[number].phone, f"/status {told[number].receipt}")
        return 1

    async def own(number: int) -> int:
        await crowd.ask(told[number].phone, "/status")
        return 1

    works = {"a whole report": report, "/status RECEIPT": status, "/status": own}
    costs = {"a story": await _cost(team, story, reports * _MORE_STORIES)}
    return costs | {name: await _cost(team, work, reports) for name, work in works.items()}


async def _cost(team: Team, work: Callable[[int], Awaitable[int]], times: int) -> Cost:
    numbers = iter(range(times))

    async def phone() -> int:
        return sum([await work(number) for number in numbers])

    begin, cpu = time.perf_counter(), team.cpu() + team.server_cpu()
    updates = sum(await asyncio.gather(*(phone() for _ in range(_PHONES))))
    return Cost(
        rate=updates / (time.perf_counter() - begin),
        cpu_ms=(team.cpu() + team.server_cpu() - cpu) / updates * 1000,
    )


async def _told(crowd: Crowd, number: int) -> Telling:
    mode = _MODES[number % len(_MODES)]
    telling = Telling(crowd=crowd, phone=next(crowd.newcomers()), mode=mode)
    return await telling.through(STORIES[number // len(_MODES) % len(STORIES)])


def _print(engine: Engine, found: dict[int, Runs[Run]]) -> None:
    caption = f"{engine}: what the same work costs with more and more stored reports."
    sizes = [f"{size:,} reports" for size in found]
    rounds.head(caption, "what", *sizes, f"most of fewest, wanted ≤ {WANTED}")
    rows: dict[str, Callable[[Run], float]] = {"cold start, s": lambda run: run.start}
    done = itertools.chain.from_iterable(found.values())
    for work in next((run.costs for run in done if run is not None), ()):
        rows[f"{work}, updates/s"] = functools.partial(_rate_of, work)
        rows[f"{work}, CPU ms an update"] = functools.partial(_cpu_of, work)
    for name, of in rows.items():
        values = [rounds.middle(runs, of) for runs in found.values()]
        first, last = values[0], values[-1]
        times = None if not first or not last else last / first
        if times and name.endswith("/s"):
            times = 1 / times
        cells = [rounds.number(value, 2) for value in values]
        rounds.row(name, *cells, rounds.number(times, 2))


def _rate_of(work: str, run: Run) -> float:
    return run.costs[work].rate


def _cpu_of(work: str, run: Run) -> float:
    return run.costs[work].cpu_ms


def _close(true: float, loaded: float) -> bool:
    """Return whether both are alike, but for the founding's own event among few or many."""
    return abs(true - loaded) <= 0.05 * max(true, loaded)


async def _broken(url: str) -> bool:
    database = Database(url)
    try:
        async with database.read() as tx:
            return await first_broken(tx) is not None
    finally:
        await database.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    with stand.ground(arguments.cache) as made:
        if arguments.check:
            asyncio.run(check(made))
        else:
            asyncio.run(measure(made, tuple(arguments.sizes), arguments.runs, arguments.reports))
