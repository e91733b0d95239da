"""Find reports by features that are keyed hashes; the cost follows a budget, not the archive.

One pair of tables for each realm (storage/matching_tables.py). A statement takes
all features at once, as JSON on SQLite and as arrays on PostgreSQL.
"""

import functools
import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.index_statements import statements
from storage.matching_tables import indexed_total
from storage.transaction import Tx
from triage.realms import Realm

# Reports of the same place or number that are looked at beside those with the most in common.
RECENT = 10
_TOTAL = sa.select(indexed_total.c.reports).where(indexed_total.c.realm == sa.bindparam("of"))
_said = functools.cache(statements)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A report by the number of its arrival, and the weight of what it has in common."""

    arrival: int
    weight: float


async def total(tx: Tx, realm: Realm) -> int:
    """Return how many reports *realm* holds."""
    rows = await tx.execute(_TOTAL, {"of": realm.value})
    return int(rows.scalar_one_or_none() or 0)


async def counts(tx: Tx, realm: Realm, features: Collection[int]) -> Mapping[int, int]:
    """Return in how many reports each of *features* stands; those in none are left out."""
    rows = await tx.execute(_said(realm, on_sqlite=tx.on_sqlite).counts, _given(tx, features))
    return {row.feature: row.reports for row in rows}


async def nearest(
    tx: Tx,
    realm: Realm,
    counted: Mapping[int, int],
    *,
    reports: int,
    budget: int,
    most: int,
) -> list[Near]:
    """Return the reports that share the rarest features, those with the most weight first.

    Args:
        tx: The open transaction.
        realm: Where to look; nothing else is touched.
        counted: The features looked for, and in how many reports each stands.
        reports: How many reports the realm holds.
        budget: How many postings are looked through at most.
        most: How many reports are returned at most.
    """
    whole: dict[int, float] = {}
    left = budget
    for feature, held in sorted(counted.items(), key=lambda one: (one[1], one[0])):
        if held > left:
            break
        whole[feature] = _weight(held, reports)
        left -= held
    else:
        return await _sums(tx, realm, whole, most)
    found = {one.arrival: one.weight for one in await _sums(tx, realm, whole, most)}
    # Of the first feature that is too common the latest count.
    for arrival in await latest(tx, realm, feature, left) if left else ():
        found[arrival] = found.get(arrival, 0.0) + _weight(held, reports)
    near = (Near(arrival=arrival, weight=weight) for arrival, weight in found.items())
    return sorted(near, key=lambda one: (-one.weight, -one.arrival))[:most]


async def latest(tx: Tx, realm: Realm, feature: int, most: int = RECENT) -> Sequence[int]:
    """Return the latest reports with *feature*, newest first."""
    query = _said(realm, on_sqlite=tx.on_sqlite).latest
    return (await tx.execute(query, {"of": feature, "most": most})).scalars().all()


async def shared(
    tx: Tx, realm: Realm, arrivals: Collection[int], features: Collection[int]
) -> Mapping[int, set[int]]:
    """Return which of *features* the reports with these numbers are found by."""
    query = _said(realm, on_sqlite=tx.on_sqlite).shared
    found: defaultdict[int, set[int]] = defaultdict(set)
    for row in await tx.execute(query, _given(tx, features) | {"these": list(arrivals)}):
        found[row.report].add(row.feature)
    return found


async def add(
    tx: Tx, realm: Realm, arrival: int, *, handles: Collection[int], features: Collection[int]
) -> None:
    """Let the report be found by *handles*, and count all its *features*."""
    said = _said(realm, on_sqlite=tx.on_sqlite)
    await tx.execute(said.put, _given(tx, handles) | {"arrival": arrival})
    await tx.execute(said.count, _given(tx, features))
    await _move_total(tx, realm, 1)


async def remove(
    tx: Tx, realm: Realm, arrival: int, *, handles: Collection[int], features: Collection[int]
) -> None:
    """Take back what `add` did with the same features."""
    said = _said(realm, on_sqlite=tx.on_sqlite)
    await tx.execute(said.take, _given(tx, handles) | {"arrival": arrival})
    await tx.execute(said.discount, _given(tx, features))
    await tx.execute(said.forget, _given(tx, features))
    await _move_total(tx, realm, -1)


def _weight(held: int, reports: int) -> float:
    return math.log((reports + 1.0) / (held + 0.5))


async def _sums(tx: Tx, realm: Realm, weights: Mapping[int, float], most: int) -> list[Near]:
    if not weights:
        return []
    given: dict[str, Any] = {"features": list(weights), "weights": list(weights.values())}
    if tx.on_sqlite:
        given = {"weights": json.dumps(dict(weights))}
    rows = await tx.execute(_said(realm, on_sqlite=tx.on_sqlite).sums, given | {"most": most})
    return [Near(arrival=row.report, weight=row.together) for row in rows]


async def _move_total(tx: Tx, realm: Realm, by: int) -> None:
    put = tx.insert(indexed_total).values(realm=realm, reports=by)
    more = put.on_conflict_do_update(
        index_elements=["realm"], set_={"reports": indexed_total.c.reports + by}
    )
    await tx.execute(more)


def _given(tx: Tx, features: Iterable[int]) -> dict[str, Any]:
    # In order: the rows of two transactions are then locked in the same one.
    ordered = sorted(set(features))
    return {"features": json.dumps(ordered) if tx.on_sqlite else ordered}
