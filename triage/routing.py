"""Where a case waits, and how urgent it is, where no rule of the district says otherwise.

The rules are in triage/rules.py, what they cannot change in triage/routes.py.
"""

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
_RAISED = {Severity.S3: Severity.S2, Severity.S2: Severity.S1}

UMBRELLA = "lead.umbrella"
"""The kind of reports on officials: the twin team's, whatever a rule says."""


def queue_of(category: Category, danger: str | None, *, names_official: bool = False) -> Queue:
    """Return the queue for a report of *category*, with its danger trigger if any.

    What names an official goes to integrity whatever else it says, and whatever
    kind was chosen for it: the intake text promises that only the twin team
    sees it.
    """
    if names_official or category.code == UMBRELLA:
        return Queue.INTEGRITY
    return Queue.URGENT if danger else _QUEUES[category.kind]


def severity_of(category: Category, danger: str | None, *, raised: bool = False) -> Severity:
    """Return the severity: danger outranks what is usual for the category.

    Signs such as a weapon or a minor raise it by one, however many there are, and
    never to S0: that is danger now, which has words of its own and wakes people.
    """
    if danger:
        return Severity.S0
    return _RAISED.get(category.severity, category.severity) if raised else category.severity
