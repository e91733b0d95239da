"""The tables of officers: who they are, what they have, wrote, asked and counted.

Words of officers are under a data key of their own, as those of reporters are:
`wrapped_by` says which key wraps it. Officers go by their id here and by their
number in the record.
"""

import sqlalchemy as sa

from storage.columns import Utc
from storage.tables import metadata

officer = sa.Table(
    "officer",
    metadata,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("number", sa.String(20), nullable=False, unique=True),
    sa.Column("unit", sa.String(40), nullable=False),
    # Both None until the invitation is used.
    sa.Column("lookup", sa.LargeBinary, unique=True),
    sa.Column("sealed_chat", sa.LargeBinary),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("on_duty", sa.Boolean, nullable=False),
    sa.Column("enrolled_at", Utc),
    sa.Column("withdrawn_at", Utc),
    # What the next private message is for: a note, a question, a reason; sealed.
    sa.Column("sealed_task", sa.LargeBinary),
)

# What an officer is, where they work, and at which desks: a row each.
officer_scope = sa.Table(
    "officer_scope",
    metadata,
    sa.Column("officer_id", sa.ForeignKey("officer.id"), primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("code", sa.String(40), primary_key=True),
)

# A one-time link; the token itself is nowhere.
invitation = sa.Table(
    "invitation",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("officer_id", sa.ForeignKey("officer.id"), nullable=False, index=True),
    sa.Column("erase_at", Utc, nullable=False),
)

# Whoever had a case, and whoever may do nothing with it any more.
case_officer = sa.Table(
    "case_officer",
    metadata,
    sa.Column("case_id", sa.ForeignKey("case.id"), primary_key=True),
    sa.Column("officer_id", sa.ForeignKey("officer.id"), primary_key=True),
    sa.Column("had_it", sa.Boolean, nullable=False),
    sa.Column("barred", sa.Boolean, nullable=False),
)

# Two officers of different units open a case of integrity together.
opening = sa.Table(
    "opening",
    metadata,
    sa.Column("case_id", sa.ForeignKey("case.id"), primary_key=True),
    sa.Column("officer_id", sa.ForeignKey("officer.id"), primary_key=True),
    sa.Column("unit", sa.String(40), nullable=False),
)

# How staff speak of a reporter within one case: a number of the list of names.
codename = sa.Table(
    "codename",
    metadata,
    sa.Column("report_id", sa.ForeignKey("report.id"), primary_key=True),
    sa.Column("name", sa.Integer, nullable=False),
)

note = sa.Table(
    "note",
    metadata,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("case.id"), nullable=False, index=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("officer", sa.String(20), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("wrapped_by", sa.String(16), nullable=False),
    sa.Column("sealed_data_key", sa.LargeBinary, nullable=False),
    sa.Column("sealed_body", sa.LargeBinary, nullable=False),
    sa.Column("written_at", Utc, nullable=False),
)

# What an officer asked a reporter; its words are a message of the report.
question = sa.Table(
    "question",
    metadata,
    sa.Column("message_id", sa.ForeignKey("message.id"), primary_key=True),
    sa.Column("report_id", sa.ForeignKey("report.id"), nullable=False, index=True),
    sa.Column("officer_id", sa.ForeignKey("officer.id"), nullable=False),
    sa.Column("asked_at", Utc, nullable=False),
    sa.Column("answered_at", Utc),
)

# What has been ticked of the checklist of a lead.
ticked = sa.Table(
    "ticked",
    metadata,
    sa.Column("case_id", sa.ForeignKey("case.id"), primary_key=True),
    sa.Column("item", sa.String(40), primary_key=True),
    sa.Column("officer", sa.String(20), nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
)

# Gas cylinders that were seized, a line each; a later line may take some back.
seizure = sa.Table(
    "seizure",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("case_id", sa.ForeignKey("case.id"), nullable=False, index=True),
    sa.Column("officer", sa.String(20), nullable=False),
    sa.Column("size", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("at", Utc, nullable=False),
)

# What a reporter said of the end of it.
rating = sa.Table(
    "rating",
    metadata,
    sa.Column("report_id", sa.ForeignKey("report.id"), primary_key=True),
    sa.Column("solved", sa.Boolean),
    sa.Column("stars", sa.SmallInteger),
)

# The forum topic of a queue in the group of a desk.
topic = sa.Table(
    "topic",
    metadata,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("queue", sa.String(16), nullable=False),
    sa.Column("desk", sa.String(40), nullable=False),
    # The number of the group, and of the topic in it.
    sa.Column("sealed_chat", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("queue", "desk"),
)

# Where the card of a case stands; no number until it was sent.
card = sa.Table(
    "card",
    metadata,
    sa.Column("case_id", sa.ForeignKey("case.id"), primary_key=True),
    sa.Column("topic_id", sa.ForeignKey("topic.id"), nullable=False, index=True),
    sa.Column("message_id", sa.BigInteger),
)

everything = (
    officer,
    officer_scope,
    invitation,
    case_officer,
    opening,
    codename,
    note,
    question,
    ticked,
    seizure,
    rating,
    topic,
    card,
)
"""These tables, those that others refer to first."""
