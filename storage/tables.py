"""Every table, in one place to read.

Columns named `sealed_*` hold AES-256-GCM (storage/sealing.py); `person` and
`lookup` hold keyed hashes of a Telegram user id (storage/keys.py). Ids are 16
random bytes. Order is the commit sequence of `event`, never a clock.
Those of the matcher stand in storage/matching_tables.py, those of officers in
storage/desk_tables.py, all together in storage/all_tables.py.
"""

import sqlalchemy as sa

from storage.columns import Sequence, Utc

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

installation = sa.Table(
    "installation",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("receipt_salt", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("seq", Sequence, primary_key=True, autoincrement=True),
    sa.Column("bot", sa.BigInteger, nullable=False),
    sa.Column("update_id", sa.BigInteger, nullable=False),
    # Both are erased when the update has been handled; the pair above stays for repeats.
    sa.Column("person", sa.LargeBinary),
    sa.Column("sealed_update", sa.LargeBinary),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("due_at", Utc, nullable=False),
    sa.Column("accepted_on", sa.Date, nullable=False),
    sa.Column("fault", sa.String(16)),
    sa.UniqueConstraint("bot", "update_id"),
    # Of those that wait alone: what is done is a thousand times as much.
    sa.Index(
        "ix_inbox_waiting",
        "person",
        "seq",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    ),
    sa.Index("ix_inbox_accepted_on", "accepted_on"),
    sqlite_autoincrement=True,
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("seq", Sequence, primary_key=True, autoincrement=True),
    sa.Column("lane", sa.SmallInteger, nullable=False),
    sa.Column("address_kind", sa.String(16), nullable=False),
    # What keeps messages to one address in order: a person's hash, a reporter's id, a name.
    sa.Column("address", sa.LargeBinary, nullable=False),
    sa.Column("sealed_chat", sa.LargeBinary),
    sa.Column("sealed_saying", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("due_at", Utc, nullable=False),
    sa.Column("queued_at", Utc, nullable=False),
    sa.Column("problem", sa.String(40)),
    sa.Index("ix_outbox_state_lane_address_seq", "state", "lane", "address", "seq"),
    sqlite_autoincrement=True,
)

conversation = sa.Table(
    "conversation",
    metadata,
    sa.Column("person", sa.LargeBinary, primary_key=True),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("language_chosen", sa.Boolean, nullable=False),
    # A day and no hour: a conversation must not tell when its anonymous report was sent.
    sa.Column("seen_on", sa.Date, nullable=False),
)

trail = sa.Table(
    "trail",
    metadata,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("person", sa.LargeBinary, nullable=False),
    sa.Column("sealed_message", sa.LargeBinary, nullable=False),
    sa.Column("erase_at", Utc, nullable=False),
    sa.Index("ix_trail_person", "person"),
    sa.Index("ix_trail_erase_at", "erase_at"),
    sqlite_with_rowid=False,
)

draft = sa.Table(
    "draft",
    metadata,
    sa.Column("person", sa.LargeBinary, primary_key=True),
    sa.Column("id", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("sealed_body", sa.LargeBinary, nullable=False),
    sa.Column("erase_at", Utc, nullable=False),
    sa.Index("ix_draft_erase_at", "erase_at"),
)

throttle = sa.Table(
    "throttle",
    metadata,
    sa.Column("person", sa.LargeBinary, primary_key=True),
    sa.Column("deed", sa.String(16), primary_key=True),
    sa.Column("since", Utc, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
)

reporter = sa.Table(
    "reporter",
    metadata,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("lookup", sa.LargeBinary, unique=True),
    sa.Column("sealed_chat", sa.LargeBinary),
    sa.Column("language", sa.String(8), nullable=False),
)

case = sa.Table(
    "case",
    metadata,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("queue", sa.String(16), nullable=False),
    sa.Column("desk", sa.String(40), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("severity", sa.String(2), nullable=False),
    sa.Column("opened_at", Utc, nullable=False),
    # The case that its reports went to, if it was merged; the closed one that it repeats.
    sa.Column("absorbed_into", sa.LargeBinary),
    sa.Column("repeat_of", sa.LargeBinary),
    # Those of its first report, for lists.
    sa.Column("category", sa.String(40)),
    sa.Column("subdistrict", sa.String(16)),
    sa.Column("community", sa.String(16)),
    # The clocks that its rule gave it, as triage/rules.py writes them.
    sa.Column("terms", sa.String(120)),
    # When the next of them is over, when to look at them next, and what has been told of them.
    sa.Column("due_at", Utc),
    sa.Column("look_at", Utc),
    sa.Column("stage", sa.String(16)),
    # The officer who has it, and until when.
    sa.Column("claimant", sa.LargeBinary),
    sa.Column("claimed_until", Utc),
    sa.Column("snoozed_until", Utc),
    # When the first answer is due, by the clock of its first rule.
    sa.Column("first_due_at", Utc),
    # When its reporters first heard from somebody, when a step was last taken, when it was closed.
    sa.Column("answered_at", Utc),
    sa.Column("stepped_at", Utc),
    sa.Column("done_at", Utc),
    # The supervisor who took it upon themselves, and the day by which.
    sa.Column("charge_by", sa.LargeBinary),
    sa.Column("charge_on", sa.Date),
    # Counts its changes: a button knows by it whether it is of today.
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
    sa.Index("ix_case_queue_state_severity_due_at", "queue", "state", "severity", "due_at"),
    sa.Index("ix_case_opened_at", "opened_at"),
    # Of those that have one alone: most cases are closed, and an index full of NULL is none.
    sa.Index(
        "ix_case_look_at",
        "look_at",
        sqlite_where=sa.text("look_at IS NOT NULL"),
        postgresql_where=sa.text("look_at IS NOT NULL"),
    ),
    sa.Index(
        "ix_case_claimant",
        "claimant",
        sqlite_where=sa.text("claimant IS NOT NULL"),
        postgresql_where=sa.text("claimant IS NOT NULL"),
    ),
)

report = sa.Table(
    "report",
    metadata,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("case.id"), nullable=False, index=True),
    sa.Column("reference", sa.String(20), nullable=False, unique=True),
    sa.Column("arrival", sa.BigInteger, nullable=False, unique=True),
    sa.Column("mode", sa.String(16), nullable=False),
    sa.Column("reporter_id", sa.ForeignKey("reporter.id"), index=True),
    sa.Column("receipt_hash", sa.LargeBinary, nullable=False, unique=True),
    # Which key wraps the data key: content, or integrity for what names an official.
    sa.Column("wrapped_by", sa.String(16), nullable=False),
    sa.Column("sealed_data_key", sa.LargeBinary, nullable=False),
    sa.Column("sealed_details", sa.LargeBinary, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("category", sa.String(40), nullable=False),
    sa.Column("danger", sa.String(40)),
    sa.Column("subdistrict", sa.String(16)),
    sa.Column("community", sa.String(16)),
    sa.Column("received_at", Utc, nullable=False),
    sa.Column("withdrawn_on", sa.Date),
)

message = sa.Table(
    "message",
    metadata,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("report_id", sa.ForeignKey("report.id"), nullable=False, index=True),
    sa.Column("arrival", sa.BigInteger, nullable=False),
    sa.Column("direction", sa.String(16), nullable=False),
    sa.Column("visibility", sa.String(16), nullable=False),
    sa.Column("sealed_body", sa.LargeBinary, nullable=False),
    sa.Column("written_at", Utc, nullable=False),
)

contact = sa.Table(
    "contact",
    metadata,
    sa.Column("report_id", sa.ForeignKey("report.id"), primary_key=True),
    # A data key of its own: a contact can be erased and the report stay.
    sa.Column("wrapped_by", sa.String(16), nullable=False),
    sa.Column("sealed_data_key", sa.LargeBinary, nullable=False),
    sa.Column("sealed_name", sa.LargeBinary, nullable=False),
    sa.Column("sealed_reach", sa.LargeBinary, nullable=False),
)

# A file belongs to a draft first, to a report once that is sent. Its data key is its own.
file = sa.Table(
    "file",
    metadata,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("draft_id", sa.LargeBinary, index=True),
    sa.Column("report_id", sa.ForeignKey("report.id"), index=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("wrapped_by", sa.String(16), nullable=False),
    sa.Column("sealed_data_key", sa.LargeBinary, nullable=False),
    sa.Column("sealed_about", sa.LargeBinary, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("due_at", Utc, nullable=False),
    sa.Index("ix_file_state_due_at", "state", "due_at"),
)

# `part` is the clean copy or the original, in pieces of 1 MiB.
file_chunk = sa.Table(
    "file_chunk",
    metadata,
    sa.Column("file_id", sa.ForeignKey("file.id"), primary_key=True),
    sa.Column("part", sa.String(16), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("sealed_body", sa.LargeBinary, nullable=False),
)

# What a chat is about for a while: buttons about a report that was sent carry the id.
talk = sa.Table(
    "talk",
    metadata,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("person", sa.LargeBinary, nullable=False),
    sa.Column("sealed_report", sa.LargeBinary, nullable=False),
    # What the next message does, if it does anything.
    sa.Column("verb", sa.String(16)),
    sa.Column("erase_at", Utc, nullable=False),
    sa.Index("ix_talk_person", "person"),
    sa.Index("ix_talk_erase_at", "erase_at"),
)

mute = sa.Table(
    "mute",
    metadata,
    sa.Column("person", sa.LargeBinary, primary_key=True),
    sa.Column("until", Utc, nullable=False),
)

# Which texts were sent lately, as keyed hashes: one text from many chats is a campaign.
copied_text = sa.Table(
    "copied_text",
    metadata,
    sa.Column("text", sa.LargeBinary, primary_key=True),
    sa.Column("person", sa.LargeBinary, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("erase_at", Utc, nullable=False),
    sa.Index("ix_copied_text_erase_at", "erase_at"),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("actor", sa.String(40), nullable=False),
    sa.Column("verb", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(16), nullable=False),
    sa.Column("subject_id", sa.LargeBinary),
    sa.Column("commitment", sa.LargeBinary),
    sa.Column("before", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Index("ix_event_subject_subject_id", "subject", "subject_id"),
)

# One row. Locked last in a transaction, so that the order of events is the order of commits.
chain = sa.Table(
    "chain",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    # The day on which the head was last told to the auditors.
    sa.Column("anchored_on", sa.Date),
)
