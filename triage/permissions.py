"""Who on staff may do what, in one table.

Each role sees the queues it works; nobody sees all of them, and whoever keeps
the house (admin, auditor, custodian) reads no report.
"""

from collections.abc import Collection
from enum import StrEnum

from triage.categories import CaseKind
from triage.errors import NotFound
from triage.routing import Queue


class Role(StrEnum):
    """What an officer is (DESIGN 2); one person may be several."""

    VERIFIER = "verifier"
    MEDIATOR = "mediator"
    SUPERVISOR = "supervisor"
    INTEGRITY = "integrity"
    COUNSELLOR = "counsellor"
    CUSTODIAN = "custodian"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Act(StrEnum):
    """What may be done with a case and its reports.

    LIST is to know that a case is there, with nothing of what it says. WORK is all
    that moves it on; whose turn it is, the state of the case decides.
    """

    LIST = "list"
    READ = "read"
    SEARCH = "search"
    JUDGE = "judge"
    REGROUP = "regroup"
    WORK = "work"
    ASK = "ask"
    REROUTE = "reroute"
    # Take a case upon oneself, with a day by which.
    CHARGE = "charge"


class Duty(StrEnum):
    """What is done for the house and belongs to no queue."""

    STAFF = "staff"
    TOPICS = "topics"
    FIGURES = "figures"
    AUDIT = "audit"
    DISCLOSE = "disclose"


class NotYourDuty(NotFound):
    """Somebody else's command: the answer is that of one we do not know."""

    text_key = "error.unknown_command"


_WORKS = {
    Role.VERIFIER: {Queue.VERIFICATION, Queue.URGENT},
    Role.MEDIATOR: {Queue.MEDIATION},
    Role.SUPERVISOR: {Queue.VERIFICATION, Queue.URGENT, Queue.MEDIATION},
    Role.INTEGRITY: {Queue.INTEGRITY},
    Role.COUNSELLOR: {Queue.CARE},
}
# Whoever works a queue may do all of this there.
_OWN_QUEUES = frozenset(
    {
        Act.LIST,
        Act.READ,
        Act.SEARCH,
        Act.JUDGE,
        Act.REGROUP,
        Act.WORK,
        Act.ASK,
        Act.REROUTE,
    }
)
# The twin team has no head outside of it.
_HEADS = frozenset({Role.SUPERVISOR, Role.INTEGRITY})
_DUTIES = {
    Duty.STAFF: frozenset({Role.ADMIN}),
    Duty.TOPICS: frozenset({Role.ADMIN, Role.SUPERVISOR}),
    Duty.FIGURES: frozenset({Role.SUPERVISOR, Role.AUDITOR}),
    Duty.AUDIT: frozenset({Role.AUDITOR}),
    Duty.DISCLOSE: frozenset({Role.CUSTODIAN}),
}


def queues(roles: Collection[Role], act: Act) -> frozenset[Queue]:
    """Return the queues in which somebody with these *roles* may do *act*."""
    able = [role for role in roles if act in _OWN_QUEUES or (act is Act.CHARGE and role in _HEADS)]
    return frozenset(queue for role in able for queue in _WORKS.get(role, ()))


def kinds(roles: Collection[Role], act: Act, queue: Queue) -> frozenset[CaseKind]:
    """Return the kinds of cases in *queue* with which these *roles* may do *act*.

    Distress is read by counsellors alone, also while its danger waits in the
    urgent queue; the rest of that queue is not theirs.
    """
    allowed = queues(roles, act)
    found = set(CaseKind) if queue in allowed else set()
    if queue is Queue.URGENT:
        found.discard(CaseKind.CARE)
        if Queue.CARE in allowed:
            found.add(CaseKind.CARE)
    return frozenset(found)


def may(roles: Collection[Role], duty: Duty) -> bool:
    """Return whether somebody with these *roles* has *duty*."""
    return not _DUTIES[duty].isdisjoint(roles)


def demand_duty(roles: Collection[Role], duty: Duty) -> None:
    """Return if somebody with these *roles* has *duty*.

    Raises:
        NotYourDuty: If not.
    """
    if not may(roles, duty):
        raise NotYourDuty(f"the duty {duty} is somebody else's")
