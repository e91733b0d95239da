"""Which reports are one incident: what they are found by, links, and moves between cases.

Why: a new report is compared with earlier ones in the transaction that confirms
it; features are keyed hashes, so the tables tell no words.
Old rows: no case was merged or repeats another. Reports that are there are
indexed by the leader, little by little (casework/indexing.py).
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Utc

revision, down_revision = "0004", "0003"

_REALMS = ("ordinary", "integrity", "care")


def upgrade() -> None:
    for realm in _REALMS:
        _add_index(realm)
    _add_indexed()
    _add_links()
    _add_regroupings()
    op.create_table(
        "imported",
        sa.Column("batch", sa.LargeBinary, primary_key=True),
        sa.Column("row", sa.LargeBinary, primary_key=True),
        sa.Column("report_id", sa.LargeBinary, sa.ForeignKey("report.id"), nullable=False),
        sa.Column("at", Utc, nullable=False),
    )
    op.add_column("case", sa.Column("absorbed_into", sa.LargeBinary))
    op.add_column("case", sa.Column("repeat_of", sa.LargeBinary))


def _add_index(realm: str) -> None:
    op.create_table(
        f"posting_{realm}",
        sa.Column("feature", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("report", sa.BigInteger, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        f"feature_count_{realm}",
        sa.Column("feature", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("reports", sa.Integer, nullable=False),
    )


def _add_indexed() -> None:
    op.create_table(
        "indexed",
        sa.Column("arrival", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("report_id", sa.LargeBinary, sa.ForeignKey("report.id"), nullable=False),
        sa.Column("realm", sa.String(16), nullable=False),
        sa.Column("version", sa.SmallInteger, nullable=False),
        sa.Column("breadth", sa.Float, nullable=False),
        sa.Column("sealed_reading", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("report_id"),
    )
    op.create_index("ix_indexed_realm_version_arrival", "indexed", ["realm", "version", "arrival"])
    op.create_table(
        "indexed_total",
        sa.Column("realm", sa.String(16), primary_key=True),
        sa.Column("reports", sa.Integer, nullable=False),
    )


def _add_links() -> None:
    op.create_table(
        "link",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("report_id", sa.LargeBinary, sa.ForeignKey("report.id"), nullable=False),
        sa.Column("case_id", sa.LargeBinary, sa.ForeignKey("case.id"), nullable=False),
        sa.Column("beside_id", sa.LargeBinary, sa.ForeignKey("report.id")),
        sa.Column("alike", sa.Float, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("probability", sa.Float, nullable=False),
        sa.Column("sealed_reasons", sa.LargeBinary, nullable=False),
        sa.Column("decided_by", sa.String(40), nullable=False),
        sa.Column("decided_seq", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("report_id", "case_id"),
    )
    op.create_index("ix_link_case_id", "link", ["case_id"])


def _add_regroupings() -> None:
    op.create_table(
        "regrouping",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("verb", sa.String(16), nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("undone_seq", sa.BigInteger),
    )
    op.create_table(
        "regrouped",
        _of_regrouping(),
        sa.Column("report_id", sa.LargeBinary, sa.ForeignKey("report.id"), primary_key=True),
        sa.Column("from_case", sa.LargeBinary, sa.ForeignKey("case.id"), nullable=False),
        sa.Column("to_case", sa.LargeBinary, sa.ForeignKey("case.id"), nullable=False),
    )
    op.create_index("ix_regrouped_report_id", "regrouped", ["report_id"])
    _add_reshaped()
    op.create_table(
        "relinked",
        _of_regrouping(),
        sa.Column("link_id", sa.LargeBinary, sa.ForeignKey("link.id"), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("decided_by", sa.String(40), nullable=False),
        sa.Column("decided_seq", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_relinked_link_id", "relinked", ["link_id"])


def _add_reshaped() -> None:
    op.create_table(
        "reshaped",
        _of_regrouping(),
        sa.Column("case_id", sa.LargeBinary, sa.ForeignKey("case.id"), primary_key=True),
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
    op.create_index("ix_reshaped_case_id", "reshaped", ["case_id"])


def _of_regrouping() -> "sa.Column[int]":
    of = sa.ForeignKey("regrouping.seq")
    return sa.Column("regrouping_seq", sa.BigInteger, of, primary_key=True)
