"""Everything a report needs to travel: inbox, draft, report, case, outbox, events.

Why: the first release.
Old rows: none, this is where tables begin.
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Sequence, Utc

revision, down_revision = "0001", None


def upgrade() -> None:
    op.create_table(
        "case",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("queue", sa.String(length=16), nullable=False),
        sa.Column("desk", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("severity", sa.String(length=2), nullable=False),
        sa.Column("opened_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
    )
    op.create_index("ix_case_queue_state", "case", ["queue", "state"])

    op.create_table(
        "chain",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain")),
    )
    op.create_table(
        "conversation",
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("language_chosen", sa.Boolean(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_conversation")),
    )
    op.create_table(
        "draft",
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed_body", sa.LargeBinary(), nullable=False),
        sa.Column("erase_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_draft")),
        sa.UniqueConstraint("id", name=op.f("uq_draft_id")),
    )
    op.create_index("ix_draft_erase_at", "draft", ["erase_at"])

    op.create_table(
        "event",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.LargeBinary(), nullable=True),
        sa.Column("commitment", sa.LargeBinary(), nullable=True),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event")),
    )
    op.create_index("ix_event_subject_subject_id", "event", ["subject", "subject_id"])

    op.create_table(
        "inbox",
        sa.Column("seq", Sequence, autoincrement=True, nullable=False),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_update", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", Utc(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("fault", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_inbox")),
        sa.UniqueConstraint("bot", "update_id", name=op.f("uq_inbox_bot_update_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_accepted_on", "inbox", ["accepted_on"])
    op.create_index("ix_inbox_state_person_seq", "inbox", ["state", "person", "seq"])

    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("receipt_salt", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "outbox",
        sa.Column("seq", Sequence, autoincrement=True, nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("address_kind", sa.String(length=16), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_chat", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_saying", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", Utc(), nullable=False),
        sa.Column("queued_at", Utc(), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_state_lane_address_seq", "outbox", ["state", "lane", "address", "seq"]
    )

    op.create_table(
        "reporter",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("lookup", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_chat", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporter")),
        sa.UniqueConstraint("lookup", name=op.f("uq_reporter_lookup")),
    )
    op.create_table(
        "throttle",
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("deed", sa.String(length=16), nullable=False),
        sa.Column("since", Utc(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person", "deed", name=op.f("pk_throttle")),
    )
    op.create_table(
        "trail",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_message", sa.LargeBinary(), nullable=False),
        sa.Column("erase_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_trail_erase_at", "trail", ["erase_at"])
    op.create_index("ix_trail_person", "trail", ["person"])

    op.create_table(
        "report",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("arrival", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("reporter_id", sa.LargeBinary(), nullable=True),
        sa.Column("receipt_hash", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_by", sa.String(length=16), nullable=False),
        sa.Column("sealed_data_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_details", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("danger", sa.String(length=40), nullable=True),
        sa.Column("subdistrict", sa.String(length=16), nullable=True),
        sa.Column("community", sa.String(length=16), nullable=True),
        sa.Column("received_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_report_case_id")),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["reporter.id"], name=op.f("fk_report_reporter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("arrival", name=op.f("uq_report_arrival")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_report_receipt_hash")),
        sa.UniqueConstraint("reference", name=op.f("uq_report_reference")),
    )
    op.create_index(op.f("ix_report_case_id"), "report", ["case_id"])
    op.create_index(op.f("ix_report_reporter_id"), "report", ["reporter_id"])

    op.create_table(
        "contact",
        sa.Column("report_id", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_by", sa.String(length=16), nullable=False),
        sa.Column("sealed_data_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_reach", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_contact_report_id")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_contact")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("report_id", sa.LargeBinary(), nullable=False),
        sa.Column("arrival", sa.BigInteger(), nullable=False),
        sa.Column("direction", sa.String(length=16), nullable=False),
        sa.Column("visibility", sa.String(length=16), nullable=False),
        sa.Column("sealed_body", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_message_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index(op.f("ix_message_report_id"), "message", ["report_id"])
