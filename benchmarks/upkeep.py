"""What an operator waits for: `audit`, `keys rotate` and `copy`, on a filled database."""

import argparse
import asyncio
import functools
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import growth
import rounds
import stand
from bulk import Sample
from stand import Engine, Ground

from bot import runtime
from casework import keys
from casework.work import House
from settings import loading
from storage import copying, rotation
from storage.copying import Copied
from storage.events import first_broken
from storage.rotation import Part

_SECONDS = 600.0
_OTHER = {Engine.SQLITE: Engine.POSTGRESQL, Engine.POSTGRESQL: Engine.SQLITE}
_WORK, _TARGET = "upkeep", "upkeep_target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How many a second, of each kind of work."""

    events: float
    values: float
    rows: float


async def measure(ground: Ground, runs: int, reports: int) -> None:
    given = await growth.sampled(ground)
    jobs = {
        str(engine): functools.partial(once, ground, engine, given, reports) for engine in Engine
    }
    found = await rounds.in_turn(jobs, runs, seconds=_SECONDS)
    rounds.head(f"Upkeep of {reports:,} reports, {runs} runs, no bot.", "a second", *Engine)
    for name, of in (
        ("audit, events", lambda run: run.events),
        ("keys rotate, values", lambda run: run.values),
        ("copy to the other engine, rows", lambda run: run.rows),
    ):
        rounds.row(name, *(rounds.number(rounds.middle(found[engine], of)) for engine in Engine))


async def once(ground: Ground, engine: Engine, given: list[Sample], reports: int) -> Run:
    """Do each work once, on a copy of its own."""
    name = await growth.filled(ground, engine, given, reports)
    await ground.copy(engine, name, _WORK)
    installation = _installation(ground, ground.url(engine, _WORK))
    try:
        copied, seconds = await _copied(ground, engine)
        async with runtime.opened(loading.load(installation / "config.toml")) as house:
            return Run(
                events=copied.events / await _audited(house),
                values=await _renewed(house),
                rows=copied.rows / seconds,
            )
    finally:
        await ground.drop(engine, _WORK)


def _installation(ground: Ground, url: str) -> Path:
    """Return a copy of the installation, whose keys may be renewed."""
    home = ground.folder / _WORK
    shutil.rmtree(home, ignore_errors=True)
    for folder in ("installation", "recovery"):
        shutil.copytree(ground.folder / folder, home / folder)
    (home / "installation" / "config.toml").unlink(missing_ok=True)
    stand.write_config(home / "installation" / "config.toml", {"database.url": url})
    return home / "installation"


async def _audited(house: House) -> float:
    begin = time.perf_counter()
    async with house.database.read() as tx:
        assert await first_broken(tx) is None
    return time.perf_counter() - begin


async def _renewed(house: House) -> float:
    now, settings = datetime.now(UTC), house.settings.keys
    rotation.stage(settings.folder, settings.recovery, "of the benchmark", Part.SEALS, now)
    await keys.put_in_use(house, Part.SEALS, now)
    begin = time.perf_counter()
    done = await keys.renew(house, Part.SEALS, now, lambda _done, _todo: None)
    assert not done.unreadable
    return done.renewed / (time.perf_counter() - begin)


async def _copied(ground: Ground, engine: Engine) -> tuple[Copied, float]:
    other = _OTHER[engine]
    await ground.drop(other, _TARGET)
    if other is Engine.POSTGRESQL:
        await ground.server.execute(f"CREATE DATABASE {_TARGET}")
    begin = time.perf_counter()
    done = await copying.copy(
        ground.url(engine, _WORK), ground.url(other, _TARGET), lambda *_: None
    )
    seconds = time.perf_counter() - begin
    await ground.drop(other, _TARGET)
    return done, seconds


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--cache", type=Path)
    arguments = parser.parse_args()
    with stand.ground(arguments.cache) as made:
        asyncio.run(measure(made, arguments.runs, arguments.reports))
