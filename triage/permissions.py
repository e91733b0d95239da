"""Who on staff may do what, in one table.

Each role sees the queues it works; nobody sees all of them, and whoever keeps
the house (admin, auditor, custodian) reads no report.
"""

from collections.abc import Collection
from enum import StrEnum

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
    """What may be done with a case and its reports."""

    READ = "read"
    SEARCH = "search"
    JUDGE = "judge"
    REGROUP = "regroup"


_WORKS = {
    Role.VERIFIER: {Queue.VERIFICATION, Queue.URGENT},
    Role.MEDIATOR: {Queue.MEDIATION},
    Role.SUPERVISOR: {Queue.VERIFICATION, Queue.URGENT, Queue.MEDIATION},
    Role.INTEGRITY: {Queue.INTEGRITY},
    Role.COUNSELLOR: {Queue.CARE},
}
# Whoever works a queue may do all of this there.
_OWN_QUEUES = frozenset({Act.READ, Act.SEARCH, Act.JUDGE, Act.REGROUP})


def queues(roles: Collection[Role], act: Act) -> frozenset[Queue]:
    """Return the queues in which somebody with these *roles* may do *act*."""
    if act not in _OWN_QUEUES:
        return frozenset()
    return frozenset(queue for role in roles for queue in _WORKS.get(role, ()))
