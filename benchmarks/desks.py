"""What desks cost beside 10,000 and 1,000,000 cases, on both engines.

`/next`, the list of a queue, one's own cases and the figures of a week, as use cases
in an open transaction; and two hundred officers who press Claim on one case at once.
One case in a hundred is open, one is worked on, the others are closed. The officer
has a territory and a desk, as most have. There is no peer to run beside it: the desks
of others are web services of their own; the smaller store stands beside the larger.
"""

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import matching_scale
import sqlalchemy as sa
import stand
from stand import Engine, Ground

from casework import caseload, deeds, figures, officers, staffing
from casework.deeds import Taken, Wish
from casework.officers import Officer
from casework.staffing import Scope
from casework.work import House, Work
from storage import staff
from storage.faults import TryAgain
from triage.errors import CannotDoThat, Outdated
from triage.figures import GroupedBy
from triage.languages import Language
from triage.leads import LeadAct
from triage.permissions import Role

SIZES = (10_000, 1_000_000)
_CLAIMS = 200
_OFFICERS = 20
_TOWN = "坂田"
# The same rows on both engines: ids are sixteen digits, so nothing is drawn by chance.
_NUMBERS = {
    Engine.SQLITE: (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {size})"
    ),
    Engine.POSTGRESQL: "WITH n(i) AS (SELECT generate_series(1, {size}))",
}
_ID = {
    Engine.SQLITE: "CAST(printf('%016d', i) AS BLOB)",
    Engine.POSTGRESQL: "convert_to(lpad(i::text, 16, '0'), 'UTF8')",
}
_AGO = {
    Engine.SQLITE: "strftime('%Y-%m-%d %H:%M:%f000', 'now', '-' || (i % 1000) || ' hours')",
    Engine.POSTGRESQL: "now() - (i % 1000) * interval '1 hour'",
}
_CASES = """INSERT INTO "case" (id, kind, queue, desk, state, severity, opened_at, category,
subdistrict, terms, due_at, first_due_at, claimant, version)
{numbers} SELECT {id}, CASE WHEN i % 2 = 0 THEN 'lead' ELSE 'dispute' END,
CASE WHEN i % 2 = 0 THEN 'verification' ELSE 'mediation' END,
CASE i % 6 WHEN 0 THEN 'gas' WHEN 2 THEN 'anti-gang' WHEN 4 THEN 'district'
ELSE 'community' END,
CASE (i / 6) % 100 WHEN 0 THEN 'open' WHEN 1 THEN 'claimed' ELSE 'concluded' END,
'S' || (1 + (i / 6) % 3), {ago}, 'gas.delivery',
CASE i % 11 WHEN 0 THEN '{town}' ELSE 'other' || (i % 11) END, '', {ago}, {ago},
CASE WHEN (i / 6) % 100 = 1 AND i % 500 < 6 THEN CAST({holder} AS {blob}) END, 0 FROM n"""
_REPORTS = """INSERT INTO report (id, case_id, reference, arrival, mode, receipt_hash,
wrapped_by, sealed_data_key, sealed_details, language, category, subdistrict, received_at)
{numbers} SELECT {id}, {id}, 'LG-26-' || i || '-X', 1000000 + i, 'confidential', {id},
'content', {id}, {id}, 'zh-Hans', 'gas.delivery', '{town}', {ago} FROM n"""

Use = Callable[[Work, Officer], Awaitable[object]]
USES: dict[str, Use] = {
    "/next": caseload.next_of,
    "/queue, ten cases": caseload.waiting,
    "/mine": caseload.mine,
    "/figures": lambda work, officer: figures.table(work, officer.number, GroupedBy.QUEUE, None),
}


