"""Find reports by features that are keyed hashes; the cost follows a budget, not the archive.

One pair of tables for each realm (storage/matching_tables.py). A statement takes
all features at once, as JSON on SQLite and as arrays on PostgreSQL.
"""

import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from storage.matching_tables import COUNTS, POSTINGS, indexed_total
from storage.transaction import Tx
from triage.realms import Realm

# Reports of the same place or number that are looked at beside those with the most in common.
RECENT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A report by the number of its arrival, and the weight of what it has in common."""

    arrival: int
    weight: float


async def total(tx: Tx, realm: Realm) -> int:
    """Return how many reports *realm* holds."""
    query = sa.select(indexed_total.c.reports).where(indexed_total.c.realm == realm)
    return int((await tx.execute(query)).scalar_one_or_none() or 0)


async def counts(tx: Tx, realm: Realm, features: Collection[int]) -> Mapping[int, int]:
    """Return in how many reports each of *features* stands; those in none are left out."""
    table = COUNTS[realm]
    query = sa.select(table.c.feature, table.c.reports).where(_among(tx, table.c.feature))
    rows = await tx.execute(query, _given(tx, features))
    return {row.feature: row.reports for row in rows}


async def nearest(
    tx: Tx,
    realm: Realm,
    counted: Mapping[int, int],
    *,
    budget: int,
    most: int,
) -> list[Near]:
    """Return the reports that share the rarest features, those with the most weight first.

    Args:
        tx: The open transaction.
        realm: Where to look; nothing else is touched.
        counted: The features looked for, and in how many reports each stands.
        budget: How many postings are looked through at most.
        most: How many reports are returned at most.
    """
    reports = await total(tx, realm)
    whole: dict[int, float] = {}
    left = budget
    for feature, held in sorted(counted.items(), key=lambda one: (one[1], one[0])):
        if held > left:
            break
        whole[feature] = math.log((reports + 1.0) / (held + 0.5))
        left -= held
    else:
        return await _sums(tx, realm, whole, most)
    found = {one.arrival: one.weight for one in await _sums(tx, realm, whole, most)}
    if left > 0:
        # Of the first feature that is too common the latest count.
        weight = math.log((reports + 1.0) / (held + 0.5))
        for arrival in await latest(tx, realm, feature, left):
            found[arrival] = found.get(arrival, 0.0) + weight
    near = (Near(arrival=arrival, weight=weight) for arrival, weight in found.items())
    return sorted(near, key=lambda one: (-one.weight, -one.arrival))[:most]


async def latest(tx: Tx, realm: Realm, feature: int, most: int = RECENT) -> Sequence[int]:
    """Return the latest reports with *feature*, newest first."""
    table = POSTINGS[realm]
    query = sa.select(table.c.report).where(table.c.feature == feature)
    return (await tx.execute(query.order_by(table.c.report.desc()).limit(most))).scalars().all()


async def shared(
    tx: Tx, realm: Realm, arrivals: Collection[int], features: Collection[int]
) -> Mapping[int, set[int]]:
    """Return which of *features* the reports with these numbers are found by."""
    table = POSTINGS[realm]
    these = table.c.report.in_(sa.bindparam("these", expanding=True))
    query = sa.select(table.c.report, table.c.feature).where(_among(tx, table.c.feature), these)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for row in await tx.execute(query, _given(tx, features) | {"these": list(arrivals)}):
        found[row.report].add(row.feature)
    return found


async def add(
    tx: Tx, realm: Realm, arrival: int, *, handles: Collection[int], features: Collection[int]
) -> None:
    """Let the report be found by *handles*, and count all its *features*."""
    posting, counting = POSTINGS[realm], COUNTS[realm]
    each = _each(tx)
    rows = sa.select(each, sa.cast(sa.bindparam("report"), sa.BigInteger))
    put = tx.insert(posting).from_select(["feature", "report"], rows)
    await tx.execute(put, _given(tx, handles) | {"report": arrival})
    await _count(tx, counting, features, 1)
    await _move_total(tx, realm, 1)


async def remove(
    tx: Tx, realm: Realm, arrival: int, *, handles: Collection[int], features: Collection[int]
) -> None:
    """Take back what `add` did with the same features."""
    posting, counting = POSTINGS[realm], COUNTS[realm]
    gone = sa.delete(posting).where(
        posting.c.report == sa.bindparam("report"), _among(tx, posting.c.feature)
    )
    await tx.execute(gone, _given(tx, handles) | {"report": arrival})
    fewer = sa.update(counting).values(reports=counting.c.reports - 1)
    await tx.execute(fewer.where(_among(tx, counting.c.feature)), _given(tx, features))
    none = sa.delete(counting).where(_among(tx, counting.c.feature), counting.c.reports <= 0)
    await tx.execute(none, _given(tx, features))
    await _move_total(tx, realm, -1)


async def _sums(tx: Tx, realm: Realm, weights: Mapping[int, float], most: int) -> list[Near]:
    if not weights:
        return []
    posting = POSTINGS[realm]
    feature, weight, source, given = _weighted(tx, weights)
    together = sa.func.sum(weight)
    query = (
        sa.select(posting.c.report, together.label("weight"))
        .select_from(source.join(posting, posting.c.feature == feature))
        .group_by(posting.c.report)
        .order_by(together.desc(), posting.c.report.desc())
        .limit(most)
    )
    rows = await tx.execute(query, given)
    return [Near(arrival=row.report, weight=row.weight) for row in rows]


async def _count(tx: Tx, table: sa.Table, features: Collection[int], by: int) -> None:
    rows = sa.select(_each(tx), sa.literal_column(str(by))).where(sa.true())
    put = tx.insert(table).from_select(["feature", "reports"], rows)
    more = put.on_conflict_do_update(
        index_elements=["feature"], set_={"reports": table.c.reports + by}
    )
    await tx.execute(more, _given(tx, features))


async def _move_total(tx: Tx, realm: Realm, by: int) -> None:
    put = tx.insert(indexed_total).values(realm=realm, reports=by)
    more = put.on_conflict_do_update(
        index_elements=["realm"], set_={"reports": indexed_total.c.reports + by}
    )
    await tx.execute(more)


def _each(tx: Tx) -> sa.ColumnElement[Any]:
    """Return the features given as `features`, one a row."""
    if tx.on_sqlite:
        rows = sa.func.json_each(sa.bindparam("features", type_=sa.String)).table_valued("value")
        return rows.c.value
    given = sa.bindparam("features", type_=ARRAY(sa.Integer))
    return sa.func.unnest(given).table_valued("value").render_derived().c.value


def _among(tx: Tx, column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    if tx.on_sqlite:
        return column.in_(sa.select(_each(tx)))
    return column == sa.any_(sa.bindparam("features", type_=ARRAY(sa.Integer)))


def _given(tx: Tx, features: Iterable[int]) -> dict[str, Any]:
    # In order: the rows of two transactions are then locked in the same one.
    ordered = sorted(set(features))
    return {"features": json.dumps(ordered) if tx.on_sqlite else ordered}


def _weighted(
    tx: Tx, weights: Mapping[int, float]
) -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any], sa.FromClause, dict[str, Any]]:
    """Return feature and weight as columns, the rows they come from, and what to give."""
    if tx.on_sqlite:
        rows: Any = sa.func.json_each(sa.bindparam("weights", type_=sa.String)).table_valued(
            "key", "value"
        )
        feature = sa.cast(rows.c.key, sa.Integer)
        return feature, rows.c.value, rows, {"weights": json.dumps(dict(weights))}
    given = (
        sa.bindparam("features", type_=ARRAY(sa.Integer)),
        sa.bindparam("weights", type_=ARRAY(sa.Float)),
    )
    rows = sa.func.unnest(*given).table_valued("key", "value").render_derived()
    values = {"features": list(weights), "weights": list(weights.values())}
    return rows.c.key, rows.c.value, rows, values
