"""What finding an incident costs beside 100,000 and 1,000,000 stored reports, on both engines.

Decrypting and scoring included, in an open transaction as when a report is
confirmed. Beside it rapidfuzz, which compares with all texts, in the same run.
With --cache the filled databases are kept; `growth.py` uses the same ones.
"""

import argparse
import asyncio
import contextlib
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median, quantiles

import growth
import stand
from invented import Writer, writer
from rapidfuzz import fuzz, process
from stand import Engine, Ground

from casework import comparing, indexing
from casework.work import House, Work
from settings import loading
from settings.datafiles import load_data
from storage import keys, schema
from storage.database import Database
from triage.matching import reading
from triage.matching.reading import Source
from triage.realms import Realm

SIZES = (100_000, 1_000_000)
_LENGTHS = (50, 250)
_FUZZY = {"ratio": fuzz.ratio, "partial_ratio": fuzz.partial_ratio}
# Later than any.
_ARRIVAL = 2**40
_DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Milliseconds a question and a report indexed, and how often the true one was seen."""

    match: list[float]
    index: list[float]
    seen: float
    first: float


class _Back(Exception):
    """Raised to leave nothing behind."""


def told_again(by: Writer, number: int, length: int) -> Source:
    """Return report *number* as somebody else may tell it: the place, and half of the words."""
    now = datetime.now(UTC)
    first, other = by.source(number, now, length), by.source(-number - 1, now, length)
    at = Random(number).randint(length // 2, 2 * length // 3)
    return replace(first, body=first.body[:at] + other.body[at:])


async def asked(house: House, by: Writer, size: int, length: int, questions: int) -> Asked:
    match: list[float] = []
    index: list[float] = []
    seen = first = 0
    random = Random(7)
    for _ in range(questions):
        number = random.randrange(size)
        new = reading.of_source(told_again(by, number, length))
        wanted = by.source(number, datetime.now(UTC)).body
        with contextlib.suppress(_Back):
            async with house.database.write() as tx:
                work = Work(tx=tx, now=datetime.now(UTC), house=house)
                begin = time.perf_counter()
                found = await comparing.beside_earlier(work, Realm.ORDINARY, new)
                match.append(time.perf_counter() - begin)
                bodies = [one.candidate.found.weighed.reading.source.body for one in found.seen]
                seen += wanted in bodies
                first += bodies[:1] == [wanted]
                begin = time.perf_counter()
                key = house.keyring.feature_keys(Realm.ORDINARY)[0]
                await indexing.add_postings(work, Realm.ORDINARY, _ARRIVAL, key, new)
                index.append(time.perf_counter() - begin)
                raise _Back
    return Asked(match=match, index=index, seen=seen / questions, first=first / questions)


def exhaustive(by: Writer, size: int, questions: int) -> dict[str, float]:
    """Return milliseconds for one question of rapidfuzz to all texts."""
    now = datetime.now(UTC)
    texts = [by.source(number, now).body for number in range(size)]
    found = {}
    for name, scorer in _FUZZY.items():
        begin = time.perf_counter()
        for number in range(questions):
            process.extractOne(told_again(by, number, 50).body, texts, scorer=scorer)
        found[name] = (time.perf_counter() - begin) / questions * 1000
    return found


async def opened(ground: Ground, engine: Engine, name: str) -> House:
    settings = loading.load(ground.folder / "installation" / "shown.toml")
    database = Database(ground.url(engine, name))
    async with database.read() as tx:
        salt = await schema.receipt_salt(tx)
    return House(
        database=database,
        keyring=keys.load(ground.folder / "installation" / "keys"),
        settings=settings,
        data=load_data(_DATA),
        receipt_salt=salt,
    )


async def measure(ground: Ground, sizes: tuple[int, ...], questions: int) -> None:
    stand.write_config(ground.folder / "installation" / "shown.toml", {})
    given = await growth.sampled(ground)
    by = writer(load_data(_DATA))
    print(
        "| engine | reports | characters | match ms p50 | p99 | index one more ms p50 | p99 "
        "| true one compared | first |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for engine in Engine:
        for size in sizes:
            name = await growth.filled(ground, engine, given, size)
            house = await opened(ground, engine, name)
            for length in _LENGTHS:
                await asked(house, by, size, length, questions // 4)
                found = await asked(house, by, size, length, questions)
                print(_row(engine, size, length, found))
            await house.database.close()
    for size in sizes:
        for name, ms in exhaustive(by, size, 3).items():
            print(f"| rapidfuzz {name}, exhaustive | {size:,} | 50 | {ms:.0f} | | | | | |")


def _row(engine: Engine, size: int, length: int, found: Asked) -> str:
    cells = [str(engine), f"{size:,}", str(length)]
    for values in (found.match, found.index):
        ms = [1000 * one for one in values]
        cells += [f"{median(ms):.1f}", f"{quantiles(ms, n=100)[98]:.1f}"]
    cells += [f"{found.seen:.3f}", f"{found.first:.3f}"]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--cache", type=Path)
    arguments = parser.parse_args()
    with stand.ground(arguments.cache) as made:
        asyncio.run(measure(made, tuple(arguments.sizes), arguments.questions))
