"""What residents send besides words, and what they do after Send.

Why: files are kept in two copies, sealed and in pieces; a talk about a report
that was sent is found again by its buttons; officers may mute a reporter, and
one text copied by many is recognised by a keyed hash.
Old rows: no report is withdrawn.
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Utc

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    _add_files()
    _add_talks()
    _add_limits()


def _add_files() -> None:
    op.create_table(
        "file",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("draft_id", sa.LargeBinary),
        sa.Column("report_id", sa.LargeBinary, sa.ForeignKey("report.id")),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("wrapped_by", sa.String(16), nullable=False),
        sa.Column("sealed_data_key", sa.LargeBinary, nullable=False),
        sa.Column("sealed_about", sa.LargeBinary, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due_at", Utc, nullable=False),
    )
    op.create_index("ix_file_draft_id", "file", ["draft_id"])
    op.create_index("ix_file_report_id", "file", ["report_id"])
    op.create_index("ix_file_state_due_at", "file", ["state", "due_at"])
    op.create_table(
        "file_chunk",
        sa.Column("file_id", sa.LargeBinary, sa.ForeignKey("file.id"), primary_key=True),
        sa.Column("part", sa.String(16), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sealed_body", sa.LargeBinary, nullable=False),
    )


def _add_talks() -> None:
    op.create_table(
        "talk",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("person", sa.LargeBinary, nullable=False),
        sa.Column("sealed_report", sa.LargeBinary, nullable=False),
        sa.Column("verb", sa.String(16)),
        sa.Column("erase_at", Utc, nullable=False),
    )
    op.create_index("ix_talk_person", "talk", ["person"])
    op.create_index("ix_talk_erase_at", "talk", ["erase_at"])
    op.add_column("report", sa.Column("withdrawn_on", sa.Date))


def _add_limits() -> None:
    op.create_table(
        "mute",
        sa.Column("person", sa.LargeBinary, primary_key=True),
        sa.Column("until", Utc, nullable=False),
    )
    op.create_table(
        "copied_text",
        sa.Column("text", sa.LargeBinary, primary_key=True),
        sa.Column("person", sa.LargeBinary, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("erase_at", Utc, nullable=False),
    )
    op.create_index("ix_copied_text_erase_at", "copied_text", ["erase_at"])
