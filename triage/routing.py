"""Where a case waits, and how urgent it is. The district's own rules come later."""

from enum import StrEnum

from triage.categories import CaseKind, Category, Severity


class Queue(StrEnum):
    """Where cases wait."""

    URGENT = "urgent"
    VERIFICATION = "verification"
    MEDIATION = "mediation"
    INTEGRITY = "integrity"
    CARE = "care"


_QUEUES = {
    CaseKind.LEAD: Queue.VERIFICATION,
    CaseKind.DISPUTE: Queue.MEDIATION,
    CaseKind.CARE: Queue.CARE,
    CaseKind.JOIN: Queue.MEDIATION,
}
# What names an official is for the twin team alone.
_INTEGRITY = "lead.umbrella"


def queue_of(category: Category, danger: str | None, *, names_official: bool = False) -> Queue:
    """Return the queue for a report of *category*, with its danger trigger if any.

    What names an official goes to integrity whatever else it says, and whatever
    kind was chosen for it: the intake text promises that only the twin team
    sees it.
    """
    if names_official or category.code == _INTEGRITY:
        return Queue.INTEGRITY
    return Queue.URGENT if danger else _QUEUES[category.kind]


def severity_of(category: Category, danger: str | None) -> Severity:
    """Return the severity: danger outranks what is usual for the category."""
    return Severity.S0 if danger else category.severity
