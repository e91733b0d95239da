"""The tables of the matcher: what is found by what, and which reports are one incident.

`posting` and `feature_count` hold keyed hashes of 31 bits (storage/features.py),
a pair of tables for each realm, so that no question asked of one meets another.
Reports go by the number of their arrival there.
"""

import sqlalchemy as sa

from storage.columns import Utc
from storage.tables import metadata
from triage.realms import Realm


def _posting(realm: Realm) -> sa.Table:
    return sa.Table(
        f"posting_{realm}",
        metadata,
        sa.Column("feature", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("report", sa.BigInteger, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )


def _count(realm: Realm) -> sa.Table:
    return sa.Table(
        f"feature_count_{realm}",
        metadata,
        sa.Column("feature", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("reports", sa.Integer, nullable=False),
    )


POSTINGS = {realm: _posting(realm) for realm in Realm}
COUNTS = {realm: _count(realm) for realm in Realm}

# A report that can be found: `breadth` is by what the weight in common is divided.
indexed = sa.Table(
    "indexed",
    metadata,
    sa.Column("arrival", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("report_id", sa.ForeignKey("report.id"), nullable=False, unique=True),
    sa.Column("realm", sa.String(16), nullable=False),
    # The version of the key its features were hashed under.
    sa.Column("version", sa.SmallInteger, nullable=False),
    sa.Column("breadth", sa.Float, nullable=False),
    sa.Column("sealed_reading", sa.LargeBinary, nullable=False),
    sa.Index("ix_indexed_realm_version_arrival", "realm", "version", "arrival"),
)

# How many reports each realm holds: one row each.
indexed_total = sa.Table(
    "indexed_total",
    metadata,
    sa.Column("realm", sa.String(16), primary_key=True),
    sa.Column("reports", sa.Integer, nullable=False),
)

# What was said of a report and a case; `case_id` is the case as it was then.
link = sa.Table(
    "link",
    metadata,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("report_id", sa.ForeignKey("report.id"), nullable=False),
    sa.Column("case_id", sa.ForeignKey("case.id"), nullable=False, index=True),
    # The report of that case that was most like it, and how much of the words both share.
    sa.Column("beside_id", sa.ForeignKey("report.id")),
    sa.Column("alike", sa.Float, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("probability", sa.Float, nullable=False),
    # Holds phrases of both reports: under the data key of the later one.
    sa.Column("sealed_reasons", sa.LargeBinary, nullable=False),
    sa.Column("decided_by", sa.String(40), nullable=False),
    sa.Column("decided_seq", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("report_id", "case_id"),
)

# What an officer did to the grouping of reports, with all that it changed and how that
# was before: so that it can be taken back exactly.
regrouping = sa.Table(
    "regrouping",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("verb", sa.String(16), nullable=False),
    sa.Column("actor", sa.String(40), nullable=False),
    sa.Column("undone_seq", sa.BigInteger),
)

regrouped = sa.Table(
    "regrouped",
    metadata,
    sa.Column("regrouping_seq", sa.ForeignKey("regrouping.seq"), primary_key=True),
    sa.Column("report_id", sa.ForeignKey("report.id"), primary_key=True, index=True),
    sa.Column("from_case", sa.ForeignKey("case.id"), nullable=False),
    sa.Column("to_case", sa.ForeignKey("case.id"), nullable=False),
)

reshaped = sa.Table(
    "reshaped",
    metadata,
    sa.Column("regrouping_seq", sa.ForeignKey("regrouping.seq"), primary_key=True),
    sa.Column("case_id", sa.ForeignKey("case.id"), primary_key=True, index=True),
    sa.Column("state_before", sa.String(16), nullable=False),
    sa.Column("state_after", sa.String(16), nullable=False),
    sa.Column("queue_before", sa.String(16), nullable=False),
    sa.Column("queue_after", sa.String(16), nullable=False),
    sa.Column("desk_before", sa.String(40), nullable=False),
    sa.Column("desk_after", sa.String(40), nullable=False),
    sa.Column("severity_before", sa.String(2), nullable=False),
    sa.Column("severity_after", sa.String(2), nullable=False),
    sa.Column("absorbed_into_before", sa.LargeBinary),
    sa.Column("absorbed_into_after", sa.LargeBinary),
)

# What was said of a link before.
relinked = sa.Table(
    "relinked",
    metadata,
    sa.Column("regrouping_seq", sa.ForeignKey("regrouping.seq"), primary_key=True),
    sa.Column("link_id", sa.ForeignKey("link.id"), primary_key=True, index=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("decided_by", sa.String(40), nullable=False),
    sa.Column("decided_seq", sa.BigInteger, nullable=False),
)

# How far an import has come: each row of a file once, however often it is begun.
imported = sa.Table(
    "imported",
    metadata,
    sa.Column("batch", sa.LargeBinary, primary_key=True),
    sa.Column("row", sa.LargeBinary, primary_key=True),
    sa.Column("report_id", sa.ForeignKey("report.id"), nullable=False),
    sa.Column("at", Utc, nullable=False),
)
