"""What officers asked reporters, and whether an answer came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.desk_tables import question
from storage.tables import report
from storage.transaction import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to the reporter of a report; its words are the message of that id."""

    message_id: bytes
    report_id: bytes
    officer_id: bytes
    asked_at: datetime
    answered_at: datetime | None


async def add(tx: Tx, new: Question) -> None:
    """Keep that something was asked."""
    values = {name: getattr(new, name) for name in Question.__dataclass_fields__}
    await tx.execute(sa.insert(question).values(values))


async def of_case(tx: Tx, case_id: bytes) -> list[Question]:
    """Return what was asked in a case, the earliest first."""
    query = _SELECT.join(report, report.c.id == question.c.report_id)
    rows = await tx.execute(query.where(report.c.case_id == case_id).order_by(*_ORDER))
    return [_row(row) for row in rows]


async def open_of_reports(tx: Tx, report_ids: Sequence[bytes]) -> list[Question]:
    """Return what reporters of these reports have not answered, the latest first."""
    here = (question.c.report_id.in_(report_ids), question.c.answered_at.is_(None))
    query = _SELECT.where(*here).order_by(*(column.desc() for column in _ORDER))
    return [_row(row) for row in await tx.execute(query)]


async def answer(tx: Tx, report_id: bytes, at: datetime) -> list[bytes]:
    """Let all that was asked of a report be answered; return the officers who asked.

    No answer is earlier than its question, though *at* may be cut to the hour.
    """
    here = (question.c.report_id == report_id, question.c.answered_at.is_(None))
    later = sa.case((question.c.asked_at > at, question.c.asked_at), else_=at)
    query = sa.update(question).where(*here).values(answered_at=later)
    asked = (await tx.execute(query.returning(question.c.officer_id))).scalars()
    return list(dict.fromkeys(asked))


_SELECT = sa.select(question)
_ORDER = (question.c.asked_at, question.c.message_id)


def _row(row: sa.Row[tuple[object, ...]]) -> Question:
    return Question(**row._asdict())
