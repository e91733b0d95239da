"""Decide which case a confirmed report belongs to.

The one place where that is decided: matching and routing rules come in here.
For now every report opens a case of its own.
"""

from dataclasses import dataclass
from datetime import datetime

from casework.work import Work
from storage import cases
from storage.cases import NewCase
from storage.reports import new_id
from triage import routing
from triage.categories import CaseKind, Category, Severity
from triage.routing import Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What is known of a case before it is opened or found."""

    kind: CaseKind
    queue: Queue
    severity: Severity


def prospect(category: Category, danger: str | None, *, names_official: bool) -> Prospect:
    """Return where a report of *category* would go, with its danger trigger if any."""
    return Prospect(
        kind=category.kind,
        queue=routing.queue_of(category, danger, names_official=names_official),
        severity=routing.severity_of(category, danger),
    )


async def case_for(work: Work, wanted: Prospect, received_at: datetime) -> bytes:
    """Return the id of the case that takes in a report received at *received_at*."""
    new = NewCase(
        id=new_id(),
        kind=wanted.kind,
        queue=wanted.queue,
        desk="",
        state="open",
        severity=wanted.severity,
        opened_at=received_at,
    )
    await cases.add(work.tx, new)
    return new.id
