"""The statements of the blind index, made once.

SQLAlchemy takes longer to build one than a database to run it. Features come
all at once, as JSON on SQLite and as an array on PostgreSQL.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY

from storage.matching_tables import COUNTS, POSTINGS
from triage.realms import Realm

_MOST: sa.BindParameter[int] = sa.bindparam("most", type_=sa.Integer)
_ARRIVAL = sa.cast(sa.bindparam("arrival", type_=sa.BigInteger), sa.BigInteger)
_ARRAY = sa.bindparam("features", type_=ARRAY(sa.Integer))
_JSON = sa.bindparam("features", type_=sa.String)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """What is asked and told of the index of one realm."""

    counts: sa.Select[Any]
    sums: sa.Select[Any]
    latest: sa.Select[Any]
    shared: sa.Select[Any]
    put: sa.Insert
    count: sa.Insert
    take: sa.Delete
    discount: sa.Update
    forget: sa.Delete


def statements(realm: Realm, *, on_sqlite: bool) -> Statements:
    """Return the statements for *realm* on one engine."""
    posting, counting = POSTINGS[realm], COUNTS[realm]
    among = _among_json if on_sqlite else _among_array
    insert: Any = sqlite.insert if on_sqlite else postgresql.insert
    each = _each(on_sqlite=on_sqlite)
    one_more = insert(counting).from_select(
        ["feature", "reports"], sa.select(each, sa.literal_column("1")).where(sa.true())
    )
    return Statements(
        counts=sa.select(counting.c.feature, counting.c.reports).where(among(counting)),
        sums=_sums(posting, on_sqlite=on_sqlite),
        latest=sa.select(posting.c.report)
        .where(posting.c.feature == sa.bindparam("of"))
        .order_by(posting.c.report.desc())
        .limit(_MOST),
        shared=sa.select(posting.c.report, posting.c.feature).where(
            among(posting), posting.c.report.in_(sa.bindparam("these", expanding=True))
        ),
        put=insert(posting).from_select(["feature", "report"], sa.select(each, _ARRIVAL)),
        count=one_more.on_conflict_do_update(
            index_elements=["feature"], set_={"reports": counting.c.reports + 1}
        ),
        take=sa.delete(posting).where(posting.c.report == sa.bindparam("arrival"), among(posting)),
        discount=sa.update(counting).values(reports=counting.c.reports - 1).where(among(counting)),
        forget=sa.delete(counting).where(among(counting), counting.c.reports <= 0),
    )


def _sums(posting: sa.Table, *, on_sqlite: bool) -> sa.Select[Any]:
    """Return the question which reports hold the most weight of the features given."""
    rows: Any
    if on_sqlite:
        given = sa.bindparam("weights", type_=sa.String)
        rows = sa.func.json_each(given).table_valued("key", "value")
        feature = sa.cast(rows.c.key, sa.Integer)
    else:
        weights = sa.bindparam("weights", type_=ARRAY(sa.Float))
        rows = sa.func.unnest(_ARRAY, weights).table_valued("key", "value").render_derived()
        feature = rows.c.key
    together = sa.func.sum(rows.c.value)
    return (
        sa.select(posting.c.report, together.label("together"))
        .select_from(rows.join(posting, posting.c.feature == feature))
        .group_by(posting.c.report)
        .order_by(together.desc(), posting.c.report.desc())
        .limit(_MOST)
    )


def _each(*, on_sqlite: bool) -> sa.ColumnElement[Any]:
    """Return the features given, one a row."""
    if on_sqlite:
        return sa.func.json_each(_JSON).table_valued("value").c.value
    return sa.func.unnest(_ARRAY).table_valued("value").render_derived().c.value


def _among_json(table: sa.Table) -> sa.ColumnElement[bool]:
    return table.c.feature.in_(sa.select(_each(on_sqlite=True)))


def _among_array(table: sa.Table) -> sa.ColumnElement[bool]:
    return table.c.feature == sa.any_(_ARRAY)
