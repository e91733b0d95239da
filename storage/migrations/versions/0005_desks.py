"""Officers: who they are, which cases they have, what they wrote, asked and counted.

Why: cases are worked on now; a lead becomes verified by two officers, clocks run,
and whoever reported hears of it.
Old rows: a case gets kind and territory of its first report, and is due when it
came in, so that it stands ahead of what is new; its clocks were never promised,
and none runs.
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Utc

revision, down_revision = "0005", "0004"

_ID = sa.LargeBinary


def upgrade() -> None:
    _widen_cases()
    _add_officers()
    _add_work()
    _add_counts()
    _add_topics()
    op.add_column("chain", sa.Column("anchored_on", sa.Date))


def _widen_cases() -> None:
    for column in (
        sa.Column("category", sa.String(40)),
        sa.Column("subdistrict", sa.String(16)),
        sa.Column("community", sa.String(16)),
        sa.Column("terms", sa.String(120)),
        sa.Column("due_at", Utc),
        sa.Column("look_at", Utc),
        sa.Column("stage", sa.String(16)),
        sa.Column("claimant", _ID),
        sa.Column("claimed_until", Utc),
        sa.Column("snoozed_until", Utc),
        sa.Column("first_due_at", Utc),
        sa.Column("answered_at", Utc),
        sa.Column("stepped_at", Utc),
        sa.Column("done_at", Utc),
        sa.Column("charge_by", _ID),
        sa.Column("charge_on", sa.Date),
        sa.Column("version", sa.Integer, nullable=False, server_default="0"),
    ):
        op.add_column("case", column)
    op.execute(
        """UPDATE "case" SET due_at = opened_at,
        category = (SELECT r.category FROM report r WHERE r.case_id = "case".id
                    ORDER BY r.arrival LIMIT 1),
        subdistrict = (SELECT r.subdistrict FROM report r WHERE r.case_id = "case".id
                       ORDER BY r.arrival LIMIT 1),
        community = (SELECT r.community FROM report r WHERE r.case_id = "case".id
                     ORDER BY r.arrival LIMIT 1)"""
    )
    op.drop_index("ix_case_queue_state", "case")
    op.create_index(
        "ix_case_queue_state_severity_due_at", "case", ["queue", "state", "severity", "due_at"]
    )
    op.create_index("ix_case_opened_at", "case", ["opened_at"])
    for name in ("look_at", "claimant"):
        there = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"ix_case_{name}", "case", [name], sqlite_where=there, postgresql_where=there
        )


def _add_officers() -> None:
    op.create_table(
        "officer",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("lookup", _ID),
        sa.Column("sealed_chat", _ID),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("on_duty", sa.Boolean, nullable=False),
        sa.Column("enrolled_at", Utc),
        sa.Column("withdrawn_at", Utc),
        sa.Column("sealed_task", _ID),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("lookup"),
    )
    op.create_table(
        "officer_scope",
        sa.Column("officer_id", _ID, sa.ForeignKey("officer.id"), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("code", sa.String(40), primary_key=True),
    )
    op.create_table(
        "invitation",
        sa.Column("token_hash", _ID, primary_key=True),
        sa.Column("officer_id", _ID, sa.ForeignKey("officer.id"), nullable=False),
        sa.Column("erase_at", Utc, nullable=False),
    )
    op.create_index("ix_invitation_officer_id", "invitation", ["officer_id"])
    op.create_table(
        "case_officer",
        sa.Column("case_id", _ID, sa.ForeignKey("case.id"), primary_key=True),
        sa.Column("officer_id", _ID, sa.ForeignKey("officer.id"), primary_key=True),
        sa.Column("had_it", sa.Boolean, nullable=False),
        sa.Column("barred", sa.Boolean, nullable=False),
    )
    op.create_table(
        "opening",
        sa.Column("case_id", _ID, sa.ForeignKey("case.id"), primary_key=True),
        sa.Column("officer_id", _ID, sa.ForeignKey("officer.id"), primary_key=True),
        sa.Column("unit", sa.String(40), nullable=False),
    )


def _add_work() -> None:
    op.create_table(
        "codename",
        sa.Column("report_id", _ID, sa.ForeignKey("report.id"), primary_key=True),
        sa.Column("name", sa.Integer, nullable=False),
    )
    op.create_table(
        "note",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("case_id", _ID, sa.ForeignKey("case.id"), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("officer", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("wrapped_by", sa.String(16), nullable=False),
        sa.Column("sealed_data_key", _ID, nullable=False),
        sa.Column("sealed_body", _ID, nullable=False),
        sa.Column("written_at", Utc, nullable=False),
    )
    op.create_index("ix_note_case_id", "note", ["case_id"])
    op.create_table(
        "question",
        sa.Column("message_id", _ID, sa.ForeignKey("message.id"), primary_key=True),
        sa.Column("report_id", _ID, sa.ForeignKey("report.id"), nullable=False),
        sa.Column("officer_id", _ID, sa.ForeignKey("officer.id"), nullable=False),
        sa.Column("asked_at", Utc, nullable=False),
        sa.Column("answered_at", Utc),
    )
    op.create_index("ix_question_report_id", "question", ["report_id"])


def _add_counts() -> None:
    op.create_table(
        "ticked",
        sa.Column("case_id", _ID, sa.ForeignKey("case.id"), primary_key=True),
        sa.Column("item", sa.String(40), primary_key=True),
        sa.Column("officer", sa.String(20), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "seizure",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("case_id", _ID, sa.ForeignKey("case.id"), nullable=False),
        sa.Column("officer", sa.String(20), nullable=False),
        sa.Column("size", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("at", Utc, nullable=False),
    )
    op.create_index("ix_seizure_case_id", "seizure", ["case_id"])
    op.create_table(
        "rating",
        sa.Column("report_id", _ID, sa.ForeignKey("report.id"), primary_key=True),
        sa.Column("solved", sa.Boolean),
        sa.Column("stars", sa.SmallInteger),
    )


def _add_topics() -> None:
    op.create_table(
        "topic",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("queue", sa.String(16), nullable=False),
        sa.Column("desk", sa.String(40), nullable=False),
        sa.Column("sealed_chat", _ID, nullable=False),
        sa.UniqueConstraint("queue", "desk"),
    )
    op.create_table(
        "card",
        sa.Column("case_id", _ID, sa.ForeignKey("case.id"), primary_key=True),
        sa.Column("topic_id", _ID, sa.ForeignKey("topic.id"), nullable=False),
        sa.Column("message_id", sa.BigInteger),
    )
    op.create_index("ix_card_topic_id", "card", ["topic_id"])
