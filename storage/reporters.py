"""Whom to tell of a case: by their ids, which only the bot can turn into chats."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from storage.matching_tables import link
from storage.tables import report, reporter
from storage.transaction import Tx
from triage.cases import Voices
from triage.drafts import Mode
from triage.languages import Language
from triage.links import LinkState


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report and whom to tell of it, in which language."""

    report_id: bytes
    reference: str
    reporter_id: bytes = field(repr=False)
    language: Language


async def of_case(tx: Tx, case_id: bytes) -> list[Told]:
    """Return the reports of a case whose reporters can be told of it, as they arrived.

    Left out are those without a way to them, those withdrawn, and those that a
    machine put here and nobody has looked at yet.
    """
    provisional = sa.exists().where(
        link.c.report_id == report.c.id, link.c.state == LinkState.PROVISIONAL
    )
    return await _told(tx, report.c.case_id == case_id, sa.not_(provisional))


async def of_report(tx: Tx, report_id: bytes) -> Told | None:
    """Return whom to tell of a report, None where there is nobody."""
    return next(iter(await _told(tx, report.c.id == report_id)), None)


async def is_anonymous(tx: Tx, report_id: bytes) -> bool:
    """Return whether a report has no reporter, and was not withdrawn: its receipt opens it."""
    here = (report.c.id == report_id, report.c.mode == Mode.ANONYMOUS)
    query = sa.select(sa.func.count()).select_from(report)
    query = query.where(*here, report.c.withdrawn_on.is_(None))
    return bool((await tx.execute(query)).scalar_one())


async def language_of(tx: Tx, report_id: bytes) -> Language:
    """Return the language to write to the reporter of a report in: that of their chat now."""
    query = (
        sa.select(sa.func.coalesce(reporter.c.language, report.c.language))
        .select_from(report.outerjoin(reporter, reporter.c.id == report.c.reporter_id))
        .where(report.c.id == report_id)
    )
    found = (await tx.execute(query)).scalar_one_or_none()
    return Language(found) if found else Language.ZH_HANS


async def _told(tx: Tx, *where: sa.ColumnElement[bool]) -> list[Told]:
    query = (
        sa.select(
            report.c.id.label("report_id"),
            report.c.reference,
            report.c.reporter_id,
            reporter.c.language,
        )
        .join(reporter, reporter.c.id == report.c.reporter_id)
        .where(*where, report.c.withdrawn_on.is_(None), reporter.c.sealed_chat.is_not(None))
        .order_by(report.c.arrival)
    )
    return [
        Told(**row._asdict() | {"language": Language(row.language)})
        for row in await tx.execute(query)
    ]


async def voices(tx: Tx, case_id: bytes) -> Voices:
    """Return how many people tell of a case, those put there by a machine alone left out.

    One person who reports twice counts once. Copies of one text are told apart by
    casework/witnesses.py, for whoever reads the case.
    """
    provisional = sa.exists().where(
        link.c.report_id == report.c.id, link.c.state == LinkState.PROVISIONAL
    )
    query = sa.select(
        sa.func.count(sa.distinct(report.c.reporter_id)).label("people"),
        sa.func.count().filter(report.c.reporter_id.is_(None)).label("anonymous"),
    ).where(report.c.case_id == case_id, report.c.withdrawn_on.is_(None), sa.not_(provisional))
    row = (await tx.execute(query)).one()
    return Voices(people=row.people, anonymous=row.anonymous)