async def filled(ground: Ground, engine: Engine, size: int) -> House:
    """Return a house with *size* cases, a report each."""
    name = f"desks{size}"
    await ground.copy(engine, stand.FOUNDED, name)
    house = await matching_scale.opened(ground, engine, name)
    town = next(iter(house.data.gazetteer.territories_called(_TOWN)))
    parts = {
        "numbers": _NUMBERS[engine].format(size=size),
        "id": _ID[engine],
        "ago": _AGO[engine],
        "town": town,
        "holder": "'nobody'",
        "blob": "BLOB" if engine is Engine.SQLITE else "bytea",
    }
    async with house.database.write() as tx:
        for statement in (_CASES, _REPORTS):
            await tx.execute(sa.text(statement.format(**parts)))
    if engine is Engine.POSTGRESQL:
        await ground.server.execute("ANALYZE", name)
    else:
        async with house.database.write() as tx:
            await tx.execute(sa.text("ANALYZE"))
    return house


async def hired(house: House, *roles: Role, whole: bool = False) -> Officer:
    """Return an officer with a territory and a desk, or of the *whole* district."""
    scope = Scope(
        roles=frozenset(roles),
        territories=frozenset() if whole else frozenset({_TOWN}),
        desks=frozenset() if whole else frozenset({"gas"}),
    )
    async with house.database.write() as tx:
        work = Work(tx=tx, now=datetime.now(UTC), house=house)
        invited = await staffing.invite(work, scope, "operator", Language.EN)
        row = await staff.with_number(tx, invited.number)
    if row is None:
        raise LookupError(invited.number)
    return officers.of_row(row)


async def timed(house: House, officer: Officer, use: Use, runs: int) -> list[float]:
    """Return the milliseconds that each of *runs* took."""
    took = []
    for _ in range(runs):
        async with house.database.write() as tx:
            work = Work(tx=tx, now=datetime.now(UTC), house=house)
            begin = time.perf_counter()
            await use(work, officer)
            took.append((time.perf_counter() - begin) * 1000)
    return took


async def claimed(house: House) -> tuple[float, Counter[str]]:
    """Let two hundred press Claim at once; return the seconds and what each was told."""
    people = [await hired(house, Role.VERIFIER, whole=True) for _ in range(_OFFICERS)]
    async with house.database.read() as tx:
        work = Work(tx=tx, now=datetime.now(UTC), house=house)
        found = await caseload.next_of(work, people[0])
    if found is None:
        raise LookupError("no case waits")

    async def press(officer: Officer) -> str:
        while True:
            try:
                async with house.database.write() as tx:
                    work = Work(tx=tx, now=datetime.now(UTC), house=house)
                    await deeds.do(work, officer, Wish(act=LeadAct.CLAIM, case_id=found.id))
            except TryAgain:
                continue
            except (Taken, Outdated, CannotDoThat):
                return "told who has it"
            return "got it"

    begin = time.perf_counter()
    told = await asyncio.gather(*(press(people[at % _OFFICERS]) for at in range(_CLAIMS)))
    return time.perf_counter() - begin, Counter(told)


async def measure(ground: Ground, sizes: tuple[int, ...], runs: int) -> None:
    """Print both tables."""
    print("\n| engine | cases | what | p50 ms | p95 ms |\n| --- | --- | --- | --- | --- |")
    claims = []
    for engine in Engine:
        for size in sizes:
            house = await filled(ground, engine, size)
            officer = await hired(house, Role.VERIFIER, Role.SUPERVISOR)
            for name, use in USES.items():
                few = max(runs // 10, 2) if name == "/figures" else runs
                took = await timed(house, officer, use, few)
                worst = quantiles(took, n=20)[-1]
                print(f"| {engine} | {size:,} | {name} | {median(took):.1f} | {worst:.1f} |")
            claims.append((engine, size, *(await claimed(house))))
            await house.database.close()
            await ground.drop(engine, f"desks{size}")
    print("\n| engine | cases | presses at once | got it | seconds |")
    print("| --- | --- | --- | --- | --- |")
    for engine, size, seconds, told in claims:
        print(f"| {engine} | {size:,} | {_CLAIMS} | {told['got it']} | {seconds:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--cache", type=Path, default=None, help="A folder to work in.")
    given = parser.parse_args()
    with stand.ground(given.cache) as ground:
        stand.write_config(ground.folder / "installation" / "shown.toml", {})
        asyncio.run(measure(ground, tuple(given.sizes), given.runs))


if __name__ == "__main__":
    main()
